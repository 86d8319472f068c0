"""Who calls in the matrix: every role at every kind of place, and those who should get nowhere. Made by services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Unit, User
from chengxin.units.tests import factories


class Place(StrEnum):
    """Where somebody sits, or a thing belongs. ``SECOND`` is another unit of the county's own district."""

    OFFICE = "office"
    CITY = "city"
    COUNTY = "county"
    SECOND = "second"
    OTHER = "other"
    ZONE = "zone"


DISTRICTS = {
    Place.OFFICE: factories.CITY,
    Place.CITY: factories.CITY,
    Place.COUNTY: factories.COUNTY,
    Place.SECOND: factories.COUNTY,
    Place.OTHER: factories.OTHER_COUNTY,
    Place.ZONE: factories.ZONE,
}
SEATS = (Place.CITY, Place.COUNTY, Place.ZONE)
WITHOUT_SEATS = (Place.SECOND, Place.OTHER)
"""Places whose things others try; nobody calls from there, but who works there is a thing, too."""


class Standing(StrEnum):
    """What the platform should make of a caller."""

    SEATED = "seated"
    HURDLED = "signed in, but something stands before acting"
    NOBODY = "not signed in"
    CLIENT = "an API client with its scope"
    BARE_CLIENT = "an API client without scope"
    BAD_KEY = "a key that is not open"


@dataclass(frozen=True)
class Caller:
    """Somebody who calls: with which standing, which role where, and by which cookie or key."""

    name: str
    standing: Standing
    role: Role | None = None
    place: Place | None = None
    cookie: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    def client(self) -> Client:
        """Return a browser or program of this caller; faults of ours come back as answers."""
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return Client(raise_request_exception=False, headers=headers)

    def sign_in(self, client: Client) -> None:
        """Put the session's cookie into the browser, and nothing else."""
        client.cookies.clear()
        if self.cookie:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookie


def role_names() -> list[str]:
    """Return the names of the callers that hold a role, known before any is made."""
    area = [f"{role}@{place}" for role in (*rules.UNIT_ROLES, *rules.AREA_ROLES) for place in SEATS]
    return sorted([*area, *(f"{role}@{Place.OFFICE}" for role in rules.ADMINISTRATORS)])


ODD_NAMES = (
    "anonymous",
    "closed-login",
    "no-role",
    "role-is-over",
    "no-second-factor",
    "first-password",
    "deputy",
    "client",
    "bare-client",
    "revoked-key",
    "expired-key",
    "closed-client",
    "ended-unit",
    "wrong-key",
)


@dataclass(frozen=True)
class House:
    """The platform of the matrix with its units and callers, by place and by name."""

    platform: factories.Platform
    now: datetime
    units: dict[Place, Unit]
    people: dict[tuple[Place, Role], User]
    callers: dict[str, Caller]


def build(now: datetime) -> House:
    """Build the whole cast; takes some seconds."""
    platform = factories.found(now)
    units = {Place.OFFICE: platform.office}
    for place in (*SEATS, *WITHOUT_SEATS):
        units[place] = factories.unit(platform, now, f"unit-{place}", DISTRICTS[place])
    house = House(platform, now, units, {}, {})
    for role, new in platform.logins.items():
        _take_in(house, new, role, Place.OFFICE)
    for place in SEATS:
        for role in (*rules.UNIT_ROLES, *rules.AREA_ROLES):
            _take_in(house, _person(house, f"{role}-{place}", place, role), role, place)
    for place in WITHOUT_SEATS:
        for role in (Role.REPORTER, Role.CASE_OFFICER):
            house.people[place, role] = _person(house, f"{role}-{place}", place, role).user
    _odd_people(house)
    _clients(house)
    return house


def actor_at(house: House, place: Place, role: Role) -> Actor:
    """Return the actor of the person who holds the role there."""
    return factories.actor_of(house.people[place, role], house.now)


def _person(house: House, username: str, place: Place, role: Role) -> services.NewLogin:
    return factories.person(house.platform, house.now, username, house.units[place], role)


def _take_in(house: House, new: services.NewLogin, role: Role, place: Place) -> None:
    """Take a person into the cast: with a password of its own, a second factor, signed in."""
    user = factories.ready(new, house.now)
    house.people[place, role] = user
    device = factories.equip(user, house.now)
    name = f"{role}@{place}"
    house.callers[name] = Caller(name, Standing.SEATED, role, place, session(user, device.persistent_id))


def session(user: User, device: str = "", seat: str = "") -> str:
    """Return the cookie of a session of the login, verified by the device, at the seat."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    store = client.session
    if device:
        store[DEVICE_ID_SESSION_KEY] = device
    if seat:
        store["seat"] = seat
    store.save()
    return str(store.session_key)


def _odd_people(house: House) -> None:
    """Add those whom something keeps out, and the deputy."""
    platform, now, county = house.platform, house.now, house.units[Place.COUNTY]
    callers = house.callers
    callers["anonymous"] = Caller("anonymous", Standing.NOBODY)

    closed = factories.ready(factories.person(platform, now, "closed", county, Role.CHECKER), now)
    callers["closed-login"] = Caller("closed-login", Standing.NOBODY, cookie=session(closed))
    services.disable_login(actor=platform.system, now=now, login=closed.id)

    bare = factories.ready(factories.login(platform, now, "bare"), now)
    callers["no-role"] = Caller("no-role", Standing.HURDLED, cookie=session(bare))

    former = factories.login(platform, now, "former")
    factories.appoint(platform, now, former.user, county, Role.CHECKER, valid_until=queries.day_of(now))
    callers["role-is-over"] = Caller("role-is-over", Standing.HURDLED, cookie=session(factories.ready(former, now)))

    careless = factories.ready(factories.person(platform, now, "careless", county, Role.CREDIT_OFFICE), now)
    factories.equip(careless, now)
    callers["no-second-factor"] = Caller("no-second-factor", Standing.HURDLED, cookie=session(careless))

    fresh = factories.person(platform, now, "fresh", county, Role.CHECKER).user
    callers["first-password"] = Caller("first-password", Standing.HURDLED, cookie=session(fresh))

    deputy = factories.ready(_person(house, "deputy", Place.OTHER, Role.CASE_OFFICER), now)
    device = factories.equip(deputy, now)
    today = queries.day_of(now)
    services.delegate(
        actor=actor_at(house, Place.COUNTY, Role.UNIT_ADMINISTRATOR),
        now=now,
        principal=county.id,
        deputy=house.units[Place.OTHER].id,
        roles=[Role.CASE_OFFICER],
        basis="委托书〔2018〕1号",
        valid_from=today,
        valid_until=today + timedelta(days=30),
    )
    lent = next(seat for seat in queries.seats_of(deputy, today) if seat.acting_from is not None)
    cookie = session(deputy, device.persistent_id, lent.key)
    callers["deputy"] = Caller("deputy", Standing.SEATED, Role.CASE_OFFICER, Place.COUNTY, cookie)


def _clients(house: House) -> None:
    """Add API clients of a county unit, with keys that are open and keys that are not."""
    platform, now, county = house.platform, house.now, house.units[Place.COUNTY]
    whole = factories.client(platform, now, "whole", county)
    _with_key(house, "client", Standing.CLIENT, factories.key(platform, now, whole))
    bare = factories.client(platform, now, "bare", county, scopes=())
    _with_key(house, "bare-client", Standing.BARE_CLIENT, factories.key(platform, now, bare))

    revoked = factories.key(platform, now, whole)
    services.revoke_key(actor=platform.security, now=now, key=revoked.row.id)
    _with_key(house, "revoked-key", Standing.BAD_KEY, revoked)

    long_ago = now - timedelta(days=400)
    old = factories.client(platform, long_ago, "old", county)
    _with_key(house, "expired-key", Standing.BAD_KEY, factories.key(platform, long_ago, old))

    closed = factories.client(platform, now, "closed", county)
    _with_key(house, "closed-client", Standing.BAD_KEY, factories.key(platform, now, closed))
    services.close_client(actor=platform.security, now=now, client=closed.id)

    ended = factories.unit(platform, now, "ended", factories.COUNTY)
    orphan = factories.client(platform, now, "orphan", ended)
    _with_key(house, "ended-unit", Standing.BAD_KEY, factories.key(platform, now, orphan))
    services.end_unit(
        actor=platform.system, now=now, unit=ended.id, valid_until=queries.day_of(now), basis="撤销文件〔2018〕1号"
    )
    house.callers["wrong-key"] = Caller("wrong-key", Standing.BAD_KEY, secret="cx_deadbeef_never-issued")


def _with_key(house: House, name: str, standing: Standing, key: services.NewKey) -> None:
    house.callers[name] = Caller(name, standing, place=Place.COUNTY, secret=key.secret)

"""What tests stand on: a founded platform, units in an invented city, people who can act. All made by services.

The city's division code is 9901: no real one begins with 99.
"""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.actor import Actor, public_actor, system_actor
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import ApiClient, Appointment, Unit, User
from chengxin.units.rules import Level

CITY, COUNTY, OTHER_COUNTY, ZONE = "990100", "990102", "990103", "9901GX"
ORIGIN = "192.0.2.7"
BEGINNING = date(2018, 1, 1)
PASSWORD = "cast-2018-kapok"
LEVELS = {CITY: Level.CITY, COUNTY: Level.COUNTY, OTHER_COUNTY: Level.COUNTY, ZONE: Level.ZONE}


@dataclass(frozen=True)
class Platform:
    """A founded platform: the unit that runs it, the three administrators as actors and as new logins."""

    office: Unit
    system: Actor
    security: Actor
    audit: Actor
    logins: dict[Role, services.NewLogin] = field(repr=False)


def found(now: datetime) -> Platform:
    """Found a platform with its three administrators, as the command line does."""
    founding = services.found_platform(
        actor=system_actor("setup"),
        now=now,
        code="credit-office",
        name="第一市信用办",
        short_name="信用办",
        district=CITY,
        valid_from=BEGINNING,
        founders={
            Role.SYSTEM_ADMINISTRATOR: services.Founder("keeper", "系统员"),
            Role.SECURITY_ADMINISTRATOR: services.Founder("warden", "安全员"),
            Role.AUDIT_ADMINISTRATOR: services.Founder("watcher", "审计员"),
        },
    )
    return Platform(
        office=founding.unit,
        system=actor_of(founding.logins[Role.SYSTEM_ADMINISTRATOR].user, now),
        security=actor_of(founding.logins[Role.SECURITY_ADMINISTRATOR].user, now),
        audit=actor_of(founding.logins[Role.AUDIT_ADMINISTRATOR].user, now),
        logins=founding.logins,
    )


def actor_of(user: User, now: datetime, seat: int = 0) -> Actor:
    """Return the actor a login becomes at its first seat, or at another one."""
    return queries.staff_actor(user, queries.seats_of(user, queries.day_of(now))[seat], ORIGIN)


def unit(platform: Platform, now: datetime, code: str, district: str = CITY) -> Unit:
    """Return a new unit in a district; its name comes from its code."""
    return services.create_unit(
        actor=platform.system,
        now=now,
        code=code,
        name=f"测试单位{code}",
        short_name=f"单位{code}"[:40],
        level=LEVELS[district],
        district=district,
        valid_from=BEGINNING,
    )


def login(platform: Platform, now: datetime, username: str) -> services.NewLogin:
    """Return a new login without a role, and its first password."""
    return services.create_login(
        actor=platform.system,
        now=now,
        username=username,
        name=f"测试员{username}"[:50],
        email=f"{username}@example.test",
        unit=None,
        role=None,
    )


def appoint(
    platform: Platform, now: datetime, user: User, place: Unit, role: Role, *, valid_until: date | None = None
) -> Appointment:
    """Give a login a role at a unit from some days ago on."""
    return services.appoint(
        actor=platform.security,
        now=now,
        username=user.username,
        unit=place.id,
        role=role,
        valid_from=queries.day_of(now) - timedelta(days=7),
        valid_until=valid_until,
    )


def person(platform: Platform, now: datetime, username: str, place: Unit, *roles: Role) -> services.NewLogin:
    """Return a new login with roles at a unit, and its first password."""
    new = login(platform, now, username)
    for role in roles:
        appoint(platform, now, new.user, place, role)
    return new


def ready(new: services.NewLogin, now: datetime) -> User:
    """Return the login after its first day: the password is its own."""
    actor = public_actor(ORIGIN)
    return services.change_password(actor=actor, now=now, user=new.user, old=new.password, new=PASSWORD)


def equip(user: User, now: datetime) -> TOTPDevice:
    """Give a login an authenticator that has shown its first token, and return it."""
    device = services.waiting_authenticator(user=user)
    actor = public_actor(ORIGIN)
    services.set_second_factor(actor=actor, now=now, user=user, device=device, token=token(device))
    return device


def token(device: TOTPDevice, later: int = 0) -> str:
    """Return the six figures the authenticator shows now, or some steps later."""
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    shown.time = time.time() + later * device.step
    return f"{shown.token():0{device.digits}d}"


def client(
    platform: Platform, now: datetime, code: str, owner: Unit, scopes: tuple[str, ...] = tuple(rules.CLIENT_SCOPES)
) -> ApiClient:
    """Return a new API client of a unit, with all scopes there are unless said otherwise."""
    return services.create_client(
        actor=platform.security,
        now=now,
        unit=owner.id,
        code=code,
        name=f"测试客户端{code}",
        scopes=scopes,
        calls_a_minute=100,
    )


def key(platform: Platform, now: datetime, of: ApiClient) -> services.NewKey:
    """Return a new key of a client."""
    return services.issue_key(actor=platform.security, now=now, client=of.id)


def real_now() -> datetime:
    """Return the moment of the test: what goes through middleware meets the real clock."""
    return timezone.now()

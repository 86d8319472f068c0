"""Loads the demonstration by the services everybody uses: all of it or nothing, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from chengxin.catalog import services as catalog
from chengxin.catalog.queries import draft_for
from chengxin.catalog.rules import KEEP_CATALOG
from chengxin.config.demonstration.keeping import keep_kinds
from chengxin.config.demonstration.sources import PeopleAlready, Sources, read_sources
from chengxin.config.environment import Misconfigured
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.models import Unit, User

LOCK = 0x64656D6F
"""Key of the advisory lock of a load: a second one waits and then finds everything there."""

FIRST_DAY = timedelta(days=30)
"""The cast took office so long ago."""


@dataclass
class _Load:
    """A load on its way: the three administrators' actors, and what was made, by code and login name."""

    now: datetime
    sources: Sources
    loader: Actor
    units: dict[str, Unit]
    people: dict[str, User]

    def actor(self, username: str) -> Actor:
        """Return the actor of somebody of the cast at the first seat."""
        user = self.people[username]
        return queries.staff_actor(user, queries.seats_of(user, queries.day_of(self.now))[0], origin="")

    def administrator(self, role: Role) -> Actor:
        """Return the actor of one of the three administrators."""
        return self.actor(self.sources.staff["founding"][role.value])


@dataclass(frozen=True)
class Account:
    """A login of the demonstration as the command line lists it."""

    username: str
    name: str
    seats: tuple[str, ...]
    second_factor: bool


def load_once(*, now: datetime, folder: Path) -> bool:
    """Load the demonstration from the folder's files unless it is there; return whether it was loaded now.

    Two at once take turns; one that is killed leaves nothing.

    Raises:
        Misconfigured: this platform is no demonstration.
        PeopleAlready: it has logins of its own.
        DemonstrationMissing: a file is missing.
    """
    if not settings.DEMONSTRATION:
        raise Misconfigured("演示数据只能装进演示平台：城市配置要写 demonstration = true，且不是生产环境")
    sources = read_sources(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if User.objects.filter(is_demonstration=True).exists():
            return False
        if User.objects.exists():
            raise PeopleAlready("平台里已有账号，演示数据只装进空的平台。另建一个数据文件夹，或先运行 make reset")
        load = _Load(now=now, sources=sources, loader=system_actor("demo"), units={}, people={})
        for step in (
            _found,
            _enter_units,
            _link_units,
            _group_units,
            _seat_people,
            _equip_people,
            _connect,
            _name_providers,
            _keep_kinds,
        ):
            step(load)
    return True


def accounts(*, now: datetime) -> list[Account]:
    """Return the logins of the demonstration."""
    today = queries.day_of(now)
    return [
        Account(
            username=user.username,
            name=user.name,
            seats=tuple(f"{seat.unit.short_name}：{seat.role_labels}" for seat in queries.seats_of(user, today)),
            second_factor=queries.has_second_factor(user),
        )
        for user in queries.demonstration_logins()
    ]


def token_of(*, username: str, now: datetime) -> str:
    """Return the token that a login of the demonstration would be asked for now.

    Raises:
        NotFound: there is no such login, or it has an authenticator of its own.
    """
    user = User.objects.filter(username=username.strip().lower(), is_demonstration=True).first()
    if user is None:
        raise NotFound
    return services.demonstration_token(user=user, now=now)


def refuse_demo_accounts() -> None:
    """Do nothing if this is no production, or nobody of the demonstration can sign in.

    Raises:
        Misconfigured: somebody could.
    """
    if not settings.PRODUCTION:
        return
    names = list(queries.demonstration_logins().values_list("username", flat=True)[:5])
    if names:
        raise Misconfigured(
            f"生产环境里有演示账号（{'、'.join(names)}等），拒绝启动。请换一个空的数据库，或先停用这些账号"
        )


def _found(load: _Load) -> None:
    founding = load.sources.staff["founding"]
    row = next(row for row in load.sources.units if row.code == founding["unit"])
    names = {person["username"]: person["name"] for person in load.sources.staff["people"]}
    founders = {
        role: services.Founder(founding[role.value], names[founding[role.value]]) for role in rules.ADMINISTRATORS
    }
    made = services.found_platform(
        actor=load.loader,
        now=load.now,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        district=row.district,
        valid_from=row.valid_from,
        founders=founders,
    )
    load.units[row.code] = made.unit
    load.people |= {login.user.username: login.user for login in made.logins.values()}


def _enter_units(load: _Load) -> None:
    actor = load.administrator(Role.SYSTEM_ADMINISTRATOR)
    for row in load.sources.units:
        if row.code not in load.units:
            load.units[row.code] = services.create_unit(
                actor=actor,
                now=load.now,
                code=row.code,
                name=row.name,
                short_name=row.short_name,
                level=rules.Level(row.level),
                district=row.district,
                parent=load.units[row.parent].id if row.parent else None,
                valid_from=row.valid_from,
            )


def _link_units(load: _Load) -> None:
    actor = load.administrator(Role.SYSTEM_ADMINISTRATOR)
    for row in load.sources.successions:
        services.succeed_unit(
            actor=actor,
            now=load.now,
            predecessor=load.units[row.predecessor].id,
            successor=load.units[row.successor].id,
            valid_from=row.valid_from,
            duties=row.duties,
            basis=row.basis,
            ends=row.ends,
        )


def _group_units(load: _Load) -> None:
    actor = load.administrator(Role.SYSTEM_ADMINISTRATOR)
    groups = {
        group["key"]: services.create_group(actor=actor, now=load.now, key=group["key"], name=group["name"])
        for group in load.sources.staff["groups"]
    }
    for row in load.sources.memberships:
        membership = services.join_group(
            actor=actor,
            now=load.now,
            group=groups[row.group].id,
            unit=load.units[row.unit].id,
            valid_from=row.valid_from,
        )
        if row.valid_until:
            services.leave_group(actor=actor, now=load.now, membership=membership.id, valid_until=row.valid_until)


def _seat_people(load: _Load) -> None:
    system, security = load.administrator(Role.SYSTEM_ADMINISTRATOR), load.administrator(Role.SECURITY_ADMINISTRATOR)
    for person in load.sources.staff["people"]:
        username = person["username"]
        if username not in load.people:
            made = services.create_login(
                actor=system, now=load.now, username=username, name=person["name"], email="", unit=None, role=None
            )
            load.people[username] = made.user
        for seat in person.get("seats", ()):
            _seat(load, security, username, seat)


def _seat(load: _Load, security: Actor, username: str, seat: dict[str, Any]) -> None:
    for role in seat["roles"]:
        services.appoint(
            actor=security,
            now=load.now,
            username=username,
            unit=load.units[seat["unit"]].id,
            role=Role(role),
            valid_from=queries.day_of(load.now - FIRST_DAY),
            valid_until=None,
        )


def _equip_people(load: _Load) -> None:
    encoded = make_password(services.DEMONSTRATION_PASSWORD)
    for user in load.people.values():
        services.equip_demonstration_login(actor=load.loader, now=load.now, user=user, encoded=encoded)


def _name_providers(load: _Load) -> None:
    """Let the office of the city say in the catalogue which units report what, from today on."""
    if not load.sources.providers:
        return
    office, now = _office(load), load.now
    for key, units in load.sources.providers.items():
        catalog.begin_draft(actor=office, now=now, key=key)
        seen = draft_for(office, key).number
        catalog.set_providers(actor=office, now=now, key=key, seen=seen, units=units)
        draft = draft_for(office, key)
        catalog.put_in_force(
            actor=office,
            now=now,
            key=key,
            seen=draft.number,
            after=draft.newest,
            on=queries.day_of(now),
            papers={},
        )


def _keep_kinds(load: _Load) -> None:
    """Let the office say which units list and apply, from the first day of the cast, where a file says it."""
    if load.sources.kinds:
        keep_kinds(load.sources.kinds, _office(load), load.now - FIRST_DAY)


def _office(load: _Load) -> Actor:
    """Return the actor of the first of the cast who keeps the catalogue for the whole city."""
    everybody = (load.actor(person["username"]) for person in load.sources.staff["people"] if person.get("seats"))
    return next(actor for actor in everybody if actor.scope(KEEP_CATALOG).everything)


def _connect(load: _Load) -> None:
    """Name liaisons, give delegations, register clients."""
    system, security = load.administrator(Role.SYSTEM_ADMINISTRATOR), load.administrator(Role.SECURITY_ADMINISTRATOR)
    staff, today = load.sources.staff, queries.day_of(load.now)
    for row in staff["liaisons"]:
        services.name_liaison(
            actor=system,
            now=load.now,
            unit=load.units[row["unit"]].id,
            name=row["name"],
            post=row["post"],
            phone=row["phone"],
            email="",
            valid_from=today - FIRST_DAY,
        )
    for row in staff["delegations"]:
        services.delegate(
            actor=load.actor(row["by"]),
            now=load.now,
            principal=load.units[row["principal"]].id,
            deputy=load.units[row["deputy"]].id,
            roles=[Role(role) for role in row["roles"]],
            basis=row["basis"],
            valid_from=today - FIRST_DAY,
            valid_until=today + timedelta(days=row["days"]),
        )
    for row in staff["clients"]:
        services.create_client(
            actor=security,
            now=load.now,
            unit=load.units[row["unit"]].id,
            code=row["code"],
            name=row["name"],
            scopes=list(rules.CLIENT_SCOPES),
            calls_a_minute=row["calls_a_minute"],
        )

"""Roles of people at units: who may give and take what."""

from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules
from chengxin.units.models import Appointment, Unit, User
from chengxin.units.services.checking import AlreadyEnded, require_after
from chengxin.units.services.trail import note

ADMINISTRATORS_LOCK = 0x756E697473
"""Key of the advisory lock under which administrators are made and unmade: one at a time, so that one stays."""


class UnknownLogin(Invalid):
    """No active login of this name."""

    code = "units.unknown-login"
    says = "没有登录名为“{username}”的在用账号"
    field = "username"


class LoginWithoutRole(NotPermitted):
    """A login that holds no role anywhere is first seated by those who see all logins."""

    code = "units.login-without-role"
    says = "“{username}”现在没有任何角色，请系统管理员和安全管理员先核对此人，再由他们任命"
    field = "username"


class MayNotAppoint(NotPermitted):
    """The role is not the actor's to give, or not at this unit."""

    code = "units.may-not-appoint"
    says = "您现在的身份不能任免{role}"
    field = "role"


class NotYourself(NotPermitted):
    """Nobody gives or takes rights to or from the own login."""

    code = "units.not-yourself"
    says = "不能办理自己账号的任免、停用和重置，请由其他管理员办理"


class RolesExclude(Conflict):
    """The person holds a role that excludes the new one."""

    code = "units.roles-exclude"
    says = "此人已任{held}，不能同时任{role}"
    field = "role"


class CityRoleOnly(Invalid):
    """The administrators of the platform exist at city units only."""

    code = "units.city-role-only"
    says = "{role}只能设在市级单位"
    field = "role"


class HeldAlready(Conflict):
    """The person holds the role at the unit on one of those days."""

    code = "units.held-already"
    says = "此人那时在这个单位已任{role}"
    field = "role"


class UnitNotInForce(Invalid):
    """Nobody is appointed at a unit that is no more, or not yet."""

    code = "units.unit-not-in-force"
    says = "{unit}在那一天不在名录的有效期内"
    field = "unit"


class LastAdministrator(Conflict):
    """Without a security administrator nobody could be appointed any more."""

    code = "units.last-administrator"
    says = "这是最后一位安全管理员，先任命接替的人"


class NothingToHandOver(Invalid):
    """The person holds no role at the unit."""

    code = "units.nothing-to-hand-over"
    says = "{name}在这个单位没有可以移交的角色"


class SamePerson(Invalid):
    """One does not hand over to oneself."""

    code = "units.same-person"
    says = "接手的人不能是移交的人自己"
    field = "username"


@use_case
def appoint(
    *,
    actor: Actor,
    now: datetime,
    username: str,
    unit: int,
    role: Role,
    valid_from: date,
    valid_until: date | None,
) -> Appointment:
    """Give a person a role at a unit, from a day, until a day or without end.

    Raises:
        NotFound: no such unit in the actor's reach.
        UnknownLogin: no active login of that name.
        LoginWithoutRole: it holds no role anywhere, and the actor does not reach everywhere nor had it before.
        MayNotAppoint: the role is not the actor's to give.
        NotYourself: it is the actor's own login.
        RolesExclude: the person holds a role that excludes it.
        CityRoleOnly: the role exists at city units only.
        UnitNotInForce: the unit is no more, or not yet.
        HeldAlready: the person holds it.
        WrongDay: the end is not after the beginning.
    """
    actor.require(rules.APPOINT)
    place = queries.unit_for(actor, unit, permission=rules.APPOINT)
    user = _active_login(actor, now, username)
    return _give(actor, now, user, place, role, valid_from=valid_from, valid_until=valid_until)


def appoint_first(*, actor: Actor, now: datetime, user: User, unit: int, role: Role) -> Appointment:
    """Give a login that was made in the same use case its first role, from today without end.

    Raises:
        NotPermitted, NotFound, MayNotAppoint, CityRoleOnly, UnitNotInForce: as ``appoint``.
    """
    actor.require(rules.APPOINT)
    place = queries.unit_for(actor, unit, permission=rules.APPOINT)
    return _give(actor, now, user, place, role, valid_from=queries.day_of(now), valid_until=None)


@use_case
def end_appointment(*, actor: Actor, now: datetime, appointment: int) -> Appointment:
    """Take a role back from today on.

    Raises:
        NotFound: no such appointment in the actor's reach.
        MayNotAppoint: the role is not the actor's to take.
        NotYourself: it is the actor's own.
        AlreadyEnded: it has ended.
        LastAdministrator: nobody could appoint any more.
    """
    actor.require(rules.APPOINT)
    row = queries.appointment_for(actor, appointment, lock=True)
    refuse_own(actor, row.user)
    _require_may_give(actor, row.unit, Role(row.role))
    if row.valid_until is not None and row.valid_until <= queries.day_of(now):
        raise AlreadyEnded
    if row.role == Role.SECURITY_ADMINISTRATOR:
        keep_a_security_administrator(row.user, now)
    _end_today(row, now)
    note(actor, now, rules.APPOINTMENT_ENDED, row.user, unit=row.unit.name, role=row.role)
    return row


@use_case
def hand_over(*, actor: Actor, now: datetime, login: int, unit: int, username: str) -> list[Appointment]:
    """Move all roles a person holds at a unit to another person, in one step, from today on.

    Roles the other one holds already end for the first and stay for the second. Returns the new appointments.

    Raises:
        NotFound: no such login or unit in the actor's reach.
        UnknownLogin: no active login for the other person.
        LoginWithoutRole, RolesExclude, UnitNotInForce: as ``appoint``.
        SamePerson: the two are one.
        NotYourself: one of the two is the actor.
        NothingToHandOver: the person holds no role at the unit.
        MayNotAppoint: one of the roles is not the actor's to give.
    """
    actor.require(rules.APPOINT)
    place = queries.unit_for(actor, unit, permission=rules.APPOINT)
    leaving = queries.login_for(actor, login, permission=rules.APPOINT)
    coming = _active_login(actor, now, username)
    refuse_own(actor, leaving)
    if leaving.id == coming.id:
        raise SamePerson
    held = list(current_appointments(leaving, now).filter(unit=place).select_for_update(of=("self",)))
    if not held:
        raise NothingToHandOver(name=leaving.name)
    for row in held:
        _require_may_give(actor, place, Role(row.role))
        _end_today(row, now)
    has = set(current_appointments(coming, now).filter(unit=place).values_list("role", flat=True))
    roles = [role for role in Role if role in {Role(row.role) for row in held} and role not in has]
    today = queries.day_of(now)
    given = [_give(actor, now, coming, place, role, valid_from=today, valid_until=None) for role in roles]
    moved = [rules.ROLE_LABELS[role] for role in roles]
    note(actor, now, rules.HANDED_OVER, leaving, to=coming.username, unit=place.name, roles=moved)
    return given


def reaching_roles(actor: Actor, place: Unit) -> list[Role]:
    """Return the actor's roles that reach the unit."""
    return [
        grant.role
        for grant in actor.grants
        if grant.everywhere or grant.unit == place.id or (grant.district and grant.district == place.district)
    ]


def may_give(actor: Actor, place: Unit, role: Role) -> bool:
    """Say whether the role at the unit is the actor's to give and take."""
    return rules.may_appoint(reaching_roles(actor, place), role)


def refuse_own(actor: Actor, user: User) -> None:
    """Do nothing if the login is another's.

    Raises:
        NotYourself: it is the actor's own.
    """
    if actor.id == user.username:
        raise NotYourself


def current_appointments(user: User, now: datetime) -> QuerySet[Appointment]:
    """Return what the person holds or will hold."""
    today = queries.day_of(now)
    return Appointment.objects.filter(queries.not_over(today), user=user).select_related("unit").order_by("id")


def keep_a_security_administrator(user: User, now: datetime) -> None:
    """Do nothing if somebody else is security administrator.

    Raises:
        LastAdministrator: the person is the only one.
    """
    lock_administrators()
    holders = security_administrators(queries.day_of(now))
    if set(holders.values_list("user_id", flat=True)) == {user.id}:
        raise LastAdministrator


def security_administrators(on: date) -> QuerySet[Appointment]:
    """Return the appointments by which somebody can act as security administrator on the day."""
    return Appointment.objects.filter(
        queries.in_force(on),
        queries.in_force(on, "unit__"),
        role=Role.SECURITY_ADMINISTRATOR,
        user__is_active=True,
    )


def lock_administrators() -> None:
    """Wait until no other transaction makes or unmakes administrators."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADMINISTRATORS_LOCK])


def _active_login(actor: Actor, now: datetime, username: str) -> User:
    """Return the open login of that name, locked.

    One without any role is nobody's yet: a unit that seated it could give it a new password before it gets more.
    """
    plain = username.strip().lower()
    user = User.objects.select_for_update().filter(username=plain, is_active=True).first()
    if user is None:
        raise UnknownLogin(username=username.strip()[:40])
    refuse_own(actor, user)
    known = queries.logins_for(actor, permission=rules.APPOINT).filter(id=user.id).exists()
    if not known and not current_appointments(user, now).exists():
        raise LoginWithoutRole(username=plain)
    return user


def _give(
    actor: Actor, now: datetime, user: User, place: Unit, role: Role, *, valid_from: date, valid_until: date | None
) -> Appointment:
    label = rules.ROLE_LABELS[role]
    _require_may_give(actor, place, role)
    if role in rules.ADMINISTRATORS and place.level != rules.Level.CITY:
        raise CityRoleOnly(role=label)
    require_after(valid_until, valid_from)
    if place.valid_from > valid_from or (place.valid_until is not None and place.valid_until <= valid_from):
        raise UnitNotInForce(unit=place.name)
    held = list(current_appointments(user, now))
    excluding = rules.conflicting([Role(row.role) for row in held], role)
    if excluding:
        raise RolesExclude(held=rules.ROLE_LABELS[excluding], role=label)
    same = [row for row in held if row.unit_id == place.id and row.role == role]
    if any(_overlap(row, valid_from, valid_until) for row in same):
        raise HeldAlready(role=label)
    appointment = Appointment.objects.create(
        user=user,
        unit=place,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        appointed_by=f"{actor.unit_name} {actor.name}".strip(),
    )
    note(actor, now, rules.APPOINTED, user, unit=place.name, role=role, valid_from=valid_from, valid_until=valid_until)
    return appointment


def _overlap(row: Appointment, valid_from: date, valid_until: date | None) -> bool:
    starts_before_end = valid_until is None or row.valid_from < valid_until
    ends_after_start = row.valid_until is None or row.valid_until > valid_from
    return starts_before_end and ends_after_start


def _require_may_give(actor: Actor, place: Unit, role: Role) -> None:
    if not may_give(actor, place, role):
        raise MayNotAppoint(role=rules.ROLE_LABELS[role])


def _end_today(row: Appointment, now: datetime) -> None:
    today = queries.day_of(now)
    if row.valid_from >= today:
        row.delete()  # it never was in force for a day; the trail keeps that it was given and taken
    else:
        row.valid_until = today
        row.save(update_fields=["valid_until"])

"""Logins and their roles: who may give what to whom."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules
from chengxin.units.models import Appointment, Unit, User
from chengxin.units.services.directory import AlreadyEnded, WrongDay
from chengxin.units.services.trail import note

USERNAME_SHAPE = re.compile(r"[a-z][a-z0-9._-]{1,39}")
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  no password: characters that do not look alike


class BadUsername(Invalid):
    """A login name is plain."""

    code = "units.bad-username"
    says = "登录名用小写字母开头，只含小写字母、数字和 . _ -，2到40个字符"
    field = "username"


class UsernameTaken(Conflict):
    """Somebody has this login name."""

    code = "units.username-taken"
    says = "登录名“{username}”已有人使用，请换一个"
    field = "username"


class UnknownLogin(Invalid):
    """No active login of this name."""

    code = "units.unknown-login"
    says = "没有登录名为“{username}”的在用账号"
    field = "username"


class MayNotAppoint(NotPermitted):
    """The role is not the actor's to give, or not at this unit."""

    code = "units.may-not-appoint"
    says = "您现在的身份不能任免{role}"


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
    """The person holds the role at the unit."""

    code = "units.held-already"
    says = "此人在这个单位已任{role}"
    field = "role"


class LastAdministrator(Conflict):
    """Without a security administrator nobody could be appointed any more."""

    code = "units.last-administrator"
    says = "这是最后一位安全管理员，先任命接替的人"


@dataclass(frozen=True)
class NewLogin:
    """A login and its first password, which is shown once and kept nowhere."""

    user: User
    password: str


def one_time_password() -> str:
    """Return a first password that can be read out: four groups of four."""
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@use_case
def create_login(
    *, actor: Actor, now: datetime, username: str, name: str, email: str, unit: int | None, role: Role | None
) -> NewLogin:
    """Make a login, with a first role unless the actor reaches everywhere; the password must be changed at first use.

    Raises:
        NotPermitted: the actor may not, or a first role is missing.
        BadUsername: the login name has another shape.
        UsernameTaken: somebody has it.
        MayNotAppoint: the first role is not the actor's to give.
    """
    actor.require(rules.KEEP_LOGINS)
    if unit is None and not actor.scope(rules.KEEP_LOGINS).everything:
        raise NotPermitted(permission=rules.KEEP_LOGINS.code)
    plain = username.strip().lower()
    if not USERNAME_SHAPE.fullmatch(plain):
        raise BadUsername
    user = User(username=plain, name=name.strip(), email=email.strip(), created_at=now, password_changed_at=now)
    password = one_time_password()
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken(username=plain) from error
    note(actor, now, rules.LOGIN_CREATED, user)
    if unit is not None and role is not None:
        appoint(
            actor=actor,
            now=now,
            username=plain,
            unit=unit,
            role=role,
            valid_from=queries.day_of(now),
            valid_until=None,
        )
    return NewLogin(user=user, password=password)


@use_case
def change_login(*, actor: Actor, now: datetime, login: int, name: str, email: str) -> User:
    """Correct a person's name or e-mail address.

    Raises:
        NotFound: no such login in the actor's reach.
        NotPermitted: part of the person's roles lies outside it.
    """
    user = _login_in_hand(actor, now, login)
    user.name, user.email = name.strip(), email.strip()
    user.save(update_fields=["name", "email"])
    note(actor, now, rules.LOGIN_CHANGED, user)
    return user


@use_case
def disable_login(*, actor: Actor, now: datetime, login: int) -> User:
    """Close a login at once; its open sessions end with it. Appointments stay as they were.

    Raises:
        NotFound: no such login in the actor's reach.
        NotPermitted: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
        LastAdministrator: nobody could appoint any more.
    """
    user = _login_in_hand(actor, now, login)
    if not user.is_active:
        raise AlreadyEnded
    _keep_a_security_administrator(user, now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    note(actor, now, rules.LOGIN_DISABLED, user)
    return user


@use_case
def enable_login(*, actor: Actor, now: datetime, login: int) -> NewLogin:
    """Open a closed login again with a new first password.

    Raises:
        NotFound: no such login in the actor's reach.
        NotPermitted: part of the person's roles lies outside it.
        Conflict: it is open.
    """
    user = _login_in_hand(actor, now, login)
    if user.is_active:
        raise Conflict
    password = _set_first_password(user, now, open_again=True)
    note(actor, now, rules.LOGIN_ENABLED, user)
    return NewLogin(user=user, password=password)


@use_case
def reset_password(*, actor: Actor, now: datetime, login: int) -> NewLogin:
    """Give a login a new first password; open sessions end.

    Raises:
        NotFound: no such login in the actor's reach.
        NotPermitted: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
    """
    user = _login_in_hand(actor, now, login)
    password = _set_first_password(user, now, open_again=user.is_active)
    note(actor, now, rules.PASSWORD_RESET, user)
    return NewLogin(user=user, password=password)


@use_case
def reset_second_factor(*, actor: Actor, now: datetime, login: int) -> User:
    """Remove a login's authenticator and recovery codes; the person sets up a new one at the next login.

    Raises:
        NotPermitted: the actor is no security administrator.
        NotFound: no such login.
        NotYourself: it is the actor's own.
    """
    actor.require(rules.RESET_SECOND_FACTOR)
    user = queries.login_for(actor, login, permission=rules.RESET_SECOND_FACTOR, lock=True)
    _refuse_own(actor, user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    note(actor, now, rules.SECOND_FACTOR_RESET, user)
    return user


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
        MayNotAppoint: the role is not the actor's to give.
        NotYourself: it is the actor's own login.
        RolesExclude: the person holds a role that excludes it.
        CityRoleOnly: the role exists at city units only.
        HeldAlready: the person holds it.
        WrongDay: the end is not after the beginning.
    """
    actor.require(rules.APPOINT)
    place = queries.unit_for(actor, unit, permission=rules.APPOINT)
    user = User.objects.select_for_update().filter(username=username.strip().lower(), is_active=True).first()
    if user is None:
        raise UnknownLogin(username=username.strip())
    _refuse_own(actor, user)
    _check_role(actor, place, user, role, now)
    if valid_until is not None and valid_until <= valid_from:
        raise WrongDay(after=valid_from)
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                user=user,
                unit=place,
                role=role,
                valid_from=valid_from,
                valid_until=valid_until,
                appointed_by=f"{actor.unit_name} {actor.name}".strip(),
            )
    except IntegrityError as error:
        raise HeldAlready(role=rules.ROLE_LABELS[role]) from error
    note(actor, now, rules.APPOINTED, user, unit=place.name, role=role, valid_from=valid_from.isoformat())
    return appointment


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
    row = queries.appointment_for(actor, appointment)
    today = queries.day_of(now)
    _refuse_own(actor, row.user)
    if not _may_give(actor, row.unit, Role(row.role)):
        raise MayNotAppoint(role=rules.ROLE_LABELS[Role(row.role)])
    if row.valid_until is not None and row.valid_until <= today:
        raise AlreadyEnded
    if row.role == Role.SECURITY_ADMINISTRATOR:
        _keep_a_security_administrator(row.user, now)
    if row.valid_from >= today:
        row.delete()  # it never was in force; the trail keeps that it was given and taken
    else:
        row.valid_until = today
        row.save(update_fields=["valid_until"])
    note(actor, now, rules.APPOINTMENT_ENDED, row.user, unit=row.unit.name, role=row.role)
    return row


def _check_role(actor: Actor, place: Unit, user: User, role: Role, now: datetime) -> None:
    label = rules.ROLE_LABELS[role]
    if not _may_give(actor, place, role):
        raise MayNotAppoint(role=label)
    if role in rules.ADMINISTRATORS and place.level != rules.Level.CITY:
        raise CityRoleOnly(role=label)
    held = [Role(value) for value in _current(user, now).values_list("role", flat=True)]
    excluding = rules.conflicting(held, role)
    if excluding:
        raise RolesExclude(held=rules.ROLE_LABELS[excluding], role=label)


def _may_give(actor: Actor, place: Unit, role: Role) -> bool:
    reaching = [
        grant.role
        for grant in actor.grants
        if grant.everywhere or grant.unit == place.id or (grant.district and grant.district == place.district)
    ]
    return rules.may_appoint(reaching, role)


def _login_in_hand(actor: Actor, now: datetime, login: int) -> User:
    """Return the login if all its present roles lie in the actor's hands: no take-over by way of a side job."""
    actor.require(rules.KEEP_LOGINS)
    user = queries.login_for(actor, login, permission=rules.KEEP_LOGINS, lock=True)
    _refuse_own(actor, user)
    scope = actor.scope(rules.KEEP_LOGINS)
    if scope.everything:
        return user
    for appointment in _current(user, now).select_related("unit"):
        if not _may_give(actor, appointment.unit, Role(appointment.role)):
            raise MayNotAppoint(role=rules.ROLE_LABELS[Role(appointment.role)])
    return user


def _refuse_own(actor: Actor, user: User) -> None:
    if actor.id == user.username:
        raise NotYourself


def _current(user: User, now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(queries.in_force(queries.day_of(now)), user=user)


def _keep_a_security_administrator(user: User, now: datetime) -> None:
    holders = Appointment.objects.filter(
        queries.in_force(queries.day_of(now)), role=Role.SECURITY_ADMINISTRATOR, user__is_active=True
    )
    # locked, so that two administrators can not remove each other at the same moment
    others = {row.user_id for row in holders.select_for_update()}
    if others == {user.id}:
        raise LastAdministrator


def _set_first_password(user: User, now: datetime, *, open_again: bool) -> str:
    password = one_time_password()
    user.set_password(password)
    user.password_changed_at = now
    user.must_change_password = True
    user.is_active = open_again
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "is_active"])
    return password

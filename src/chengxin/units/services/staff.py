"""Logins: made, corrected, closed, given a new first password."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules
from chengxin.units.models import User
from chengxin.units.services.appointments import (
    appoint_first,
    current_appointments,
    keep_a_security_administrator,
    reaching_roles,
    refuse_own,
)
from chengxin.units.services.checking import AlreadyEnded, checked_text
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


class FirstRoleMissing(Invalid):
    """Who keeps one unit or district makes logins for it, not for nowhere."""

    code = "units.first-role-missing"
    says = "请选这个账号在哪个单位、任什么角色"
    field = "role"


class LoginOutOfHand(NotPermitted):
    """Part of what the person may do lies outside the actor's hands: no take-over by way of a side job."""

    code = "units.login-out-of-hand"
    says = "此人还在{unit}任{role}，账号要由系统管理员办理"


class LoginOpen(Conflict):
    """The login is in use already."""

    code = "units.login-open"
    says = "这个账号在用，不需要恢复"


@dataclass(frozen=True)
class NewLogin:
    """A login and its first password, which is shown once and kept nowhere."""

    user: User
    password: str = field(repr=False)


def one_time_password() -> str:
    """Return a first password that can be read out: four groups of four."""
    groups = ("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@use_case
def create_login(
    *, actor: Actor, now: datetime, username: str, name: str, email: str, unit: int | None, role: Role | None
) -> NewLogin:
    """Make a login with its first role; the password must be changed at first use.

    Who reaches everywhere may leave unit and role to the security administrator.

    Raises:
        NotPermitted: the actor may not.
        FirstRoleMissing: unit or role is missing, and the actor does not reach everywhere, or only one is given.
        BadUsername: the login name has another shape.
        TextMissing, TextTooLong: of the name.
        UsernameTaken: somebody has it.
        MayNotAppoint: the first role is not the actor's to give.
    """
    actor.require(rules.KEEP_LOGINS)
    without = unit is None and role is None
    if (unit is None or role is None) and not (without and actor.scope(rules.KEEP_LOGINS).everything):
        raise FirstRoleMissing
    user, password = new_login(now=now, username=username, name=name, email=email)
    note(actor, now, rules.LOGIN_CREATED, user)
    if unit is not None and role is not None:
        appoint_first(actor=actor, now=now, user=user, unit=unit, role=role)
    return NewLogin(user=user, password=password)


def new_login(*, now: datetime, username: str, name: str, email: str) -> tuple[User, str]:
    """Store a login with a first password and return both. For this room's services: it asks for no permission."""
    plain = username.strip().lower()
    if not USERNAME_SHAPE.fullmatch(plain):
        raise BadUsername
    password = one_time_password()
    user = User(
        username=plain,
        name=checked_text(name, what="姓名", field="name", limit=50),
        email=email.strip(),
        created_at=now,
        password_changed_at=now,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken(username=plain) from error
    return user, password


@use_case
def change_login(*, actor: Actor, now: datetime, login: int, name: str, email: str) -> User:
    """Correct a person's name or e-mail address.

    Raises:
        NotFound: no such login in the actor's reach.
        LoginOutOfHand: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
        TextMissing, TextTooLong: of the name.
    """
    user = _login_in_hand(actor, now, login)
    before = {"name": user.name, "email": user.email}
    user.name, user.email = checked_text(name, what="姓名", field="name", limit=50), email.strip()
    user.save(update_fields=["name", "email"])
    note(actor, now, rules.LOGIN_CHANGED, user, before=before)
    return user


@use_case
def disable_login(*, actor: Actor, now: datetime, login: int) -> User:
    """Close a login at once; its open sessions end with it. Appointments stay as they were.

    Raises:
        NotFound: no such login in the actor's reach.
        LoginOutOfHand: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
        AlreadyEnded: it is closed.
        LastAdministrator: nobody could appoint any more.
    """
    user = _login_in_hand(actor, now, login)
    if not user.is_active:
        raise AlreadyEnded
    keep_a_security_administrator(user, now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    note(actor, now, rules.LOGIN_DISABLED, user)
    return user


@use_case
def enable_login(*, actor: Actor, now: datetime, login: int) -> NewLogin:
    """Open a closed login again with a new first password.

    Raises:
        NotFound: no such login in the actor's reach.
        LoginOutOfHand: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
        LoginOpen: it is open.
    """
    user = _login_in_hand(actor, now, login)
    if user.is_active:
        raise LoginOpen
    password = set_first_password(user, now, open_again=True)
    note(actor, now, rules.LOGIN_ENABLED, user)
    return NewLogin(user=user, password=password)


@use_case
def reset_password(*, actor: Actor, now: datetime, login: int) -> NewLogin:
    """Give an open login a new first password; its sessions end. A second factor stays as it is.

    Raises:
        NotFound: no such login in the actor's reach.
        LoginOutOfHand: part of the person's roles lies outside it.
        NotYourself: it is the actor's own.
        AlreadyEnded: the login is closed.
    """
    user = _login_in_hand(actor, now, login)
    if not user.is_active:
        raise AlreadyEnded
    password = set_first_password(user, now, open_again=True)
    note(actor, now, rules.PASSWORD_RESET, user)
    return NewLogin(user=user, password=password)


@use_case
def reset_second_factor(*, actor: Actor, now: datetime, login: int) -> User:
    """Remove a login's authenticator and recovery codes; the person sets up a new one at the next login.

    Open sessions that passed the old factor have to pass the new one.

    Raises:
        NotPermitted: the actor is no security administrator.
        NotFound: no such login.
        NotYourself: it is the actor's own.
    """
    actor.require(rules.RESET_SECOND_FACTOR)
    user = queries.login_for(actor, login, permission=rules.RESET_SECOND_FACTOR, lock=True)
    refuse_own(actor, user)
    remove_second_factor(user)
    note(actor, now, rules.SECOND_FACTOR_RESET, user)
    return user


@use_case
def note_staff_export(*, actor: Actor, now: datetime, rows: int) -> None:
    """Record that the list of staff left the platform as a file.

    Raises:
        NotPermitted: the actor may not see staff.
    """
    actor.require(rules.SEE_STAFF)
    record(actor=actor, now=now, action=rules.STAFF_EXPORTED, object_kind="login-list", facts={"rows": rows})


def remove_second_factor(user: User) -> None:
    """Remove authenticator and recovery codes. For this room's services: it asks for no permission."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def set_first_password(user: User, now: datetime, *, open_again: bool) -> str:
    """Give the login a first password and return it. For this room's services: it asks for no permission."""
    password = one_time_password()
    user.set_password(password)
    user.password_changed_at = now
    user.must_change_password = True
    user.is_active = open_again
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "is_active"])
    return password


def _login_in_hand(actor: Actor, now: datetime, login: int) -> User:
    """Return the login if all the person's roles, present and to come, lie in the actor's hands."""
    actor.require(rules.KEEP_LOGINS)
    user = queries.login_for(actor, login, permission=rules.KEEP_LOGINS, lock=True)
    refuse_own(actor, user)
    for appointment in current_appointments(user, now):
        role = Role(appointment.role)
        if not rules.may_keep(reaching_roles(actor, appointment.unit), role):
            raise LoginOutOfHand(unit=appointment.unit.name, role=rules.ROLE_LABELS[role])
    return user

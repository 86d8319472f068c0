"""What happens at a login: noted in the trail, password and second factor changed.

Before a person is seated the request's actor is nobody; the trail names the login all the same.
"""

import dataclasses
from base64 import b32encode
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django_otp import match_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import Invalid
from chengxin.units import rules
from chengxin.units.models import Unit, User
from chengxin.units.services.trail import note

RECOVERY_CODES = 10


class WrongPassword(Invalid):
    """The present password is not the one given."""

    code = "units.wrong-password"
    says = "现在的密码不对"
    field = "old_password"


class WeakPassword(Invalid):
    """The new password does not meet the rules."""

    code = "units.weak-password"
    says = "{reasons}"
    field = "new_password"


class WrongToken(Invalid):
    """The six figures do not fit, or were used before."""

    code = "units.wrong-token"
    says = "验证码不对，或已经用过。请等验证器显示下一个再填"
    field = "token"


@use_case
def note_sign_in(*, actor: Actor, now: datetime, user: User) -> None:
    """Record that somebody signed in."""
    note(owner_of(user, actor), now, rules.SIGNED_IN, user)


@use_case
def note_sign_in_failure(*, actor: Actor, now: datetime, username: str) -> None:
    """Record a failed attempt; what was typed is kept only if it names a login."""
    _note_attempt(actor, now, username, locked=False)


@use_case
def note_lock_out(*, actor: Actor, now: datetime, username: str) -> None:
    """Record an attempt on a login that is locked after too many."""
    _note_attempt(actor, now, username, locked=True)


def _note_attempt(actor: Actor, now: datetime, username: str, *, locked: bool) -> None:
    """Name the login only if it exists: what was typed into the wrong field is nobody's business."""
    plain = username.strip().lower()
    user = User.objects.filter(username=plain).first() if "\x00" not in plain else None
    record(
        actor=actor,
        now=now,
        action=rules.LOCKED_OUT if locked else rules.SIGN_IN_FAILED,
        object_kind="login",
        object_id=str(user.pk) if user else "",
        object_label=user.username if user else "不存在的登录名",
    )


@use_case
def note_sign_out(*, actor: Actor, now: datetime, user: User) -> None:
    """Record that somebody signed out."""
    note(owner_of(user, actor), now, rules.SIGNED_OUT, user)


@use_case
def note_switch(*, actor: Actor, now: datetime, user: User, unit: Unit) -> None:
    """Record that somebody goes on at another unit."""
    note(owner_of(user, actor), now, rules.UNIT_SWITCHED, user, unit=unit.name)


@use_case
def change_password(*, actor: Actor, now: datetime, user: User, old: str, new: str) -> User:
    """Change the own password; other sessions of the login end.

    Raises:
        WrongPassword: the present one does not fit.
        WeakPassword: the new one does not meet the rules, or is the old one.
    """
    if not user.check_password(old):
        raise WrongPassword
    if old == new:
        raise WeakPassword(reasons="新密码不能和现在的一样")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise WeakPassword(reasons="".join(error.messages)) from error
    user.set_password(new)
    user.password_changed_at = now
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    note(owner_of(user, actor), now, rules.PASSWORD_CHANGED, user)
    return user


@use_case
def pass_second_factor(*, actor: Actor, now: datetime, user: User, token: str) -> Device | None:
    """Return the authenticator or the set of recovery codes the token fits, None if none.

    A wrong token is no refusal: the attempt must be kept, in the trail and in the device's growing delay.
    """
    device = match_token(user, token.strip())
    note(owner_of(user, actor), now, rules.SECOND_FACTOR_PASSED if device else rules.SECOND_FACTOR_FAILED, user)
    return device


def waiting_authenticator(*, user: User) -> TOTPDevice:
    """Return the authenticator that waits for its first token; a second visit shows the same secret.

    No use case: until its first token it opens nothing.
    """
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "验证器"})
    return device


def secret_text(device: TOTPDevice) -> str:
    """Return an authenticator's secret as people type it: base 32 in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


@use_case
def set_second_factor(*, actor: Actor, now: datetime, user: User, device: TOTPDevice, token: str) -> list[str]:
    """Confirm an authenticator by its first token and return ten recovery codes, shown once.

    Raises:
        WrongToken: the token does not fit.
    """
    if not device.verify_token(token.strip()):
        raise WrongToken
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    StaticDevice.objects.filter(user=user).delete()
    recovery = StaticDevice.objects.create(user=user, name="恢复码", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=recovery, token=code) for code in codes])
    note(owner_of(user, actor), now, rules.SECOND_FACTOR_SET, user)
    return codes


def owner_of(user: User, actor: Actor) -> Actor:
    """Return the actor, or the login itself while it is not yet seated."""
    if actor.kind is not ActorKind.PUBLIC:
        return actor
    return dataclasses.replace(actor, kind=ActorKind.STAFF, id=user.username, name=user.name)

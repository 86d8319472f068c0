"""What happens at a login: noted in the trail, password and second factor changed."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
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
    note(actor, now, rules.SIGNED_IN, user)


@use_case
def note_sign_in_failure(*, actor: Actor, now: datetime, username: str) -> None:
    """Record a failed attempt; the name as typed, cut, for it may be anything (even a password)."""
    _note_attempt(actor, now, username, locked=False)


@use_case
def note_lock_out(*, actor: Actor, now: datetime, username: str) -> None:
    """Record that a login was locked after too many attempts."""
    _note_attempt(actor, now, username, locked=True)


def _note_attempt(actor: Actor, now: datetime, username: str, *, locked: bool) -> None:
    """Name the login only if it exists: what was typed into the wrong field is nobody's business."""
    user = User.objects.filter(username=username.strip().lower()).first()
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
    note(actor, now, rules.SIGNED_OUT, user)


@use_case
def note_switch(*, actor: Actor, now: datetime, user: User, unit: Unit) -> None:
    """Record that somebody goes on at another unit."""
    note(actor, now, rules.UNIT_SWITCHED, user, unit=unit.name)


@use_case
def note_second_factor(*, actor: Actor, now: datetime, user: User, passed: bool) -> None:
    """Record that a second factor was given, right or wrong."""
    note(actor, now, rules.SECOND_FACTOR_PASSED if passed else rules.SECOND_FACTOR_FAILED, user)


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
    note(actor, now, rules.PASSWORD_CHANGED, user)
    return user


@use_case
def set_second_factor(*, actor: Actor, now: datetime, user: User, device: TOTPDevice, token: str) -> list[str]:
    """Confirm an authenticator by its first token and return ten recovery codes, shown once.

    Raises:
        WrongToken: the token does not fit.
    """
    if not device.verify_token(token):
        raise WrongToken
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    StaticDevice.objects.filter(user=user).delete()
    recovery = StaticDevice.objects.create(user=user, name="恢复码", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=recovery, token=code) for code in codes])
    note(actor, now, rules.SECOND_FACTOR_SET, user)
    return codes

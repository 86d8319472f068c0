"""The logins of the demonstration: a password and an authenticator that everybody may know."""

import hashlib
from datetime import datetime

from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units import rules
from chengxin.units.models import User
from chengxin.units.services.appointments import current_appointments
from chengxin.units.services.trail import note

DEMONSTRATION_PASSWORD = "yanshi-2026-demo"  # noqa: S105  shown on the sign-in page of a demonstration
DEVICE_NAME = "演示验证器"


@use_case
def equip_demonstration_login(*, actor: Actor, now: datetime, user: User, encoded: str) -> User:
    """Mark a login and give it the known password and, if its roles ask for one, an authenticator made from its name.

    ``encoded`` is the known password as Django stores it; one for all of them, as hashing takes long on purpose.

    Raises:
        NotPermitted: the actor is not the demonstration's loader, or this platform is no demonstration.
    """
    actor.require(rules.EQUIP_DEMONSTRATION)
    if not settings.DEMONSTRATION:
        raise NotPermitted(permission=rules.EQUIP_DEMONSTRATION.code)
    user.password = encoded
    user.password_changed_at = now
    user.must_change_password = False
    user.is_demonstration = True
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "is_demonstration"])
    if rules.needs_second_factor(Role(row.role) for row in current_appointments(user, now)):
        _preset_authenticator(user)
    note(actor, now, rules.DEMONSTRATION_EQUIPPED, user)
    return user


def _preset_authenticator(user: User) -> None:
    key = hashlib.sha256(f"chengxin {user.username}".encode()).hexdigest()[:40]
    TOTPDevice.objects.update_or_create(user=user, name=DEVICE_NAME, defaults={"key": key, "confirmed": True})


def demonstration_token(*, user: User, now: datetime) -> str:
    """Return a token that the authenticator of a demonstration login accepts now; one already used is passed over.

    Raises:
        NotFound: it is no demonstration login, or it has set up an authenticator of its own.
    """
    device = TOTPDevice.objects.filter(user=user, name=DEVICE_NAME, user__is_demonstration=True).first()
    if device is None or not settings.DEMONSTRATION:
        raise NotFound
    step = max(int(now.timestamp() - device.t0) // device.step, device.last_t + 1)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = step * device.step + device.t0
    return f"{totp.token():0{device.digits}d}"

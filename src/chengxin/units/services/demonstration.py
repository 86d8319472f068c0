"""The logins of the demonstration: a password and an authenticator that everybody may know."""

from base64 import b32decode
from datetime import datetime

from django.conf import settings
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.units import rules
from chengxin.units.models import User
from chengxin.units.services.trail import note


@use_case
def equip_demonstration_login(*, actor: Actor, now: datetime, user: User, password: str, secret: str) -> User:
    """Give a login the known password and the known authenticator (``secret`` in base 32) and mark it.

    Raises:
        NotPermitted: the actor is not the demonstration's loader, or this platform is no demonstration.
    """
    actor.require(rules.EQUIP_DEMONSTRATION)
    if not settings.DEMONSTRATION:
        raise NotPermitted(permission=rules.EQUIP_DEMONSTRATION.code)
    user.set_password(password)
    user.password_changed_at = now
    user.must_change_password = False
    user.is_demonstration = True
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "is_demonstration"])
    TOTPDevice.objects.update_or_create(
        user=user, name="演示验证器", defaults={"key": b32decode(secret).hex(), "confirmed": True}
    )
    note(actor, now, rules.DEMONSTRATION_EQUIPPED, user)
    return user

"""Forms of the own login."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from chengxin.units.queries import Seat


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("登录名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old_password = forms.CharField(
        label=_("现在的密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再填一次新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        """Say the password rules as the field's hint."""
        super().__init__(*args, **kwargs)
        self.fields["new_password"].help_text = "".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Compare the two new passwords."""
        given = super().clean() or {}
        if "again" in given and given.get("new_password") != given["again"]:
            self.add_error("again", _("两次填的新密码不一样"))
        return given


class TokenForm(forms.Form):
    """Six figures of an authenticator, or a recovery code."""

    token = forms.CharField(
        label=_("验证码"),
        help_text=_("验证器里显示的6位数字；手机不在身边时填一个恢复码"),
        min_length=6,
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class FirstTokenForm(forms.Form):
    """The first six figures of a new authenticator."""

    token = forms.CharField(
        label=_("验证码"),
        help_text=_("扫码以后，验证器里显示的6位数字"),
        min_length=6,
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class SeatForm(forms.Form):
    """Which unit to act for."""

    seat = forms.ChoiceField(label=_("以哪个单位的身份办理"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, seats: list[Seat], present: Seat | None, **kwargs: Any) -> None:
        """Offer the seats a person has."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["seat"])
        field.choices = [(seat.key, _seat_words(seat)) for seat in seats]
        field.initial = present.key if present else None


def _seat_words(seat: Seat) -> str:
    words = f"{seat.unit.name}：{seat.role_labels}"
    own = seat.acting_from
    return _("{words}（受托，本单位是{own}）").format(words=words, own=own.name) if own else words

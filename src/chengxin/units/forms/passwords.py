"""A password rule of our own: more than one kind of character (等保 asks for complexity)."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chengxin.units import rules


class TwoKindsValidator:
    """Refuses passwords made of one kind of character only."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002  Django's interface
        """Do nothing if the password mixes letters, figures or signs.

        Raises:
            ValidationError: it does not.
        """
        if not rules.mixes_characters(password):
            raise ValidationError(_("密码要同时有字母和数字，或字母和符号。"), code="one-kind")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("同时有字母和数字，或字母和符号。")

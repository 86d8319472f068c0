"""A password rule of our own: more than one kind of character (等保 asks for complexity)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chengxin.units.models import User


class TwoKindsValidator:
    """Refuses passwords made of one kind of character only."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  Django's interface
        """Do nothing if the password mixes letters, figures or signs.

        Raises:
            ValidationError: it does not.
        """
        kinds = {"字" if c.isalpha() else "数" if c.isdigit() else "符" for c in password}
        if len(kinds) < 2:  # noqa: PLR2004  two is the rule's name
            raise ValidationError(_("密码要同时有字母和数字，或字母和符号。"), code="one-kind")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("同时有字母和数字，或字母和符号。")

"""Forms of units: parse and shape what people type, nothing else."""

from chengxin.units.forms.login import PasswordForm, SeatForm, SignInForm, TokenForm

__all__ = ["PasswordForm", "SeatForm", "SignInForm", "TokenForm"]

"""Forms of units: parse and shape what people type, nothing else."""

from chengxin.units.forms.clients import ClientChangeForm, ClientForm
from chengxin.units.forms.delegations import DelegationForm
from chengxin.units.forms.directory import (
    CorrectionForm,
    EndForm,
    GroupForm,
    LiaisonForm,
    MembershipForm,
    SuccessionForm,
    UnitEndForm,
    UnitFilter,
    UnitForm,
)
from chengxin.units.forms.login import FirstTokenForm, PasswordForm, SeatForm, SignInForm, TokenForm
from chengxin.units.forms.staff import (
    AppointmentForm,
    HandOverForm,
    LoginForm,
    PersonForm,
    SeatedLoginForm,
    SeatingForm,
    StaffFilter,
)

__all__ = [
    "AppointmentForm",
    "ClientChangeForm",
    "ClientForm",
    "CorrectionForm",
    "DelegationForm",
    "EndForm",
    "FirstTokenForm",
    "GroupForm",
    "HandOverForm",
    "LiaisonForm",
    "LoginForm",
    "MembershipForm",
    "PasswordForm",
    "PersonForm",
    "SeatForm",
    "SeatedLoginForm",
    "SeatingForm",
    "SignInForm",
    "StaffFilter",
    "SuccessionForm",
    "TokenForm",
    "UnitEndForm",
    "UnitFilter",
    "UnitForm",
]

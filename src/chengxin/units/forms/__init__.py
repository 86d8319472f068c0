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
from chengxin.units.forms.login import PasswordForm, SeatForm, SignInForm, TokenForm
from chengxin.units.forms.staff import (
    AppointmentForm,
    HandOverForm,
    LoginForm,
    PersonForm,
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
    "GroupForm",
    "HandOverForm",
    "LiaisonForm",
    "LoginForm",
    "MembershipForm",
    "PasswordForm",
    "PersonForm",
    "SeatForm",
    "SeatingForm",
    "SignInForm",
    "StaffFilter",
    "SuccessionForm",
    "TokenForm",
    "UnitEndForm",
    "UnitFilter",
    "UnitForm",
]

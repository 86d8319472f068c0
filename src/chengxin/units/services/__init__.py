"""Writes of units: the directory, staff and their roles, sign-in, API clients."""

from chengxin.units.services.clients import (
    change_client,
    create_client,
    issue_key,
    revoke_key,
)
from chengxin.units.services.delegations import delegate, end_delegation
from chengxin.units.services.directory import (
    change_unit,
    create_group,
    create_unit,
    end_liaison,
    join_group,
    leave_group,
    name_liaison,
    succeed_unit,
)
from chengxin.units.services.sign_in import (
    change_password,
    note_lock_out,
    note_second_factor,
    note_sign_in,
    note_sign_in_failure,
    note_sign_out,
    note_switch,
    set_second_factor,
)
from chengxin.units.services.staff import (
    appoint,
    change_login,
    create_login,
    disable_login,
    enable_login,
    end_appointment,
    reset_password,
    reset_second_factor,
)
from chengxin.units.services.usage import Allowance, authenticate_key, forget_old_usage, use_allowance

__all__ = [
    "Allowance",
    "appoint",
    "authenticate_key",
    "change_client",
    "change_login",
    "change_password",
    "change_unit",
    "create_client",
    "create_group",
    "create_login",
    "create_unit",
    "delegate",
    "disable_login",
    "enable_login",
    "end_appointment",
    "end_delegation",
    "end_liaison",
    "forget_old_usage",
    "issue_key",
    "join_group",
    "leave_group",
    "name_liaison",
    "note_lock_out",
    "note_second_factor",
    "note_sign_in",
    "note_sign_in_failure",
    "note_sign_out",
    "note_switch",
    "reset_password",
    "reset_second_factor",
    "revoke_key",
    "set_second_factor",
    "succeed_unit",
    "use_allowance",
]

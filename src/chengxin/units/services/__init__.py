"""Writes of units: the directory, staff and their roles, sign-in, API clients."""

from chengxin.units.services.answered import answer_once, forget_old_answers
from chengxin.units.services.appointments import appoint, end_appointment, hand_over, may_give
from chengxin.units.services.clients import (
    NewKey,
    change_client,
    close_client,
    create_client,
    issue_key,
    revoke_key,
)
from chengxin.units.services.delegations import delegate, end_delegation
from chengxin.units.services.demonstration import (
    DEMONSTRATION_PASSWORD,
    demonstration_token,
    equip_demonstration_login,
)
from chengxin.units.services.directory import change_unit, create_unit, end_unit, succeed_unit
from chengxin.units.services.founding import Founder, Founding, found_platform, rescue_administrator
from chengxin.units.services.groups import create_group, end_liaison, join_group, leave_group, name_liaison
from chengxin.units.services.sign_in import (
    WrongToken,
    change_password,
    note_lock_out,
    note_sign_in,
    note_sign_in_failure,
    note_sign_out,
    note_switch,
    pass_second_factor,
    secret_text,
    set_second_factor,
    waiting_authenticator,
)
from chengxin.units.services.staff import (
    NewLogin,
    change_login,
    create_login,
    disable_login,
    enable_login,
    note_staff_export,
    reset_password,
    reset_second_factor,
)
from chengxin.units.services.usage import (
    Allowance,
    authenticate_key,
    forget_old_sessions,
    forget_old_usage,
    use_allowance,
)
from chengxin.units.services.written_names import add_written_name, end_written_name

__all__ = [
    "DEMONSTRATION_PASSWORD",
    "Allowance",
    "Founder",
    "Founding",
    "NewKey",
    "NewLogin",
    "WrongToken",
    "add_written_name",
    "answer_once",
    "appoint",
    "authenticate_key",
    "change_client",
    "change_login",
    "change_password",
    "change_unit",
    "close_client",
    "create_client",
    "create_group",
    "create_login",
    "create_unit",
    "delegate",
    "demonstration_token",
    "disable_login",
    "enable_login",
    "end_appointment",
    "end_delegation",
    "end_liaison",
    "end_unit",
    "end_written_name",
    "equip_demonstration_login",
    "forget_old_answers",
    "forget_old_sessions",
    "forget_old_usage",
    "found_platform",
    "hand_over",
    "issue_key",
    "join_group",
    "leave_group",
    "may_give",
    "name_liaison",
    "note_lock_out",
    "note_sign_in",
    "note_sign_in_failure",
    "note_sign_out",
    "note_staff_export",
    "note_switch",
    "pass_second_factor",
    "rescue_administrator",
    "reset_password",
    "reset_second_factor",
    "revoke_key",
    "secret_text",
    "set_second_factor",
    "succeed_unit",
    "use_allowance",
    "waiting_authenticator",
]

"""Pure rules of units: levels, labels of roles, who may appoint whom, which roles exclude each other."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role


class Level(StrEnum):
    """Where a unit stands in the city."""

    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"


LEVEL_LABELS: Mapping[Level, str] = MappingProxyType({Level.CITY: "市级", Level.COUNTY: "县区", Level.ZONE: "功能区"})

DISTRICT_SHAPES: Mapping[Level, re.Pattern[str]] = MappingProxyType(
    {
        Level.CITY: re.compile(r"\d{4}00"),
        Level.COUNTY: re.compile(r"\d{4}(?!00)\d{2}"),
        Level.ZONE: re.compile(r"\d{4}(?!00)[0-9A-Z]{2,8}"),
    },
)
"""Division codes a level may stand in (GB/T 2260); a zone has a local code, six to twelve figures or capitals."""

ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.REPORTER: "报送员",
        Role.REVIEWER: "审核员",
        Role.CHECKER: "核查员",
        Role.CASE_OFFICER: "办理人",
        Role.EDITOR: "编辑",
        Role.UNIT_ADMINISTRATOR: "单位管理员",
        Role.CREDIT_OFFICE: "信用办",
        Role.AUDITOR: "审计员",
        Role.SYSTEM_ADMINISTRATOR: "系统管理员",
        Role.SECURITY_ADMINISTRATOR: "安全管理员",
        Role.AUDIT_ADMINISTRATOR: "审计管理员",
    },
)

UNIT_ROLES = frozenset(
    {Role.REPORTER, Role.REVIEWER, Role.CHECKER, Role.CASE_OFFICER, Role.EDITOR, Role.UNIT_ADMINISTRATOR},
)
"""Roles that reach as far as one unit's own affairs."""

AREA_ROLES = frozenset({Role.CREDIT_OFFICE, Role.AUDITOR})
"""Roles that reach as far as the unit's district; at a city unit, everywhere."""

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
"""Roles of the platform itself; they exist at city units only and one person holds at most one (GB/T 22239-2019)."""

SECOND_FACTOR_ROLES = ADMINISTRATORS | {
    Role.CREDIT_OFFICE,
    Role.CASE_OFFICER,
    Role.AUDITOR,
    Role.UNIT_ADMINISTRATOR,
}
"""Roles that may act only after a second factor."""

DELEGABLE_ROLES = UNIT_ROLES - {Role.UNIT_ADMINISTRATOR}
"""What a unit may let another unit do for it (委托)."""

APPOINTS: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.UNIT_ADMINISTRATOR: UNIT_ROLES - {Role.UNIT_ADMINISTRATOR},
        Role.CREDIT_OFFICE: UNIT_ROLES,
        Role.SECURITY_ADMINISTRATOR: frozenset(Role),
    },
)
"""Who may give which roles, each within the own reach; nobody appoints the own login."""

KEEPS: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.UNIT_ADMINISTRATOR: UNIT_ROLES - {Role.UNIT_ADMINISTRATOR},
        Role.CREDIT_OFFICE: UNIT_ROLES,
        Role.SYSTEM_ADMINISTRATOR: frozenset(Role),
    },
)
"""Whose logins who may correct, close and give a new password: every role of the person must be among these."""


def may_appoint(held: Iterable[Role], role: Role) -> bool:
    """Say whether one of the roles held may give this role."""
    return any(role in APPOINTS.get(mine, frozenset()) for mine in held)


def may_keep(held: Iterable[Role], role: Role) -> bool:
    """Say whether one of the roles held may keep the login of a person with this role."""
    return any(role in KEEPS.get(mine, frozenset()) for mine in held)


def conflicting(held: Iterable[Role], role: Role) -> Role | None:
    """Return the role held that excludes the new one, or None.

    The three administrators are separated, and an auditor reports and decides nothing.
    """
    for mine in held:
        if mine is not role and {mine, role} <= ADMINISTRATORS:
            return mine
        if mine is not role and Role.AUDITOR in (mine, role):
            return mine
    return None


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Say whether one of the roles requires a second factor."""
    return any(role in SECOND_FACTOR_ROLES for role in roles)


def level_fits(level: Level, district: str) -> bool:
    """Say whether a unit of this level may stand in this division."""
    return DISTRICT_SHAPES[level].fullmatch(district) is not None


def mixes_characters(password: str) -> bool:
    """Say whether a password has more than one kind of character: letters, figures, signs."""
    kinds = {"letter" if c.isalpha() else "figure" if c.isdigit() else "sign" for c in password}
    return len(kinds) > 1


SEE_UNITS = Permission("units.see-units", "查看单位名录", roles=EVERYBODY)
KEEP_UNITS = Permission(
    "units.keep-units", "维护单位名录", roles=frozenset({Role.CREDIT_OFFICE, Role.SYSTEM_ADMINISTRATOR})
)
KEEP_WRITTEN_NAMES = Permission("units.keep-written-names", "登记机关名称的写法", roles=frozenset({Role.CREDIT_OFFICE}))
KEEP_GROUPS = Permission(
    "units.keep-groups", "维护单位分组", roles=frozenset({Role.CREDIT_OFFICE, Role.SYSTEM_ADMINISTRATOR})
)
NAME_LIAISON = Permission(
    "units.name-liaison",
    "指定联络员",
    roles=frozenset({Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE, Role.SYSTEM_ADMINISTRATOR}),
)
SEE_STAFF = Permission(
    "units.see-staff",
    "查看人员",
    roles=frozenset(
        {
            Role.UNIT_ADMINISTRATOR,
            Role.CREDIT_OFFICE,
            Role.SYSTEM_ADMINISTRATOR,
            Role.SECURITY_ADMINISTRATOR,
            Role.AUDITOR,
            Role.AUDIT_ADMINISTRATOR,
        },
    ),
)
KEEP_LOGINS = Permission("units.keep-logins", "建立和停用账号", roles=frozenset(KEEPS))
APPOINT = Permission("units.appoint", "任命和免除角色", roles=frozenset(APPOINTS))
RESET_SECOND_FACTOR = Permission(
    "units.reset-second-factor", "重置第二重验证", roles=frozenset({Role.SECURITY_ADMINISTRATOR})
)
SEE_DELEGATIONS = Permission(
    "units.see-delegations",
    "查看委托代办",
    roles=frozenset({Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE, Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}),
)
DELEGATE = Permission(
    "units.delegate", "委托其他单位代办", roles=frozenset({Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE})
)
KEEP_CLIENTS = Permission(
    "units.keep-clients", "管理接口客户端", roles=frozenset({Role.CREDIT_OFFICE, Role.SECURITY_ADMINISTRATOR})
)
SEE_OWN_CLIENT = Permission("units.see-own-client", "查看本接口客户端", client_scope="client:read")
FOUND_PLATFORM = Permission("units.found-platform", "设立最初的三位管理员", system=True)
RESCUE_ADMINISTRATOR = Permission("units.rescue-administrator", "在服务器上恢复管理员的登录", system=True)
EQUIP_DEMONSTRATION = Permission("units.equip-demonstration", "准备演示账号", system=True)

CLIENT_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "client:read": "查看本接口客户端的权限与限额",
        "submissions:read": "查看本单位的报送和回执",
        "submissions:write": "以本单位名义报送数据",
        "reporting:read": "查看本单位的月报、文书号询问和报送质量",
        "reporting:write": "以本单位名义填报月报、回答平台的询问",
        "measures:work": "以本单位名义办理联合奖惩任务",
        "checks:work": "在办理事项时核查信用，登记采取的措施",
        "catalog:read": "查看信用信息目录",
        "subjects:read": "查询主体和正在公示的记录",
        "changes:read": "读取公示的变更流",
    },
)
"""Scopes an API client can be given so far, with their meaning; grows with the rooms that offer routes."""

WRITTEN_NAME_ADDED = Action("units.written-name-added", "登记机关名称的写法")
WRITTEN_NAME_ENDED = Action("units.written-name-ended", "停用机关名称的写法")
SIGNED_IN = Action("units.signed-in", "登录")
SIGN_IN_FAILED = Action("units.sign-in-failed", "登录未成功")
LOCKED_OUT = Action("units.locked-out", "登录被锁定")
SIGNED_OUT = Action("units.signed-out", "退出")
PASSWORD_CHANGED = Action("units.password-changed", "修改密码")
PASSWORD_RESET = Action("units.password-reset", "重置密码")
SECOND_FACTOR_SET = Action("units.second-factor-set", "启用第二重验证")
SECOND_FACTOR_PASSED = Action("units.second-factor-passed", "通过第二重验证")
SECOND_FACTOR_FAILED = Action("units.second-factor-failed", "第二重验证未通过")
SECOND_FACTOR_RESET = Action("units.second-factor-reset", "重置第二重验证")
UNIT_SWITCHED = Action("units.unit-switched", "换单位办理")
UNIT_CREATED = Action("units.unit-created", "登记单位")
UNIT_CHANGED = Action("units.unit-changed", "修改单位信息")
UNIT_SUCCEEDED = Action("units.unit-succeeded", "登记单位承继")
UNIT_ENDED = Action("units.unit-ended", "登记单位撤销")
GROUP_CREATED = Action("units.group-created", "建立单位分组")
GROUP_JOINED = Action("units.group-joined", "单位加入分组")
GROUP_LEFT = Action("units.group-left", "单位退出分组")
LIAISON_NAMED = Action("units.liaison-named", "指定联络员")
LIAISON_ENDED = Action("units.liaison-ended", "免去联络员")
LOGIN_CREATED = Action("units.login-created", "建立账号")
LOGIN_CHANGED = Action("units.login-changed", "修改账号资料")
LOGIN_DISABLED = Action("units.login-disabled", "停用账号")
LOGIN_ENABLED = Action("units.login-enabled", "恢复账号")
APPOINTED = Action("units.appointed", "任命角色")
APPOINTMENT_ENDED = Action("units.appointment-ended", "免除角色")
STAFF_EXPORTED = Action("units.staff-exported", "导出人员名单")
HANDED_OVER = Action("units.handed-over", "移交角色")
DELEGATED = Action("units.delegated", "委托代办")
DELEGATION_ENDED = Action("units.delegation-ended", "终止委托")
CLIENT_CREATED = Action("units.client-created", "登记接口客户端")
CLIENT_CHANGED = Action("units.client-changed", "修改接口客户端")
CLIENT_CLOSED = Action("units.client-closed", "停用接口客户端")
CLIENT_KEY_ISSUED = Action("units.client-key-issued", "发放接口密钥")
CLIENT_KEY_REVOKED = Action("units.client-key-revoked", "吊销接口密钥")
PLATFORM_FOUNDED = Action("units.platform-founded", "设立最初的管理员")
ADMINISTRATOR_RESCUED = Action("units.administrator-rescued", "在服务器上恢复管理员的登录")
DEMONSTRATION_EQUIPPED = Action("units.demonstration-equipped", "准备演示账号")

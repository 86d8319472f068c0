"""Who may do what with codes, and what the trail calls it."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role

_AT_WORK = frozenset({Role.REPORTER, Role.REVIEWER, Role.CREDIT_OFFICE})

SEE_CODES = Permission(
    "codes.see-codes",
    "查看赋码、转换和重错码",
    roles=_AT_WORK | {Role.UNIT_ADMINISTRATOR, Role.AUDITOR},
    system=True,
)
LOOK_UP = Permission(
    "codes.look-up",
    "核对代码和旧证照",
    roles=_AT_WORK | {Role.CHECKER, Role.CASE_OFFICER, Role.UNIT_ADMINISTRATOR, Role.AUDITOR},
    client_scope="subjects:read",
    system=True,
)
WORK_FAULTS = Permission("codes.work-faults", "办理重错码", roles=_AT_WORK)
KEEP_CODES = Permission("codes.keep-codes", "记录赋码、转换，核对代码，月末存数", system=True)
SET_REGISTRARS = Permission("codes.set-registrars", "指定登记单位", roles=frozenset({Role.CREDIT_OFFICE}))

EVENTS_NOTED = Action("codes.events-noted", "记录赋码、转换和废止")
CONVERSIONS_TAKEN = Action("codes.conversions-taken", "记录存量主体及其转换")
FAULTS_FOUND = Action("codes.faults-found", "发现重错码")
FAULTS_GONE = Action("codes.faults-gone", "核对时已不存在的重错码办结")
FAULT_CLOSED = Action("codes.fault-closed", "办结重错码")
FAULT_REOPENED = Action("codes.fault-reopened", "重新打开重错码")
REGISTRAR_SET = Action("codes.registrar-set", "指定登记单位")
REGISTRAR_ENDED = Action("codes.registrar-ended", "结束登记单位的指定")
MONTH_CLOSED = Action("codes.month-closed", "重错码月末存数")

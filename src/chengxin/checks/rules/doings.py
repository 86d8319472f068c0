"""Who may do what with matters and checks, and what the trail calls it."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices.rules import NoticeTemplate
from chengxin.vault.rules.purposes import MEGABYTE, Purpose, Retention

SEE_MATTERS = Permission(
    "checks.see-matters",
    "查看信用核查事项",
    roles=frozenset(
        {
            Role.CHECKER,
            Role.REPORTER,
            Role.REVIEWER,
            Role.CASE_OFFICER,
            Role.UNIT_ADMINISTRATOR,
            Role.CREDIT_OFFICE,
            Role.AUDITOR,
        }
    ),
    client_scope="checks:work",
)
KEEP_MATTERS = Permission(
    "checks.keep-matters",
    "登记和修改信用核查事项",
    roles=frozenset({Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE}),
)
CHECK = Permission(
    "checks.check",
    "在办理事项时核查信用，登记采取的措施",
    roles=frozenset({Role.CHECKER, Role.CASE_OFFICER}),
    client_scope="checks:work",
)
SEE_CHECKS = Permission(
    "checks.see-checks",
    "查看信用核查",
    roles=frozenset({Role.CHECKER, Role.CASE_OFFICER, Role.REVIEWER, Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE}),
    client_scope="checks:work",
)
REPLAY_CHECKS = Permission(
    "checks.replay-checks",
    "为审计或者争议重演信用核查",
    roles=frozenset({Role.AUDITOR, Role.CREDIT_OFFICE}),
)
FOLLOW_CHECKS = Permission("checks.follow-checks", "提醒没有办结的核查，跟踪在办事项", system=True)

MATTER_KEPT = Action("checks.matter-kept", "登记或修改核查事项")
BATCH_CHECKED = Action("checks.batch-checked", "按工作簿批量核查")
CHECKED = Action("checks.checked", "信用核查")
NOT_IDENTIFIED = Action("checks.not-identified", "信用核查未能确定主体")
CHECK_CLOSED = Action("checks.check-closed", "登记核查结果的使用")
CHECK_CORRECTED = Action("checks.check-corrected", "更正核查结果的使用")
CHECK_SEEN = Action("checks.check-seen", "查看信用核查")
CHECK_REPLAYED = Action("checks.check-replayed", "重演信用核查")
APPROVAL_ENDED = Action("checks.approval-ended", "结束跟踪在办事项")
LOOKED_AGAIN = Action("checks.looked-again", "在办事项的信用情况有变化")
CHECKS_REMINDED = Action("checks.reminded", "提醒没有办结的核查")

WORKBOOK = Purpose(
    code="checks.workbook",
    label="批量核查的工作簿",
    kinds=frozenset({"xlsx"}),
    keep=CHECK,
    readers=frozenset({Role.CHECKER, Role.CASE_OFFICER, Role.REVIEWER, Role.UNIT_ADMINISTRATOR}),
    retention=Retention(
        years=10, basis="平台默认：核查的工作簿随办理档案保存10年，单位档案保管期限表另有规定的从其规定"
    ),
    max_bytes=5 * MEGABYTE,
    max_unpacked=60 * MEGABYTE,
)

OPEN_CHECKS_NOTICE = NoticeTemplate(
    "checks.open",
    "没有办结的信用核查",
    "有{count}件信用核查没有办结",
    "本单位有{count}件信用核查没有登记是否采取措施，最早的一件在{oldest}。\n\n在工作台“信用核查”办理。",
    FOLLOW_CHECKS,
)
CORRECTION_NOTICE = NoticeTemplate(
    "checks.correction",
    "核查用过的信息有误",
    "核查用过的信息已更正",
    "本单位有{count}件核查（{subject}等）用过的信息，后来查明有误并已更正。请看这些核查，由办案人员决定是否需要改正。\n\n"
    "在工作台“信用核查”查看。",
    FOLLOW_CHECKS,
)
CHANGE_NOTICE = NoticeTemplate(
    "checks.change",
    "在办事项的信用情况有变化",
    "信用情况有变化：{subject}",
    "“{matter}”正在办理，{subject}的信用情况在{at}有变化。请重新核查，由办案人员决定怎样处理。\n\n"
    "在工作台“信用核查”办理。平台不会替您作出决定。",
    FOLLOW_CHECKS,
)

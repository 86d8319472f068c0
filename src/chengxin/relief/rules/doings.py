"""Who may do what with cases, what the trail calls it, the papers that are kept, the notices that are sent."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices.rules import NoticeTemplate
from chengxin.vault.rules import IMAGES, Purpose, Retention

_READERS = frozenset({Role.CASE_OFFICER, Role.REVIEWER, Role.CREDIT_OFFICE, Role.AUDITOR})

SEE_CASES = Permission("relief.see-cases", "查看异议和修复", roles=_READERS, system=True)
HANDLE = Permission(
    "relief.handle", "登记、受理、转交和答复异议，登记和转交修复申请", roles=frozenset({Role.CREDIT_OFFICE})
)
FIND = Permission("relief.find", "核查本单位提供的记录", roles=frozenset({Role.CASE_OFFICER, Role.REVIEWER}))
"""The unit that gave a record looks into it itself: the office that answers never does so in its place."""
REMIND = Permission("relief.remind", "提醒异议和修复的期限", system=True)

FILED = Action("relief.filed", "登记异议申请")
REPAIR_FILED = Action("relief.repair-filed", "登记信用修复申请")
HANDED_OVER = Action("relief.handed-over", "转交信用修复申请")
REPAIR_DECIDED = Action("relief.repair-decided", "登记信用修复决定")
ACCEPTED = Action("relief.accepted", "受理异议")
PAPERS_ASKED = Action("relief.papers-asked", "要求补正异议材料")
PAPERS_TAKEN = Action("relief.papers-taken", "收到异议补正材料")
REFUSED = Action("relief.refused", "不予受理异议")
FORWARDED = Action("relief.forwarded", "转来源单位核查异议")
SENT_BACK = Action("relief.sent-back", "退回异议重新核查")
FOUND = Action("relief.found", "登记异议核查结果")
SUSPENDED = Action("relief.suspended", "中止异议计时")
RESUMED = Action("relief.resumed", "恢复异议计时")
EXTENDED = Action("relief.extended", "延长异议期限")
ANSWERED = Action("relief.answered", "答复异议")
REVIEW_ASKED = Action("relief.review-asked", "登记异议复核申请")
REVIEW_ANSWERED = Action("relief.review-answered", "答复异议复核")
WITHDRAWN = Action("relief.withdrawn", "撤回异议")
CASE_SEEN = Action("relief.case-seen", "查看异议或者修复申请")
REMINDED = Action("relief.reminded", "提醒异议期限")

PAPERS = Purpose(
    code="relief.papers",
    label="异议和修复材料",
    kinds=frozenset({"pdf", *IMAGES}),
    keep=SEE_CASES,
    readers=_READERS,
    retention=Retention(years=10, basis="平台默认：异议和修复材料保存10年，单位档案保管期限表另有规定的从其规定"),
)

TO_SOURCE = NoticeTemplate(
    "relief.to-source",
    "异议核查",
    "请核查异议记录：{number}",
    "{subject}对本单位提供的{count}条记录提出异议（{number}）：\n{words}\n\n"
    "请在{due}前核查，在工作台“异议和修复”登记每条记录的核查结果。记录已经标注“数据存在异议”。",
    HANDLE,
)
TO_PARTY = NoticeTemplate(
    "relief.to-party",
    "异议和修复文书",
    "{title}（{number}）",
    "{party}：\n{words}",
    HANDLE,
    served=True,
)
REMINDER = NoticeTemplate(
    "relief.reminder",
    "异议和修复提醒",
    "{title}：{number}",
    "{subject}（{number}）：{words}\n\n在工作台“异议和修复”办理。",
    REMIND,
)

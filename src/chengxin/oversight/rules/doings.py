"""Who may do what with a work plan, what is written into the trail, and which files are kept."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role
from chengxin.vault.rules import PAPERS, TABLES, Purpose, Retention

_GIVING = frozenset({Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER, Role.CREDIT_OFFICE})

SEE_PLAN = Permission("oversight.see-plan", "查看工作计划", roles=EVERYBODY)
KEEP_PLAN = Permission(
    "oversight.keep-plan", "导入、更正和发布工作计划", roles=frozenset({Role.CREDIT_OFFICE}), system=True
)
GIVE_EVIDENCE = Permission("oversight.give-evidence", "为本单位的任务报送凭证", roles=_GIVING)
SEE_EVIDENCE = Permission(
    "oversight.see-evidence", "查看任务凭证", roles=_GIVING | {Role.UNIT_ADMINISTRATOR, Role.AUDITOR}
)
REVIEW_TASKS = Permission("oversight.review-tasks", "审核任务凭证、办结任务", roles=frozenset({Role.CREDIT_OFFICE}))

PLAN_IMPORTED = Action("oversight.plan-imported", "导入工作计划")
PLAN_COPIED = Action("oversight.plan-copied", "沿用上一年的工作计划")
PLAN_DISCARDED = Action("oversight.plan-discarded", "放弃工作计划草稿")
PLAN_PUBLISHED = Action("oversight.plan-published", "发布工作计划")
TASK_CORRECTED = Action("oversight.task-corrected", "更正计划任务")
TASK_ADDED = Action("oversight.task-added", "增加计划任务")
TASK_REMOVED = Action("oversight.task-removed", "去掉草稿里的任务")
UNIT_MATCHED = Action("oversight.unit-matched", "对应责任单位")
DOUBT_SETTLED = Action("oversight.doubt-settled", "确认计划疑点")
EVIDENCE_GIVEN = Action("oversight.evidence-given", "报送任务凭证")
EVIDENCE_WITHDRAWN = Action("oversight.evidence-withdrawn", "撤回任务凭证")
EVIDENCE_ACCEPTED = Action("oversight.evidence-accepted", "采纳任务凭证")
EVIDENCE_RETURNED = Action("oversight.evidence-returned", "退回任务凭证")
TASK_CLOSED = Action("oversight.task-closed", "办结计划任务")
TASK_REOPENED = Action("oversight.task-reopened", "重新打开计划任务")

PLAN_FILE = Purpose(
    code="oversight.plan",
    label="工作计划原件",
    kinds=frozenset({"xlsx", "text"}),
    keep=KEEP_PLAN,
    readers=frozenset({Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=30, basis="平台默认：工作计划原件保存30年，单位档案保管期限表另有规定的从其规定"),
)
EVIDENCE_FILE = Purpose(
    code="oversight.evidence",
    label="任务凭证",
    kinds=PAPERS | TABLES | {"docx", "doc", "odt"},
    keep=GIVE_EVIDENCE,
    readers=_GIVING | {Role.UNIT_ADMINISTRATOR, Role.AUDITOR},
    retention=Retention(years=10, basis="平台默认：任务凭证随计划保存10年，单位档案保管期限表另有规定的从其规定"),
)

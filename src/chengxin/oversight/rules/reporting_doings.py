"""Who may do what about completeness and timeliness, what the trail calls it, and the notices that are sent."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices.rules import NoticeTemplate

_REPORTING = frozenset({Role.REPORTER, Role.REVIEWER})

DECLARE = Permission(
    "oversight.declare", "填报月报和零报告，回答平台的询问", roles=_REPORTING, client_scope="reporting:write"
)
SEE_REPORTING = Permission(
    "oversight.see-reporting",
    "查看月报、文书号连续性和报送质量",
    roles=_REPORTING | {Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE, Role.AUDITOR},
    client_scope="reporting:read",
    system=True,
)
ASSIGN = Permission("oversight.assign", "分配单位应报的目录项", roles=frozenset({Role.CREDIT_OFFICE}))
SET_POLICY = Permission("oversight.set-policy", "设定截止日和报送质量的算法", roles=frozenset({Role.CREDIT_OFFICE}))
WRITE_LETTERS = Permission("oversight.write-letters", "起草和发出通报", roles=frozenset({Role.CREDIT_OFFICE}))
ANSWER_LETTERS = Permission(
    "oversight.answer-letters", "确认收到通报、回复通报", roles=_REPORTING | {Role.UNIT_ADMINISTRATOR}
)
TALLY = Permission("oversight.tally", "统计收到的报送、按截止日存数、提醒单位", system=True)

DECLARED = Action("oversight.declared", "填报月报")
DIFFERENCE_ANSWERED = Action("oversight.difference-answered", "说明月报与收到数的差")
GAP_ANSWERED = Action("oversight.gap-answered", "说明没有收到的文书号")
ASSIGNED = Action("oversight.assigned", "分配应报的目录项")
ASSIGNMENT_ENDED = Action("oversight.assignment-ended", "结束应报的目录项")
POLICY_SET = Action("oversight.policy-set", "设定报送规则")
TALLIED = Action("oversight.tallied", "统计收到的报送")
MONTH_CLOSED = Action("oversight.month-closed", "按截止日存数")
REMINDED = Action("oversight.reminded", "提醒单位")
LETTER_BEGUN = Action("oversight.letter-begun", "起草通报")
LETTER_CHANGED = Action("oversight.letter-changed", "修改通报草稿")
LETTER_DISCARDED = Action("oversight.letter-discarded", "放弃通报草稿")
LETTER_ISSUED = Action("oversight.letter-issued", "发出通报")
LETTER_CONFIRMED = Action("oversight.letter-confirmed", "确认收到通报")
LETTER_REPLIED = Action("oversight.letter-replied", "回复通报")

REMINDER = NoticeTemplate(
    "oversight.reminder",
    "报送提醒",
    "{title}",
    "{words}\n\n在工作台“{where}”办理。这是平台按期限自动发出的提醒，同一件事只提醒一次。",
    TALLY,
)
LETTER_NOTICE = NoticeTemplate(
    "oversight.letter",
    "通报",
    "通报：{title}",
    "{number}\n{title}\n\n请在工作台“通报”中查看全文和数据，确认收到；有不同意见的，可以在那里回复。",
    WRITE_LETTERS,
)

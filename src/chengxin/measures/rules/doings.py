"""Who may do what with joint actions, and what the trail calls it."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices.rules import NoticeTemplate

SEE_TASKS = Permission(
    "measures.see-tasks",
    "查看本单位的联合奖惩任务",
    roles=frozenset(
        {Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER, Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE, Role.AUDITOR}
    ),
    client_scope="measures:work",
    system=True,
)
ANSWER_TASKS = Permission(
    "measures.answer-tasks",
    "接收任务，登记停止措施",
    roles=frozenset({Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER}),
    client_scope="measures:work",
)
DECIDE_MEASURES = Permission(
    "measures.decide-measures",
    "决定采取措施，或者说明不采取的理由",
    roles=frozenset({Role.REVIEWER, Role.CASE_OFFICER}),
    client_scope="measures:work",
)
RUN_ACTIONS = Permission(
    "measures.run-actions", "发起和退出联合奖惩，提醒单位", roles=frozenset({Role.CREDIT_OFFICE}), system=True
)

ACTION_OPENED = Action("measures.action-opened", "发起联合奖惩")
TASKS_SENT = Action("measures.tasks-sent", "发送联合奖惩任务")
ACTION_ENDED = Action("measures.action-ended", "联合奖惩退出，发出停止通知")
ACTION_SEEN = Action("measures.action-seen", "查看联合奖惩")
TASK_ACCEPTED = Action("measures.task-accepted", "接收联合奖惩任务")
TASK_DECLINED = Action("measures.task-declined", "说明不采取措施的理由")
TASK_REMINDED = Action("measures.task-reminded", "提醒联合奖惩任务")
MEASURE_APPLIED = Action("measures.measure-applied", "登记采取的措施")
APPLICATION_WITHDRAWN = Action("measures.application-withdrawn", "撤回登记有误的措施")
STOP_CONFIRMED = Action("measures.stop-confirmed", "登记措施已停止")
STILL_APPLIED = Action("measures.still-applied", "登记措施尚未停止")

TASK_NOTICE = NoticeTemplate(
    "measures.task",
    "联合奖惩任务",
    "联合奖惩任务：{measure}",
    "{subject}已被列入“{kind}”。请决定是否采取“{measure}”（{basis}），在{due}前反馈；不采取的，说明依法不采取的理由。\n\n"
    "在工作台“联合奖惩”办理。平台不会替您采取任何措施。",
    RUN_ACTIONS,
)
REMINDER = NoticeTemplate(
    "measures.reminder",
    "联合奖惩提醒",
    "{title}",
    "{subject}，{measure}：期限是{due}。\n{words}\n\n在工作台“联合奖惩”办理。",
    RUN_ACTIONS,
)
STOP_NOTICE = NoticeTemplate(
    "measures.stop",
    "停止联合奖惩措施",
    "停止措施：{measure}",
    "{subject}已退出“{kind}”：{reason}。请立即停止“{measure}”，并在工作台“联合奖惩”确认停止；"
    "没有采取过措施的，也请确认。",
    RUN_ACTIONS,
)

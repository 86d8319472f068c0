"""Who may do what with notices, what the trail calls it, and the notice of our own."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role
from chengxin.notices.rules.templates import NoticeTemplate
from chengxin.vault.rules import PAPERS, Purpose, Retention

SEE_INBOX = Permission("notices.see-inbox", "查看通知", roles=EVERYBODY)
RECORD_PAPER = Permission(
    "notices.record-paper", "登记纸质送达", roles=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE})
)
DELIVER = Permission("notices.deliver", "发送通知", system=True)
RECORD_BOUNCE = Permission("notices.record-bounce", "登记退信", system=True)

NOTICE_SENT = Action("notices.notice-sent", "发出通知")
NOTICE_READ = Action("notices.notice-read", "阅读通知")
DELIVERED = Action("notices.delivered", "通知送达")
DELIVERY_FAILED = Action("notices.delivery-failed", "通知未送达")
BOUNCE_RECORDED = Action("notices.bounce-recorded", "登记退信")
PAPER_RECORDED = Action("notices.paper-recorded", "登记纸质送达")

SCAN = Purpose(
    code="notices.delivery-scan",
    label="送达回证",
    kinds=PAPERS,
    keep=RECORD_PAPER,
    readers=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=10, basis="平台默认：送达回证随案卷保存10年，单位档案保管期限表另有规定的从其规定"),
)

ALARM = NoticeTemplate(
    code="notices.delivery-given-up",
    label="通知没有送达",
    subject="通知没有送达：{label}",
    body="发给{recipient}的“{label}”经{attempts}次尝试仍没有送达（{channel}）。\n最后一次的原因：{cause}\n请核对联系方式，或改用其他方式送达。",
    permission=DELIVER,
)

"""Who may do what with lists, what the trail calls it, the papers that are kept, the notices that are sent."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices.rules import NoticeTemplate
from chengxin.vault.rules import IMAGES, Purpose, Retention

_UNIT = frozenset({Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER})

_READERS = _UNIT | {Role.CREDIT_OFFICE, Role.AUDITOR}

SEE_LISTS = Permission("lists.see-lists", "查看名单认定", roles=_READERS, system=True)
SEE_COVERAGE = Permission(
    "lists.see-coverage", "查看各领域建立名单的情况", roles=frozenset({Role.CREDIT_OFFICE, Role.AUDITOR})
)
PROPOSE = Permission("lists.propose", "提出拟列入", roles=frozenset({Role.REPORTER, Role.REVIEWER}))
HEAR = Permission("lists.hear", "登记陈述申辩", roles=_UNIT)
DECIDE = Permission("lists.decide", "审核、告知、决定、公布和移出", roles=frozenset({Role.REVIEWER}))
FOLLOW_LAW = Permission("lists.follow-law", "期满和交叉比对的移出", system=True)
"""What follows from the day or from another list: a job does it, and never puts anybody on a list."""
TELL = Permission("lists.tell", "通知认定单位", roles=_UNIT, system=True)
REMIND = Permission("lists.remind", "提醒认定单位", system=True)
"""Of days that end and of what waits: a job does it, once each."""
MAKE_PAPERS = Permission("lists.make-papers", "制作名单文书", roles=frozenset({Role.REVIEWER}), system=True)

PROPOSED = Action("lists.proposed", "提出拟列入名单")
BATCH_PROPOSED = Action("lists.batch-proposed", "整批提出拟列入名单")
AMENDED = Action("lists.amended", "修改后再报拟列入")
SENT_BACK = Action("lists.sent-back", "退回拟列入")
APPROVED = Action("lists.approved", "审核同意拟列入")
NOTIFIED = Action("lists.notified", "出具拟列入告知或者公示")
STATEMENT_HEARD = Action("lists.statement-heard", "登记陈述申辩或者异议")
STATEMENT_ANSWERED = Action("lists.statement-answered", "答复陈述申辩或者异议")
DECIDED = Action("lists.decided", "作出列入决定")
PUBLISHED = Action("lists.published", "列入名单并公布")
REMOVAL_SIGNED = Action("lists.removal-signed", "补签移出文书")
EXITED = Action("lists.exited", "移出名单")
STOPPED = Action("lists.stopped", "终止列入")
ENTRY_SEEN = Action("lists.entry-seen", "查看名单认定")
REMINDED = Action("lists.reminded", "提醒名单认定的期限")
RED_CHECKED = Action("lists.red-checked", "守信名单交叉比对")
END_CHECKED = Action("lists.end-checked", "核对列入期限")

PAPER = Purpose(
    code="lists.paper",
    label="名单认定文书",
    kinds=frozenset({"pdf"}),
    keep=MAKE_PAPERS,
    readers=_READERS,
    retention=Retention(years=30, basis="平台默认：名单认定文书保存30年，单位档案保管期限表另有规定的从其规定"),
)
STATEMENT = Purpose(
    code="lists.statement",
    label="陈述申辩材料",
    kinds=frozenset({"pdf", *IMAGES}),
    keep=HEAR,
    readers=_READERS,
    retention=Retention(years=30, basis="平台默认：陈述申辩材料随名单认定文书保存30年，另有规定的从其规定"),
)
"""Read by whoever may see the entry: the readers are the roles of ``SEE_LISTS``."""

SERVED_PAPER = NoticeTemplate(
    code="lists.served-paper",
    label="名单认定文书",
    subject="{title}（{number}）",
    body="{party}：\n现送达《{title}》（{number}），所涉名单：{kind}。内容以文书为准。",
    permission=MAKE_PAPERS,
    served=True,
)
REMOVED_BY_LAW = NoticeTemplate(
    code="lists.removed-by-law",
    label="名单移出",
    subject="{party}已移出{kind}",
    body="{party}已移出{kind}。\n原因：{why}\n移出文书：{number}，平台自动移出，待本单位负责人签发。请在“名单认定”的“待签发”里补签，并送达当事人。",
    permission=TELL,
)
STOPPED_BY_HIT = NoticeTemplate(
    code="lists.stopped-by-hit",
    label="名单比对",
    subject="{party}不能列入{kind}",
    body="{party}不能列入{kind}，程序已终止。\n原因：{why}",
    permission=TELL,
)
REMINDER = NoticeTemplate(
    code="lists.reminder",
    label="名单认定提醒",
    subject="{title}：{party}",
    body="{party}，{kind}：{words}\n\n在工作台“名单认定”办理。",
    permission=REMIND,
)

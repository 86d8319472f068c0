"""What the tests of notices send."""

from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.notices import services
from chengxin.notices.models import Notice
from chengxin.notices.rules import Channel, NoticeTemplate
from chengxin.notices.services import About, Recipient, Wish
from chengxin.vault.tests.people import NOW, Person

SEND = Permission("test.send", "发测试通知", roles=frozenset({Role.CASE_OFFICER}), system=True)
PLAIN = NoticeTemplate("test.plain", "测试通知", "{case}有新情况", "案件{case}有新情况。", SEND)
WHOLE = NoticeTemplate("test.whole", "全文通知", "{case}有新情况", "案件{case}有新情况。", SEND, whole_by_mail=True)
SERVED = NoticeTemplate("test.served", "测试告知书", "告知书：{case}", "就{case}告知如下。", SEND, served=True)


def send(
    sender: Person,
    recipient: Recipient,
    *channels: Channel,
    template: NoticeTemplate = PLAIN,
    case: str = "甲案",
) -> Notice:
    unit = sender.actor.unit
    assert unit is not None
    return services.send_notice(
        actor=sender.actor,
        now=NOW,
        template=template,
        values={"case": case},
        recipient=recipient,
        sender_unit=unit,
        about=About("test", "case", "1"),
        wish=Wish(channels=frozenset(channels)),
    )

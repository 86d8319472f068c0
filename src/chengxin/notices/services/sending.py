"""Sending a notice: written down, in the inbox at once, and on its way by the other channels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from chengxin.audit.services import record, use_case
from chengxin.foundation import sealed
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import is_mobile_number, mask_phone, tidy
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.roles import Role
from chengxin.notices import queries, rules
from chengxin.notices.models import Delivery, Dispatch, Notice
from chengxin.notices.rules import Channel, NoticeTemplate, Outcome, State
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, unit_for

ADDRESS_PLACE = "notices_dispatch.address"


class NobodyThere(Invalid):
    """The recipient is no active login or unit of the platform, or none is named."""

    code = "notices.nobody-there"
    says = "收件的账号或单位不存在或已停用"
    field = "recipient"


class BadAddress(Invalid):
    """An e-mail address or a mobile number that can not be one."""

    code = "notices.bad-address"
    says = "{what}不对，请核对后再发"
    field = "address"


@dataclass(frozen=True)
class Recipient:
    """Exactly one of: a login (``user``), a unit with or without a ``role`` there, a party outside by its name.

    ``email`` and ``phone`` are those of a party outside, or a telephone number for SMS; logins have their own address.
    """

    user: int | None = None
    unit: int | None = None
    role: Role | None = None
    party: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class About:
    """The thing a notice is about: ``number`` is its id in the room as text."""

    room: str
    kind: str
    number: str


@dataclass(frozen=True)
class Wish:
    """How a notice is to go: by which channels beside the inbox; the day by which something is due, with its rule."""

    channels: frozenset[Channel] = frozenset()
    due_on: date | None = None
    due_rule: str = ""


@use_case
def send_notice(
    *,
    actor: Actor,
    now: datetime,
    template: NoticeTemplate,
    values: Mapping[str, str],
    recipient: Recipient,
    sender_unit: int,
    about: About,
    wish: Wish,
) -> Notice:
    """Send a notice in a unit's name and return it.

    It stands in the recipient's inbox when the transaction commits; e-mail and SMS are sent by a job enqueued in the
    same transaction; a paper waits until somebody records its service.

    Raises:
        NotPermitted: the actor may not send this kind.
        NotFound: the sending unit lies outside the actor's reach.
        NobodyThere: there is no such recipient.
        BadAddress: an address or number given is none.
        WrongPlaces: the values do not fit the template.
    """
    actor.require(template.permission)
    sender = unit_for(actor, sender_unit, permission=template.permission)
    user, unit, name = _recipient(recipient)
    text = template.write(values)
    notice = Notice.objects.create(
        public_id=new_opaque_id(),
        template=template.code,
        label=template.label,
        subject=text.subject,
        body=text.body,
        served=template.served,
        whole_by_mail=template.whole_by_mail,
        channels=sorted(channel.value for channel in wish.channels),
        sender_unit=sender,
        sent_by=actor.id,
        sent_by_name=actor.name,
        user=user,
        unit=unit,
        role=recipient.role.value if recipient.role else "",
        recipient_name=name,
        about_room=about.room,
        about_kind=about.kind,
        about_id=about.number,
        created_at=now,
        due_on=wish.due_on,
        due_rule=wish.due_rule,
    )
    if not recipient.party:
        _deliver_in_app(actor, now, notice)
    _dispatch(now, notice, recipient, wish)
    record(
        actor=actor,
        now=now,
        action=rules.NOTICE_SENT,
        object_kind="notice",
        object_id=notice.public_id,
        object_label=notice.label,
        facts={
            "to": "login" if user else "unit" if unit else "party",
            "channels": notice.channels,
            "about": f"{about.room} {about.kind} {about.number}",
            "due_on": wish.due_on,
        },
    )
    return notice


def _recipient(recipient: Recipient) -> tuple[User | None, Unit | None, str]:
    named = [recipient.user is not None, recipient.unit is not None, bool(recipient.party.strip())]
    if sum(named) != 1 or (recipient.role and recipient.unit is None):
        raise NobodyThere
    if recipient.user is not None:
        user = User.objects.filter(id=recipient.user, is_active=True).first()
        if user is None:
            raise NobodyThere
        return user, None, user.name
    if recipient.unit is not None:
        unit = Unit.objects.filter(id=recipient.unit).first()
        if unit is None:
            raise NobodyThere
        return None, unit, unit.name
    return None, None, recipient.party.strip()[:200]


def _deliver_in_app(actor: Actor, now: datetime, notice: Notice) -> None:
    Delivery.objects.create(
        notice=notice,
        channel=Channel.IN_APP.value,
        outcome=Outcome.DELIVERED.value,
        at=now,
        delivered_on=day_of(now),
        message_id=notice.public_id,
        confirmed_by=actor.id,
        confirmed_by_name=actor.name,
    )


def _dispatch(now: datetime, notice: Notice, recipient: Recipient, wish: Wish) -> None:
    addresses = [*_mail_addresses(notice, recipient, wish, day_of(now)), *_numbers(recipient, wish)]
    for channel, address, shown in addresses:
        dispatch = Dispatch.objects.create(
            notice=notice,
            channel=channel.value,
            address=sealed.seal(address, place=ADDRESS_PLACE).token,
            shown_address=shown,
            message_id=f"<{new_opaque_id()}@{settings.CITY.domain}>",
            state=State.WAITING.value,
            attempts=0,
            next_attempt_at=now,
        )
        defer("notices.deliver", queue="urgent", dispatch=dispatch.id)


def _mail_addresses(notice: Notice, recipient: Recipient, wish: Wish, on: date) -> Iterator[tuple[Channel, str, str]]:
    if Channel.EMAIL not in wish.channels:
        return
    given = [recipient.email] if recipient.party else [user.email for user in queries.addressees(notice, on)]
    for address in given:
        try:
            validate_email(address)
        except ValidationError:
            raise BadAddress(what="电子邮件地址") from None
        yield Channel.EMAIL, address, _mask_mail(address)


def _numbers(recipient: Recipient, wish: Wish) -> Iterator[tuple[Channel, str, str]]:
    if Channel.SMS not in wish.channels:
        return
    if not is_mobile_number(recipient.phone):
        raise BadAddress(what="手机号码")
    number, _ = tidy(recipient.phone)
    yield Channel.SMS, number, mask_phone(number)


def _mask_mail(address: str) -> str:
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"[:100]

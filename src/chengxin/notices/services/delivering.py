"""Delivering by e-mail and SMS: claimed by one worker, tried again with growing waits, given up with an alarm.

A worker takes a dispatch by compare-and-set, in a transaction of its own, then sends, then records what came of it. Run
twice, the second run finds nothing to take. A worker that dies between sending and recording leaves the dispatch
``sending``; it is tried again after a while under the same message id, by which a mail server drops the double.
"""

from datetime import datetime

from django.db.models import F

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation import sealed
from chengxin.foundation.actor import Actor
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import Conflict, NotFound
from chengxin.foundation.roles import Role
from chengxin.notices import queries, rules
from chengxin.notices.adapters.mail import send_mail
from chengxin.notices.adapters.outcomes import NotSent, Rejected
from chengxin.notices.adapters.sms import gateway
from chengxin.notices.models import Delivery, Dispatch
from chengxin.notices.rules import Channel, Outcome, State, wait_after
from chengxin.notices.services.sending import ADDRESS_PLACE, About, Recipient, Wish, send_notice
from chengxin.units.queries import day_of

BATCH = 200


class UnknownMessage(NotFound):
    """No message of ours has this id."""

    code = "notices.unknown-message"
    says = "没有发过这封邮件"


class TakenOver(Conflict):
    """The attempt took so long that another worker took the dispatch over; what it finds out counts."""

    code = "notices.taken-over"
    says = "这次发送已由另一个任务接手"


def deliver(*, actor: Actor, now: datetime, dispatch: int) -> bool:
    """Make one attempt at a dispatch whose time has come, and say whether there was one to make.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(rules.DELIVER)
    if not _claim(dispatch, now):
        return False
    taken = queries.dispatch_of(dispatch)
    try:
        _send(taken)
    except NotSent as failure:
        _record_failure(actor=actor, now=now, dispatch=taken, failure=failure)
    else:
        _record_delivery(actor=actor, now=now, dispatch=taken)
    return True


def deliver_waiting(*, actor: Actor, now: datetime) -> int:
    """Have each dispatch whose time has come delivered by a job of its own, and return how many there are.

    Each has its own, so that one that can not be handled keeps no other waiting.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(rules.DELIVER)
    due = queries.due_dispatches(now, limit=BATCH)
    for number in due:
        defer("notices.deliver", queue="urgent", lock=f"notices.deliver.{number}", dispatch=number)
    return len(due)


def _claim(dispatch: int, now: datetime) -> bool:
    there = Dispatch.objects.filter(queries.to_be_tried(now), id=dispatch)
    return there.update(state=State.SENDING.value, claimed_at=now, attempts=F("attempts") + 1) == 1


def _send(dispatch: Dispatch) -> None:
    try:
        address = sealed.unseal(sealed.Sealed(dispatch.address), place=ADDRESS_PLACE).reveal()
    except sealed.CannotOpen:
        raise Rejected("保存的地址打不开，请检查平台的密钥") from None
    notice = dispatch.notice
    if dispatch.channel == Channel.SMS:
        text = f"【{notice.sender_unit.short_name}】{notice.subject}"
        gateway().send(number=address, text=text, message_id=dispatch.message_id)
        return
    waiting = f"{notice.sender_unit.name}发给您一份通知：{notice.label}。\n请登录工作台，在“通知”里查看。"
    whole = notice.whole_by_mail
    send_mail(
        address=address,
        subject=notice.subject if whole else f"您有一份通知：{notice.label}",
        body=notice.body if whole else waiting,
        message_id=dispatch.message_id,
    )


@use_case
def _record_delivery(*, actor: Actor, now: datetime, dispatch: Dispatch) -> None:
    _settle(dispatch, State.DONE, now)
    _add_delivery(actor, now, dispatch, Outcome.DELIVERED, "")
    _note(actor, now, rules.DELIVERED, dispatch)


@use_case
def _record_failure(*, actor: Actor, now: datetime, dispatch: Dispatch, failure: NotSent) -> None:
    for_good = isinstance(failure, Rejected)
    wait = None if for_good else wait_after(dispatch.attempts)
    if wait is None:
        _settle(dispatch, State.GIVEN_UP, now)
        _raise_alarm(actor, now, dispatch, failure.cause)
    else:
        _settle(dispatch, State.WAITING, now + wait)
    _add_delivery(actor, now, dispatch, Outcome.REFUSED if for_good else Outcome.FAILED, failure.cause)
    _note(actor, now, rules.DELIVERY_FAILED, dispatch, cause=failure.cause)


def _add_delivery(actor: Actor, now: datetime, dispatch: Dispatch, outcome: Outcome, detail: str) -> None:
    Delivery.objects.create(
        notice=dispatch.notice,
        dispatch=dispatch,
        channel=dispatch.channel,
        outcome=outcome.value,
        at=now,
        delivered_on=day_of(now) if outcome is Outcome.DELIVERED else None,
        message_id=dispatch.message_id,
        detail=detail[:500],
        confirmed_by=actor.id,
        confirmed_by_name=actor.name,
    )


def _settle(dispatch: Dispatch, state: State, next_attempt_at: datetime) -> None:
    mine = Dispatch.objects.filter(id=dispatch.id, state=State.SENDING.value, attempts=dispatch.attempts)
    if mine.update(state=state.value, next_attempt_at=next_attempt_at) != 1:
        raise TakenOver


def _raise_alarm(actor: Actor, now: datetime, dispatch: Dispatch, cause: str) -> None:
    """Tell the administrators of the sending unit, in their inbox only: an alarm by mail about mail helps nobody."""
    notice = dispatch.notice
    send_notice(
        actor=actor,
        now=now,
        template=rules.ALARM,
        values={
            "label": notice.label,
            "recipient": f"{notice.recipient_name}（{dispatch.shown_address}）",
            "attempts": str(dispatch.attempts),
            "channel": rules.CHANNEL_LABELS[Channel(dispatch.channel)],
            "cause": cause,
        },
        recipient=Recipient(unit=notice.sender_unit_id, role=Role.UNIT_ADMINISTRATOR),
        sender_unit=notice.sender_unit_id,
        about=About("notices", "notice", notice.public_id),
        wish=Wish(),
    )


@use_case
def record_bounce(*, actor: Actor, now: datetime, message_id: str, detail: str) -> None:
    """Record that a mail came back although the server had taken it, and raise the alarm.

    Raises:
        NotPermitted: the actor is not the job that reads returned mail.
        UnknownMessage: it is not one of ours.
    """
    actor.require(rules.RECORD_BOUNCE)
    found = Dispatch.objects.select_related("notice__sender_unit").filter(message_id=message_id).first()
    if found is None:
        raise UnknownMessage
    _add_delivery(actor, now, found, Outcome.FAILED, detail)
    _raise_alarm(actor, now, found, "退信")
    _note(actor, now, rules.BOUNCE_RECORDED, found)


def _note(actor: Actor, now: datetime, action: Action, dispatch: Dispatch, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="notice",
        object_id=dispatch.notice.public_id,
        object_label=dispatch.notice.label,
        facts={"channel": dispatch.channel, "attempt": dispatch.attempts, "message": dispatch.message_id} | facts,
    )

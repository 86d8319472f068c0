"""Marking notices as read."""

from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.notices import queries, rules
from chengxin.notices.models import NoticeReading


class AlreadyRead(Conflict):
    """The login marked the notice before, perhaps in another window."""

    code = "notices.already-read"
    says = "这份通知已经标记为已读"


@use_case
def mark_read(*, actor: Actor, now: datetime, notice_id: str) -> None:
    """Note that the actor has read a notice of its inbox. It changes nothing about the delivery.

    Raises:
        NotFound: there is no such notice in the inbox.
        AlreadyRead: it was marked before.
    """
    actor.require(rules.SEE_INBOX)
    notice = queries.notice_for(actor, notice_id)
    try:
        with transaction.atomic():
            NoticeReading.objects.create(notice=notice, user=queries.reader_of(actor), at=now)
    except IntegrityError:
        raise AlreadyRead from None
    record(
        actor=actor,
        now=now,
        action=rules.NOTICE_READ,
        object_kind="notice",
        object_id=notice.public_id,
        object_label=notice.label,
    )

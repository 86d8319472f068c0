"""Recording the service of papers: a person says when and how, and keeps the scan. Never rewritten."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.notices import queries, rules
from chengxin.notices.models import Delivery, Notice
from chengxin.notices.rules import Channel, Manner, Outcome
from chengxin.units.queries import day_of
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload, keep_file


class AlreadyServed(Conflict):
    """The paper has its day of service; it is never rewritten."""

    code = "notices.already-served"
    says = "这份文书已登记送达，送达日期不能再改"


class FutureDay(Invalid):
    """The day of service has not come."""

    code = "notices.future-day"
    says = "送达日期不能晚于今天"
    field = "delivered_on"


class NotYetSent(Invalid):
    """The paper was served before it was written."""

    code = "notices.not-yet-sent"
    says = "送达日期不能早于文书发出的日期（{sent_on}）"
    field = "delivered_on"


class ProofMissing(Invalid):
    """A delivery has a day and a scan; a failed attempt says why."""

    code = "notices.proof-missing"
    says = "登记已送达，要有送达日期和回证扫描件；未送达或拒收，要写明情况"
    field = "scan"


@dataclass(frozen=True)
class PaperReport:
    """What happened to a paper: ``delivered_on`` and ``scan`` for a delivery, ``detail`` for an attempt in vain."""

    outcome: Outcome
    manner: Manner
    delivered_on: date | None
    signed_by: str
    detail: str
    scan: Upload | None


@use_case
def record_paper_delivery(*, actor: Actor, now: datetime, notice_id: str, report: PaperReport) -> Delivery:
    """Record one attempt to serve a paper, with the scan of its receipt, and return it.

    The day of a delivery is the one from which clocks run. Attempts in vain may be recorded any number of times, a
    delivery once.

    Raises:
        NotFound: the notice is not served on paper, or by another unit.
        AlreadyServed: it has its delivery.
        ProofMissing: no day, no scan, or no word about an attempt in vain.
        FutureDay: the day has not come.
        NotYetSent: the day lies before that of the notice.
        FileRefused: the scan is not taken.
    """
    actor.require(rules.RECORD_PAPER)
    notice = queries.paper_for(actor, notice_id)
    _check(notice, report, day_of(now))
    delivered = report.outcome is Outcome.DELIVERED
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                notice=notice,
                channel=Channel.PAPER.value,
                outcome=report.outcome.value,
                manner=report.manner.value,
                at=now,
                delivered_on=report.delivered_on if delivered else None,
                scan=_kept(actor, now, notice, report.scan),
                signed_by=report.signed_by.strip()[:100],
                detail=report.detail.strip()[:500],
                confirmed_by=actor.id,
                confirmed_by_name=actor.name,
            )
    except IntegrityError:
        raise AlreadyServed from None
    record(
        actor=actor,
        now=now,
        action=rules.PAPER_RECORDED,
        object_kind="notice",
        object_id=notice.public_id,
        object_label=notice.label,
        facts={
            "outcome": report.outcome.value,
            "manner": report.manner.value,
            "delivered_on": delivery.delivered_on,
            "scan": delivery.scan.sha256 if delivery.scan else None,
        },
    )
    return delivery


def _check(notice: Notice, report: PaperReport, today: date) -> None:
    if queries.is_served(notice):
        raise AlreadyServed
    if report.outcome is not Outcome.DELIVERED:
        if not report.detail.strip():
            raise ProofMissing
        return
    if report.delivered_on is None or report.scan is None:
        raise ProofMissing
    if report.delivered_on > today:
        raise FutureDay
    sent_on = day_of(notice.created_at)
    if report.delivered_on < sent_on:
        raise NotYetSent(sent_on=sent_on.isoformat())


def _kept(actor: Actor, now: datetime, notice: Notice, scan: Upload | None) -> StoredFile | None:
    if scan is None:
        return None
    return keep_file(
        actor=actor,
        now=now,
        purpose=rules.SCAN,
        upload=scan,
        unit=notice.sender_unit_id,
        owner=Owner("notices", "notice", notice.public_id),
    )

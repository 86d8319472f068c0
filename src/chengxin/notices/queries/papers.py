"""Service of papers: what the own unit still has to serve, and when something was delivered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.notices import rules
from chengxin.notices.models import Delivery, Notice
from chengxin.notices.queries.pages import page_after
from chengxin.notices.rules import Channel, Manner, Outcome


@dataclass(frozen=True)
class DeliveryFacts:
    """One attempt as a page shows it; ``scan`` is the id of the stored file or empty."""

    channel: str
    outcome: str
    manner: str
    at: datetime
    delivered_on: date | None
    signed_by: str
    detail: str
    recorded_by: str
    scan: str


@dataclass(frozen=True)
class PaperRow:
    """One paper to be served, or served."""

    public_id: str
    label: str
    recipient: str
    sender: str
    created_at: datetime
    due_on: date | None
    delivered_on: date | None


@dataclass(frozen=True)
class PapersPage:
    """A page of papers; ``next`` is the cursor of the following one or empty."""

    rows: tuple[PaperRow, ...]
    next: str
    served: bool


@dataclass(frozen=True)
class PaperFacts:
    """One paper with all attempts to serve it."""

    row: PaperRow
    subject: str
    is_served: bool
    deliveries: tuple[DeliveryFacts, ...]


def papers_for(actor: Actor, *, served: bool) -> QuerySet[Notice]:
    """Return the notices that the actor's units serve on paper, newest first: those served, or those not yet."""
    delivered = Delivery.objects.filter(
        notice=OuterRef("pk"), channel=Channel.PAPER.value, outcome=Outcome.DELIVERED.value
    )
    found = _papers(actor).filter(Exists(delivered) if served else ~Exists(delivered))
    return found.order_by("-created_at", "-id")


def paper_for(actor: Actor, public_id: str) -> Notice:
    """Return a notice that the actor's units serve on paper, served or not.

    Raises:
        NotFound: there is none, or another unit serves it.
    """
    notice = _papers(actor).filter(public_id=public_id).first()
    if notice is None:
        raise NotFound
    return notice


def _papers(actor: Actor) -> QuerySet[Notice]:
    reach = within(actor.scope(rules.RECORD_PAPER), unit="sender_unit_id", district="sender_unit__district")
    return Notice.objects.filter(reach, channels__contains=[Channel.PAPER.value]).select_related("sender_unit")


def is_served(notice: Notice) -> bool:
    """Say whether the paper has its delivery."""
    return notice.deliveries.filter(channel=Channel.PAPER.value, outcome=Outcome.DELIVERED.value).exists()


def papers_page(actor: Actor, *, served: bool, cursor: str) -> PapersPage:
    """Return a page of the papers still to be served, or of those served.

    Raises:
        BadCursor: the cursor is not ours.
    """
    notices, following = page_after(papers_for(actor, served=served), cursor)
    days = delivered_days(notices)
    return PapersPage(tuple(_row(notice, days.get(notice.id)) for notice in notices), following, served)


def paper_page(actor: Actor, public_id: str) -> PaperFacts:
    """Return one paper with all attempts to serve it.

    Raises:
        NotFound: there is none, or another unit serves it.
    """
    notice = paper_for(actor, public_id)
    return PaperFacts(_row(notice, delivered_on(notice)), notice.subject, is_served(notice), deliveries_of(notice))


def _row(notice: Notice, delivered: date | None) -> PaperRow:
    return PaperRow(
        public_id=notice.public_id,
        label=notice.label,
        recipient=notice.recipient_name,
        sender=notice.sender_unit.name,
        created_at=notice.created_at,
        due_on=notice.due_on,
        delivered_on=delivered,
    )


def delivered_on(notice: Notice) -> date | None:
    """Return the day from which clocks run, or None while it is not delivered; see ``delivered_days``."""
    return delivered_days([notice]).get(notice.id)


def delivered_days(notices: Collection[Notice]) -> dict[int, date]:
    """Return for each notice that is delivered the day from which clocks run, by its number, in one query.

    Of a notice that the law wants served only the paper counts; of any other the first delivery that did not bounce.
    """
    counts = Q(notice__served=False) | Q(channel=Channel.PAPER.value)
    bounced = Delivery.objects.filter(
        dispatch=OuterRef("dispatch"), outcome__in=(Outcome.FAILED.value, Outcome.REFUSED.value), at__gte=OuterRef("at")
    )
    standing = Delivery.objects.filter(counts, ~Exists(bounced), notice__in=notices, outcome=Outcome.DELIVERED.value)
    return dict(standing.values_list("notice_id").annotate(Min("delivered_on")))


def deliveries_of(notice: Notice) -> tuple[DeliveryFacts, ...]:
    """Return all attempts to deliver the notice, in their order."""
    rows = notice.deliveries.select_related("scan").order_by("at", "id")
    return tuple(
        DeliveryFacts(
            channel=rules.CHANNEL_LABELS[Channel(row.channel)],
            outcome=rules.OUTCOME_LABELS[Outcome(row.outcome)],
            manner=rules.MANNER_LABELS[Manner(row.manner)] if row.manner else "",
            at=row.at,
            delivered_on=row.delivered_on,
            signed_by=row.signed_by,
            detail=row.detail,
            recorded_by=row.confirmed_by_name,
            scan=row.scan.public_id if row.scan else "",
        )
        for row in rows
    )

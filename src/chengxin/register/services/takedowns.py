"""The end of publicity: for good, in a partition of the feed that no load holds back, in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.catalog.queries import items_no_longer_public
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.register import rules
from chengxin.register.models import Record, Takedown
from chengxin.register.queries import leaves
from chengxin.register.queries.expiry import expired_records, public_records_of
from chengxin.register.queries.scoped import records_for_change
from chengxin.register.rules import TakedownReason
from chengxin.register.services import committing
from chengxin.units.queries import day_of

EXPIRED_AT_ONCE = 5_000
EXPIRY_SENTENCE = "公示的最后一天已过，自动停止公示。"
DROPPED_SENTENCE = "现行的信用信息目录不再公开“{item}”，停止公示。"
DROPPED_BASIS = "现行的信用信息目录"
EXPIRY_BASIS = "公示时所依据的规定"


class ReasonMissing(Invalid):
    """A takedown says why, and on what basis."""

    code = "register.reason-missing"
    says = "停止公示必须写明理由和依据"
    field = "sentence"


@dataclass(frozen=True)
class Why:
    """Why publicity ends: ``sentence`` is told to the public and to the subject, ``basis`` names instrument or case."""

    reason: TakedownReason
    sentence: str
    basis: str


@use_case
def take_down(*, actor: Actor, now: datetime, records: Sequence[str], why: Why) -> int:
    """Take records (public ids) out of the public for good and return how many were there to take.

    Raises:
        NotPermitted: the actor may not.
        NotFound: one of the records lies outside the actor's reach, or there is none.
        ReasonMissing: sentence or basis is blank.
    """
    actor.require(rules.TAKE_DOWN)
    found = records_for_change(actor, records, permission=rules.TAKE_DOWN)
    gone = end_publicity(found, why, now)
    record(
        actor=actor,
        now=now,
        action=rules.TAKEN_DOWN,
        object_kind="record",
        object_id=found[0].public_id if len(found) == 1 else "",
        object_label=rules.TAKEDOWN_LABELS[why.reason],
        basis=why.basis,
        facts={"reason": why.reason.value, "sentence": why.sentence, "records": [one.public_id for one in gone]},
    )
    return len(gone)


@use_case
def take_down_expired(*, actor: Actor, now: datetime) -> int:
    """Write down the end of up to ``EXPIRED_AT_ONCE`` records whose last day is over; return how many.

    They left the public view at midnight; this tells the feed and the ledger.

    Raises:
        NotPermitted: the actor may not, for everything there is.
    """
    actor.require_everywhere(rules.TAKE_DOWN)
    why = Why(TakedownReason.EXPIRED, EXPIRY_SENTENCE, EXPIRY_BASIS)
    gone = end_publicity(expired_records(day_of(now), limit=EXPIRED_AT_ONCE), why, now)
    record(
        actor=actor,
        now=now,
        action=rules.TAKEN_DOWN,
        object_kind="record",
        object_label=rules.TAKEDOWN_LABELS[why.reason],
        basis=why.basis,
        facts={"reason": why.reason.value, "records": len(gone)},
    )
    return len(gone)


@use_case
def take_down_dropped(*, actor: Actor, now: datetime, item: Item) -> int:
    """Write down the end of up to ``EXPIRED_AT_ONCE`` records of an item that is public no more; return how many.

    They left the pages on the day on which the catalogue changed; this tells the feed and the ledger.

    Raises:
        NotPermitted: the actor may not, for everything there is.
    """
    actor.require_everywhere(rules.TAKE_DOWN)
    why = Why(TakedownReason.ITEM_DROPPED, DROPPED_SENTENCE.format(item=item.name), DROPPED_BASIS)
    gone = end_publicity(public_records_of(item.key, limit=EXPIRED_AT_ONCE), why, now)
    record(
        actor=actor,
        now=now,
        action=rules.TAKEN_DOWN,
        object_kind="catalog-item",
        object_id=item.key,
        object_label=rules.TAKEDOWN_LABELS[why.reason],
        basis=why.basis,
        facts={"reason": why.reason.value, "records": len(gone)},
    )
    return len(gone)


def take_down_all_over(*, actor: Actor, now: datetime) -> int:
    """Write down every end that is not written down yet, of records and of items; return how many. Safe to run twice.

    Raises:
        NotPermitted: the actor may not, for everything there is.
    """
    ended = take_down_all_expired(actor=actor, now=now)
    for key, item in items_no_longer_public(actor, on=day_of(now)).items():
        while public_records_of(key, limit=1):
            ended += take_down_dropped(actor=actor, now=now, item=item)
    return ended


def take_down_all_expired(*, actor: Actor, now: datetime) -> int:
    """Write down the end of all records whose last day is over, some at a time; return how many. Safe to run twice.

    Raises:
        NotPermitted: the actor may not, for everything there is.
    """
    ended = 0
    while expired_records(day_of(now), limit=1):
        ended += take_down_expired(actor=actor, now=now)
    return ended


def end_publicity(found: Sequence[Record], why: Why, now: datetime) -> list[Record]:
    """Write takedown, feed and ledger for those not down already, and return them.

    Raises:
        ReasonMissing: sentence or basis is blank.
    """
    if not why.sentence.strip() or not why.basis.strip():
        raise ReasonMissing
    committing.hold_orders()
    already = set(Takedown.objects.filter(record__in=found).values_list("record_id", flat=True))
    gone = sorted((one for one in found if one.id not in already), key=lambda one: one.id)
    if not gone:
        return []
    batch = committing.batch_of_orders(gone, now)
    Takedown.objects.bulk_create(
        Takedown(record=one, batch=batch, reason=why.reason, sentence=why.sentence.strip(), basis=why.basis, at=now)
        for one in gone
    )
    committing.commit(batch, rules.TAKEDOWN_LEAF, leaves.takedowns(batch), now)
    return gone

"""Organisations merged and split with their records: what the public sees moves, and the feed says so.

The records themselves stay as they are, with their ledger: whose they are is read through the organisation.
"""

from collections.abc import Sequence
from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.register import rules
from chengxin.register.models import Record
from chengxin.register.services import committing
from chengxin.subjects.models import SubjectLink
from chengxin.subjects.services import merge_organisations, split_organisations


@use_case
def merge_subjects(
    *, actor: Actor, now: datetime, absorbed: str, survivor: str, reason: str, basis: str, evidence: Sequence[str]
) -> SubjectLink:
    """Show the records of one organisation (public id or code) under another one that it turned out to be.

    ``evidence`` are the sentences that lay before the person who decided.

    Raises:
        NotPermitted, NotFound, SameSubject, LinkUnexplained, AlreadyMerged, ProtectedSubject: as
        ``subjects.services.merge_organisations``.
    """
    link = merge_organisations(
        actor=actor, now=now, absorbed=absorbed, survivor=survivor, reason=reason, basis=basis, evidence=evidence
    )
    _tell(actor, now, link)
    return link


@use_case
def split_subjects(*, actor: Actor, now: datetime, absorbed: str, reason: str, basis: str) -> SubjectLink:
    """Show the records of a merged organisation (public id or code) under itself again.

    Raises:
        NotPermitted, NotFound, LinkUnexplained, NotMerged: as ``subjects.services.split_organisations``.
    """
    link = split_organisations(actor=actor, now=now, absorbed=absorbed, reason=reason, basis=basis)
    _tell(actor, now, link)
    return link


def _tell(actor: Actor, now: datetime, link: SubjectLink) -> None:
    """Put every record that ever showed of the organisation into the feed: readers see whose it is now."""
    shown = Record.objects.filter(subject=link.absorbed, versions__load__visible_at__isnull=False)
    found = list(shown.distinct().order_by("id"))
    if found:
        committing.hold_orders()
        committing.batch_of_orders(found, now)
    record(
        actor=actor,
        now=now,
        action=rules.RECORDS_REGROUPED,
        object_kind="organisation",
        object_id=link.absorbed.public_id,
        object_label=link.absorbed.name,
        basis=link.basis,
        facts={"merged": link.merged, "survivor": link.survivor.public_id, "records": len(found)},
    )

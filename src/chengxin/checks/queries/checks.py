"""Reads of checks: the own unit's, and for offices and auditors those in their reach."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from chengxin.checks.models import Batch, Check, CheckEvidence, CheckFeedback
from chengxin.checks.rules.doings import SEE_CHECKS
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.register.queries.standing import standing_of_records


@dataclass(frozen=True)
class CheckFilter:
    """What a list of checks is narrowed to; empty means all."""

    text: str = ""
    matter: str = ""
    batch: str = ""
    open_only: bool = False
    since: date | None = None


@dataclass(frozen=True)
class Answer:
    """An answer as it was given; ``gone`` are the opaque ids of records in it that were taken down or ended since."""

    told: dict[str, Any]
    digest: str
    gone: frozenset[str]


def batches_for(actor: Actor, *, permission: Permission = SEE_CHECKS) -> QuerySet[Batch]:
    """Return the batches of units in the actor's reach, newest first."""
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    return Batch.objects.filter(reach).select_related("matter", "unit", "file").order_by("-id")


def batch_for(actor: Actor, public_id: str, *, permission: Permission = SEE_CHECKS) -> Batch:
    """Return a batch in reach.

    Raises:
        NotFound: there is none, or not in reach.
    """
    row = batches_for(actor, permission=permission).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def answers_of(actor: Actor, batch: Batch, *, today: date) -> list[tuple[Check, Answer]]:
    """Return the checks of a batch that a scoped query found, by line, with their answers, in three reads."""
    return _answered(actor, list(batch.checks.select_related("matter", "unit", "evidence").order_by("line")), today)


def answers_to(actor: Actor, public_ids: Sequence[str], *, today: date) -> list[tuple[Check, Answer]]:
    """Return checks in reach in the order asked for, with their answers and what was said of them, in three reads.

    Raises:
        NotFound: one is none, or not in reach.
    """
    found = checks_for(actor).filter(public_id__in=public_ids).select_related("evidence").order_by()
    newest = Prefetch("feedback", CheckFeedback.objects.order_by("-number"))
    rows = {row.public_id: row for row in found.prefetch_related(newest)}
    if not rows.keys() >= set(public_ids):
        raise NotFound
    return _answered(actor, [rows[one] for one in public_ids], today)


def _answered(actor: Actor, rows: Sequence[Check], today: date) -> list[tuple[Check, Answer]]:
    used = {record for row in rows for record in row.used}
    still = standing_of_records(actor, used, on=today, permission=SEE_CHECKS) if used else frozenset()
    return [
        (row, Answer(json.loads(row.evidence.body), row.evidence.digest, frozenset(row.used) - still)) for row in rows
    ]


def checks_for(
    actor: Actor, asked: CheckFilter = CheckFilter(), *, permission: Permission = SEE_CHECKS
) -> QuerySet[Check]:
    """Return the checks of units in the actor's reach, newest first."""
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    found = Check.objects.filter(reach).select_related("matter", "unit").order_by("-id")
    if asked.open_only:
        found = found.filter(closed_at__isnull=True)
    if asked.matter:
        found = found.filter(matter__public_id=asked.matter)
    if asked.batch:
        found = found.filter(batch__public_id=asked.batch)
    if asked.since:
        found = found.filter(on__gte=asked.since)
    if asked.text:
        text = asked.text.strip()
        found = found.filter(
            Q(subject_code=text.upper()) | Q(subject_name__contains=text) | Q(reference__contains=text)
        )
    return found


def check_for(actor: Actor, public_id: str, *, permission: Permission = SEE_CHECKS, lock: bool = False) -> Check:
    """Return a check in reach; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or not in reach.
    """
    found = checks_for(actor, permission=permission).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def evidence_of(row: Check) -> CheckEvidence:
    """Return the evidence of a check that a scoped query found."""
    return CheckEvidence.objects.get(owner=row)


def answer_of(actor: Actor, row: Check, *, today: date) -> Answer:
    """Return the answer of a check that a scoped query found, and what of it the law has taken down since."""
    evidence = evidence_of(row)
    still = standing_of_records(actor, row.used, on=today, permission=SEE_CHECKS) if row.used else frozenset()
    return Answer(json.loads(evidence.body), evidence.digest, frozenset(row.used) - still)


def still_standing(actor: Actor, row: Check, *, today: date) -> frozenset[str]:
    """Return those of the records told of after a check (opaque ids) that still stand."""
    told = {one["record"] for look in row.looks_again.filter(corrected=False) for one in (*look.came, *look.changed)}
    return standing_of_records(actor, told, on=today, permission=SEE_CHECKS) if told else frozenset()


def feedback_of(row: Check) -> list[CheckFeedback]:
    """Return what was said of the measures of a check that a scoped query found, newest first."""
    return list(row.feedback.order_by("-number"))

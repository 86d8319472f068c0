"""Rows that wait for their subject, within the actor's reach, and the candidates for one of them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.intake import rules
from chengxin.intake.models import IdentifyingStep, MendedRow, UnidentifiedRow
from chengxin.intake.queries.concerns import concern_of
from chengxin.intake.rules import State
from chengxin.intake.rules.identifying import NOT_OURS, Fate
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries import organisation_for
from chengxin.subjects.queries.matching import Candidate, candidate_for, candidates_for, claim_of
from chengxin.subjects.rules.matching import Claim


def unidentified_for(actor: Actor) -> QuerySet[UnidentifiedRow]:
    """Return the rows that wait for their subject, or did, the oldest first.

    Those of units in the actor's reach, and those of others about organisations that a unit of the actor registers:
    while they wait, or since it decided them. A row that its unit has mended since is no more among those that wait.
    """
    return _rows(actor, concern_of(actor).seen())


def rows_to_identify(actor: Actor) -> QuerySet[UnidentifiedRow]:
    """Return those of them that the actor may decide now."""
    return _rows(actor, concern_of(actor).waiting())


def _rows(actor: Actor, wanted: Q) -> QuerySet[UnidentifiedRow]:
    if not actor.may(rules.IDENTIFY):
        return UnidentifiedRow.objects.none()
    mended = MendedRow.objects.filter(
        submission__follows=OuterRef("submission_id"), submission__state=State.DONE, line=OuterRef("line")
    )
    found = UnidentifiedRow.objects.filter(wanted).annotate(mended=Exists(mended))
    return (
        found.exclude(fate=Fate.OPEN, mended=True)
        .select_related("submission", "unit", "organisation", "sent")
        .order_by("id")
    )


def unidentified_row_for(actor: Actor, public_id: str, *, lock: bool = False) -> UnidentifiedRow:
    """Return one such row; ``lock`` holds it.

    Raises:
        NotFound: there is none, it lies outside the actor's reach, or its unit mended it.
    """
    found = unidentified_for(actor).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def beside(actor: Actor, row: UnidentifiedRow) -> tuple[str, str]:
    """Return the public ids of the open rows before and after one; empty where there is none."""
    waiting = rows_to_identify(actor)
    before = waiting.filter(id__lt=row.id).order_by("-id").values_list("public_id", flat=True).first()
    after = waiting.filter(id__gt=row.id).values_list("public_id", flat=True).first()
    return before or "", after or ""


def candidates_of(actor: Actor, row: UnidentifiedRow) -> tuple[Candidate, ...]:
    """Return the organisations a row may be about, as things are known now."""
    return candidates_for(actor, _claim(actor, row))


def evidence_with(actor: Actor, row: UnidentifiedRow, key: str) -> Candidate:
    """Return the evidence between a row and one organisation (code or public id).

    Raises:
        NotFound: there is no such organisation.
    """
    return candidate_for(actor, _claim(actor, row), key)


def _claim(actor: Actor, row: UnidentifiedRow) -> Claim:
    """Return what a row says of its subject; the day of a decision is for those who may see the row alone."""
    decided_on = row.decided_on if concern_of(actor).owns(row) else None
    return claim_of(name=row.name, code=row.code, numbers=row.numbers, category=row.category, decided_on=decided_on)


def steps_of(row: UnidentifiedRow) -> QuerySet[IdentifyingStep]:
    """Return what was decided of a row that a scoped query found, newest first."""
    return row.steps.select_related("organisation").order_by("-id")


def last_step_by(actor: Actor) -> UnidentifiedRow | None:
    """Return the row that the actor decided last, if that decision still stands."""
    step = IdentifyingStep.objects.filter(by=actor.id).order_by("-id").first()
    if step is None or step.fate == Fate.OPEN:
        return None
    fate = Fate.OPEN.value if step.fate == NOT_OURS else step.fate
    return unidentified_for(actor).filter(id=step.row_id, fate=fate).first()


def identified_row_by_number(actor: Actor, number: int) -> UnidentifiedRow:
    """Return the row that a job reports again, held.

    Raises:
        NotFound: there is none, or the actor does not process submissions.
    """
    found = UnidentifiedRow.objects.select_related("submission", "unit", "sent", "organisation__merged_into")
    row = found.select_for_update(of=("self",)).filter(id=number).first() if actor.may(rules.PROCESS) else None
    if row is None:
        raise NotFound
    return row


def organisation_of(actor: Actor, candidate: Candidate) -> Organisation:
    """Return the organisation of a candidate.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    return organisation_for(actor, candidate.public_id)

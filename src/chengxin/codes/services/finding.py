"""What is wrong with codes becomes lines of work lists: each thing once, with where it was seen."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeFault, FaultEvidence
from chengxin.codes.queries.registrars import Registrars, registrars
from chengxin.codes.rules.doings import FAULTS_FOUND, KEEP_CODES
from chengxin.codes.rules.kinds import MENDED, FaultKind, FaultState, Move, Outcome, Source, group_of
from chengxin.codes.services.moves import write_move
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import IdentifierKind, kind_of
from chengxin.foundation.opaque import new_opaque_id
from chengxin.units.queries import day_of

LONGEST_CODE, LONGEST_NAME, LONGEST_GROUND = 50, 200, 300
PERSONS = frozenset({IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER, IdentifierKind.MOBILE_NUMBER})
"""Numbers of natural persons that stand in a column of codes: never kept, so never a fault of a code."""


@dataclass(frozen=True)
class Seen:
    """Where something was seen: a line of a unit's submission, or the nightly look; ``ground`` in words what."""

    source: Source
    ground: str
    on: date
    submission: str = ""
    line: int = 0
    unit: int | None = None


@dataclass(frozen=True)
class Suspicion:
    """Something that may be wrong with a code.

    ``against`` tells faults of one code apart (the other name, the other code), ``organisation`` carries the code,
    ``other`` is the second subject. ``unit`` answers for it where nobody is named for the department.
    """

    kinds: tuple[FaultKind, ...]
    code: str
    name: str
    seen: Seen
    subject_kind: str
    district: str
    against: str = ""
    organisation: int | None = None
    other: int | None = None
    unit: int | None = None

    @property
    def key(self) -> str:
        """What makes it the same fault when it is seen again."""
        told = f"{group_of(self.kinds[0]).value}\0{self.code}\0{self.against}"
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    """How many faults are new, and how many that were closed are open again."""

    new: int
    again: int


@use_case
def open_faults(*, actor: Actor, now: datetime, suspicions: Sequence[Suspicion]) -> Found:
    """Put what was seen on the work lists and return what is new. Safe to run twice: the same sight changes nothing.

    A fault that was put right and is seen again is open again; one that a person found to be none, or confirmed by a
    certificate, stays closed. Numbers of natural persons are passed over.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    named = registrars(actor)
    counts = [_open(actor, now, one, named) for one in suspicions if _may_be_kept(one, now)]
    found = Found(counts.count(Move.FOUND), counts.count(Move.FOUND_AGAIN))
    record(
        actor=actor,
        now=now,
        action=FAULTS_FOUND,
        object_kind="code-faults",
        facts={"seen": len(counts), "new": found.new, "again": found.again},
    )
    return found


def _may_be_kept(one: Suspicion, now: datetime) -> bool:
    return bool(one.code) and kind_of(one.code, on=day_of(now)) not in PERSONS


def _open(actor: Actor, now: datetime, one: Suspicion, named: Registrars) -> Move | None:
    """Open, or open again; the row's lock keeps two that see the same thing from doing it both."""
    made = CodeFault.objects.bulk_create([_row(one, named)], ignore_conflicts=True)
    fault = CodeFault.objects.select_for_update().get(key=one.key)
    is_new = fault.public_id == made[0].public_id
    if not is_new and fault.state == FaultState.OPEN and one.seen.source is Source.NIGHT:
        return None
    kept = FaultEvidence.objects.filter(
        fault=fault, source=one.seen.source, submission=one.seen.submission, line=one.seen.line
    )
    seen_before = one.seen.source is Source.REPORT and kept.exists()
    if seen_before:
        return None
    _keep_evidence(fault, one)
    if is_new:
        write_move(actor, now, fault, Move.FOUND)
        return Move.FOUND
    if fault.state == FaultState.OPEN or Outcome(fault.outcome) not in MENDED:
        return None
    fault.state, fault.outcome, fault.closed_on = FaultState.OPEN, "", None
    fault.save(update_fields=["state", "outcome", "closed_on"])
    write_move(actor, now, fault, Move.FOUND_AGAIN)
    return Move.FOUND_AGAIN


def _row(one: Suspicion, named: Registrars) -> CodeFault:
    return CodeFault(
        public_id=new_opaque_id(),
        key=one.key,
        group=group_of(one.kinds[0]).value,
        kinds=[kind.value for kind in one.kinds],
        code=one.code[:LONGEST_CODE],
        name=one.name[:LONGEST_NAME],
        organisation_id=one.organisation,
        other_id=one.other,
        unit_id=named.of(one.code, one.district) or one.unit,
        subject_kind=one.subject_kind,
        district=one.district[:12],
        found_on=one.seen.on,
        state=FaultState.OPEN,
    )


def _keep_evidence(fault: CodeFault, one: Suspicion) -> None:
    FaultEvidence.objects.bulk_create(
        [
            FaultEvidence(
                fault=fault,
                source=one.seen.source,
                submission=one.seen.submission,
                line=one.seen.line,
                unit_id=one.seen.unit,
                told_name=one.name[:LONGEST_NAME],
                ground=one.seen.ground[:LONGEST_GROUND],
                on=one.seen.on,
            )
        ],
        ignore_conflicts=True,
    )

"""Looks at the trail; each is itself recorded."""

from collections.abc import Iterator
from datetime import datetime

from chengxin.audit import rules
from chengxin.audit.queries import trail
from chengxin.audit.rules.trail import TrailEntry, TrailFilter, TrailLine, TrailPage
from chengxin.audit.services.recording import record_look
from chengxin.audit.services.use_cases import use_case
from chengxin.foundation.actor import Actor


@use_case
def look_through_trail(*, actor: Actor, now: datetime, wanted: TrailFilter, cursor: str) -> TrailPage:
    """Return a page of the trail and record the look.

    Raises:
        NotPermitted: the actor is no auditor.
        BadCursor: the cursor is not ours.
        SealedNumber: an identity number was searched for.
    """
    actor.require(rules.SEE_TRAIL)
    page = trail.trail_page(actor, wanted, cursor)
    record_look(
        actor=actor,
        now=now,
        action=rules.TRAIL_SEEN,
        object_kind="trail",
        object_id="",
        object_label="操作留痕",
        purpose=rules.DUTY_PURPOSE,
        basis=rules.DUTY_BASIS,
        facts={**wanted.facts(), "rows": len(page.lines), "first_page": not cursor},
    )
    return page


@use_case
def look_at_entry(*, actor: Actor, now: datetime, entry: int) -> TrailEntry:
    """Return one entry in full and record the look.

    Raises:
        NotPermitted: the actor is no auditor.
        NotFound: there is no such entry in the actor's reach.
    """
    actor.require(rules.SEE_TRAIL)
    found = trail.entry_for(actor, entry)
    record_look(
        actor=actor,
        now=now,
        action=rules.ENTRY_SEEN,
        object_kind="trail-entry",
        object_id=str(entry),
        object_label=found.line.action,
        purpose=rules.DUTY_PURPOSE,
        basis=rules.DUTY_BASIS,
    )
    return found


@use_case
def export_trail(*, actor: Actor, now: datetime, wanted: TrailFilter, purpose: str, basis: str) -> Iterator[TrailLine]:
    """Record the look, then return all entries that fit, newest first, up to this very entry.

    The rows are read while they are taken, after the transaction.

    Raises:
        NotPermitted: the actor is no auditor.
        PurposeMissing: purpose or basis is blank.
        SealedNumber: an identity number stands in the filter, the purpose or the basis.
    """
    actor.require(rules.EXPORT_TRAIL)
    newest = record_look(
        actor=actor,
        now=now,
        action=rules.TRAIL_EXPORTED,
        object_kind="trail",
        object_id="",
        object_label="操作留痕",
        purpose=purpose,
        basis=basis,
        facts=wanted.facts(),
    )
    return trail.lines_for(actor, wanted, newest=newest)

"""One step of a submission's way, by the table of the procedure; parts of the use cases beside it."""

from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.intake.models import Submission
from chengxin.intake.rules import STATE_LABELS, Move, Phase, State, after


class NotNow(Conflict):
    """The submission stands where this can not be done."""

    code = "intake.not-now"
    says = "这次报送现在是“{state}”，不能这样办理"


class Interrupted(Conflict):
    """Somebody asked to cancel while the platform was at it."""

    code = "intake.interrupted"
    says = "办理途中已要求取消"


def move(row: Submission, by: Move) -> None:
    """Set the state a move leads to; the caller holds the row and saves it.

    Raises:
        NotNow: the move may not be made in this state.
    """
    target = after(State(row.state), by)
    if target is None:
        raise NotNow(state=STATE_LABELS[State(row.state)])
    row.state = target


def tell(row: Submission, phase: Phase, *, done: int, total: int, now: datetime) -> None:
    """Tell whoever waits how far the work is, at once; a part of no transaction.

    Raises:
        Interrupted: somebody asked to cancel.
    """
    begun = {"phase_began_at": now} if row.phase != phase else {}
    row.phase = phase
    Submission.objects.filter(id=row.id).update(phase=phase, done=done, total=total, **begun)
    if Submission.objects.filter(id=row.id, cancel_asked_at__isnull=False).exists():
        raise Interrupted


def note(actor: Actor, now: datetime, action: Action, row: Submission, **facts: object) -> None:
    """Write the trail entry of something that happened to a submission."""
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="submission",
        object_id=row.public_id,
        object_label=row.item_name,
        facts={"unit": row.unit.name, **facts},
    )

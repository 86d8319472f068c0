"""What happened to a fault, written down."""

from datetime import datetime

from chengxin.codes.models import CodeFault, FaultMove
from chengxin.codes.rules.kinds import Move
from chengxin.foundation.actor import Actor, ActorKind


def write_move(
    actor: Actor, now: datetime, fault: CodeFault, move: Move, *, reason: str = "", right_code: str = ""
) -> FaultMove:
    """Append what happened to a fault as it stands now; a job of ours has no name there."""
    system = actor.kind is ActorKind.SYSTEM
    return FaultMove.objects.create(
        fault=fault,
        move=move,
        outcome=fault.outcome,
        reason=reason,
        right_code=right_code,
        at=now,
        by_name="" if system else actor.name,
        unit_name="" if system else actor.unit_name,
    )

"""Looking at a joint action: who looked is on record, and the subject can see it."""

from datetime import datetime

from chengxin.audit.services import record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.measures.models import JointAction
from chengxin.measures.queries.actions import action_for
from chengxin.measures.rules.doings import ACTION_SEEN, SEE_TASKS

PURPOSE = "办理联合奖惩"


@use_case
def look_at_action(*, actor: Actor, now: datetime, action: str) -> JointAction:
    """Return a joint action, and leave a trace.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such joint action in the actor's reach.
    """
    actor.require(SEE_TASKS)
    row = action_for(actor, action)
    record_look(
        actor=actor,
        now=now,
        action=ACTION_SEEN,
        object_kind="joint-action",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.kind_name}"[:300],
        purpose=PURPOSE,
        basis=row.basis[:300] or row.kind_name,
    )
    return row

"""Looking at a record in full, with its former versions and what the public can not see: on record."""

from datetime import datetime

from chengxin.audit.services import record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.register import queries, rules
from chengxin.register.queries import History
from chengxin.units.queries import day_of

PURPOSE = "查看报送的信用记录及其历次版本"


@use_case
def look_at_record(*, actor: Actor, now: datetime, record_id: str) -> History:
    """Return everything about a record (public id), and leave a trace that the subject can see.

    The basis of the look is that of the catalogue item: it made the units of the reach report and answer for it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
    """
    actor.require(rules.SEE_RECORDS)
    history = queries.history_for(actor, record_id, today=day_of(now))
    record_look(
        actor=actor,
        now=now,
        action=rules.RECORD_SEEN,
        object_kind="record",
        object_id=record_id,
        object_label=history.item_name,
        purpose=PURPOSE,
        basis=history.basis[:300] or history.item_name,
    )
    return history

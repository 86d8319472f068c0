"""Reading one procedure, on record: what is said of a firm before a decision is not public."""

from datetime import datetime

from chengxin.audit.services import record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.lists.models import Entry
from chengxin.lists.queries import entry_for
from chengxin.lists.rules import doings

PURPOSE = "办理或者查看名单认定"


@use_case
def look_at_entry(*, actor: Actor, now: datetime, entry: str) -> Entry:
    """Return an entry and leave a trace of the look.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none in reach.
    """
    actor.require(doings.SEE_LISTS)
    row = entry_for(actor, entry)
    record_look(
        actor=actor,
        now=now,
        action=doings.ENTRY_SEEN,
        object_kind="list-entry",
        object_id=row.public_id,
        object_label=f"{row.kind_name}：{row.subject_name}"[:300],
        purpose=PURPOSE,
        basis=row.basis[:300],
    )
    return row

"""What the register is told when an entry leaves: a version of its record that says when and why."""

from datetime import datetime

import polars as pl

from chengxin.catalog.queries import item_in_force
from chengxin.foundation.actor import Actor
from chengxin.lists.models import Entry
from chengxin.lists.rules.entries import ITEM_OF_TRACK, REMOVED_FOR_COLUMN, REMOVED_ON_COLUMN, ExitGround
from chengxin.lists.rules.procedure import Track
from chengxin.register.queries import item_and_state_for
from chengxin.register.rules import TAKE_DOWN, key_text, payload_text
from chengxin.register.services import ROWS, begin_load, merge_chunk, show_load
from chengxin.units.queries import day_of


def record_exit(actor: Actor, now: datetime, entry: Entry, ground: ExitGround) -> bool:
    """Let a version that says when and why the list was left supersede the record's; say whether it stands now.

    A part of the caller's use case, after the takedown: what was public stays as it was told, and the record's history
    shows both versions.
    """
    item = item_in_force(actor, ITEM_OF_TRACK[Track(entry.track)], on=entry.decided_on or day_of(now))
    _key, state = item_and_state_for(actor, entry.record, permission=TAKE_DOWN)
    payload = {**state.payload, REMOVED_ON_COLUMN: day_of(now).isoformat(), REMOVED_FOR_COLUMN: ground.value}
    values = {
        "row": 1,
        "subject_id": entry.subject_id,
        "business_key": key_text(item, payload),
        "payload": payload_text(payload),
        "decided_on": state.decided_on,
        "document_number": state.document_number,
        "deciding_body": state.deciding_body,
        "severity": state.severity,
        "severity_author": state.severity_author,
        **vars(state.window),
    }
    load = begin_load(submission=f"listing-exit-{entry.public_id}", unit=entry.unit_id, item=item, now=now)
    rows = pl.DataFrame({name: [values[name]] for name in ROWS})
    merged = merge_chunk(load=load, item=item, rows=rows)
    show_load(actor=actor, now=now, load=load.id)
    return bool(merged.taken)

"""What was known about organisations at one moment of the register: now, or as an earlier look read it.

A *moment* names which loads and orders could be read, whatever the clocks said: loads by the database's own snapshot,
counted as the feed counts transactions; takedowns and marks by their numbers, which become visible in order. The same
moment and day give the same facts, byte by byte, for ever: versions, takedowns and marks are only added to.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import Invalid

MOMENT = """
moment AS MATERIALIZED (
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + register_feed_shift() AS loads_from,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint + register_feed_shift() AS loads_to,
           ARRAY(SELECT x::text::bigint + register_feed_shift() FROM pg_snapshot_xip(pg_current_snapshot()) AS x
                 ORDER BY 1) AS running,
           coalesce((SELECT max(id) FROM register_changebatch WHERE partition = 'orders' AND transaction = 0), 0)
               AS orders,
           coalesce((SELECT max(id) FROM register_disputemark), 0) AS marks
)"""
GIVEN = """
moment AS (
    SELECT %(loads_from)s::bigint AS loads_from, %(loads_to)s::bigint AS loads_to, %(running)s::bigint[] AS running,
           %(orders)s::bigint AS orders, %(marks)s::bigint AS marks
)"""

NOW = {
    "shown": "l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL",
    "shown_other": "m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL",
    "down": "true",
    "marked": "true",
}
_READABLE = """b.transaction < moment.loads_from
          OR (b.transaction < moment.loads_to AND NOT b.transaction = ANY (moment.running))"""
_SHOWN = """(
        EXISTS (SELECT FROM register_changebatch b WHERE b.load_id = {load}.id AND NOT b.withdrawn AND ({readable}))
        AND NOT EXISTS (SELECT FROM register_changebatch b WHERE b.load_id = {load}.id AND b.withdrawn AND ({readable}))
    )"""
THEN = {
    "shown": _SHOWN.format(load="l", readable=_READABLE),
    "shown_other": _SHOWN.format(load="m", readable=_READABLE),
    "down": "t.batch_id <= moment.orders",
    "marked": "d.id <= moment.marks",
}

FACTS = """
WITH {moment}
SELECT moment.loads_from, moment.loads_to, moment.running, moment.orders, moment.marks, fact.*
FROM moment LEFT JOIN LATERAL (
    SELECT coalesce(own.merged_into_id, own.id) AS subject, r.public_id AS record, v.number AS version, v.item,
           coalesce(nullif(v.item_version, ''), l.item_version) AS item_version, v.payload::text AS payload,
           v.closed_payload::text AS closed_payload, v.decided_on, v.document_number, v.deciding_body,
           u.code AS source_unit, v.severity, v.publish, v.starts_on, ending.ends_on, ending.rule, ending.reason,
           coalesce((SELECT d.disputed FROM register_disputemark d WHERE d.record_id = v.record_id AND {marked}
                     ORDER BY d.id DESC LIMIT 1), false) AS disputed
    FROM subjects_organisation own
    JOIN register_record r ON r.subject_id = own.id
    JOIN register_recordversion v ON v.record_id = r.id
    JOIN register_load l ON l.id = v.load_id AND {shown}
    JOIN units_unit u ON u.id = v.source_unit_id
    CROSS JOIN LATERAL (
        SELECT w.ends_on, w.rule, w.reason FROM register_recordversion w
        JOIN register_load m ON m.id = w.load_id AND {shown_other}
        WHERE w.record_id = v.record_id ORDER BY w.ends_on NULLS LAST, w.number DESC LIMIT 1
    ) ending
    WHERE own.id = ANY (%(family)s)
      AND (ending.ends_on IS NULL OR ending.ends_on >= %(on)s)
      AND NOT EXISTS (SELECT FROM register_takedown t WHERE t.record_id = v.record_id AND {down})
      AND NOT EXISTS (
          SELECT FROM register_recordversion w
          JOIN register_load m ON m.id = w.load_id AND {shown_other}
          WHERE w.record_id = v.record_id AND w.number > v.number
      )
) fact ON true
ORDER BY fact.subject, fact.item, fact.decided_on DESC NULLS LAST, fact.record
"""


FEW = 10
"""Up to so many organisations are asked by a function whose plan the server keeps (migration 0011): planning the
statement takes five times as long as running it. For more it is planned for their number."""
FEW_NOW = "SELECT * FROM register_known_now(%(family)s::bigint[], %(on)s)"
MANY_NOW = FACTS.format(moment=MOMENT, **NOW)


class BadMoment(Invalid):
    """The text names no moment of this register."""

    code = "register.bad-moment"
    says = "凭证里的数据时点无法识别"


@dataclass(frozen=True)
class Moment:
    """Which loads and orders a look could read. ``text`` writes it, ``read_moment`` reads it."""

    loads_from: int
    loads_to: int
    running: tuple[int, ...]
    orders: int
    marks: int

    def text(self) -> str:
        """Return the moment as plain text."""
        running = ",".join(str(one) for one in self.running)
        return f"{self.loads_from}:{self.loads_to}:{running};{self.orders};{self.marks}"


@dataclass(frozen=True)
class KnownFact:
    """One record as it stood: what was published and what was not (``closed``), with its end and rule.

    ``subject`` is the number of the organisation under which it shows; ``item_version`` the hash of the definition
    that judged it; ``source_unit`` the code of the unit that reported it. Values are raw: codes, ISO days, cents.
    """

    subject: int
    record: str
    version: int
    item: str
    item_version: str
    payload: dict[str, Any]
    closed: dict[str, Any]
    decided_on: date | None
    document_number: str
    deciding_body: str
    source_unit: str
    severity: str
    published: bool
    starts_on: date | None
    ends_on: date | None
    rule: str
    reason: str
    disputed: bool

    @property
    def said(self) -> Mapping[str, Any]:
        """All values, published or not, by column."""
        return {**self.payload, **self.closed} if self.closed else self.payload


def read_moment(text: str) -> Moment:
    """Return the moment that a text names.

    Raises:
        BadMoment: it names none.
    """
    try:
        loads, orders, marks = text.split(";")
        loads_from, loads_to, running = loads.split(":")
        return Moment(
            int(loads_from),
            int(loads_to),
            tuple(int(one) for one in running.split(",") if one),
            int(orders),
            int(marks),
        )
    except ValueError as error:
        raise BadMoment from error


def known_now(
    actor: Actor, family: Sequence[int], *, on: date, permission: Permission
) -> tuple[Moment, tuple[KnownFact, ...]]:
    """Return the facts that stand about organisations (numbers, merged ones among them) and the moment of the look.

    All that is not ended on the day, published or not: what of it somebody may see, the caller decides.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    return _read(FEW_NOW if len(family) <= FEW else MANY_NOW, {"family": list(family), "on": on})


def known_then(
    actor: Actor, family: Sequence[int], *, on: date, moment: Moment, permission: Permission
) -> tuple[KnownFact, ...]:
    """Return what ``known_now`` gave at an earlier moment for that day.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    values = {"family": list(family), "on": on, **vars(moment), "running": list(moment.running)}
    return _read(FACTS.format(moment=GIVEN, **THEN), values)[1]


def _read(statement: str, values: dict[str, Any]) -> tuple[Moment, tuple[KnownFact, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    loads_from, loads_to, running, orders, marks = rows[0][:5]
    moment = Moment(loads_from, loads_to, tuple(running), orders, marks)
    return moment, tuple(_fact(row[5:]) for row in rows if row[5] is not None)


def _fact(row: Sequence[Any]) -> KnownFact:
    subject, record, version, item, item_version, payload, closed, *others = row
    return KnownFact(subject, record, version, item, item_version, json.loads(payload), json.loads(closed), *others)

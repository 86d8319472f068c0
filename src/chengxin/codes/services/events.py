"""What happened to codes, told by the registrations that are known: given, converted, given up, back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from chengxin.audit.services import record, use_case
from chengxin.codes.rules.doings import EVENTS_NOTED, KEEP_CODES
from chengxin.foundation.actor import Actor

AT_ONCE = 20_000
STANDARD_FROM = date(2015, 10, 1)
"""GB 32100-2015 came into force: what was registered before carried an old number and was converted."""
LOCK = 0x636F646573
"""Advisory lock of this work ("codes"): two at once would tell of the same end of a code twice."""

# An old number is told with the event where the organisation has exactly one.
GIVEN = """
INSERT INTO codes_codeevent (kind, organisation_id, code, happened_on, told_on, unit_id, old_kind, old_number,
                             recorded_at)
SELECT CASE WHEN o.registered_on < %(since)s THEN 'converted' ELSE 'assigned' END, o.id, o.unified_code,
       CASE WHEN o.registered_on >= %(since)s THEN o.registered_on END, o.facts_on, %(unit)s,
       CASE WHEN o.registered_on < %(since)s THEN coalesce(old.kind, '') ELSE '' END,
       CASE WHEN o.registered_on < %(since)s THEN coalesce(old.number, '') ELSE '' END, %(now)s
FROM subjects_organisation o
LEFT JOIN LATERAL (
    SELECT min(n.kind) AS kind, min(n.number) AS number FROM subjects_oldnumber n
    WHERE n.organisation_id = o.id HAVING count(*) = 1
) old ON true
WHERE o.id = ANY(%(ids)s) AND o.unified_code IS NOT NULL AND o.facts_on IS NOT NULL
  AND NOT EXISTS (SELECT FROM codes_codeevent e
                  WHERE e.organisation_id = o.id AND e.code = o.unified_code AND e.kind IN ('assigned', 'converted'))
ORDER BY o.id
ON CONFLICT DO NOTHING"""

ENDED = """
INSERT INTO codes_codeevent (kind, organisation_id, code, happened_on, told_on, unit_id, old_kind, old_number,
                             recorded_at)
SELECT CASE WHEN o.status = 'deregistered' THEN 'revoked' ELSE 'restored' END, o.id, o.unified_code,
       CASE WHEN o.status = 'deregistered' THEN o.closed_on END, o.facts_on, %(unit)s, '', '', %(now)s
FROM subjects_organisation o
LEFT JOIN LATERAL (
    SELECT e.kind FROM codes_codeevent e
    WHERE e.organisation_id = o.id AND e.code = o.unified_code AND e.kind IN ('revoked', 'restored')
    ORDER BY e.id DESC LIMIT 1
) last ON true
WHERE o.id = ANY(%(ids)s) AND o.unified_code IS NOT NULL AND o.facts_on IS NOT NULL
  AND ((o.status = 'deregistered' AND last.kind IS DISTINCT FROM 'revoked')
       OR (o.status IN ('active', 'suspended') AND last.kind = 'revoked'))
ORDER BY o.id"""

IDS = "SELECT id FROM subjects_organisation WHERE id > %s AND facts_on IS NOT NULL ORDER BY id LIMIT %s"


@use_case
def note_events(*, actor: Actor, now: datetime, organisations: Sequence[int], unit: int | None) -> int:
    """Write down what the registrations of these organisations say of their codes and return how many events are new.

    ``unit`` told of them. Safe to run twice: each event is written once, an end or a return when it changes.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    values = {"ids": list(organisations), "unit": unit, "now": now, "since": STANDARD_FROM}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(GIVEN, values)
        noted = int(cursor.rowcount)
        cursor.execute(ENDED, values)
        noted += int(cursor.rowcount)
    record(
        actor=actor,
        now=now,
        action=EVENTS_NOTED,
        object_kind="unified-codes",
        facts={"organisations": len(organisations), "events": noted},
    )
    return noted


def note_all_events(*, actor: Actor, now: datetime) -> int:
    """Write down what was missed, some thousand organisations a transaction, and return how many events are new.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    noted, after = 0, 0
    while ids := _following(after):
        with transaction.atomic():
            noted += note_events(actor=actor, now=now, organisations=ids, unit=None)
        after = ids[-1]
    return noted


def _following(after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, [after, AT_ONCE])
        return [number for (number,) in cursor.fetchall()]

"""Names of authorities in the register that are no unit's, with the units they may mean."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from chengxin.catalog.queries import items_in_force
from chengxin.foundation.actor import Actor
from chengxin.foundation.names import search_text
from chengxin.intake import rules
from chengxin.subjects.rules.matching.authorities import likely_units
from chengxin.units.queries import day_of, units_by_written_name, units_for
from chengxin.units.rules import KEEP_WRITTEN_NAMES

MOST = 200

# From one name to the next along an index of names, so that a million records of three hundred bodies are not read.
BODIES = """
WITH RECURSIVE bodies AS (
    (SELECT deciding_body FROM register_recordversion WHERE item = %(item)s AND publish
     ORDER BY deciding_body LIMIT 1)
    UNION ALL
    SELECT following.deciding_body FROM bodies CROSS JOIN LATERAL (
        SELECT v.deciding_body FROM register_recordversion v
        WHERE v.item = %(item)s AND v.publish AND v.deciding_body > bodies.deciding_body
        ORDER BY v.deciding_body LIMIT 1) following
)
SELECT deciding_body FROM bodies WHERE deciding_body <> ''"""


@dataclass(frozen=True)
class UnknownAuthority:
    """A name that is no unit's, and the units that it may mean."""

    name: str
    likely: tuple[tuple[int, str], ...]


def unknown_authorities(actor: Actor, *, now: datetime) -> tuple[UnknownAuthority, ...]:
    """Return the names of deciding bodies that mean no unit, ``MOST`` at most, with the likely units."""
    if not actor.may(KEEP_WRITTEN_NAMES):
        return ()
    known = units_by_written_name(actor, permission=KEEP_WRITTEN_NAMES)
    units = {unit.name: unit.id for unit in units_for(actor, permission=KEEP_WRITTEN_NAMES)}
    names: set[str] = set()
    with connection.cursor() as cursor:
        for key in items_in_force(actor, on=day_of(now), permission=rules.KEEP_ALIASES):
            cursor.execute(BODIES, {"item": key})
            names.update(name for (name,) in cursor.fetchall())
    unknown = sorted(name for name in names if search_text(name) not in known)
    return tuple(
        UnknownAuthority(name, tuple((units[one], one) for one in likely_units(name, list(units))))
        for name in unknown[:MOST]
    )

"""Red against adverse: on which lists of the dishonest a subject stands now (发改财金规〔2017〕1798号)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Family
from chengxin.foundation.actor import Actor
from chengxin.lists.models import Entry
from chengxin.lists.rules.entries import ADVERSE_ITEM, NO_DISHONESTY_LISTS
from chengxin.lists.rules.procedure import State, Track

RECORDS = """
SELECT item, document_number, deciding_body FROM public_records
WHERE subject_id IN (
    SELECT id FROM subjects_organisation
    WHERE coalesce(merged_into_id, id) = (
        SELECT coalesce(merged_into_id, id) FROM subjects_organisation WHERE id = %(subject)s
    )
) AND item = ANY (%(items)s)
ORDER BY position LIMIT 5
"""


@dataclass(frozen=True)
class Hit:
    """One adverse listing: the list's name, the number of its decision, who decided."""

    name: str
    number: str
    body: str

    @property
    def words(self) -> str:
        """The hit as notices and papers say it."""
        return f"{self.name}（{self.body}{self.number}）"


def hits_of(actor: Actor, subject: int, *, on: date) -> tuple[Hit, ...]:
    """Return the adverse listings of an organisation that are in publication, whoever decided them.

    What is public about a subject is so for everybody: the actor's reach does not narrow it.
    """
    named = {
        key: item.name
        for key, item in items_in_force(actor, on=on).items()
        if item.family is Family.LISTING and item.adverse and key not in NO_DISHONESTY_LISTS
    }
    own = Entry.objects.filter(subject=subject, track=Track.ADVERSE.value, state=State.PUBLISHED.value)
    found = [
        Hit(one.kind_name, one.papers.get(kind="decision").written_number, one.unit.name)
        for one in own.select_related("unit").order_by("id")
    ]
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, {"subject": subject, "items": sorted(set(named) - {ADVERSE_ITEM})})
        found += [Hit(named[item], number, body) for item, number, body in cursor.fetchall()]
    return tuple(found)

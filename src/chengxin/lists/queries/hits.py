"""Red against adverse: on which lists of the dishonest a subject stands now (发改财金规〔2017〕1798号)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models.functions import Coalesce

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Family
from chengxin.catalog.rules.list_kinds import NO_LISTS
from chengxin.foundation.actor import Actor
from chengxin.lists.models import Entry
from chengxin.lists.rules.entries import ADVERSE_ITEM
from chengxin.lists.rules.procedure import State, Track
from chengxin.subjects.models import Organisation

RECORDS = """
SELECT item, document_number, deciding_body FROM public_records
WHERE subject_id = ANY (%(family)s) AND item = ANY (%(items)s)
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
        if item.family is Family.LISTING and item.adverse and key not in NO_LISTS
    }
    family = merged_with(subject)
    own = Entry.objects.filter(subject__in=family, track=Track.ADVERSE.value, state=State.PUBLISHED.value)
    found = [
        Hit(one.kind_name, one.papers.get(kind="decision").written_number, one.unit.name)
        for one in own.select_related("unit").order_by("id")
    ]
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, {"family": family, "items": sorted(set(named) - {ADVERSE_ITEM})})
        found += [Hit(named[item], number, body) for item, number, body in cursor.fetchall()]
    return tuple(found)


def merged_with(subject: int) -> list[int]:
    """Return the numbers of an organisation and of those that are the same one, merged into it or it into them."""
    survivor = Coalesce("merged_into", "id")
    same = Organisation.objects.annotate(survivor=survivor)
    own = same.filter(id=subject).values("survivor")
    return sorted(same.filter(survivor__in=own).values_list("id", flat=True))

"""Numbers of papers into ids: which persons a load is about; those that nobody knew are recorded, sealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.sealed import blind_index, blind_indexes, seal
from chengxin.subjects.models import Person
from chengxin.subjects.services.bulk.matching import OutsideTransaction
from chengxin.subjects.services.people import NAME_PLACE, NUMBER_PLACE


@dataclass(frozen=True)
class PersonTold:
    """What a row says of a person: kind of paper, tidied number, name. Neither shows in the representation."""

    paper: str
    number: str = field(repr=False)
    name: str = field(repr=False)


def match_persons(people: Sequence[PersonTold], *, now: datetime) -> list[int]:
    """Return the id of the person of each row; a number that nobody knew is recorded with its name, under seal.

    The caller has seen to it that the numbers are well written and nobody is a minor. A person keeps the name it was
    recorded with; what a row calls it is the row's. Safe when two loads record the same number at once: one of them
    waits, and both write in the same order.

    Raises:
        OutsideTransaction: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    first: dict[tuple[str, str], PersonTold] = {}
    for one in people:
        first.setdefault((one.paper, one.number), one)
    known = _known(first.values())
    missing = {key: one for key, one in first.items() if key not in known}
    new = sorted((_sealed(one, now) for one in missing.values()), key=lambda row: row.number_index)
    Person.objects.bulk_create(new, ignore_conflicts=True)
    known |= _known(missing.values())
    return [known[one.paper, one.number] for one in people]


def _sealed(one: PersonTold, now: datetime) -> Person:
    return Person(
        public_id=new_opaque_id(),
        paper=one.paper,
        number_index=blind_index(one.number, kind=one.paper),
        sealed_number=seal(one.number, place=NUMBER_PLACE).token,
        sealed_name=seal(one.name, place=NAME_PLACE).token,
        recorded_at=now,
    )


def _known(people: Iterable[PersonTold]) -> dict[tuple[str, str], int]:
    """Return the ids of those who are there; under every index key, as some were recorded before a change of keys."""
    keys = {index: (one.paper, one.number) for one in people for index in blind_indexes(one.number, kind=one.paper)}
    found = Person.objects.filter(number_index__in=list(keys)).values_list("number_index", "id")
    return {keys[index]: number for index, number in found}

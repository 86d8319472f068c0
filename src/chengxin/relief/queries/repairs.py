"""What of an organisation's records can be repaired, from when, and by which way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.law.answers import RepairAnswer
from chengxin.law.current import law_in_force
from chengxin.register.models import RecordVersion
from chengxin.register.queries import versions_for
from chengxin.register.queries.histories import standing_for
from chengxin.register.queries.standing import standing_of_records
from chengxin.register.rules import SEE_RECORDS
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.rules.repairs import Chance, Shown, chance_of
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries import family_of


@dataclass(frozen=True)
class Advice:
    """A record that is shown to the disadvantage of its subject, and what can be done about it on a day.

    ``way`` is None where no rule in force says where to apply. ``reason`` is the sentence of the rule that gave the
    window.
    """

    record: str
    item_name: str
    document_number: str
    deciding_body: str
    unit: str
    decided_on: date | None
    ends_on: date | None
    chance: Chance
    earliest_on: date | None
    reason: str
    way: RepairAnswer | None


def advice_for(actor: Actor, subject: str, *, on: date) -> tuple[Advice, ...]:
    """Return what stands against an organisation (public id) in the actor's reach, what ends last first."""
    found = versions_for(actor).filter(subject__in=family_of(actor, subject), publish=True)
    items = {key: item for key, item in items_in_force(actor, on=on).items() if item.adverse}
    rows = [row for row in found if row.item in items]
    standing = standing_of_records(actor, [row.record.public_id for row in rows], on=on, permission=SEE_RECORDS)
    told = [_advice(row, items[row.item], on) for row in rows if row.record.public_id in standing]
    return tuple(sorted(told, key=lambda one: (one.ends_on or date.max, one.record), reverse=True))


@dataclass(frozen=True)
class Way:
    """Where a case of repair is handed over to, and the papers it takes: of all its records together, each once."""

    entrances: tuple[str, ...]
    materials: tuple[str, ...]


def advice_about(actor: Actor, record: str, *, on: date) -> tuple[Organisation, Advice]:
    """Return the subject of a record (public id) in the actor's reach and what can be done about it on a day.

    Raises:
        NotFound: there is none in reach, it does not stand on the day, or it is to nobody's disadvantage.
    """
    row = standing_for(actor, record)
    told = advice_for(actor, row.subject.public_id, on=on)
    found = next((one for one in told if one.record == record), None)
    if found is None:
        raise NotFound
    return row.subject, found


def way_of_repair(actor: Actor, case: Case, records: Collection[CaseRecord]) -> Way:
    """Return the way of a case by the rules in force on the day of its application."""
    wanted = {one.record for one in records}
    told = advice_for(actor, case.subject.public_id, on=case.filed_on)
    ways = [one.way for one in told if one.record in wanted and one.way is not None]
    return Way(
        tuple(dict.fromkeys(way.entrance_name for way in ways)),
        tuple(dict.fromkeys(paper for way in ways for paper in way.materials)),
    )


def _advice(row: RecordVersion, item: Item, on: date) -> Advice:
    return Advice(
        record=row.record.public_id,
        item_name=item.name,
        document_number=row.document_number,
        deciding_body=row.deciding_body,
        unit=row.source_unit.name,
        decided_on=row.decided_on,
        ends_on=row.ends_on,
        chance=chance_of(Shown(row.severity, row.earliest_repair_on), on),
        earliest_on=row.earliest_repair_on,
        reason=row.reason,
        way=law_in_force(settings.DATA).repair_way(row.rule, row.severity, on=on),
    )

"""Looking at a natural person's records, and ending one: for a purpose, on a basis, on record, one at a time."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from chengxin.audit.services import record, record_look, use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import mask_id_number, mask_name
from chengxin.foundation.refusals import Conflict
from chengxin.foundation.sealed import Plain, Sealed, unseal
from chengxin.register import rules
from chengxin.register.models import PersonRecordEnd, PersonRecordVersion
from chengxin.register.queries.persons import (
    PAYLOAD_PLACE,
    of_document,
    of_paper,
    person_version_for,
    person_versions_for,
)
from chengxin.register.services.takedowns import ReasonMissing, Why
from chengxin.subjects.rules import PAPER_LABELS, PaperKind
from chengxin.subjects.services.people import NUMBER_PLACE, checked_shape
from chengxin.units.queries import day_of

HIDDEN_FIELDS = frozenset({Means.SUBJECT_NAME, Means.PERSON_NUMBER, Means.PERSON_PAPER, Means.SUBJECT_CATEGORY})
MOST = 50


class PersonRecordOver(Conflict):
    """Somebody ended the record a moment ago."""

    code = "register.person-record-over"
    says = "这条记录已经停止使用，没有再改动"


@dataclass(frozen=True)
class Sought:
    """What is looked for: a number on a kind of paper, or (``paper`` None) a decision's document number."""

    paper: PaperKind | None
    number: str


@dataclass(frozen=True)
class PersonLine:
    """A record as a line: whose it is only by a masked name and number."""

    public_id: str
    item_name: str
    name: str
    number: str
    document_number: str
    decided_on: date
    source_unit: str


@dataclass(frozen=True)
class PersonRecordFacts:
    """A record opened: ``fields`` as (name, value); ``name`` and ``number`` are masked unless they were asked for."""

    public_id: str
    item_name: str
    basis: str
    adverse: bool
    paper: str
    name: str
    number: str
    revealed: bool
    document_number: str
    decided_on: date
    kept_until: date | None
    source_unit: str
    submission: str
    versions: int
    fields: tuple[tuple[str, str], ...]


@use_case
def find_person_records(
    *, actor: Actor, now: datetime, sought: Sought, purpose: str, basis: str
) -> tuple[PersonLine, ...]:
    """Return the records of one person, or of one document, that units in the actor's reach reported; ``MOST`` at most.

    The look is on record whether something was found or not, with the number masked.

    Raises:
        NotPermitted: the actor may not.
        BadPersonNumber: the number is none of this kind of paper.
        PurposeMissing: no purpose or no basis is given.
    """
    actor.require(rules.SEE_PERSON_RECORDS)
    today = day_of(now)
    if sought.paper is None:
        wanted, label = of_document(sought.number.strip()), "文书号"
    else:
        number = checked_shape(sought.paper, sought.number, today)
        wanted, label = of_paper(sought.paper.value, number), f"{PAPER_LABELS[sought.paper]} {mask_id_number(number)}"
    found = tuple(person_versions_for(actor, today=today).filter(wanted)[:MOST])
    record_look(
        actor=actor,
        now=now,
        action=rules.PERSON_RECORDS_SOUGHT,
        object_kind="person",
        object_id=found[0].record.person.public_id if found and sought.paper else "",
        object_label=label,
        purpose=purpose,
        basis=basis,
        facts={"records": [one.record.public_id for one in found]},
    )
    item_of = cache(lambda digest: item_of_hash(actor, digest, permission=rules.SEE_PERSON_RECORDS))
    return tuple(_line(item_of(one.item_version or one.load.item_version), one) for one in found)


@use_case
def open_person_record(
    *, actor: Actor, now: datetime, record_id: str, purpose: str, basis: str, reveal: bool
) -> PersonRecordFacts:
    """Open one record (public id), on record; ``reveal`` shows the name and the number in full.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none, it is over, or it lies outside the actor's reach.
        PurposeMissing: no purpose or no basis is given.
        CannotOpen: the sealed values were altered, or their key is gone.
    """
    actor.require(rules.SEE_PERSON_RECORDS)
    row = person_version_for(actor, record_id, today=day_of(now))
    item = item_of_hash(actor, row.item_version or row.load.item_version, permission=rules.SEE_PERSON_RECORDS)
    record_look(
        actor=actor,
        now=now,
        action=rules.PERSON_RECORD_OPENED,
        object_kind="person-record",
        object_id=record_id,
        object_label=item.name,
        purpose=purpose,
        basis=basis,
        facts={"person": row.record.person.public_id, "revealed": reveal},
    )
    return _facts(item, row, reveal=reveal)


@use_case
def end_person_record(*, actor: Actor, now: datetime, record_id: str, why: Why) -> None:
    """End a record (public id) for good: nobody reads it any more, and reporting it again does not bring it back.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none, it is over, or it lies outside the actor's reach.
        ReasonMissing: sentence or basis is blank.
        PersonRecordOver: somebody else ended it at the same moment.
    """
    actor.require(rules.END_PERSON_RECORDS)
    if not why.sentence.strip() or not why.basis.strip():
        raise ReasonMissing
    row = person_version_for(actor, record_id, today=day_of(now), permission=rules.END_PERSON_RECORDS)
    _end, first = PersonRecordEnd.objects.get_or_create(
        record=row.record,
        defaults={"reason": why.reason, "sentence": why.sentence.strip(), "basis": why.basis.strip(), "at": now},
    )
    if not first:
        raise PersonRecordOver
    record(
        actor=actor,
        now=now,
        action=rules.PERSON_RECORD_ENDED,
        object_kind="person-record",
        object_id=record_id,
        object_label=rules.TAKEDOWN_LABELS[why.reason],
        basis=why.basis,
        facts={"reason": why.reason.value, "sentence": why.sentence},
    )


def _payload(row: PersonRecordVersion) -> dict[str, rules.Value]:
    payload: dict[str, rules.Value] = json.loads(unseal(Sealed(row.sealed_payload), place=PAYLOAD_PLACE).reveal())
    return payload


def _number(row: PersonRecordVersion) -> Plain:
    return unseal(Sealed(row.record.person.sealed_number), place=NUMBER_PLACE)


def _told(item: Item, payload: dict[str, rules.Value], means: Means) -> str:
    field = item.meaning(means)
    return rules.words_of(field, payload.get(field.code)) if field else ""


def _line(item: Item, row: PersonRecordVersion) -> PersonLine:
    payload = _payload(row)
    return PersonLine(
        public_id=row.record.public_id,
        item_name=item.name,
        name=mask_name(_told(item, payload, Means.SUBJECT_NAME)),
        number=mask_id_number(_number(row).reveal()),
        document_number=_told(item, payload, Means.DOCUMENT_NUMBER),
        decided_on=row.decided_on,
        source_unit=row.source_unit.name,
    )


def _facts(item: Item, row: PersonRecordVersion, *, reveal: bool) -> PersonRecordFacts:
    payload, number = _payload(row), _number(row).reveal()
    name = _told(item, payload, Means.SUBJECT_NAME)
    told = [
        (field.name, rules.words_of(field, payload.get(field.code)))
        for field in item.fields
        if field.means not in HIDDEN_FIELDS
    ]
    return PersonRecordFacts(
        public_id=row.record.public_id,
        item_name=item.name,
        basis="；".join(f"{one.text}{one.article}" for one in item.basis),
        adverse=item.adverse,
        paper=PAPER_LABELS[PaperKind(row.record.person.paper)],
        name=name if reveal else mask_name(name),
        number=number if reveal else mask_id_number(number),
        revealed=reveal,
        document_number=_told(item, payload, Means.DOCUMENT_NUMBER),
        decided_on=row.decided_on,
        kept_until=row.kept_until,
        source_unit=row.source_unit.name,
        submission=row.load.submission,
        versions=row.record.versions.filter(load__visible_at__isnull=False, load__withdrawn_at__isnull=True).count(),
        fields=tuple((label, value if reveal else _without(value, name)) for label, value in told if value),
    )


def _without(text: str, name: str) -> str:
    """Return the text with the person's name masked: facts of a decision begin with it."""
    return text.replace(name, mask_name(name)) if name else text

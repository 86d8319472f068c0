"""Persons: recorded under seal, found by number, opened on record."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import mask_id_number, mask_name, read_id_number, tidy
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.sealed import Plain, Sealed, blind_index, seal, unseal
from chengxin.subjects import queries, rules
from chengxin.subjects.models import Person
from chengxin.subjects.rules import PaperKind
from chengxin.units.queries import day_of

NUMBER_PLACE = "subjects_person.sealed_number"
NAME_PLACE = "subjects_person.sealed_name"
LONGEST_NAME = 50
_PAPER_NUMBER = re.compile(r"[0-9A-Z]{5,20}")


class BadPersonNumber(Invalid):
    """The number can not be one of this kind of paper."""

    code = "subjects.bad-person-number"
    says = "证件号码与证件类型（{paper}）不符，请核对证件后重填"
    field = "number"


class MinorNotKept(Invalid):
    """The person is under 18; minors are never stored."""

    code = "subjects.minor-not-kept"
    says = "未成年人的信息不得采集"
    field = "number"


class BadPersonName(Invalid):
    """No name, or too long for one."""

    code = "subjects.bad-person-name"
    says = "请填写证件上的姓名，不超过{limit}个字"
    field = "name"


@dataclass(frozen=True)
class OpenedPerson:
    """A person opened for a purpose; number and name show only when asked by ``reveal``."""

    public_id: str
    paper: PaperKind
    number: Plain
    name: Plain


@use_case
def record_person(*, actor: Actor, now: datetime, paper: PaperKind, number: str, name: str) -> Person:
    """Record a person by the number on a paper, under seal, and return the row; one already known is returned as it is.

    Raises:
        BadPersonNumber: the number is none of this kind of paper.
        MinorNotKept: the ID number says that the person is under 18.
        BadPersonName: no name, or longer than ``LONGEST_NAME``.
    """
    actor.require(rules.RECORD_PERSONS)
    text = _checked_number(paper, number, day_of(now))
    called = _checked_name(name)
    known = queries.person_by_number(actor, paper, text)
    person = known or _create(actor, now, paper, text, called)
    record(
        actor=actor,
        now=now,
        action=rules.PERSON_RECORDED,
        object_kind="person",
        object_id=person.public_id,
        object_label=mask_name(called),
        facts={"paper": paper.value, "known_before": known is not None},
    )
    return person


def _create(actor: Actor, now: datetime, paper: PaperKind, number: str, name: str) -> Person:
    try:
        with transaction.atomic():
            return Person.objects.create(
                public_id=new_opaque_id(),
                paper=paper.value,
                number_index=blind_index(number, kind=paper.value),
                sealed_number=seal(number, place=NUMBER_PLACE).token,
                sealed_name=seal(name, place=NAME_PLACE).token,
                recorded_at=now,
            )
    except IntegrityError:
        # somebody recorded the same number a moment ago
        found = queries.person_by_number(actor, paper, number)
        if found is None:
            raise
        return found


@use_case
def find_person(
    *, actor: Actor, now: datetime, paper: PaperKind, number: str, purpose: str, basis: str
) -> Person | None:
    """Return the person with the number, or None; either way the look is on record, with the number masked.

    Raises:
        PurposeMissing: no purpose or no basis is given.
        BadPersonNumber: the number is none of this kind of paper.
    """
    actor.require(rules.FIND_PERSONS)
    text = checked_shape(paper, number, day_of(now))
    person = queries.person_by_number(actor, paper, text)
    record_look(
        actor=actor,
        now=now,
        action=rules.PERSON_LOOKED_UP,
        object_kind="person",
        object_id=person.public_id if person else "",
        object_label=f"{rules.PAPER_LABELS[paper]} {mask_id_number(text)}",
        purpose=purpose,
        basis=basis,
        facts={"found": person is not None},
    )
    return person


@use_case
def open_person(*, actor: Actor, now: datetime, person: str, purpose: str, basis: str) -> OpenedPerson:
    """Open the number and the name of a person, by its opaque id, on record.

    Raises:
        NotFound: there is none.
        PurposeMissing: no purpose or no basis is given.
        CannotOpen: the sealed values were altered, or their key is gone.
    """
    actor.require(rules.FIND_PERSONS)
    row = queries.person_for(actor, person)
    opened = OpenedPerson(
        public_id=row.public_id,
        paper=PaperKind(row.paper),
        number=unseal(Sealed(row.sealed_number), place=NUMBER_PLACE),
        name=unseal(Sealed(row.sealed_name), place=NAME_PLACE),
    )
    record_look(
        actor=actor,
        now=now,
        action=rules.PERSON_OPENED,
        object_kind="person",
        object_id=row.public_id,
        object_label=mask_name(opened.name.reveal()),
        purpose=purpose,
        basis=basis,
    )
    return opened


def _checked_number(paper: PaperKind, number: str, today: date) -> str:
    text = checked_shape(paper, number, today)
    if paper is PaperKind.ID_CARD and read_id_number(text, on=today).is_minor_on(today):
        raise MinorNotKept
    return text


def checked_shape(paper: PaperKind, number: str, today: date) -> str:
    """Return the tidied number of a paper.

    Raises:
        BadPersonNumber: the number is none of this kind of paper.
    """
    text, _ = tidy(number)
    good = read_id_number(text, on=today).valid if paper is PaperKind.ID_CARD else _PAPER_NUMBER.fullmatch(text)
    if not good:
        raise BadPersonNumber(paper=rules.PAPER_LABELS[paper])
    return text


def _checked_name(name: str) -> str:
    text = "".join(character for character in " ".join(name.split()) if character.isprintable())
    if not 0 < len(text) <= LONGEST_NAME:
        raise BadPersonName(limit=LONGEST_NAME)
    return text

"""Persons under seal: never stored in the clear, never found by name, each look on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules.entries import PurposeMissing
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.subjects import services
from chengxin.subjects.models import Person
from chengxin.subjects.rules import PaperKind
from chengxin.subjects.services.people import BadPersonName, BadPersonNumber, MinorNotKept
from chengxin.subjects.tests.cast import NOW, bureau, officer

pytestmark = pytest.mark.service

WHY = {"purpose": "办理测试案件", "basis": "测试规定第一条"}


def id_number(born: str, sequence: int = 1) -> str:
    body = f"990102{born}{sequence:03d}"
    return body + id_number_check(body)


NUMBER = id_number("19800101")


@pytest.fixture
def case_officer(db: None) -> Actor:  # noqa: ARG001  the unit stands in the database
    return officer(bureau(), Role.CASE_OFFICER)


def record(actor: Actor, number: str = NUMBER, name: str = "王小伟", paper: PaperKind = PaperKind.ID_CARD) -> Person:
    return services.record_person(actor=actor, now=NOW, paper=paper, number=number, name=name)


def find(actor: Actor, number: str = NUMBER, paper: PaperKind = PaperKind.ID_CARD) -> Person | None:
    return services.find_person(actor=actor, now=NOW, paper=paper, number=number, **WHY)


def test_a_person_is_recorded_under_seal_and_found_by_number(case_officer: Actor) -> None:
    person = record(case_officer)
    assert find(case_officer, f" {NUMBER[:6]} {NUMBER[6:].lower()} ") == person
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM subjects_person p")
        (row,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(e::text, '') FROM audit_auditentry e")
        (trail,) = cursor.fetchone()
    for plain in (NUMBER, "王小伟", NUMBER[6:14]):
        assert plain not in row
        assert plain not in trail
    opened = services.open_person(actor=case_officer, now=NOW, person=person.public_id, **WHY)
    assert (opened.number.reveal(), opened.name.reveal(), opened.paper) == (NUMBER, "王小伟", PaperKind.ID_CARD)
    assert NUMBER not in repr(opened)


def test_each_look_is_on_record_whether_somebody_is_found_or_not(case_officer: Actor) -> None:
    person = record(case_officer)
    find(case_officer)
    assert find(case_officer, id_number("19810101")) is None
    services.open_person(actor=case_officer, now=NOW, person=person.public_id, **WHY)
    looks = AuditEntry.objects.filter(purpose=WHY["purpose"]).order_by("id")
    assert [(look.action, look.object_id == person.public_id) for look in looks] == [
        ("subjects.person-looked-up", True),
        ("subjects.person-looked-up", False),
        ("subjects.person-opened", True),
    ]
    assert all(look.basis == WHY["basis"] for look in looks)


@pytest.mark.parametrize("missing", ["purpose", "basis"])
def test_a_look_without_purpose_or_basis_is_refused(case_officer: Actor, missing: str) -> None:
    person = record(case_officer)
    why = WHY | {missing: " "}
    with pytest.raises(PurposeMissing):
        services.find_person(actor=case_officer, now=NOW, paper=PaperKind.ID_CARD, number=NUMBER, **why)
    with pytest.raises(PurposeMissing):
        services.open_person(actor=case_officer, now=NOW, person=person.public_id, **why)


def test_the_same_person_twice_is_one(case_officer: Actor) -> None:
    assert record(case_officer) == record(case_officer, NUMBER.lower(), "王晓伟")
    other = record(case_officer, "G12345678", "王小伟", PaperKind.PASSPORT)
    assert Person.objects.count() == 2
    assert find(case_officer, "g12345678", PaperKind.PASSPORT) == other


def test_two_who_record_the_same_person_at_once_get_the_same_row(committed_db: object) -> None:  # noqa: ARG001  stands in the database
    actor = officer(bureau(), Role.CASE_OFFICER)
    start = Barrier(4)

    def one(_number: int) -> str:
        try:
            start.wait(timeout=30)
            return record(actor).public_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(one, range(4)))) == 1
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("born", "kept"), [("20000630", True), ("20000701", False), ("20150101", False)])
def test_minors_are_never_stored(case_officer: Actor, born: str, kept: bool) -> None:  # noqa: FBT001  a column of the table
    if kept:
        record(case_officer, id_number(born))
        assert Person.objects.count() == 1
        return
    with pytest.raises(MinorNotKept):
        record(case_officer, id_number(born))
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("paper", "number"),
    [
        (PaperKind.ID_CARD, NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")),
        (PaperKind.ID_CARD, "130503670401001"),
        (PaperKind.ID_CARD, ""),
        (PaperKind.ID_CARD, id_number("20991231")),
        (PaperKind.PASSPORT, "G1"),
        (PaperKind.PASSPORT, "护照12345"),
        (PaperKind.PASSPORT, "G" * 200),
        (PaperKind.PASSPORT, "G1234\x00567"),
    ],
)
def test_a_number_that_is_none_is_refused_without_being_repeated(
    case_officer: Actor, paper: PaperKind, number: str
) -> None:
    with pytest.raises(BadPersonNumber) as caught:
        record(case_officer, number, paper=paper)
    assert not number or number not in caught.value.sentence() + repr(caught.value.facts)
    with pytest.raises(BadPersonNumber):
        find(case_officer, number, paper)


@pytest.mark.parametrize("name", ["", " ", "\x00", "王" * 51])
def test_a_person_has_a_name(case_officer: Actor, name: str) -> None:
    with pytest.raises(BadPersonName):
        record(case_officer, name=name)


def test_finding_and_opening_take_a_permission(case_officer: Actor) -> None:
    person = record(case_officer)
    reporter = officer(bureau(), Role.REPORTER)
    with pytest.raises(NotPermitted):
        find(reporter)
    with pytest.raises(NotPermitted):
        services.open_person(actor=reporter, now=NOW, person=person.public_id, **WHY)
    with pytest.raises(NotPermitted):
        record(officer(bureau(), Role.EDITOR))
    assert record(system_actor("test")) == person
    with pytest.raises(NotFound):
        services.open_person(actor=case_officer, now=NOW, person="0" * 26, **WHY)


def test_the_day_decides_who_is_of_age(case_officer: Actor) -> None:
    assert date(2018, 6, 30) == NOW.date()
    assert record(case_officer, id_number("20000630", 3)).recorded_at == NOW

"""Records of natural persons: sealed, found by number within reach, opened for a purpose, ended for good."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules.entries import PurposeMissing
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.foundation.sealed import Suite, ensure_keyring
from chengxin.register import rules, services
from chengxin.register.models import ChangeBatch, Outbox, PersonRecord, PersonRecordVersion
from chengxin.register.rules import TakedownReason
from chengxin.register.services import PersonLine, PersonRecordFacts, Sought, Why
from chengxin.register.services.flips import TooLateToWithdraw
from chengxin.register.services.merging import LoadClosed
from chengxin.register.services.takedowns import ReasonMissing
from chengxin.register.tests.people import NAME, NUMBER, Deed, begun, id_number, kept, merged
from chengxin.register.tests.scenes import JOB, NOW, bureau, county_office, minutes, officer
from chengxin.subjects.models import Person
from chengxin.subjects.rules import PaperKind
from chengxin.subjects.services.people import BadPersonNumber
from chengxin.units.models import Unit
from chengxin.units.rules import Level

pytestmark = pytest.mark.service
WHY = {"purpose": "核对测试案件", "basis": "测试规定第一条"}
ENDED = Why(TakedownReason.REVOKED, "决定已被撤销", "示复决字〔2026〕3号")
CARD = PaperKind.ID_CARD


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


def reporter(unit: Unit) -> Actor:
    return officer(unit, Role.REPORTER)


def found(actor: Actor, number: str = NUMBER, paper: PaperKind | None = CARD, days: int = 0) -> tuple[PersonLine, ...]:
    now = NOW + timedelta(days=days)
    return services.find_person_records(actor=actor, now=now, sought=Sought(paper, number), **WHY)


def opened(actor: Actor, *, reveal: bool = False) -> PersonRecordFacts:
    (line,) = found(actor)
    return services.open_person_record(actor=actor, now=NOW, record_id=line.public_id, reveal=reveal, **WHY)


def end(actor: Actor, record_id: str, why: Why = ENDED) -> None:
    services.end_person_record(actor=actor, now=NOW, record_id=record_id, why=why)


def test_a_record_is_found_by_any_writing_of_the_number_and_by_the_document(unit: Unit) -> None:
    kept(unit, Deed(), Deed(id_number(2), document="二号"))
    (line,) = found(reporter(unit), f" {NUMBER[:6]} {NUMBER[6:].lower()}")
    assert (line.name, line.number, line.document_number) == ("测**", f"{'*' * 14}{NUMBER[-4:]}", Deed().document)
    assert [one.document_number for one in found(reporter(unit), " 二号 ", None)] == ["二号"]
    assert found(reporter(unit), id_number(3)) == ()
    assert found(reporter(unit), NAME, None) == ()
    with pytest.raises(BadPersonNumber):
        found(reporter(unit), NAME)


def test_a_look_takes_purpose_and_basis_and_is_on_record_found_or_not(unit: Unit) -> None:
    kept(unit, Deed())
    with pytest.raises(PurposeMissing):
        services.find_person_records(
            actor=reporter(unit), now=NOW, sought=Sought(CARD, NUMBER), purpose=" ", basis="测试规定"
        )
    found(reporter(unit))
    found(reporter(unit), id_number(5))
    looks = AuditEntry.objects.filter(action="register.person-records-sought").order_by("id")
    person = Person.objects.get()
    assert [(look.object_id, look.purpose, len(look.facts["records"])) for look in looks] == [
        (person.public_id, WHY["purpose"], 1),
        ("", WHY["purpose"], 0),
    ]
    assert NUMBER[:14] not in "".join(look.object_label for look in looks)


def test_an_opened_record_is_masked_unless_it_is_asked_for_in_full(unit: Unit) -> None:
    kept(unit, Deed(summary=f"对{NAME}罚款人民币贰佰元"))
    facts = opened(reporter(unit))
    assert (facts.name, facts.number[:14], facts.revealed) == ("测**", "*" * 14, False)
    assert dict(facts.fields)["处罚内容"] == "对测**罚款人民币贰佰元"
    told = opened(reporter(unit), reveal=True)
    assert (told.name, told.number, dict(told.fields)["处罚内容"]) == (NAME, NUMBER, f"对{NAME}罚款人民币贰佰元")
    looks = AuditEntry.objects.filter(action="register.person-record-opened").order_by("id")
    assert [(look.object_kind, look.facts["revealed"]) for look in looks] == [
        ("person-record", False),
        ("person-record", True),
    ]
    assert {look.facts["person"] for look in looks} == {Person.objects.get().public_id}


def test_only_the_reporting_unit_and_its_offices_find_it(unit: Unit) -> None:
    kept(unit, Deed())
    (line,) = found(reporter(unit))
    assert found(county_office(unit.district)) == (line,)
    other = bureau("990102", Level.COUNTY)
    for stranger in (reporter(other), county_office("990102")):
        assert found(stranger) == ()
        with pytest.raises(NotFound):
            services.open_person_record(actor=stranger, now=NOW, record_id=line.public_id, reveal=False, **WHY)
        with pytest.raises((NotFound, NotPermitted)):
            end(stranger, line.public_id)
    for role in set(Role) - rules.SEE_PERSON_RECORDS.roles:
        with pytest.raises(NotPermitted):
            found(officer(unit, role))


def test_two_units_records_about_one_person_are_apart(unit: Unit) -> None:
    other = bureau()
    kept(unit, Deed())
    kept(other, Deed(document="二号"))
    assert Person.objects.count() == 1
    assert [one.document_number for one in found(reporter(unit))] == [Deed().document]
    assert [one.document_number for one in found(reporter(other))] == ["二号"]


def test_verdicts_are_those_of_public_records(unit: Unit) -> None:
    kept(unit, Deed())
    other, heir = bureau(), bureau()
    changed = Deed(summary="罚款人民币叁佰元")
    assert merged(begun(unit), Deed(), changed, Deed(document="二号")).repeated == (2,)
    assert merged(begun(unit), Deed()).unchanged == (1,)
    assert merged(begun(other), Deed()).unchanged == (1,)
    assert merged(begun(other), changed).elsewhere == (1,)
    assert merged(begun(heir), changed, inherited=[unit.id]).taken == (1,)


def test_a_chunk_merged_twice_changes_nothing_and_nothing_joins_what_stands(unit: Unit) -> None:
    load = begun(unit)
    for _time in range(2):
        assert merged(load, Deed(), Deed(document="二号")).taken == (1, 2)
    assert PersonRecordVersion.objects.count() == 2
    assert merged(load, Deed(summary="别的")).repeated == (1,)
    assert found(reporter(unit)) == ()
    services.show_load(actor=JOB, now=NOW, load=load.id)
    assert len(found(reporter(unit))) == 2
    with pytest.raises(LoadClosed):
        merged(load, Deed(document="三号"))


def test_what_stands_is_in_no_feed_and_what_is_withdrawn_is_gone(unit: Unit) -> None:
    kept(unit, Deed())
    load = kept(unit, Deed(summary="罚款人民币叁佰元"), Deed(document="二号"))
    assert opened_summary(unit) == "罚款人民币叁佰元"
    services.withdraw_load(actor=reporter(unit), now=minutes(59), load=load.id)
    assert opened_summary(unit) == Deed().summary
    assert found(reporter(unit), "二号", None) == ()
    assert not ChangeBatch.objects.exists()
    assert not Outbox.objects.exists()
    first = PersonRecordVersion.objects.order_by("id")[0].load_id
    with pytest.raises(TooLateToWithdraw):
        services.withdraw_load(actor=reporter(unit), now=minutes(61), load=first)


def opened_summary(unit: Unit) -> str:
    (line,) = found(reporter(unit), Deed().document, None)
    facts = services.open_person_record(actor=reporter(unit), now=NOW, record_id=line.public_id, reveal=False, **WHY)
    return dict(facts.fields)["处罚内容"]


def test_an_ended_record_is_read_by_nobody_and_does_not_come_back(unit: Unit) -> None:
    kept(unit, Deed())
    (line,) = found(reporter(unit))
    reviewer = officer(unit, Role.REVIEWER)
    with pytest.raises(NotPermitted):
        end(reporter(unit), line.public_id)
    with pytest.raises(ReasonMissing):
        end(reviewer, line.public_id, Why(TakedownReason.REVOKED, " ", "依据"))
    end(reviewer, line.public_id)
    assert found(reviewer) == ()
    kept(unit, Deed(summary="罚款人民币叁佰元"))
    assert found(reviewer) == ()
    with pytest.raises(NotFound):
        end(reviewer, line.public_id)
    (entry,) = AuditEntry.objects.filter(action="register.person-record-ended")
    assert (entry.object_id, entry.basis) == (line.public_id, ENDED.basis)


def test_a_record_is_read_up_to_the_last_day_of_its_retention(unit: Unit) -> None:
    kept(unit, Deed())
    assert PersonRecordVersion.objects.get().kept_until == date(2031, 6, 16)
    last = (date(2031, 6, 16) - NOW.date()).days
    assert len(found(reporter(unit), days=last)) == 1
    assert found(reporter(unit), days=last + 1) == ()


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 6, 16), 60, date(2031, 6, 16)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 0, None),
    ],
)
def test_retention_is_counted_in_months_from_the_decision(day: date, months: int, last: date | None) -> None:
    assert rules.kept_until(day, months) == last


def test_tables_and_trail_hold_nothing_in_the_clear(unit: Unit) -> None:
    kept(unit, Deed())
    opened(reporter(unit), reveal=True)
    with connection.cursor() as cursor:
        text = ""
        for table in ("subjects_person", "register_personrecord", "register_personrecordversion", "audit_auditentry"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")  # noqa: S608  names of our own
            text += cursor.fetchone()[0]
    secrets = (NAME, NUMBER, NUMBER[6:14], Deed().document, Deed().summary)
    assert [secret for secret in secrets if secret in text] == []


def with_another_index_key(before: Path, after: Path) -> None:
    """Write a keyring that indexes with a new key and still has the old one."""
    old, new = (
        ensure_keyring(folder / "keys" / "sealed.json", suite=Suite.INTERNATIONAL) for folder in (before, after)
    )
    written = json.loads((before / "keys" / "sealed.json").read_text())
    fresh = json.loads((after / "keys" / "sealed.json").read_text())
    assert old.indexing != new.indexing
    written["index_keys"] |= fresh["index_keys"]
    written["indexing"] = fresh["indexing"]
    (after / "keys" / "sealed.json").write_text(json.dumps(written))


def test_records_are_found_and_compared_after_a_change_of_index_keys(
    unit: Unit, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path / "before"
    kept(unit, Deed())
    with_another_index_key(tmp_path / "before", tmp_path / "after")
    settings.DATA = tmp_path / "after"
    assert len(found(reporter(unit))) == len(found(reporter(unit), Deed().document, None)) == 1
    assert opened(reporter(unit), reveal=True).number == NUMBER
    assert merged(begun(unit), Deed()).unchanged == (1,)
    kept(unit, Deed(document="二号"))
    assert (Person.objects.count(), PersonRecord.objects.count()) == (1, 2)
    assert len(found(reporter(unit))) == 2

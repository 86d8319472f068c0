"""Loads: merged unseen, shown at once, in the feed and in the ledger, safe to run twice and side by side."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from chengxin.audit.models import AuditEntry
from chengxin.audit.queries.leaves import batch_numbers, check_batch
from chengxin.audit.rules import canonical_json
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.register import public, services
from chengxin.register.models import LedgerShare, Load, Outbox, Record, RecordVersion
from chengxin.register.queries import leaves
from chengxin.register.services.flips import LoadGivenUp, LoadShows, TooLateToWithdraw
from chengxin.register.services.loading import OtherLoad
from chengxin.register.services.merging import LoadClosed, Merged
from chengxin.register.tests.scenes import (
    ITEMS,
    JOB,
    LATER,
    NOW,
    OVER,
    PENALTY,
    Fact,
    begun,
    bureau,
    frame,
    merged,
    minutes,
    officer,
    organisation,
    shown,
    the_record,
)
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

pytestmark = pytest.mark.service


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def firm(db: None) -> Organisation:  # noqa: ARG001  it stands in the database
    return organisation()


def visible(subject: Organisation) -> list[str]:
    page = public.records_of(subject.public_id, ITEMS)
    return [next(field.value for field in one.fields if field.code == "CF_NR") for one in page.records]


def test_a_merged_load_is_seen_by_nobody_until_it_shows(unit: Unit, firm: Organisation) -> None:
    load = merged(unit, Fact(firm))
    assert visible(firm) == []
    services.show_load(actor=JOB, now=NOW, load=load.id)
    assert visible(firm) == ["罚款2000元"]


def test_showing_writes_feed_ledger_outbox_and_trail(unit: Unit, firm: Organisation) -> None:
    load = shown(unit, Fact(firm), Fact(firm, number="另一号"))
    assert Outbox.objects.filter(told_at__isnull=True).count() == 1
    share = LedgerShare.objects.get()
    check = check_batch(share.ledger_batch)
    assert (check.kind, check.intact, check.changed, check.gone) == ("register.publication", 2, [], [])
    entry = AuditEntry.objects.get(action="register.load-shown")
    assert (entry.object_id, entry.facts["leaves"], entry.facts["first"]) == (load.submission, 2, True)


def test_showing_twice_is_as_once(unit: Unit, firm: Organisation) -> None:
    load = shown(unit, Fact(firm))
    again = services.show_load(actor=JOB, now=minutes(5), load=load.id)
    assert again.visible_at == NOW
    assert LedgerShare.objects.count() == 1
    assert AuditEntry.objects.filter(action="register.load-shown", facts__first=False).exists()


def test_a_chunk_merged_twice_changes_nothing(unit: Unit, firm: Organisation) -> None:
    load, rows = begun(unit), frame([Fact(firm), Fact(firm, number="另一号")])
    first = services.merge_chunk(load=load, item=PENALTY, rows=rows)
    second = services.merge_chunk(load=load, item=PENALTY, rows=rows)
    assert first == second == Merged(taken=(1, 2), unchanged=(), elsewhere=(), repeated=())
    assert RecordVersion.objects.count() == Record.objects.count() == 2


def test_a_row_that_says_what_stands_is_unchanged(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    result = services.merge_chunk(load=begun(unit), item=PENALTY, rows=frame([Fact(firm)]))
    assert result == Merged(taken=(), unchanged=(1,), elsewhere=(), repeated=())
    assert RecordVersion.objects.count() == 1


def test_every_row_stands_in_one_of_the_outcomes(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    shown(bureau(), Fact(firm, number="外单位"))
    rows = frame(
        [
            Fact(firm),
            Fact(firm, number="新的"),
            Fact(firm, number="新的", summary="罚款3000元"),
            Fact(firm, number="新的"),
            Fact(firm, number="外单位", summary="改了"),
        ],
    )
    result = services.merge_chunk(load=begun(unit), item=PENALTY, rows=rows)
    assert result == Merged(taken=(2, 4), unchanged=(1,), elsewhere=(5,), repeated=(3,))


def test_a_later_chunk_that_contradicts_an_earlier_one_is_told(unit: Unit, firm: Organisation) -> None:
    load = merged(unit, Fact(firm))
    result = services.merge_chunk(load=load, item=PENALTY, rows=frame([Fact(firm, summary="改了")]))
    assert result.repeated == (1,)
    assert RecordVersion.objects.get().payload["CF_NR"] == "罚款2000元"


def test_another_unit_can_not_change_a_record_but_its_heir_can(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    heir = bureau()
    rows = frame([Fact(firm, summary="改了")])
    assert services.merge_chunk(load=begun(heir), item=PENALTY, rows=rows).elsewhere == (1,)
    load = begun(heir)
    assert services.merge_chunk(load=load, item=PENALTY, rows=rows, inherited=[unit.id]).taken == (1,)


def test_a_correction_supersedes_and_keeps_what_was(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    shown(unit, Fact(firm, summary="罚款1000元"))
    assert visible(firm) == ["罚款1000元"]
    assert list(RecordVersion.objects.order_by("number").values_list("number", "change", "feed")) == [
        (1, "first", "appeared"),
        (2, "correction", "changed"),
    ]
    assert public.record(the_record().public_id, ITEMS).corrected


@pytest.mark.parametrize(
    ("second", "expected"),
    [(date(2091, 1, 1), (LATER, "一")), (None, (LATER, "一")), (date(2080, 1, 1), (date(2080, 1, 1), "二"))],
)
def test_an_end_never_moves_later(
    unit: Unit, firm: Organisation, second: date | None, expected: tuple[date, str]
) -> None:
    shown(unit, Fact(firm).until(LATER, "一"))
    shown(unit, Fact(firm, summary="改了").until(second, "二"))
    version = RecordVersion.objects.get(number=2)
    until = public.record(the_record().public_id, ITEMS).until
    assert (version.ends_on, version.reason) == (until.ends_on, until.reason) == expected


def test_an_end_never_moves_later_when_loads_merged_side_by_side(unit: Unit, firm: Organisation) -> None:
    one = merged(unit, Fact(firm, summary="一").until(date(2080, 1, 1), "一"))
    two = merged(unit, Fact(firm, summary="二").until(LATER, "二"))
    for load in (one, two):
        services.show_load(actor=JOB, now=NOW, load=load.id)
    until = public.record(the_record().public_id, ITEMS).until
    assert visible(firm) == ["二"]
    assert (until.ends_on, until.reason) == (date(2080, 1, 1), "一")


def test_a_version_that_is_not_to_be_published_takes_the_record_from_the_public(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    minor = Fact(firm, summary="改了")
    shown(unit, replace(minor, window=replace(minor.window, publish=False, ends_on=None)))
    assert visible(firm) == []
    with pytest.raises(public.RecordGone):
        public.record(the_record().public_id, ITEMS)


def test_withdrawn_within_the_hour_what_stood_stands_again(unit: Unit, firm: Organisation) -> None:
    reporter = officer(unit, Role.REPORTER)
    shown(unit, Fact(firm))
    second = shown(unit, Fact(firm, summary="错了"), Fact(firm, number="错的"), at=minutes(10))
    assert sorted(visible(firm)) == ["罚款2000元", "错了"]
    services.withdraw_load(actor=reporter, now=minutes(70), load=second.id)
    assert visible(firm) == ["罚款2000元"]
    kinds = [check_batch(number).kind for number in batch_numbers()]
    assert kinds.count("register.withdrawal") == 1
    assert AuditEntry.objects.filter(action="register.load-withdrawn").count() == 1
    assert shown(unit, Fact(firm, number="错的"), at=minutes(80)).versions.get().number == 2


def test_after_the_hour_or_twice_or_unseen_it_is_too_late(unit: Unit, firm: Organisation) -> None:
    reporter = officer(unit, Role.REPORTER)
    load = shown(unit, Fact(firm))
    with pytest.raises(TooLateToWithdraw):
        services.withdraw_load(actor=reporter, now=NOW + timedelta(hours=1, microseconds=1), load=load.id)
    services.withdraw_load(actor=reporter, now=NOW, load=load.id)
    with pytest.raises(TooLateToWithdraw):
        services.withdraw_load(actor=reporter, now=NOW, load=load.id)
    with pytest.raises(TooLateToWithdraw):
        services.withdraw_load(actor=reporter, now=NOW, load=merged(unit, Fact(firm)).id)


def test_another_unit_s_load_is_not_found(unit: Unit, firm: Organisation) -> None:
    stranger = officer(bureau(), Role.REPORTER)
    load = merged(unit, Fact(firm))
    with pytest.raises(NotFound):
        services.show_load(actor=stranger, now=NOW, load=load.id)
    with pytest.raises(NotPermitted):
        services.show_load(actor=officer(unit, Role.CHECKER), now=NOW, load=load.id)
    services.show_load(actor=officer(unit, Role.REPORTER), now=NOW, load=load.id)
    with pytest.raises(NotFound):
        services.withdraw_load(actor=stranger, now=NOW, load=load.id)


def test_an_abandoned_load_never_shows(unit: Unit, firm: Organisation) -> None:
    load = merged(unit, Fact(firm))
    services.abandon_load(actor=JOB, now=NOW, load=load.id)
    services.abandon_load(actor=JOB, now=minutes(1), load=load.id)
    told = AuditEntry.objects.filter(action="register.load-abandoned").order_by("id").first()
    assert told is not None
    assert (told.facts["versions"], told.facts["first"]) == (1, True)
    with pytest.raises(LoadGivenUp):
        services.show_load(actor=JOB, now=NOW, load=load.id)
    with pytest.raises(LoadClosed):
        services.merge_chunk(load=load, item=PENALTY, rows=frame([Fact(firm)]))
    with pytest.raises(IntegrityError, match="an_abandoned_load_never_shows"), transaction.atomic():
        Load.objects.filter(id=load.id).update(visible_at=NOW)
    assert visible(firm) == []


def test_nothing_slips_into_a_load_that_shows(unit: Unit, firm: Organisation) -> None:
    load = shown(unit, Fact(firm))
    with pytest.raises(LoadClosed):
        services.merge_chunk(load=load, item=PENALTY, rows=frame([Fact(firm, number="迟到")]))
    with pytest.raises(LoadShows):
        services.abandon_load(actor=JOB, now=NOW, load=load.id)


def test_a_submission_has_one_load_judged_by_one_item(unit: Unit) -> None:
    load = services.begin_load(submission="s1", unit=unit.id, item=PENALTY, now=NOW)
    assert services.begin_load(submission="s1", unit=unit.id, item=PENALTY, now=NOW) == load
    for owner, item in ((bureau().id, PENALTY), (unit.id, replace(PENALTY, name="别的"))):
        with pytest.raises(OtherLoad):
            services.begin_load(submission="s1", unit=owner, item=item, now=NOW)


def test_an_item_that_is_not_public_shows_nothing(unit: Unit, firm: Organisation) -> None:
    inner = replace(PENALTY, disclosure=PENALTY.disclosure.GOVERNMENT)
    shown(unit, Fact(firm), item=inner)
    assert visible(firm) == []
    assert RecordVersion.objects.get().feed == ""
    with pytest.raises(NotFound):
        public.record(the_record().public_id, ITEMS)


@pytest.mark.parametrize(
    "text", ["\\N", "", '"', "\\.", "a,b\nc", "\\x", "𬭚\U000f0003", "'; DROP TABLE register_load;--"]
)
def test_hostile_texts_come_through_as_they_are(unit: Unit, firm: Organisation, text: str) -> None:
    shown(unit, Fact(firm, number=text, summary=text))
    version = RecordVersion.objects.get()
    assert version.document_number == version.payload["CF_NR"] == text


def test_the_tables_refuse_change(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm).until(OVER))
    for statement in (
        "UPDATE register_recordversion SET ends_on = '2099-01-01'",
        "DELETE FROM register_takedown",
        "DELETE FROM register_recordversion",
        "TRUNCATE register_changebatch CASCADE",
        "UPDATE register_ledgershare SET first_record = 0",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_versions_name_neither_goes_nor_changes_its_number(unit: Unit, firm: Organisation) -> None:
    merged(unit, Fact(firm))
    for statement in (
        "DELETE FROM register_record",
        "DELETE FROM register_load",
        "UPDATE register_record SET id = id + 1000",
        "UPDATE register_load SET id = id + 1000",
    ):
        with (
            pytest.raises(IntegrityError, match="versions name it"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_chunk_needs_no_particular_order_of_columns(unit: Unit, firm: Organisation) -> None:
    rows = frame([Fact(firm)])
    result = services.merge_chunk(load=begun(unit), item=PENALTY, rows=rows.select(rows.columns[::-1]))
    assert result.taken == (1,)


def test_a_chunk_without_rows_merges_nothing(unit: Unit) -> None:
    assert services.merge_chunk(load=begun(unit), item=PENALTY, rows=frame([])) == Merged((), (), (), ())


def test_leaves_are_canonical_json(unit: Unit, firm: Organisation) -> None:
    odd = replace(Fact(firm).window, rule='R"3\\\n甲', ends_on=None)
    load = shown(unit, replace(Fact(firm), window=odd), Fact(firm, number="二"))
    services.withdraw_load(actor=officer(unit, Role.REPORTER), now=minutes(1), load=load.id)
    for share in LedgerShare.objects.select_related("batch"):
        reader = leaves.withdrawals if share.batch.withdrawn else leaves.publications
        for fact in reader(share.batch):
            assert canonical_json(json.loads(fact.leaf)) == fact.leaf

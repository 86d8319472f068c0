"""Submissions judged by the edition in force on the day of each decision. On the database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.models import CatalogItem
from chengxin.catalog.rules import Disclosure, Item, Need, hash_of
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import public_actor
from chengxin.foundation.roles import Role
from chengxin.intake import services
from chengxin.intake.tests.scenes import (
    JOB,
    NOW,
    bureau,
    causes,
    confirmed,
    csv_of,
    loaded,
    officer,
    processed,
    recent,
    reporter,
    sent,
    upload,
)
from chengxin.register import queries as register
from chengxin.register.models import RecordVersion
from chengxin.units.models import Unit
from chengxin.units.queries import day_of

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
KEY = "penalty-organisation"
TODAY = day_of(NOW)
BEFORE, AFTER = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
OLD = standard_items()[KEY]
NUMBERS = ("示市监处罚〔2026〕31号", "示市监处罚〔2026〕32号")


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def in_force(item: Item, on: date) -> None:
    """Put a version in force, as an edition does, while nobody looks."""
    row = CatalogItem.objects.get(key=KEY)
    add_version(row, item, in_force_from=on, now=NOW - timedelta(days=4), by="信用办")


def changed() -> Item:
    """Return the item with other words for a field, of which the facts need not be told."""
    fields = {
        "CF_SY": replace(OLD.field("CF_SY"), required=Need.NEVER),
        "CF_WFXW": replace(OLD.field("CF_WFXW"), name="违法行为"),
    }
    return replace(OLD, fields=tuple(fields.get(one.code, one) for one in OLD.fields))


def decided(day: date, number: str, **more: str) -> dict[str, str]:
    return recent(CF_JDRQ=f"{day:%Y/%m/%d}", CF_WSH=number, **more)


def test_rows_of_one_file_are_judged_by_the_version_of_their_day(unit: Unit) -> None:
    in_force(changed(), TODAY - timedelta(days=2))
    rows = (decided(BEFORE, NUMBERS[0], CF_SY=""), decided(AFTER, NUMBERS[1], CF_SY=""))
    row = processed(sent(unit, *rows))
    assert (row.state, row.rows, row.returned) == ("to-confirm", 2, 1)
    assert (1, "missing") in causes(row)
    row = confirmed(unit, row)
    assert (row.accepted, row.returned) == (1, 1)
    assert list(RecordVersion.objects.values_list("document_number", "item_version")) == [(NUMBERS[1], "")]


def test_the_record_names_the_version_that_judged_it(unit: Unit) -> None:
    in_force(changed(), TODAY - timedelta(days=2))
    row = loaded(unit, decided(BEFORE, NUMBERS[0]), decided(AFTER, NUMBERS[1]))
    assert (row.state, row.accepted) == ("done", 2)
    kept = dict(RecordVersion.objects.values_list("document_number", "item_version"))
    assert kept == {NUMBERS[0]: hash_of(OLD), NUMBERS[1]: ""}
    assert row.load is not None
    assert row.load.item_version == hash_of(changed())
    for number, name in zip(NUMBERS, ("违法行为类型", "违法行为"), strict=True):
        record = RecordVersion.objects.get(document_number=number).record.public_id
        shown = register.history_for(reporter(unit), record, today=TODAY)
        assert name in {field.name for field in shown.fields}


def test_chunks_of_several_versions_are_numbered_on_and_a_load_goes_on_after_them(unit: Unit) -> None:
    in_force(changed(), TODAY - timedelta(days=2))
    rows = [decided(BEFORE, f"示市监处罚〔2026〕4{n}号") for n in range(3)]
    rows += [decided(AFTER, f"示市监处罚〔2026〕5{n}号") for n in range(3)]
    row = processed(sent(unit, *rows))
    services.confirm_severities(actor=reporter(unit), now=NOW, submission=row.public_id, chosen={})
    services.process_submission(actor=JOB, moment=lambda: NOW, submission=row.id, chunk_rows=2)
    row.refresh_from_db()
    assert (row.state, row.accepted) == ("done", 6)
    numbers = sorted(row.chunks.values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))
    assert RecordVersion.objects.filter(item_version=hash_of(OLD)).count() == 3


def test_an_item_that_ended_takes_what_was_decided_before(unit: Unit) -> None:
    in_force(replace(OLD, valid_until=TODAY - timedelta(days=2)), TODAY - timedelta(days=2))
    row = processed(sent(unit, decided(BEFORE, NUMBERS[0]), decided(AFTER, NUMBERS[1])))
    assert (row.rows, row.returned) == (2, 1)
    assert (2, "not-in-edition") in causes(row)
    message = row.findings.get(code="not-in-edition").message
    assert "起不再归集" in message
    assert message.endswith("请删去这一行")


def test_a_decision_before_the_item_was_collected_is_returned_with_from_when_it_is(unit: Unit) -> None:
    row = processed(sent(unit, decided(date(2015, 11, 30), NUMBERS[0])))
    assert (row.rows, row.returned) == (1, 1)
    assert "从2015年12月1日起归集（依据《国务院办公厅关于运用大数据" in row.findings.get(code="not-in-edition").message


def test_a_typed_row_is_judged_by_the_version_of_its_day(unit: Unit) -> None:
    new = changed()
    in_force(new, TODAY - timedelta(days=2))
    actor = officer(unit, Role.REPORTER)
    wanting = {
        day: services.judge_row(actor, new, decided(day, NUMBERS[0], CF_SY=""), on=TODAY).item
        for day in (BEFORE, AFTER)
    }
    assert wanting == {BEFORE: OLD, AFTER: new}
    early = services.judge_row(actor, new, decided(date(2015, 11, 30), NUMBERS[0]), on=TODAY)
    assert "not-in-edition" in {one.code for one in early.faults}


def test_a_correction_goes_by_the_version_of_the_decision(unit: Unit) -> None:
    loaded(unit, decided(BEFORE, NUMBERS[0]))
    in_force(changed(), TODAY - timedelta(days=2))
    record = RecordVersion.objects.get().record.public_id
    assert services.standing_for_correction(reporter(unit), record, on=TODAY).item == OLD


def test_a_file_that_is_only_checked_is_judged_by_the_same_versions(unit: Unit) -> None:
    in_force(changed(), TODAY - timedelta(days=2))
    rows = (decided(BEFORE, NUMBERS[0], CF_SY=""), decided(AFTER, NUMBERS[1], CF_SY=""))
    content = csv_of(*rows)
    nobody = services.validate_table(actor=public_actor("192.0.2.7"), now=NOW, item=KEY, upload=upload(content))
    own = services.check_table(actor=reporter(unit), now=NOW, unit=unit.id, item=KEY, upload=upload(content))
    for answer in (nobody, own):
        assert (answer.rows, answer.accepted, answer.returned) == (2, 1, 1)
        assert [(one.line, one.code) for one in answer.findings if one.severity == "error"] == [(2, "missing")]


def test_what_an_older_version_hides_is_not_shown_by_a_check() -> None:
    fields = {"CF_WFXW": replace(OLD.field("CF_WFXW"), disclosure=Disclosure.GOVERNMENT, length=3)}
    in_force(replace(OLD, fields=tuple(fields.get(one.code, one) for one in OLD.fields)), TODAY - timedelta(days=20))
    row = CatalogItem.objects.get(key=KEY)
    add_version(row, OLD, in_force_from=TODAY - timedelta(days=2), now=NOW - timedelta(days=1), by="信用办")
    content = csv_of(decided(BEFORE, NUMBERS[0], CF_WFXW="不给人看的话"), decided(AFTER, NUMBERS[1]))
    answer = services.validate_table(actor=public_actor("192.0.2.8"), now=NOW, item=KEY, upload=upload(content))
    told = [one for one in answer.findings if one.field == "CF_WFXW"]
    assert [one.code for one in told] == ["too-long"]
    assert "不给人看的话" not in str(answer)

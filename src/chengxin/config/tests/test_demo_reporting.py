"""Reporting in the demonstration: once, and without a bad word about a real unit."""

import csv
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.config.commands import demo
from chengxin.config.demonstration import loading, reporting
from chengxin.oversight import queries
from chengxin.oversight.models import Declaration, DifferenceAnswer, GapAnswer, Letter
from chengxin.oversight.rules.reporting import LetterState, open_month
from chengxin.oversight.rules.sequences import read_number
from chengxin.oversight.tests.reporting import NOW, TODAY, received
from chengxin.units.models import Unit

CITY = demo.demonstration_folder()
LAST_MONTH = open_month(TODAY) + timedelta(days=9)


def invented() -> set[str]:
    """Return the codes of units whose names say that they are made up."""
    with (CITY / "units.csv").open(encoding="utf-8") as file:
        return {row["code"] for row in csv.DictReader(file) if "演示" in row["name"]}


def told(name: str) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((CITY / name).read_text(encoding="utf-8"))


def test_only_invented_units_declare_oddly_or_explain_anything() -> None:
    words = tomllib.loads((CITY / reporting.FILE).read_text(encoding="utf-8"))
    named = {row["unit"] for row in (*words["odd"], *words["gap"])} | set(words["letter"]["units"])
    assert named <= invented()
    assert set(words["letter"]["replies"]) <= set(words["letter"]["units"])


def test_numbers_of_real_units_are_no_sequence_that_could_have_gaps() -> None:
    penalties: dict[str, str] = dict(told("reports.toml")["penalty_numbers"])  # type: ignore[arg-type]  # a table of it
    numbers = [*penalties.items(), *((row["unit"], row["number"]) for row in told("licences.toml")["licence"])]
    counting = {unit for unit, text in numbers if read_number(text.format(year=2026, serial=41)) is not None}
    assert counting
    assert counting <= invented()


@pytest.fixture
def _city(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  what is loaded goes there
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_a_real_unit_declares_what_arrived_and_an_invented_one_is_asked() -> None:
    real, made_up = Unit.objects.get(code="scjgj"), Unit.objects.get(code="yanshi-2")
    for unit, numbers in ((real, (11, 13)), (made_up, (21, 25))):
        received(unit, *numbers, decided=LAST_MONTH, now=NOW - (TODAY - LAST_MONTH) + timedelta(days=3))
    assert reporting.load_reporting(now=NOW, folder=CITY) > 0
    assert reporting.load_reporting(now=NOW, folder=CITY) == 0
    declared = Declaration.objects.filter(unit=real)
    assert declared.exists()
    assert [row for row in declared if row.late or row.count != row.received] == []
    answers = {row.unit.code for model in (DifferenceAnswer, GapAnswer) for row in model.objects.all()}
    assert answers <= invented()
    letter = Letter.objects.get()
    assert (letter.state, letter.number) == (LetterState.ISSUED.value, 1)
    assert {one.unit.code for one in letter.units.all()} <= invented()
    assert queries.lines_for(reporting.COUNTER, open_month(TODAY))


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_a_real_unit_that_nobody_plays_declares_on_the_last_day_and_an_invented_one_does_not() -> None:
    real, made_up = Unit.objects.get(code="scjgj"), Unit.objects.get(code="yanshi-2")
    for unit, numbers in ((real, (11, 13)), (made_up, (21, 25))):
        received(unit, *numbers, decided=LAST_MONTH, now=NOW - (TODAY - LAST_MONTH) + timedelta(days=3))
    due_on = queries.lines_for(reporting.COUNTER, open_month(TODAY))[0].due_on
    last_day = NOW + (due_on - TODAY)
    assert reporting.keep_declaring(now=last_day - timedelta(days=1)) == 0
    assert reporting.keep_declaring(now=last_day) == 1
    assert reporting.keep_declaring(now=last_day) == 0
    row = Declaration.objects.get()
    assert (row.unit, row.late, row.count) == (real, False, row.received)

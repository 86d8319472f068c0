"""The records of a demonstration: loaded by the use cases, once, on where a load was broken off; in any city."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.config.commands import demo
from chengxin.config.demonstration import acting, loading, marking, records
from chengxin.config.demonstration.plan import PENALTY, PERSON_PENALTY, Plan, Sending, planned
from chengxin.config.demonstration.population import Organisation
from chengxin.config.demonstration.sources import read_sources
from chengxin.config.demonstration.words import read_words
from chengxin.foundation.identifiers import read_id_number, read_unified_code
from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.law.book import load
from chengxin.register.models import DisputeMark, PersonRecord, Record, Revocation, Takedown
from chengxin.subjects.models import ConfirmedCode, NamePeriod, Person
from chengxin.subjects.models import Organisation as Registered

CITY = demo.demonstration_folder()
SECOND = Path(__file__).parent / "second_city"
NOW = datetime.now(UTC)
TODAY = date(2026, 11, 26)


@pytest.fixture
def _second_city(committed_db: object, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  real commits
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=SECOND)


def load_second(told: list[str]) -> int:
    return records.load_records(now=NOW, folder=SECOND, say=told.append)


@pytest.mark.service
@pytest.mark.usefixtures("_second_city")
def test_a_second_city_is_a_second_folder() -> None:
    told = list[str]()
    steps = load_second(told)
    assert f"（{steps}/{steps}）" in told[-1]
    assert load_second(told) == 0
    assert not marking.is_loading()
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert set(states) == {"done", "withdrawn"}
    assert Submission.objects.exclude(state="withdrawn").filter(accepted=0).count() == 1
    assert Registered.objects.filter(name__startswith="海棠市").count() == 11
    assert NamePeriod.objects.filter(current=False, name__contains="旧川").exists()
    assert Revocation.objects.count() == DisputeMark.objects.count() == ConfirmedCode.objects.count() == 1
    assert set(Takedown.objects.values_list("reason", flat=True)) == {"revoked", "repaired"}
    assert SubmissionFinding.objects.filter(code="late").exists()
    assert PersonRecord.objects.count() == Person.objects.count() == 1
    came = Submission.objects.order_by("received_at").first()
    assert came is not None
    assert (NOW - came.received_at).days >= 399


@pytest.mark.service
@pytest.mark.usefixtures("_second_city")
def test_a_load_that_was_broken_off_goes_on() -> None:
    plan = records.current_plan(SECOND)
    assert plan is not None
    stage = acting.stage_of(plan, SECOND)
    for step in plan.steps[:5]:
        acting.make(stage, step)
    acts = ((step.act, step.moment) for step in plan.steps[5:])
    act, moment = next((act, moment) for act, moment in acts if isinstance(act, Sending))
    acting.begin(stage, act, moment)
    assert len(records.missing_steps(plan)) == len(plan.steps) - 5
    assert load_second([]) == len(plan.steps) - 5
    moments = [step.moment for step in plan.steps if isinstance(step.act, Sending)]
    assert Submission.objects.count() == len(moments) == len(set(moments))
    assert Record.objects.filter(versions__isnull=True).count() == 0


@pytest.mark.service
@pytest.mark.django_db
def test_without_a_cast_nothing_is_loaded() -> None:
    assert records.load_records(now=NOW, folder=CITY, say=pytest.fail) == 0
    assert not Submission.objects.exists()


def city() -> Plan:
    words = read_words(CITY)
    assert words is not None
    return planned(words, {row.code: row.name for row in read_sources(CITY).units}, TODAY)


def test_the_same_day_gives_the_same_city() -> None:
    one, other = city(), city()
    assert one.population.everybody == other.population.everybody
    assert [step.moment for step in one.steps] == [step.moment for step in other.steps]
    assert len({step.moment for step in one.steps}) == len(one.steps)
    assert max(step.moment.date() for step in one.steps) <= TODAY


def test_organisations_are_of_the_block_that_nobody_has() -> None:
    everybody = city().population.everybody
    assert len({one.code for one in everybody}) == len(everybody) > 5000
    assert all("MAXN" in one.code for one in everybody)
    wrong = [one.key for one in everybody if not read_unified_code(one.code).valid]
    assert wrong == ["confirmed-code"]
    twice = Counter(one.name for one in everybody)
    assert {name for name, times in twice.items() if times > 1} == {namesake(everybody)}


def namesake(everybody: tuple[Organisation, ...]) -> str:
    return next(one.name for one in everybody if one.key == "namesake-jia")


def test_persons_are_invented_and_reported_by_an_invented_unit_in_time() -> None:
    (step,) = [one for one in city().steps if isinstance(one.act, Sending) and one.act.item == PERSON_PENALTY]
    assert isinstance(step.act, Sending)
    rows = step.act.rows()
    assert {row["CF_XDR_ZJHM"][:6] for row in rows} == {"999999"}
    assert all(read_id_number(row["CF_XDR_ZJHM"], on=TODAY).valid for row in rows)
    assert step.act.unit.startswith("yanshi")
    assert all(row["CF_XDR_MC"] in row["CF_SY"] for row in rows)


def test_real_units_report_in_time_and_only_invented_ones_badly() -> None:
    plan, law = city(), load(None)
    real = [step for step in plan.steps if isinstance(step.act, Sending) and not step.act.unit.startswith("yanshi")]
    assert real
    for step in real:
        assert isinstance(step.act, Sending)
        if step.act.item != PENALTY:
            continue
        for row in step.act.rows():
            decided = datetime.strptime(row["CF_JDRQ"], "%Y/%m/%d").replace(tzinfo=UTC).date()
            due = law.due("double-publicity", decided, calendar="national").due_on
            assert step.moment.date() <= due, row["CF_WSH"]
            assert row["CF_YJ"]
            assert row["CF_XDR_SHXYM"] in {one.code for one in plan.population.everybody}


def test_a_city_without_records_has_only_a_cast(tmp_path: Path) -> None:
    assert read_words(tmp_path) is None
    (tmp_path / "cases.toml").write_text("", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        read_words(tmp_path)

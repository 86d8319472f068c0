"""The city's rate with what stands behind it, months that are written down, conversions by unit."""

from datetime import UTC, date, datetime

import pytest

from chengxin.codes import queries, services
from chengxin.codes.models import CodeFault, MonthFault, OldRegistration
from chengxin.codes.queries import Cell
from chengxin.codes.rules.kinds import Outcome
from chengxin.codes.rules.rates import CodeCounts, ConversionCounts, Share
from chengxin.codes.services import Closing
from chengxin.codes.services.months import MonthClosed
from chengxin.codes.tests.scenes import (
    FOUNDER,
    JOB,
    NOW,
    TODAY,
    bureau,
    clerk,
    code,
    opened,
    register,
    suspicion,
    wrong_end,
)
from chengxin.units.models import Unit

AUGUST = datetime(2018, 8, 1, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 0, ""), (0, 7, "0.00%"), (1, 3, "33.33%"), (7, 7, "100.00%"), (1, 1_000_000, "0.000%"), (5, 90_000, "0.006%")],
)
def test_a_share_without_a_whole_is_none(part: int, whole: int, shown: str) -> None:
    assert Share(part, whole).shown == shown


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    named = bureau()
    services.set_registrar(actor=FOUNDER, now=NOW, department="9", district="", unit=named.id)
    return named


@pytest.mark.service
def test_the_rate_counts_codes_with_open_faults_and_what_was_put_right(unit: Unit) -> None:
    register(*((code(number), f"测试{number}号有限公司") for number in range(1, 5)))
    register((code(9), "测试注销有限公司"), status="deregistered")
    opened(*(suspicion(unit, wrong_end(code(number)), line=number) for number in (1, 2, 3)))
    first, second, _third = CodeFault.objects.order_by("id")
    closings = (
        (first, Closing(Outcome.CORRECTED, "改正", right_code=code(1))),
        (second, Closing(Outcome.NOT_A_FAULT, "误报")),
    )
    for fault, closing in closings:
        services.close_fault(actor=clerk(unit), now=NOW, fault=fault.public_id, closing=closing)
    counts = queries.counts_now(FOUNDER)
    assert counts == {Cell(unit.id, "enterprise", "990100"): CodeCounts(codes=4, faulty=1, found=2, corrected=1)}
    assert queries.counts_now(clerk(unit)) == counts
    assert queries.counts_now(clerk(bureau())) == {}
    assert queries.faults_behind_now(FOUNDER).count() == 2


@pytest.mark.service
def test_a_month_is_written_down_once_and_stays_as_it_was(unit: Unit) -> None:
    register((code(1), "测试1号有限公司"))
    opened(suspicion(unit, wrong_end(code(1))))
    assert services.close_months(actor=JOB, now=AUGUST) == 1
    assert services.close_months(actor=JOB, now=AUGUST) == 0
    with pytest.raises(MonthClosed):
        services.close_month(actor=JOB, now=AUGUST, month=date(2018, 7, 1))
    before = queries.counts_of_month(FOUNDER, date(2018, 7, 1))
    fault = CodeFault.objects.get()
    services.close_fault(
        actor=clerk(unit),
        now=AUGUST,
        fault=fault.public_id,
        closing=Closing(Outcome.CORRECTED, "改正", right_code=code(1)),
    )
    assert queries.counts_of_month(FOUNDER, date(2018, 7, 1)) == before
    assert before[Cell(unit.id, "enterprise", "990100")] == CodeCounts(1, 1, 1, 0)
    assert queries.counts_now(FOUNDER)[Cell(unit.id, "enterprise", "990100")] == CodeCounts(1, 0, 1, 1)
    behind = list(queries.faults_behind_month(clerk(unit), date(2018, 7, 1)))
    assert [(row.fault, row.state) for row in behind] == [(fault, "open")]
    assert list(queries.faults_behind_month(clerk(bureau()), date(2018, 7, 1))) == []
    assert queries.closed_months(clerk(unit)) == [date(2018, 7, 1)]
    assert MonthFault.objects.count() == 1


@pytest.mark.service
def test_the_conversion_rate_is_of_old_subjects_that_still_exist(unit: Unit) -> None:
    old = register((code(1), "测试1号有限公司"), (code(2), "测试2号有限公司"), registered_on=date(2010, 1, 1))
    new = register((code(3), "测试3号有限公司"))
    over = register((code(4), "测试4号有限公司"), registered_on=date(2010, 1, 1), status="deregistered")
    services.note_events(actor=JOB, now=NOW, organisations=[*old, *new, *over], unit=unit.id)
    OldRegistration.objects.bulk_create(
        OldRegistration(
            unit=unit,
            old_kind="registration-number",
            old_number=f"99010000000000{number}",
            name=f"测试旧{number}号有限公司",
            kind="enterprise",
            district="990100",
            registering_body="测试局",
            ended=number == 2,
            told_on=TODAY,
            recorded_at=NOW,
        )
        for number in (1, 2)
    )
    found = queries.conversions_for(FOUNDER)
    assert found == {Cell(unit.id, "enterprise", "990100"): ConversionCounts(converted=2, waiting=1)}
    assert found[Cell(unit.id, "enterprise", "990100")].share.shown == "66.67%"
    assert queries.conversions_for(clerk(bureau())) == {}
    assert (queries.waiting_for(clerk(unit)).count(), queries.converted_for(clerk(unit)).count()) == (1, 2)


@pytest.mark.service
def test_events_that_were_missed_are_noted_once(unit: Unit) -> None:
    register((code(1), "测试1号有限公司"), (code(2), "测试2号有限公司"))
    assert services.note_all_events(actor=JOB, now=NOW) == 2
    assert services.note_all_events(actor=JOB, now=NOW) == 0
    assert unit.id

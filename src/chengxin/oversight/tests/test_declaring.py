"""Declarations, nil returns, differences and their answers."""

from datetime import date
from typing import Any

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.intake.services import withdraw_submission
from chengxin.oversight import queries, services
from chengxin.oversight.models import Declaration
from chengxin.oversight.queries import Line
from chengxin.oversight.rules.months import moved
from chengxin.oversight.rules.reporting import DifferenceKind, Why
from chengxin.oversight.services import Stated
from chengxin.oversight.services.arranging import AssignedAlready, EndBeforeBeginning, UnknownItem
from chengxin.oversight.services.checking import TextMissing
from chengxin.oversight.services.declaring import (
    BadCount,
    CorrectionUnexplained,
    DeclaredMeanwhile,
    MonthNotOver,
    NoDifference,
    NothingDeclared,
)
from chengxin.oversight.tests.reporting import (
    AFTER,
    COUNTY,
    ITEM,
    LATE,
    MONTH,
    NOW,
    Scene,
    declared,
    office,
    received,
    settle,
)

pytestmark = pytest.mark.service


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001  the units stand in the database
    return settle()


def line(scene: Scene, month: date = MONTH) -> Line:
    (found,) = queries.lines_for(scene.reporter, month)
    return found


def assigned(scene: Scene, since: date = MONTH, until: date | None = None) -> None:
    services.assign_item(
        actor=office(),
        now=NOW,
        unit=scene.unit.id,
        item=ITEM,
        valid_from=since,
        valid_until=until,
        basis="示信〔2026〕1号",
    )


def test_who_reported_an_item_declares_it_and_what_arrived_is_no_declaration(scene: Scene) -> None:
    assert queries.lines_for(scene.reporter, MONTH) == []
    received(scene.unit, 1, 2)
    one = line(scene)
    assert (one.obligation.why, one.received, one.declaration) == (Why.REPORTED, 2, None)
    (made,) = declared(scene, 2)
    assert (made.count, made.number, made.received, made.late) == (2, 1, 2, False)
    assert not line(scene).differs
    assert AuditEntry.objects.filter(action="oversight.declared").count() == 1


def test_none_is_a_nil_return(scene: Scene) -> None:
    assigned(scene)
    (made,) = declared(scene, 0)
    assert (made.count, made.received) == (0, 0)
    assert not line(scene).asks


def test_a_correction_is_a_version_with_its_reason_and_late_is_flagged(scene: Scene) -> None:
    assigned(scene)
    declared(scene, 3)
    with pytest.raises(CorrectionUnexplained):
        declared(scene, 4, seen=1, now=LATE)
    (made,) = declared(scene, 4, seen=1, reason="漏了一件", now=LATE)
    assert (made.number, made.late, made.reason) == (2, True, "漏了一件")
    counts = queries.declarations_of(scene.reporter, MONTH, ITEM, scene.unit.id)
    assert [row.count for row in counts] == [4, 3]
    assert line(scene).declaration == made


def test_of_two_colleagues_the_second_is_told(scene: Scene) -> None:
    assigned(scene)
    declared(scene, 3)
    with pytest.raises(DeclaredMeanwhile):
        declared(scene, 5)
    with pytest.raises(NothingDeclared):
        declared(scene, 3, seen=1)
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize("count", [-1, 10_000_001])
def test_a_number_that_can_not_be_is_refused(scene: Scene, count: int) -> None:
    assigned(scene)
    with pytest.raises(BadCount) as refused:
        declared(scene, count)
    assert "0到10,000,000" in refused.value.sentence()


def test_a_month_that_is_not_over_is_not_declared(scene: Scene) -> None:
    assigned(scene)
    month = moved(AFTER.date().replace(day=1), 0)
    with pytest.raises(MonthNotOver):
        services.declare(actor=scene.reporter, now=AFTER, month=month, stated={ITEM: Stated(1, 0)}, reason="")


def test_an_item_the_unit_does_not_declare_is_not_found(scene: Scene) -> None:
    with pytest.raises(NotFound):
        declared(scene, 1)
    with pytest.raises(NotPermitted):
        services.declare(actor=office(scene.unit), now=AFTER, month=MONTH, stated={}, reason="")


def test_a_difference_is_asked_until_it_is_explained_and_asked_anew_when_numbers_change(scene: Scene) -> None:
    received(scene.unit, 1)
    declared(scene, 2)
    assert line(scene).asks
    with pytest.raises(TextMissing):
        answer(scene, DifferenceKind.EXPLAINED, " ")
    answer(scene, DifferenceKind.EXPLAINED, "一件由上级单位报送")
    assert (line(scene).asks, line(scene).answered) == (False, DifferenceKind.EXPLAINED)
    declared(scene, 3, seen=1, reason="又查到一件")
    assert (line(scene).asks, line(scene).answered) == (True, None)


def test_a_promise_ends_by_itself_when_the_records_arrive(scene: Scene) -> None:
    received(scene.unit, 1)
    declared(scene, 2)
    answer(scene, DifferenceKind.WILL_REPORT, "本周补报")
    assert line(scene).asks
    received(scene.unit, 2)
    assert not line(scene).differs
    with pytest.raises(NoDifference):
        answer(scene, DifferenceKind.EXPLAINED, "没有差")


def answer(scene: Scene, kind: DifferenceKind, words: str) -> None:
    services.answer_difference(actor=scene.reporter, now=AFTER, month=MONTH, item=ITEM, kind=kind, words=words)


def test_what_was_withdrawn_or_came_twice_does_not_count(scene: Scene) -> None:
    received(scene.unit, 1, 2)
    received(scene.unit, 2, 3)
    assert line(scene).received == 3
    row = received(scene.unit, 4)
    assert line(scene).received == 4
    withdraw_submission(actor=scene.reporter, now=NOW, submission=row.public_id)
    assert line(scene).received == 3


def test_each_sees_the_units_in_reach(scene: Scene) -> None:
    received(scene.unit, 1)
    received(scene.county, 1)
    whole = {one.obligation.unit for one in queries.lines_for(office(), MONTH)}
    assert whole == {scene.unit, scene.county}
    assert [one.obligation.unit for one in queries.lines_for(office(district=COUNTY), MONTH)] == [scene.county]
    assert [one.obligation.unit for one in queries.lines_for(scene.reporter, MONTH)] == [scene.unit]
    assert queries.lines_for(scene.reporter, MONTH, scene.county.id) == []


def test_an_assignment_has_its_time_and_its_basis(scene: Scene) -> None:
    assigned(scene, since=MONTH, until=moved(MONTH, 1))
    assert line(scene).obligation.basis == "示信〔2026〕1号"
    assert queries.lines_for(scene.reporter, moved(MONTH, 1)) == []
    assert queries.lines_for(scene.reporter, moved(MONTH, -1)) == []
    with pytest.raises(AssignedAlready):
        assigned(scene, since=moved(MONTH, -1))
    assigned(scene, since=moved(MONTH, 1))
    row = queries.assignments_for(office()).get(valid_until=None)
    with pytest.raises(EndBeforeBeginning):
        services.end_assignment(actor=office(), now=NOW, assignment=row.id, valid_until=row.valid_from)
    services.end_assignment(actor=office(), now=NOW, assignment=row.id, valid_until=moved(MONTH, 2))
    assert queries.lines_for(scene.reporter, moved(MONTH, 2)) == []


def test_only_the_office_of_the_place_assigns(scene: Scene) -> None:
    wish: dict[str, Any] = {"now": NOW, "item": ITEM, "valid_from": MONTH, "valid_until": None, "basis": "依据"}
    with pytest.raises(NotPermitted):
        services.assign_item(actor=scene.reporter, unit=scene.unit.id, **wish)
    with pytest.raises(NotFound):
        services.assign_item(actor=office(district=COUNTY), unit=scene.unit.id, **wish)
    with pytest.raises(UnknownItem):
        services.assign_item(actor=office(), unit=scene.unit.id, **(wish | {"item": "registration"}))
    with pytest.raises(EndBeforeBeginning):
        services.assign_item(actor=office(), unit=scene.unit.id, **(wish | {"valid_until": MONTH}))

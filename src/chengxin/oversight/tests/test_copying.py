from datetime import date

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.oversight import services
from chengxin.oversight.models import PlanDoubt, WorkPlan
from chengxin.oversight.queries.plans import in_order, text_of
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.plan import Milestone, Part
from chengxin.oversight.services.importing import DraftThere, PlanThere
from chengxin.oversight.tests.scenes import (
    HELP,
    LEAD,
    MEETING,
    UNKNOWN,
    YEAR,
    City,
    accepted,
    given,
    imported,
    published,
    row,
    succeed,
    task_of,
    unit,
)
from chengxin.units.services import end_unit
from chengxin.vault.tests.people import FOUNDER, NOW

pytestmark = pytest.mark.service


def copy(city: City, source: int = YEAR, year: int = YEAR + 1) -> WorkPlan:
    return services.copy_plan(actor=city.clerk.actor, now=NOW, source=source, year=year)


def test_days_move_and_what_was_done_is_left_behind(city: City) -> None:
    published(
        city,
        row(1, milestones=(Milestone("公布名单", date(2018, 5, 31)), Milestone("每月25日前报送")), remark="测评"),
        row(4, (MEETING, UNKNOWN)),
    )
    accepted(city, given(city.reporter.actor))
    services.close_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, words="")
    plan = copy(city)
    assert (plan.year, plan.state, plan.source) == (2019, PlanState.DRAFT, None)
    assert plan.copied_from is not None
    assert plan.copied_from.year == YEAR
    task = task_of(plan)
    text = text_of(task)
    assert (text.due_on, text.remark, text.units) == (date(2019, 12, 31), "测评", (LEAD,))
    assert text.milestones == (Milestone("公布名单", date(2019, 5, 31)), Milestone("每月25日前报送"))
    assert (task.closed_at, task.evidence.count()) == (None, 0)
    group, unknown = in_order(task_of(plan, 4).units.all())
    assert group.group.key == "joint-meeting"
    assert (unknown.text, unknown.unit) == ("市花木局", None)
    assert not PlanDoubt.objects.filter(plan=plan).exists()
    facts = AuditEntry.objects.filter(action="oversight.plan-copied").latest("id").facts
    assert facts == {"source": 2018, "tasks": 2, "doubts": 0}


def test_units_are_replaced_by_their_heirs_or_left_out_and_both_are_told(city: City) -> None:
    heir = unit("heir", "海棠市数据管理局", "市数据局")
    published(city, row(1, (LEAD, HELP)), row(2, (LEAD,)))
    succeed(city.statistics, heir, date(2018, 9, 1))
    end_unit(actor=FOUNDER, now=NOW, unit=city.finance.id, valid_until=date(2018, 9, 1), basis="撤销文件〔2018〕1号")
    plan = copy(city)
    (only,) = task_of(plan).units.all()
    assert (only.text, only.part, only.unit) == ("市数据局", Part.LEAD, heir)
    assert [(one.task_no, one.code) for one in PlanDoubt.objects.filter(plan=plan).order_by("id")] == [
        (1, "copied-successor"),
        (1, "copied-unit-ended"),
        (2, "copied-successor"),
    ]
    first = PlanDoubt.objects.filter(plan=plan).order_by("id")[0]
    assert first.says == "“市统计局”已由市数据局承继，责任单位已经换过，请核对"


def test_two_units_with_one_heir_name_it_once(city: City) -> None:
    heir = unit("heir", "海棠市数据管理局", "市数据局")
    published(city, row(1, (LEAD, HELP)))
    for old in (city.statistics, city.finance):
        succeed(old, heir, date(2018, 9, 1))
    assert [one.unit for one in task_of(copy(city)).units.all()] == [heir]


def test_texts_that_name_the_old_year_are_listed(city: City) -> None:
    published(city, row(1, requirement="完成2018年度目标。"), row(2))
    plan = copy(city)
    assert [(one.task_no, one.says) for one in PlanDoubt.objects.filter(plan=plan)] == [
        (1, "文字里还写着2018，请改成新的年度")
    ]


def test_a_year_that_has_a_plan_gets_no_copy(city: City) -> None:
    published(city)
    copy(city)
    with pytest.raises(DraftThere):
        copy(city)
    with pytest.raises(PlanThere):
        copy(city, year=YEAR)
    imported(city, year=2025)
    with pytest.raises(NotFound):
        copy(city, source=2025, year=2026)


def test_only_the_city_s_credit_office_copies(city: City) -> None:
    published(city)
    for someone in (city.reporter, city.auditor):
        with pytest.raises(NotPermitted):
            services.copy_plan(actor=someone.actor, now=NOW, source=YEAR, year=2019)

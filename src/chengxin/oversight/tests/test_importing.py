from datetime import date

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.oversight import queries, services
from chengxin.oversight.models import PlanDoubt, PlanHeading, PlanModule, PlanTask, TaskHistory, TaskUnit, WorkPlan
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.plan import Basis, Doubt, Group, Milestone, Named, Part
from chengxin.oversight.services.importing import BadYear, DraftThere, EmptyPlan, PlanThere, YearUnknown
from chengxin.oversight.services.publishing import DoubtsStand, NobodyResponsible, UnitsUnmatched
from chengxin.oversight.tests.scenes import (
    HELP,
    LEAD,
    MEETING,
    UNKNOWN,
    YEAR,
    City,
    csv,
    imported,
    published,
    row,
    succeed,
    table,
    unit,
)
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.services import Upload
from chengxin.vault.tests.people import NOW

pytestmark = pytest.mark.service


def publish(city: City, *, keep_texts: bool = False) -> WorkPlan:
    return services.publish_plan(actor=city.clerk.actor, now=NOW, year=YEAR, keep_texts=keep_texts)


def test_a_table_becomes_a_draft_with_everything_it_says(city: City) -> None:
    first = row(
        1,
        (LEAD, HELP, MEETING, UNKNOWN),
        milestones=(Milestone("公布名单", date(2018, 5, 31)), Milestone("每月25日前报送")),
        bases=(Basis("关于信用建设的意见", "示政发〔2018〕1号"),),
        remark="列入文明城市测评",
    )
    second = row(2, module_no=2, module="信息管理", heading="管好代码", due_on=None)
    doubt = Doubt("no-due-date", "没有写期限", no=2)
    plan = imported(city, first, second, doubts=(doubt,))

    assert (plan.year, plan.state, plan.title) == (YEAR, PlanState.DRAFT, "海棠市社会信用体系建设工作计划")
    assert plan.source is not None
    assert plan.source.name == "分工表.csv"
    assert list(PlanModule.objects.order_by("no").values_list("no", "title")) == [(1, "基础建设"), (2, "信息管理")]
    assert PlanHeading.objects.count() == 2
    task = queries.task_for(city.clerk.actor, YEAR, 1, state=PlanState.DRAFT)
    assert [(one.text, one.part, one.unit, one.group and one.group.key) for one in task.units.order_by("place")] == [
        ("市统计局", Part.LEAD, city.statistics, None),
        ("市财政局", Part.JOINT, city.finance, None),
        ("联席会议各成员单位", Part.UNSPECIFIED, None, Group.MEETING),
        ("市花木局", Part.JOINT, None, None),
    ]
    assert [(one.text, one.due_on) for one in task.milestones.order_by("place")] == [
        ("公布名单", date(2018, 5, 31)),
        ("每月25日前报送", None),
    ]
    assert task.bases == [{"title": "关于信用建设的意见", "number": "示政发〔2018〕1号"}]
    assert task.remark == "列入文明城市测评"
    assert [(one.task_no, one.says, one.fatal) for one in PlanDoubt.objects.all()] == [(2, "没有写期限", False)]
    entry = AuditEntry.objects.filter(action="oversight.plan-imported").latest("id")
    assert entry.facts["tasks"] == 2
    assert entry.facts["sha256"] == plan.source.sha256


def test_nobody_sees_a_draft_but_who_keeps_the_plans(city: City) -> None:
    imported(city)
    for someone in (city.reporter, city.auditor, city.county_reporter):
        assert not queries.plans_for(someone.actor).exists()
        with pytest.raises(NotFound):
            queries.plan_for(someone.actor, YEAR, state=PlanState.DRAFT)
    publish(city)
    for someone in (city.reporter, city.auditor, city.county_reporter):
        assert queries.plan_for(someone.actor, YEAR).year == YEAR
        assert queries.task_for(someone.actor, YEAR, 1).title == "第1件事"


@pytest.mark.parametrize("name", ["reporter", "auditor", "county_reporter"])
def test_only_the_city_s_credit_office_makes_plans(city: City, name: str) -> None:
    actor = getattr(city, name).actor
    with pytest.raises(NotPermitted):
        services.import_plan(actor=actor, now=NOW, year=YEAR, draft=table(), upload=csv(), unit=city.office.id)
    with pytest.raises(NotPermitted):
        services.publish_plan(actor=actor, now=NOW, year=YEAR, keep_texts=True)
    with pytest.raises(NotPermitted):
        services.discard_plan(actor=actor, now=NOW, year=YEAR)
    assert not WorkPlan.objects.exists()


def test_a_job_may_import_and_publish(city: City) -> None:
    actor = system_actor("workplan.import")
    services.import_plan(actor=actor, now=NOW, year=YEAR, draft=table(), upload=csv(), unit=city.office.id)
    plan = services.publish_plan(actor=actor, now=NOW, year=YEAR, keep_texts=False)
    assert (plan.made_by, plan.published_by) == ("服务器上的命令", "服务器上的命令")
    assert TaskUnit.objects.get().unit == city.statistics


@pytest.mark.parametrize("year", [0, 18, 1999, 2101])
def test_a_number_that_is_no_year_is_refused(city: City, year: int) -> None:
    with pytest.raises(BadYear):
        imported(city, year=year)


def test_a_year_has_one_draft_and_one_plan(city: City) -> None:
    imported(city)
    with pytest.raises(DraftThere) as refusal:
        imported(city)
    assert refusal.value.sentence() == "2018年已经有一份草稿；请接着改它，或者先放弃它"
    publish(city)
    with pytest.raises(PlanThere):
        imported(city)
    with pytest.raises(NotFound):
        publish(city)
    assert imported(city, year=2019).state == PlanState.DRAFT


def test_a_draft_that_is_given_up_stays_and_makes_room(city: City) -> None:
    plan = imported(city)
    services.discard_plan(actor=city.clerk.actor, now=NOW, year=YEAR)
    assert WorkPlan.objects.get(id=plan.id).state == PlanState.DISCARDED
    assert PlanTask.objects.filter(plan=plan).count() == 1
    with pytest.raises(NotFound):
        services.discard_plan(actor=city.clerk.actor, now=NOW, year=YEAR)
    assert imported(city).id != plan.id


def test_a_file_of_another_kind_is_refused_and_leaves_nothing(city: City) -> None:
    pretender = csv().content, "分工表.xlsx", "text/csv"
    with pytest.raises(FileRefused):
        services.import_plan(
            actor=city.clerk.actor,
            now=NOW,
            year=YEAR,
            draft=table(),
            upload=Upload(*pretender),
            unit=city.office.id,
        )
    assert not WorkPlan.objects.exists()


def test_an_empty_table_is_refused(city: City) -> None:
    empty = table(row()).__class__(title="", year=YEAR, tasks=())
    with pytest.raises(EmptyPlan) as refusal:
        services.import_plan(actor=city.clerk.actor, now=NOW, year=YEAR, draft=empty, upload=csv(), unit=city.office.id)
    assert refusal.value.sentence() == "里面没有任务"


def test_a_table_without_a_year_takes_the_one_that_is_given(city: City) -> None:
    doubt = Doubt("no-year", "看不出是哪一年的计划")
    draft = table(row(), doubts=(doubt,), year=None)

    def take(year: int | None) -> WorkPlan:
        return services.import_plan(
            actor=city.clerk.actor, now=NOW, year=year, draft=draft, upload=csv(), unit=city.office.id
        )

    with pytest.raises(YearUnknown):
        take(None)
    assert take(2018).year == 2018
    assert not PlanDoubt.objects.exists()


def test_a_number_that_comes_twice_loses_no_row(city: City) -> None:
    imported(city, row(1), row(1, title="另一件事"), row(0, title="没有号的事"), row(7))
    assert list(PlanTask.objects.order_by("no").values_list("no", "title")) == [
        (1, "第1件事"),
        (7, "第7件事"),
        (8, "另一件事"),
        (9, "没有号的事"),
    ]
    assert [(one.task_no, one.code) for one in PlanDoubt.objects.order_by("id")] == [
        (8, "number-taken"),
        (9, "number-taken"),
    ]


def test_a_file_of_another_year_is_doubtful(city: City) -> None:
    services.import_plan(actor=city.clerk.actor, now=NOW, year=2019, draft=table(), upload=csv(), unit=city.office.id)
    assert PlanDoubt.objects.get().says == "文件写的是2018年，现在作为2019年的计划导入，请核对各项期限"


@pytest.mark.parametrize("text", ["海棠市统计调查局", "市统计局", "市统计调查局", "统计局", "市 统计局", "statistics"])
def test_a_unit_is_found_by_its_names(city: City, text: str) -> None:
    match = queries.directory_for(city.clerk.actor, YEAR).match(Named(text))
    assert match.unit == (None if text == "statistics" else city.statistics.id)


def test_a_name_of_two_units_means_neither(city: City) -> None:
    unit("second", "海棠市统计调查局二局", "市统计局")
    directory = queries.directory_for(city.clerk.actor, YEAR)
    assert not directory.match(Named("市统计局")).found
    assert directory.match(Named("海棠市统计调查局")).unit == city.statistics.id


def test_a_former_unit_leads_to_its_only_heir(city: City) -> None:
    heir = unit("heir", "海棠市数据管理局", "市数据局")
    succeed(city.statistics, heir, date(2019, 3, 1))
    assert queries.directory_for(city.clerk.actor, 2019).match(LEAD).unit == city.statistics.id
    assert queries.directory_for(city.clerk.actor, 2020).match(LEAD).unit == heir.id


def test_the_names_are_for_who_keeps_the_plans_only(city: City) -> None:
    directory = queries.directory_for(city.reporter.actor, YEAR)
    assert not directory.names
    assert not directory.groups


def test_texts_that_match_nothing_are_confirmed_or_matched_first(city: City) -> None:
    imported(city, row(1, (LEAD, UNKNOWN)), row(2, (UNKNOWN,)))
    with pytest.raises(UnitsUnmatched) as refusal:
        publish(city)
    assert refusal.value.sentence().startswith("有1个责任单位")
    plan = publish(city, keep_texts=True)
    assert (plan.state, plan.published_by) == (PlanState.PUBLISHED, city.clerk.actor.name)
    assert AuditEntry.objects.filter(action="oversight.plan-published").latest("id").facts["unmatched"] == ["市花木局"]
    assert [one.number for one in TaskHistory.objects.all()] == [1, 1]


def test_what_is_fatal_is_corrected_before_publication(city: City) -> None:
    imported(city, doubts=(Doubt("no-units", "没有责任单位", no=1, fatal=True), Doubt("odd", "请核对", no=1)))
    with pytest.raises(DoubtsStand) as refusal:
        publish(city)
    assert refusal.value.facts == {"n": 1}


def test_a_task_without_units_is_not_published(city: City) -> None:
    imported(city, row(1), row(2, ()), row(3, ()))
    with pytest.raises(NobodyResponsible) as refusal:
        publish(city)
    assert refusal.value.sentence() == "第2、3项没有责任单位，请先补上"


def test_the_current_plan_is_this_year_s_or_the_last(city: City) -> None:
    assert queries.current_plan(city.reporter.actor, date(2018, 6, 30)) is None
    last = published(city, year=2017)
    assert queries.current_plan(city.reporter.actor, date(2018, 6, 30)) == last
    own = published(city, year=2018)
    published(city, year=2019)
    assert queries.current_plan(city.reporter.actor, date(2018, 6, 30)) == own

"""Plans for joint incentives and restrictions: asked for, written, issued with their paper, taken back."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.models import SectorPlan
from chengxin.catalog.queries import sector_plans as queries
from chengxin.catalog.rules import sector_plans as rules
from chengxin.catalog.rules.sector_plans import MOVES, PlanMove, PlanState
from chengxin.catalog.services import checking, paper_facts
from chengxin.catalog.services import sector_plans as services
from chengxin.catalog.tests.test_pages import fill
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.units.queries import day_of
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.factories import Platform
from chengxin.units.tests.visitor import text
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

MEASURE = "wages-public-money"
DUE = date(2018, 12, 31)
PAPER = "示例联席办〔2018〕2号"


@pytest.fixture
def office(cast: Cast) -> Actor:
    return cast.city_office


@pytest.fixture
def reviewer(platform: Platform, cast: Cast, now: datetime) -> Actor:
    return factories.actor_of(factories.person(platform, now, "reviewer", cast.bureau, Role.REVIEWER).user, now)


@pytest.fixture
def plan(office: Actor, cast: Cast, now: datetime) -> SectorPlan:
    return services.ask_for_plan(actor=office, now=now, unit=cast.bureau.code, due_on=DUE, paper=PAPER)


def scan() -> Upload:
    return Upload(BytesIO(pdf()), "方案.pdf", "application/pdf")


def written(actor: Actor, now: datetime, plan: SectorPlan, **other: Any) -> SectorPlan:
    words = {"title": "示例行业联合奖惩工作方案", "text": "一、发起\n二、响应\n三、反馈", "measures": [MEASURE]}
    seen = SectorPlan.objects.get(id=plan.id).number
    return services.write_plan(actor=actor, now=now, plan=plan.public_id, **{"seen": seen, **words, **other})


def issued(actor: Actor, now: datetime, plan: SectorPlan, **other: Any) -> SectorPlan:
    facts = {"document_number": "示环〔2026〕9号", "issued_on": day_of(now), "upload": scan()}
    seen = SectorPlan.objects.get(id=plan.id).number
    return services.issue_plan(actor=actor, now=now, plan=plan.public_id, **{"seen": seen, **facts, **other})


@given(st.lists(st.sampled_from(PlanMove)))
def test_no_plan_is_issued_that_was_not_written(moves: list[PlanMove]) -> None:
    state: PlanState | None = PlanState.NONE
    done = []
    for move in moves:
        if state is not None and (state, move) in MOVES:
            state = MOVES[state, move]
            done.append(move)
    if state is PlanState.ISSUED:
        assert done[-1] is PlanMove.ISSUE
        assert PlanMove.WRITE in done
    if state is None:
        assert done == [PlanMove.RELEASE]


@pytest.mark.service
def test_a_lead_unit_writes_its_plan_and_puts_on_record_what_it_issued(
    plan: SectorPlan, office: Actor, reviewer: Actor, now: datetime
) -> None:
    assert (plan.state, plan.due_on, plan.asked_by_paper) == ("none", DUE, PAPER)
    assert written(reviewer, now, plan).state == "draft"
    row = issued(reviewer, now, plan)
    assert (row.state, row.document_number, row.measures) == ("issued", "示环〔2026〕9号", [MEASURE])
    assert row.file is not None
    assert trail.last(rules.PLAN_ISSUED).facts["document_number"] == "示环〔2026〕9号"
    again = services.ask_for_plan(actor=office, now=now, unit=plan.unit.code, due_on=None, paper="下一年的文件")
    assert again.state == "none"


@pytest.mark.service
def test_who_names_lead_units_and_who_sees_a_draft(
    plan: SectorPlan, cast: Cast, reviewer: Actor, platform: Platform, now: datetime
) -> None:
    for actor in (reviewer, cast.county_office, cast.keeper):
        with pytest.raises(NotPermitted):
            services.ask_for_plan(actor=actor, now=now, unit=cast.other_bureau.code, due_on=None, paper=PAPER)
    stranger = factories.person(platform, now, "stranger", cast.other_bureau, Role.REVIEWER).user
    other = factories.actor_of(stranger, now)
    for actor in (other, cast.county_office):
        with pytest.raises(NotFound):
            written(actor, now, plan)
        with pytest.raises(NotFound):
            queries.sector_plan_for(actor, plan.public_id)
        assert [row.state for row in queries.sector_plans_for(actor)] == ["none"]
    with pytest.raises(NotPermitted):
        written(cast.keeper, now, plan)
    written(reviewer, now, plan)
    issued(cast.city_office, now, plan)
    assert queries.sector_plan_for(other, plan.public_id).state == "issued"


@pytest.mark.service
def test_a_unit_has_one_plan_under_way(plan: SectorPlan, office: Actor, now: datetime) -> None:
    with pytest.raises(services.PlanAsked) as refused:
        services.ask_for_plan(actor=office, now=now, unit=plan.unit.code, due_on=None, paper=PAPER)
    assert plan.unit.name in refused.value.sentence()
    with pytest.raises(services.NotALead):
        services.ask_for_plan(actor=office, now=now, unit="nobody", due_on=None, paper=PAPER)
    with pytest.raises(checking.BadText):
        services.ask_for_plan(actor=office, now=now, unit=plan.unit.code, due_on=None, paper=" ")


@pytest.mark.service
@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"title": " "}, checking.BadText),
        ({"text": "\r\n "}, checking.BadText),
        ({"text": "字" * (rules.LONGEST_TEXT + 1)}, checking.BadText),
        ({"measures": ["no-such-measure"]}, services.MeasureNotInCatalogue),
        ({"measures": [f"m-{number}" for number in range(rules.MOST_MEASURES + 1)]}, checking.TooMuch),
        ({"seen": 7}, checking.ChangedMeanwhile),
    ],
)
def test_a_draft_that_says_nothing_or_names_no_measure_is_refused(
    plan: SectorPlan, reviewer: Actor, now: datetime, words: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        written(reviewer, now, plan, **words)
    assert SectorPlan.objects.get(id=plan.id).state == "none"


@pytest.mark.service
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"document_number": ""}, checking.BadText),
        ({"upload": None}, services.PaperLacking),
        ({"issued_on": date(2019, 12, 31)}, services.MeasureNotInCatalogue),
        ({"issued_on": date(2090, 1, 1)}, paper_facts.PaperFromTomorrow),
    ],
)
def test_what_was_issued_has_number_day_and_paper_and_measures_with_an_article_in_force(
    plan: SectorPlan, reviewer: Actor, now: datetime, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    written(reviewer, now, plan)
    with pytest.raises(refusal):
        issued(reviewer, now, plan, **facts)
    assert SectorPlan.objects.get(id=plan.id).state == "draft"


@pytest.mark.service
def test_only_a_draft_is_issued_and_an_issued_plan_is_not_changed(
    plan: SectorPlan, reviewer: Actor, now: datetime
) -> None:
    with pytest.raises(services.PlanMoveRefused) as refused:
        issued(reviewer, now, plan)
    assert "没有方案" in refused.value.sentence()
    written(reviewer, now, plan)
    issued(reviewer, now, plan)
    with pytest.raises(services.PlanMoveRefused):
        written(reviewer, now, plan)


@pytest.mark.service
def test_a_wrong_entry_is_taken_back_with_its_reason(
    plan: SectorPlan, office: Actor, reviewer: Actor, now: datetime
) -> None:
    written(reviewer, now, plan)
    row = issued(reviewer, now, plan)
    with pytest.raises(checking.BadText):
        services.take_plan_back(actor=reviewer, now=now, plan=plan.public_id, seen=row.number, reason="")
    back = services.take_plan_back(actor=reviewer, now=now, plan=plan.public_id, seen=row.number, reason="文号写错")
    assert (back.state, back.document_number, back.issued_on, back.file) == ("draft", "", None, None)
    assert trail.last(rules.PLAN_TAKEN_BACK).facts["reason"] == "文号写错"
    row = issued(reviewer, now, plan)
    services.ask_for_plan(actor=office, now=now, unit=plan.unit.code, due_on=None, paper=PAPER)
    with pytest.raises(services.PlanAsked):
        services.take_plan_back(actor=reviewer, now=now, plan=plan.public_id, seen=row.number, reason="文号写错")


@pytest.mark.service
def test_a_unit_that_has_not_begun_is_released(plan: SectorPlan, office: Actor, reviewer: Actor, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        services.release_from_plan(actor=reviewer, now=now, plan=plan.public_id, seen=0)
    row = written(reviewer, now, plan)
    with pytest.raises(services.PlanMoveRefused):
        services.release_from_plan(actor=office, now=now, plan=plan.public_id, seen=row.number)
    SectorPlan.objects.all().delete()
    fresh = services.ask_for_plan(actor=office, now=now, unit=plan.unit.code, due_on=DUE, paper=PAPER)
    services.release_from_plan(actor=office, now=now, plan=fresh.public_id, seen=0)
    assert not SectorPlan.objects.exists()
    assert trail.last(rules.PLAN_RELEASED).object_id == fresh.public_id


@pytest.mark.service
def test_the_database_keeps_an_issued_plan_with_its_paper(plan: SectorPlan, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorPlan.objects.filter(id=plan.id).update(state="issued", issued_on=day_of(now) - timedelta(days=1))


@pytest.mark.service
def test_a_plan_goes_from_nothing_to_issued_in_the_browser(enter: Enter, cast: Cast) -> None:
    office = enter("city.office")
    asked = fill(office, "catalog:ask-for-plan", unit=cast.bureau.code, paper=PAPER, due_on=DUE.isoformat())
    assert asked.status_code == 302
    plan = SectorPlan.objects.get().public_id
    assert "过期" in text(office.get("catalog:sector-plans"))
    nothing = fill(office, "catalog:issue-plan", plan, document_number="示〔2026〕1号", issued_on="2026-01-05")
    assert nothing.status_code == 422
    assert fill(office, "catalog:write-plan", plan, title="", text="").status_code == 422
    words: dict[str, Any] = {"title": "示例方案", "text": "一、发起", "measures": [MEASURE]}
    assert fill(office, "catalog:write-plan", plan, **words).status_code == 302
    stranger = enter("far.reporter")
    assert "示例方案" not in text(stranger.get("catalog:sector-plans"))
    assert stranger.get("catalog:sector-plan", plan).status_code == 404
    paper = SimpleUploadedFile("方案.pdf", pdf(), content_type="application/pdf")
    done = fill(office, "catalog:issue-plan", plan, document_number="示〔2026〕1号", issued_on="2026-01-05", file=paper)
    assert done.status_code == 302
    page = text(stranger.get("catalog:sector-plan", plan))
    assert "一、发起" in page
    assert "示〔2026〕1号" in page
    assert "撤回登记" not in page
    csv = office.browser.get("/desk/catalog/plans/?as=csv").content.decode("utf-8-sig")
    assert "已印发" in csv
    assert fill(office, "catalog:take-plan-back", plan, reason="").status_code == 422
    assert fill(office, "catalog:take-plan-back", plan, reason="文号写错").status_code == 302
    assert stranger.get("catalog:sector-plan", plan).status_code == 404

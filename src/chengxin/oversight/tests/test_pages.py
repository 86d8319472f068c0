from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from chengxin.foundation.roles import Role
from chengxin.oversight import services
from chengxin.oversight.models import Evidence, PlanDoubt, PlanTask, WorkPlan
from chengxin.oversight.rules.board import EvidenceState, PlanState
from chengxin.oversight.rules.plan import Basis, Doubt, Milestone
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
    task_of,
)
from chengxin.units.services import name_liaison
from chengxin.units.tests.visitor import heading, text
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import FOUNDER, NOW, person, sign_in

pytestmark = pytest.mark.service

PLAN = """序号,重点工作模块,重点工作任务,具体工作要求,责任单位,完成时限,备注
1,基础建设,建好平台,升级信用平台。,牵头：市统计局；配合：市财政局,2018年11月30日,列入文明城市测评
2,信息管理,管好代码,核对统一代码。,市花木局,2018年12月31日,
"""


def upload(content: str | bytes = PLAN, name: str = "2018年分工责任表.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content, "text/csv")


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def typed(**changes: str) -> dict[str, str]:
    usual = {
        "seen": "0",
        "module": "基础建设",
        "heading": "建好平台",
        "title": "改过的事",
        "requirement": "办得更好。",
        "units": "牵头 市统计局\n配合 市财政局",
        "due_on": "2018-11-30",
        "milestones": "2018-07-15 公布名单",
        "bases": "信用办法 | 示政发〔2018〕1号",
        "remark": "",
        "reason": "文件写错了",
    }
    return usual | changes


def test_without_a_plan_the_page_says_what_comes_next(client: Client, city: City) -> None:
    sign_in(client, city.reporter)
    assert "计划由市信用办发布" in page(client, "/desk/plan/")
    sign_in(client, city.clerk)
    shown = page(client, "/desk/plan/")
    assert "从一份分工责任表开始" in shown
    assert 'href="/desk/plan/import"' in shown
    assert client.get("/desk/plan/2018").status_code == 404


def test_a_file_becomes_a_draft_is_mended_and_published(client: Client, city: City) -> None:
    sign_in(client, city.clerk)
    response = client.post("/desk/plan/import", {"file": upload(), "year": ""})
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/plan/2018/draft/")
    shown = page(client, "/desk/plan/2018/draft/")
    assert "2018年分工责任表.csv" in shown
    assert "没有对应到名录的责任单位" in shown
    assert "市花木局" in shown
    assert "海棠市统计调查局" in shown
    assert client.post("/desk/plan/2018/draft/publish", {}).status_code == 422

    address = "/desk/plan/2018/draft/units?text=市花木局"
    assert "“市花木局”指的是谁" in page(client, address)
    assert client.post(address, {"meant": f"unit-{city.county.id}"}).status_code == 302
    response = client.post("/desk/plan/2018/draft/tasks/2", typed(units="市花木局"))
    assert response.status_code == 302
    task = PlanTask.objects.get(no=2)
    assert (task.title, task.due_on, task.bases) == (
        "改过的事",
        date(2018, 11, 30),
        [{"title": "信用办法", "number": "示政发〔2018〕1号"}],
    )
    assert [one.unit for one in task.units.all()] == [city.county]

    for doubt in PlanDoubt.objects.filter(settled_at__isnull=True):
        assert client.post(f"/desk/plan/doubts/{doubt.id}/settle").status_code == 302
    assert "没有疑点，可以发布" in page(client, "/desk/plan/2018/draft/")
    assert client.post("/desk/plan/2018/draft/publish", {}).status_code == 302
    assert WorkPlan.objects.get().state == PlanState.PUBLISHED
    assert client.get("/desk/plan/2018/draft/").status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload(samples.pdf(), "分工责任表.pdf"), "不能当作工作计划表读取"),
        (upload("随便写的文字\n"), "没有找到完整的表头"),
        (upload(PLAN.splitlines()[0] + "\n"), "没有读到任务"),
    ],
)
def test_a_file_that_is_no_plan_says_what_to_do(
    client: Client, city: City, file: SimpleUploadedFile, words: str
) -> None:
    sign_in(client, city.clerk)
    file.seek(0)
    response = client.post("/desk/plan/import", {"file": file, "year": "2018"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not WorkPlan.objects.exists()


def test_texts_that_match_nothing_are_confirmed_on_the_page(client: Client, city: City) -> None:
    imported(city, row(1, (UNKNOWN,)))
    sign_in(client, city.clerk)
    assert "还没有对应到名录的责任单位：市花木局" in page(client, "/desk/plan/2018/draft/publish")
    response = client.post("/desk/plan/2018/draft/publish", {})
    assert response.status_code == 422
    assert "有1个责任单位的写法还没有对应到名录" in response.content.decode()
    assert client.post("/desk/plan/2018/draft/publish", {"keep_texts": "on"}).status_code == 302


def test_a_draft_grows_shrinks_and_is_given_up(client: Client, city: City) -> None:
    imported(city, row(1), row(2), doubts=(Doubt("bad", "没有要求", no=1, fatal=True),))
    sign_in(client, city.clerk)
    shown = page(client, "/desk/plan/2018/draft/")
    assert "1处不改不能发布" in shown
    assert "/draft/publish" not in shown
    assert client.post("/desk/plan/2018/draft/add", typed()).status_code == 302
    assert client.post("/desk/plan/2018/draft/tasks/2/remove", {"seen": "0"}).status_code == 302
    assert list(PlanTask.objects.order_by("no").values_list("no", flat=True)) == [1, 3]
    assert client.post("/desk/plan/2018/draft/discard").status_code == 302
    assert WorkPlan.objects.get().state == PlanState.DISCARDED


def test_a_day_that_no_calendar_has_is_named_beside_its_field(client: Client, city: City) -> None:
    imported(city)
    sign_in(client, city.clerk)
    response = client.post("/desk/plan/2018/draft/tasks/1", typed(milestones="2018-02-30 公布名单"))
    assert response.status_code == 422
    assert "这一行的日期不存在：2018-02-30 公布名单" in response.content.decode()


def test_the_board_counts_and_shows_whom_to_call(client: Client, city: City) -> None:
    name_liaison(
        actor=FOUNDER,
        now=NOW,
        unit=city.statistics.id,
        name="联络测试员",
        post="",
        phone="0771-5555012",
        email="",
        valid_from=date(2018, 1, 1),
    )
    published(
        city,
        row(1, (HELP, LEAD), due_on=date(2018, 3, 1), remark="列入文明城市测评"),
        row(2, (UNKNOWN, MEETING), due_on=None, milestones=(Milestone("每月25日前报送"),)),
        row(3, (HELP,), module_no=2, module="信息<管理>"),
    )
    accepted(city, given(city.other_reporter.actor, 3))
    services.close_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=3, words="")
    sign_in(client, city.county_reporter)
    response = client.get("/desk/plan/")
    assert heading(response) == "2018年工作计划：3项，1项逾期，0项临近"
    words, shown = text(response), response.content.decode()
    assert "已完成1" in words
    assert "未到1" in words
    assert "市统计局 联络测试员" in words
    assert "0771-5555012" in words
    assert "信息&lt;管理&gt;" in shown
    assert "进度指标在后续版本接入，目前按凭证填报" in words
    assert "审核</a>" not in shown
    assert "导入计划" not in words
    assert "本单位的任务" not in words


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"第1件事", "第2件事", "第3件事"}),
        ("state=late", {"第1件事"}),
        ("remark=列入文明城市测评", {"第1件事"}),
        ("state=done", set()),
        ("by=unit&unit={statistics}", {"第1件事", "第2件事"}),
        ("by=due", {"第1件事", "第2件事", "第3件事"}),
        ("by=nothing&state=nothing&unit=x", {"第1件事", "第2件事", "第3件事"}),
    ],
)
def test_tasks_are_narrowed_and_stand_as_asked(client: Client, city: City, query: str, titles: set[str]) -> None:
    published(
        city,
        row(1, (LEAD,), due_on=date(2018, 3, 1), remark="列入文明城市测评"),
        row(2, (MEETING,), due_on=None),
        row(3, (UNKNOWN,), due_on=None),
    )
    sign_in(client, city.auditor)
    asked = query.format(statistics=city.statistics.id)
    response = client.get(f"/desk/plan/2018?{asked}")
    assert response.status_code == 200
    lines = [line for group in response.context["page"].groups for line in group.lines]
    assert {line.title for line in lines} == titles
    rows = client.get(f"/desk/plan/2018/plan.csv?{asked}").content.decode("utf-8-sig").splitlines()
    assert len(rows) == len(titles) + 1


def test_by_unit_a_task_stands_under_each_that_it_names(client: Client, city: City) -> None:
    published(city, row(1, (LEAD, UNKNOWN)), row(2, (MEETING, LEAD)))
    sign_in(client, city.auditor)
    groups = client.get("/desk/plan/2018?by=unit").context["page"].groups
    assert [(group.title, [line.no for line in group.lines]) for group in groups] == [
        ("海棠市统计调查局", [1, 2]),
        ("市花木局（没有对应到名录）", [1]),
        ("联席会议成员单位", [2]),
    ]


def test_the_file_writes_no_formula(client: Client, city: City) -> None:
    published(city, row(1, requirement="=1+1"))
    sign_in(client, city.auditor)
    response = client.get("/desk/plan/2018/plan.csv")
    assert "'=1+1" in response.content.decode("utf-8-sig")
    assert 'filename="plan-2018.csv"' in response.headers["Content-Disposition"]


def test_a_unit_hands_in_the_office_accepts_and_closes(client: Client, city: City) -> None:
    published(city, row(1, milestones=(Milestone("公布名单", date(2018, 5, 31)),)))
    sign_in(client, city.reporter)
    assert "报送凭证" in page(client, "/desk/plan/2018/tasks/1")
    form: dict[str, Any] = {"file": SimpleUploadedFile("方案.pdf", samples.pdf(), "application/pdf"), "words": "已印发"}
    assert client.post("/desk/plan/2018/tasks/1/evidence", form).status_code == 302
    evidence = Evidence.objects.get()
    shown = page(client, "/desk/plan/2018/tasks/1")
    assert "方案.pdf" in shown
    assert f"/desk/plan/evidence/{evidence.public_id}/withdraw" in shown
    assert f"/desk/plan/evidence/{evidence.public_id}/review" not in shown

    sign_in(client, city.clerk)
    assert "待审核的凭证" in page(client, "/desk/plan/")
    todo = page(client, "/desk/")
    assert "审核1份任务凭证" in todo
    assert 'href="/desk/plan/2018#reviews"' in todo
    address = f"/desk/plan/evidence/{evidence.public_id}/review"
    shown = page(client, address)
    assert "公布名单" in shown
    assert f'href="/desk/files/{evidence.file.public_id}"' in shown
    assert client.post(address, {"decision": "return", "reason": ""}).status_code == 422
    assert client.post("/desk/plan/2018/tasks/1/close", {"words": ""}).status_code == 422
    milestone = task_of(WorkPlan.objects.get()).milestones.get()
    assert client.post(address, {"decision": "accept", "milestone": str(milestone.id)}).status_code == 302
    assert client.post("/desk/plan/2018/tasks/1/close", {"words": "方案印发"}).status_code == 302
    shown = page(client, "/desk/plan/2018/tasks/1")
    assert "方案印发" in shown
    assert "节点完成" in shown
    assert "重新打开" in shown
    assert client.post("/desk/plan/2018/tasks/1/reopen", {"reason": "还缺一个县"}).status_code == 302
    assert PlanTask.objects.get().closed_at is None


def test_evidence_is_withdrawn_by_a_button(client: Client, city: City) -> None:
    published(city)
    evidence = given(city.reporter.actor)
    sign_in(client, city.reporter)
    address = f"/desk/plan/evidence/{evidence.public_id}/withdraw"
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert Evidence.objects.get().state == EvidenceState.WITHDRAWN
    assert client.post(address).status_code == 409


def test_a_unit_that_is_not_named_is_told_so(client: Client, city: City) -> None:
    published(city)
    sign_in(client, city.other_reporter)
    assert "报送凭证</a>" not in page(client, "/desk/plan/2018/tasks/1")
    form: dict[str, Any] = {"file": SimpleUploadedFile("方案.pdf", samples.pdf(), "application/pdf"), "words": "已印发"}
    response = client.post("/desk/plan/2018/tasks/1/evidence", form)
    assert response.status_code == 422
    assert "这项任务的责任单位里没有本单位" in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_published_task_is_corrected_with_a_reason_that_all_can_read(client: Client, city: City) -> None:
    published(city, row(1, (LEAD, UNKNOWN), bases=(Basis("信用办法", "示政发〔2018〕1号"),)))
    sign_in(client, city.clerk)
    assert client.post("/desk/plan/2018/tasks/1/correct", typed(reason="")).status_code == 422
    assert client.post("/desk/plan/2018/tasks/1/correct", typed()).status_code == 302
    assert client.post("/desk/plan/2018/tasks/1/correct", typed(title="又改")).status_code == 422
    assert client.post("/desk/plan/2018/add", typed(title="新的事")).status_code == 302
    sign_in(client, city.county_reporter)
    shown = text(client.get("/desk/plan/2018/tasks/1"))
    assert "文件写错了" in shown
    assert "任务： 第1件事 → 改过的事" in shown
    assert "新的事" in page(client, "/desk/plan/2018")


def test_a_plan_is_copied_to_the_next_year(client: Client, city: City) -> None:
    sign_in(client, city.clerk)
    assert client.get("/desk/plan/copy").status_code == 200
    published(city, row(1, requirement="完成2018年目标。"))
    shown = page(client, "/desk/plan/copy")
    assert 'value="2019"' in shown
    response = client.post("/desk/plan/copy", {"source": "2018", "year": "2019"})
    assert response.headers["Location"] == "/desk/plan/2019/draft/"
    shown = page(client, "/desk/plan/2019/draft/")
    assert "沿用2018年的计划" in shown
    assert "文字里还写着2018" in shown
    assert "2019年的草稿" in page(client, "/desk/plan/")
    assert client.post("/desk/plan/copy", {"source": "2018", "year": "2018"}).status_code == 422


def test_who_reads_only_finds_no_way_to_write(client: Client, city: City) -> None:
    published(city)
    imported(city, year=2019)
    county_office = person(city.county, Role.CREDIT_OFFICE)
    for someone in (city.reporter, city.auditor, county_office):
        sign_in(client, someone)
        assert "2019年的草稿" not in page(client, "/desk/plan/2018")
        for address in ("2019/draft/", "import", "copy", "2018/tasks/1/close", "2018/tasks/1/correct", "2018/add"):
            assert client.get(f"/desk/plan/{address}").status_code == 403, address


def test_the_desk_s_first_page_lists_what_the_unit_owes(client: Client, city: City) -> None:
    year = timezone.localdate().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    published(city, row(1, due_on=first), row(2, (HELP,), due_on=first), row(3, due_on=None), year=year)
    published(city, row(1, due_on=last.replace(year=year - 1)), year=year - 1)
    sign_in(client, city.reporter)
    shown = page(client, "/desk/")
    assert f'href="/desk/plan/{year}/tasks/1"' in shown
    assert "报送凭证：第1项 第1件事" in shown
    assert f"/desk/plan/{year}/tasks/2" not in shown
    assert "补好退回的凭证" not in shown
    assert f"/desk/plan/{year}/tasks/3" not in shown
    assert f"/desk/plan/{year - 1}/tasks/1" not in shown, "the plan of a past year asks for nothing"
    evidence = given(city.reporter.actor, 3, year=year)
    services.review_evidence(
        actor=city.clerk.actor, now=NOW, evidence=evidence.public_id, accept=False, reason="缺盖章页", milestone=None
    )
    assert "补好退回的凭证：第3项 第3件事" in page(client, "/desk/")

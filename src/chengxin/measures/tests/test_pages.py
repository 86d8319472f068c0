"""Pages of joint actions: the board, opening, asking, answering, the end, numbers and files, who sees what."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.roles import Role
from chengxin.measures.models import Application, JointAction, Task
from chengxin.measures.rules.entries import NATIONAL_HEADS
from chengxin.measures.rules.states import CARDS, TaskState
from chengxin.measures.tests.scenes import MEASURE, Scene, entry, send
from chengxin.register.tests.scenes import bureau, organisation
from chengxin.units.rules import Level
from chengxin.vault.tests.people import person, sign_in

pytestmark = pytest.mark.service
BOARD = "/desk/joint/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def text(shown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def heading(shown: str) -> str:
    return text(shown.split("<h1>", 1)[1].split("</h1>", 1)[0])


def main(shown: str) -> str:
    return shown.split("<main", 1)[1].split("</main", 1)[0]


def post(client: Client, address: str, data: dict[str, object], status: int = 302) -> str:
    response = client.post(address, data)
    assert response.status_code == status, text(response.content.decode())
    return response.content.decode()


def task_of(joint: Scene, number: int) -> str:
    return Task.objects.get(unit=joint.units[number]).public_id


GIVEN: dict[str, object] = {
    "on": "2026-06-30",
    "matter": "某项目招标资格审查",
    "content": "取消投标资格",
    "effect": "未进入评标",
    "amount": "120000",
    "decided_by": "测试局办公会",
}


def office(client: Client) -> None:
    sign_in(client, person(bureau(level=Level.CITY), Role.CREDIT_OFFICE))


def decider(client: Client, joint: Scene, number: int) -> None:
    sign_in(client, person(joint.units[number], Role.CASE_OFFICER))


def test_the_office_opens_an_action_and_asks_units(client: Client, joint: Scene) -> None:
    record = entry(joint.listing, organisation(name="演示欠薪有限公司"))
    office(client)
    assert "演示欠薪有限公司" in page(client, f"{BOARD}entries/")
    assert "不采取任何措施" in page(client, f"{BOARD}entries/{record.public_id}/open")
    post(client, f"{BOARD}entries/{record.public_id}/open", {})
    action = JointAction.objects.get(entry=record.public_id)
    page(client, f"{BOARD}entries/{record.public_id}/open", 404)
    address = f"{BOARD}actions/{action.public_id}/"
    assert "没有可以发起的名单信息" in heading(page(client, f"{BOARD}entries/"))
    shown = post(client, f"{address}send", {"measure": MEASURE, "days": "0"}, 422)
    assert "实施单位" in shown
    asked: dict[str, object] = {
        "measure": MEASURE,
        "units": [str(joint.units[0].id)],
        "days": "10",
        "basis": "工作安排",
    }
    post(client, f"{address}send", asked)
    assert joint.units[0].name in page(client, address)
    assert "已经向" in post(client, f"{address}send", asked, 422)


def test_a_unit_accepts_and_writes_down_what_its_people_decided(client: Client, joint: Scene) -> None:
    send(joint)
    decider(client, joint, 0)
    task = f"{BOARD}tasks/{task_of(joint, 0)}/"
    shown = page(client, BOARD)
    assert "1项任务" in heading(shown)
    page(client, f"{task}apply")
    assert "待接收" in post(client, f"{task}apply", GIVEN, 422)
    post(client, f"{task}accept", {})
    shown = post(client, f"{task}apply", {**GIVEN, "on": "2016-06-30"}, 422)
    assert "不能早于列入名单的日期" in shown
    post(client, f"{task}apply", GIVEN)
    address = f"{BOARD}actions/{joint.action.public_id}/"
    shown = page(client, address)
    assert "取消投标资格" in shown
    assert "测试局办公会" in shown
    assert joint.units[1].name not in main(shown), "a unit sees its own task"
    made = Application.objects.get()
    post(client, f"{BOARD}applications/{made.public_id}/withdraw", {"words": ""}, 422)
    post(client, f"{BOARD}applications/{made.public_id}/withdraw", {"words": "填错了日期"})
    assert "已撤回：填错了日期" in text(page(client, address)).replace("已撤回： ", "已撤回：")


def test_a_unit_declines_and_confirms_the_stop(client: Client, joint: Scene) -> None:
    send(joint)
    decider(client, joint, 1)
    task = f"{BOARD}tasks/{task_of(joint, 1)}/"
    assert "请写明" in post(client, f"{task}decline", {"ground": "other", "words": ""}, 422)
    post(client, f"{task}decline", {"ground": "no-matter", "words": "没有在办事项"})
    assert "没有该主体正在办理的事项" in page(client, f"{BOARD}actions/{joint.action.public_id}/")
    office(client)
    post(client, f"{BOARD}actions/{joint.action.public_id}/end", {"words": "已支付全部工资"})
    decider(client, joint, 1)
    page(client, f"{task}still-applied")
    early: dict[str, object] = {"words": "系统明天解除标记", "expected_on": "2016-01-01"}
    assert "不能早于今天" in post(client, f"{task}still-applied", early, 422)
    post(client, f"{task}still-applied", {**early, "expected_on": "2099-01-01"})
    assert "2099年1月1日" in page(client, f"{BOARD}actions/{joint.action.public_id}/")
    assert "预计2099-01-01停止" in page(client, BOARD)
    assert "日期" in post(client, f"{task}stopped", {"on": "2099-01-01"}, 422)
    post(client, f"{task}stopped", {"on": "2026-06-30", "words": "没有采取过措施"})
    assert "已确认停止" in page(client, BOARD)


def test_the_office_reminds_and_sees_the_board(client: Client, joint: Scene) -> None:
    send(joint)
    office(client)
    post(client, f"{BOARD}tasks/{task_of(joint, 0)}/remind", {"words": "请在月底前反馈"})
    shown = page(client, BOARD)
    assert "3项任务" in heading(shown)
    assert "已过期限" in main(shown)
    assert "3项任务" in heading(page(client, f"{BOARD}?state=late"))
    assert "没有这样的任务" in heading(page(client, f"{BOARD}?state=applied"))
    assert "3项任务" in heading(page(client, f"{BOARD}?state=nonsense&month=2026-13"))
    assert joint.units[2].name in page(client, f"{BOARD}tasks.csv")


def test_the_board_has_a_column_a_state_and_names_what_is_late(client: Client, joint: Scene) -> None:
    send(joint)
    office(client)
    board = main(page(client, BOARD)).split('class="board ', 1)[1].split("board-table", 1)[0]
    columns = [text(f"<section{one}") for one in board.split("<section")[1:]]
    assert [one.split()[0] for one in columns[:2]] == ["待接收", "已接收，待反馈"]
    assert columns[0].count(joint.firm.name) == 3
    assert "逾期" in columns[0]
    assert "没有" in columns[1]
    assert 'class="board ' not in page(client, f"{BOARD}?state=waiting")


def test_a_full_column_leads_to_its_others(client: Client, joint: Scene) -> None:
    send(joint)
    first = Task.objects.filter(action=joint.action).first()
    assert first is not None
    for number in range(CARDS):
        Task.objects.create(**copied(first, number))
    office(client)
    shown = main(page(client, BOARD))
    assert shown.count('class="slip"') == CARDS
    assert "?state=waiting" in shown.split('class="board ', 1)[1].split("board-table", 1)[0]


def test_the_board_is_narrowed_by_who_is_listed_and_by_the_due_date(client: Client, joint: Scene) -> None:
    send(joint)
    office(client)
    due = Task.objects.filter(action=joint.action).values_list("due_on", flat=True)[0]
    for query, words in (
        (f"subject={joint.firm.name[1:4]}", "3项任务"),
        (f"subject={joint.firm.unified_code}", "3项任务"),
        ("subject=没有这家", "没有这样的任务"),
        (f"due_until={due}", "3项任务"),
        (f"due_until={due - timedelta(days=1)}", "没有这样的任务"),
    ):
        assert words in heading(page(client, f"{BOARD}?{query}")), query
    assert joint.firm.name not in page(client, f"{BOARD}tasks.csv?subject=没有这家")


def test_what_is_to_be_stopped_says_since_when_and_what_is_done_shows_the_newest(client: Client, joint: Scene) -> None:
    send(joint)
    first, second, third = Task.objects.filter(action=joint.action).order_by("id")
    Task.objects.filter(id=first.id).update(state=TaskState.STOPPING, stop_ordered_on=first.sent_on)
    Task.objects.filter(id__in=[second.id, third.id]).update(state=TaskState.DECLINED)
    newest = Task.objects.create(**copied(second, 1) | {"state": TaskState.DECLINED, "due_on": second.due_on})
    office(client)
    board = main(page(client, BOARD)).split('class="board ', 1)[1].split("board-table", 1)[0]
    columns = [text(f"<section{one}") for one in board.split("<section")[1:]]
    assert "通知停止已" in columns[4]
    assert columns[3].index(newest.unit.name) < columns[3].index(second.unit.name)


def copied(task: Task, number: int) -> dict[str, object]:
    """Return a task like another one, of another unit."""
    told = {one.attname: getattr(task, one.attname) for one in Task._meta.concrete_fields if one.attname != "id"}  # noqa: SLF001  Django's documented way to a model's fields
    return told | {"public_id": new_opaque_id(), "unit_id": bureau().id, "measure": f"{task.measure}-{number}"}


def test_a_unit_s_own_tasks_are_among_what_waits_for_it(client: Client, joint: Scene) -> None:
    send(joint)
    decider(client, joint, 0)
    waiting = main(page(client, "/desk/"))
    assert "办理1项联合奖惩任务" in waiting
    assert f'href="{BOARD}"' in waiting
    office(client)
    assert "联合奖惩任务" not in main(page(client, "/desk/")), "tasks of others are theirs to do"


def test_numbers_lead_to_their_rows_and_to_the_national_files(client: Client, joint: Scene) -> None:
    send(joint)
    decider(client, joint, 0)
    task = f"{BOARD}tasks/{task_of(joint, 0)}/"
    post(client, f"{task}accept", {})
    post(client, f"{task}apply", GIVEN)
    office(client)
    for by in ("kind", "unit", "measure", "month"):
        shown = page(client, f"{BOARD}statistics/?by={by}")
        assert "3项任务，1项采取了措施" in heading(shown)
        links = re.findall(r'<a href="(/desk/joint/\?[^"]+)">([\d,]+)</a>', main(shown))
        assert links
        for address, number in links:
            found = heading(page(client, address.replace("&amp;", "&")))
            assert (f"{number}项任务" in found) if number != "0" else ("没有这样的任务" in found)
        assert "采取了措施" in page(client, f"{BOARD}statistics/statistics.csv?by={by}")
    lines = page(client, f"{BOARD}statistics/feedback.csv").lstrip("\ufeff").splitlines()
    assert tuple(lines[0].split(",")) == NATIONAL_HEADS
    row = dict(zip(NATIONAL_HEADS, lines[1].split(","), strict=True))
    assert (row["主体类别"], row["奖惩类型"], row["涉及金额"]) == ("0", "1", "120000.00")
    content = client.get(f"{BOARD}statistics/feedback.xlsx").content
    heads, values = openpyxl.load_workbook(BytesIO(content)).worksheets[0].values
    assert tuple(heads) == NATIONAL_HEADS
    assert values[NATIONAL_HEADS.index("主体标识")] == joint.firm.unified_code


def test_strangers_see_nothing_and_a_look_is_on_record(client: Client, joint: Scene) -> None:
    send(joint)
    address = f"{BOARD}actions/{joint.action.public_id}/"
    sign_in(client, person(bureau(), Role.CASE_OFFICER))
    page(client, address, 404)
    page(client, f"{BOARD}tasks/{task_of(joint, 0)}/accept", 404)
    assert "没有这样的任务" in heading(page(client, BOARD))
    assert not AuditEntry.objects.filter(action="measures.action-seen").exists()
    sign_in(client, person(joint.units[0], Role.REPORTER))
    shown = page(client, address)
    assert f"tasks/{task_of(joint, 0)}/accept" in shown
    assert f"tasks/{task_of(joint, 0)}/apply" not in shown, "who types decides nothing"
    page(client, f"{BOARD}tasks/{task_of(joint, 0)}/apply", 403)
    assert AuditEntry.objects.filter(action="measures.action-seen").count() == 1

"""``chengxin workplan import``: what it prints and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chengxin.config.cli import app
from chengxin.config.commands.workplan import tell
from chengxin.oversight.tests.plans import HEADINGS, ROWS, TITLE, delimited, merged_workbook, one_row

RUN = CliRunner()


def called(folder: Path, name: str, content: bytes, *words: str) -> tuple[int, str]:
    path = folder / name
    path.write_bytes(content)
    result = RUN.invoke(app, ["workplan", "import", str(path), "--dry-run", *words])
    return result.exit_code, result.stdout


def test_a_sound_plan_as_data(tmp_path: Path) -> None:
    status, printed = called(tmp_path, "a.xlsx", merged_workbook(), "--json")
    answer = json.loads(printed)
    assert status == 0
    assert (answer["title"], answer["year"], answer["modules"], answer["headings"]) == (TITLE, 2030, 2, 3)
    assert [task["no"] for task in answer["tasks"]] == [1, 2, 3, 4]
    assert answer["tasks"][1] == {
        "no": 2,
        "module_no": 1,
        "module": "平台建设",
        "heading_no": 2,
        "heading": "归集数据",
        "title": "2030年3月1日后，停用旧表，改用新表报送",
        "requirement": "2030年3月1日后，停用旧表，改用新表报送。",
        "units": ["市甲局", "市乙局", "市科技和信息化局"],
        "parts": ["lead", "joint", "joint"],
        "groups": [None, None, None],
        "due_on": "2030-12-31",
        "milestones": [{"text": "2030年3月1日后，停用旧表", "due_on": "2030-03-01"}],
        "basis": "关于归集数据的通知",
        "basis_number": "海信用办〔2030〕2号",
        "bases": [{"title": "关于归集数据的通知", "number": "海信用办〔2030〕2号"}],
        "remark": "列入2030年度测评",
        "place": "“责任表”第5行",
    }
    assert answer["tasks"][2]["due_on"] is None
    assert answer["tasks"][2]["groups"] == ["joint-meeting", "counties", "zones"]
    assert [(doubt["code"], doubt["no"], doubt["fatal"]) for doubt in answer["doubts"]] == [
        ("left-out", 0, False),
        ("open-ended", 3, False),
    ]


def test_a_task_without_basis_as_data(tmp_path: Path) -> None:
    _status, printed = called(tmp_path, "a.csv", delimited(one_row(basis="")), "--json")
    task = json.loads(printed)["tasks"][0]
    assert (task["basis"], task["basis_number"], task["bases"]) == ("", "", [])


def test_a_plan_with_a_fatal_doubt_ends_with_one(tmp_path: Path) -> None:
    status, printed = called(tmp_path, "a.csv", delimited([[TITLE], *one_row(due="择机")]), "--json")
    assert status == 1
    assert [doubt["code"] for doubt in json.loads(printed)["doubts"]] == ["unreadable-due-date"]


def test_a_file_that_can_not_be_read_is_one_doubt(tmp_path: Path) -> None:
    status, printed = called(tmp_path, "a.xlsx", b"PK\x03\x04broken", "--json")
    answer = json.loads(printed)
    assert status == 1
    assert (answer["modules"], answer["headings"], answer["tasks"]) == (0, 0, [])
    assert [(doubt["code"], doubt["fatal"]) for doubt in answer["doubts"]] == [("damaged", True)]


def test_for_people_it_shows_counts_tasks_and_doubts(tmp_path: Path) -> None:
    rows = [[TITLE], HEADINGS, *ROWS, ["注：[red]说明[/red]"]]
    status, printed = called(tmp_path, "a.csv", delimited(rows))
    assert status == 0
    assert "2个模块，3项重点工作，4项任务" in printed
    assert "要核对2处，其中必须改正0处" in printed
    assert "▲ 任务3：第5行的完成时限是“长期”" in printed
    assert "[red]说明[/red]" in printed


def test_for_people_the_fatal_doubts_come_first(tmp_path: Path) -> None:
    status, printed = called(tmp_path, "a.csv", delimited(one_row(units="", basis="海政发〔2029〕5号")))
    assert status == 1
    assert printed.index("■ 任务1：") < printed.index("▲ 任务1：")


@pytest.mark.parametrize("words", [["nowhere.csv", "--dry-run"], ["nowhere.csv"], [], ["--dry-run"]])
def test_a_wrong_call_ends_with_two(words: list[str]) -> None:
    assert RUN.invoke(app, ["workplan", "import", *words]).exit_code == 2


def told(**changes: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "year": 2030,
        "title": TITLE,
        "state": "draft",
        "tasks": 4,
        "doubts": [{"code": "open-ended", "no": 3, "fatal": False, "says": "没有到期日"}],
        "unmatched": ["市丁局"],
        "held_back": "",
    }
    return usual | changes


def test_what_became_of_a_plan_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    tell(told())
    assert capsys.readouterr().err.splitlines() == [
        "2030年：4项任务，已存为草稿",
        "▲ 任务3：没有到期日",
        "▲ 没有对应到名录的责任单位：市丁局",
        "核对和发布：/desk/plan/2030/draft/",
    ]
    tell(told(state="published", doubts=[], unmatched=[]))
    assert capsys.readouterr().err.splitlines() == ["2030年：4项任务，已发布", "/desk/plan/2030"]
    tell(told(held_back="还有1处不改不能发布", doubts=[]))
    assert "■ 没有发布：还有1处不改不能发布" in capsys.readouterr().err

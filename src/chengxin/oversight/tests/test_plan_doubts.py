"""What is doubtful about a plan, each with a sentence that says what to do."""

import re

import pytest

from chengxin.oversight.adapters.plans import read_plan
from chengxin.oversight.rules.plan import Doubt, PlanDraft
from chengxin.oversight.rules.reading.doubts import FILE_CODES, KINDS, DoubtCode
from chengxin.oversight.tests.plans import HEADINGS, ROWS, TITLE, delimited, filled, one_row, workbook

Numbered = list[tuple[str, str, str]]


def of(draft: PlanDraft, code: str) -> list[Doubt]:
    return [doubt for doubt in draft.doubts if doubt.code == code]


def numbered(rows: Numbered) -> PlanDraft:
    """Read a plan with these modules, headings and requirements."""
    sound = one_row()[1]
    return read_plan(delimited([[TITLE], HEADINGS, *([*row, *sound[3:]] for row in rows)]), "a.csv")


def test_a_sound_plan_has_no_doubts() -> None:
    assert read_plan(delimited([[TITLE], *one_row()]), "a.csv").doubts == ()


@pytest.mark.parametrize(
    ("cells", "code", "fatal", "says"),
    [
        ({"module": ""}, "no-module", True, "工作模块"),
        ({"heading": "/"}, "no-heading", True, "重点工作任务"),
        ({"requirement": "", "units": "市甲局、市乙局"}, "no-requirement", True, "没有具体工作要求"),
        ({"units": ""}, "no-units", True, "没有责任单位"),
        ({"units": "等"}, "no-units", True, "没有责任单位"),
        ({"units": "市甲局、、市乙局"}, "empty-unit", False, "空的一项"),
        ({"due": ""}, "no-due-date", True, "没有完成时限"),
        ({"due": "择机"}, "unreadable-due-date", True, "“择机”"),
        ({"due": "2030年2月30日"}, "unreadable-due-date", True, "“2030年2月30日”"),
        ({"due": "长期推进"}, "open-ended", False, "“长期推进”"),
        ({"due": "2031年1月31日"}, "due-outside-year", False, "2031-01-31不在2030年内"),
        ({"requirement": "6月31日前完成。"}, "unreadable-milestone", False, "“6月31日前完成”"),
        ({"basis": "海政发〔2029〕5号"}, "unreadable-basis", False, "“海政发〔2029〕5号”"),
    ],
)
def test_doubts_about_a_task(cells: dict[str, str], code: str, fatal: bool, says: str) -> None:  # noqa: FBT001  a column of the table
    draft = read_plan(delimited([[TITLE], *one_row(**cells)]), "a.csv")
    (doubt,) = of(draft, code)
    assert (doubt.no, doubt.fatal) == (1, fatal)
    assert says in doubt.says
    assert "第3行" in doubt.says
    assert len(draft.tasks) == 1


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_a_missing_heading_is_named(place: int) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != place] for row in (HEADINGS, *filled())]
    (doubt,) = of(read_plan(workbook([[TITLE], *rows]), "a.xlsx"), "missing-headings")
    assert doubt.fatal
    assert HEADINGS[place] in doubt.says
    assert not [name for at, name in enumerate(HEADINGS) if at != place and f"“{name}”" in doubt.says]


@pytest.mark.parametrize("place", [5, 6])
def test_a_heading_a_plan_can_do_without_is_only_said(place: int) -> None:
    rows = [[cell for at, cell in enumerate(row) if at != place] for row in (HEADINGS, *filled())]
    (doubt,) = of(read_plan(workbook([[TITLE], *rows]), "a.xlsx"), "missing-column")
    assert not doubt.fatal
    assert HEADINGS[place] in doubt.says


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (delimited([["甲", "乙"], ["1", "2"]]), "a.csv"),
        (workbook([["甲", "乙"], ["1", "2"]], cover=True), "a.xlsx"),
        ("只有一段文字，没有表。\n".encode(), "a.txt"),
    ],
)
def test_a_file_without_headings_says_which_are_missing(content: bytes, name: str) -> None:
    draft = read_plan(content, name)
    assert draft.tasks == ()
    (doubt,) = draft.doubts
    assert (doubt.code, doubt.fatal) == ("missing-headings", True)
    assert "重点工作模块、重点工作任务、具体工作要求、责任单位、完成时限" in doubt.says


def test_headings_without_tasks() -> None:
    draft = read_plan(delimited([[TITLE], HEADINGS, ["注：无"]]), "a.csv")
    assert [(doubt.code, doubt.fatal) for doubt in draft.doubts] == [("left-out", False), ("no-tasks", True)]


def test_more_tasks_than_a_year_has() -> None:
    rows = [[*row[:2], f"{no}.甲。", *row[3:]] for no, row in enumerate(filled(ROWS[:1]) * 1001, start=1)]
    (doubt,) = read_plan(delimited([[TITLE], HEADINGS, *rows]), "a.csv").doubts
    assert (doubt.code, doubt.fatal) == ("too-many-tasks", True)
    assert "1001" in doubt.says


def test_notes_below_are_left_out_and_said() -> None:
    draft = read_plan(delimited([[TITLE], *one_row(), ["注：本表由信用办解释。"], ["联系人：某某"]]), "a.csv")
    (doubt,) = draft.doubts
    assert (doubt.code, doubt.fatal) == ("left-out", False)
    assert "注：本表由信用办解释。 联系人：某某" in doubt.says


def test_a_numbered_line_below_the_last_task_is_no_module() -> None:
    (doubt,) = read_plan(delimited([[TITLE], *one_row(), ["一、本表所列时限为最后期限"]]), "a.csv").doubts
    assert doubt.code == "left-out"


def test_a_heading_does_not_go_on_into_the_next_module() -> None:
    draft = numbered([("一、甲", "（一）乙", "1.一"), ("二、丙", "", "2.二")])
    (doubt,) = draft.doubts
    assert (doubt.code, doubt.no, doubt.fatal) == ("no-heading", 2, True)


def test_the_same_headings_on_another_sheet_are_said() -> None:
    content = workbook([[TITLE], *one_row()], cover=True)
    assert of(read_plan(content, "a.xlsx"), "other-tables") == []
    two = workbook([HEADINGS, one_row()[1]], second=[HEADINGS, one_row()[1]])
    (doubt,) = of(read_plan(two, "a.xlsx"), "other-tables")
    assert "“另一张”" in doubt.says


def test_no_year_to_be_seen() -> None:
    (doubt,) = of(read_plan(delimited(one_row(due="长期")), "a.csv"), "no-year")
    assert (doubt.no, doubt.fatal) == (0, False)


@pytest.mark.parametrize(
    ("rows", "code", "fatal", "says"),
    [
        (
            [("一、甲", "（一）乙", "1.一"), ("一、甲", "（一）乙", "3.二")],
            "number-jump",
            False,
            "任务编号是3，前面是1",
        ),
        ([("一、甲", "（一）乙", "2.一")], "number-jump", False, "任务编号是2，前面是起头"),
        (
            [("一、甲", "（一）乙", "1.一"), ("一、甲", "（一）乙", "1.二")],
            "number-repeat",
            True,
            "任务编号1与前面重复",
        ),
        ([("一、甲", "（一）乙", "1.一"), ("三、丙", "（二）丁", "2.二")], "number-jump", False, "工作模块编号是3"),
        ([("一、甲", "（一）乙", "1.一"), ("一、丙", "（二）丁", "2.二")], "number-repeat", True, "工作模块编号1"),
        ([("一、甲", "（一）乙", "1.一"), ("一、甲", "（三）丁", "2.二")], "number-jump", False, "重点工作任务编号是3"),
        ([("一、甲", "（一）乙", "1.一"), ("一、甲", "（一）丁", "2.二")], "number-repeat", True, "重点工作任务编号1"),
    ],
)
def test_numbers_that_jump_or_repeat(rows: Numbered, code: str, fatal: bool, says: str) -> None:  # noqa: FBT001  a column of the table
    (doubt,) = numbered(rows).doubts
    assert (doubt.code, doubt.fatal) == (code, fatal)
    assert says in doubt.says


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("甲", "乙", "一"), ("甲", "丙", "二"), ("丁", "戊", "三")], [(1, 1, 1), (1, 2, 2), (2, 3, 3)]),
        ([("一、甲", "（一）乙", "1.一"), ("二、丙", "（一）丁", "2.二")], [(1, 1, 1), (2, 1, 2)]),
        ([("一、甲", "（一）乙", "1.一"), ("二、丙", "（二）丁", "2.二")], [(1, 1, 1), (2, 2, 2)]),
        (
            [("一、甲", "（一）乙", "1.一"), ("二、丙", "（二）丁", "2.二"), ("一、甲", "（一）乙", "3.三")],
            [(1, 1, 1), (2, 2, 2), (1, 1, 3)],
        ),
    ],
)
def test_numbers_that_are_in_order(rows: Numbered, expected: list[tuple[int, int, int]]) -> None:
    draft = numbered(rows)
    assert [(task.module_no, task.heading_no, task.no) for task in draft.tasks] == expected
    assert draft.doubts == ()


def test_tasks_numbered_anew_under_each_heading_are_counted_through_and_said() -> None:
    draft = numbered([("一、甲", "（一）乙", "1.一"), ("一、甲", "（一）乙", "2.二"), ("一、甲", "（二）丙", "1.三")])
    assert [task.no for task in draft.tasks] == [1, 2, 3]
    assert [(doubt.code, doubt.fatal) for doubt in draft.doubts] == [("renumbered", False)]


@pytest.mark.parametrize(
    ("cell", "codes"), [("5", ["number-jump"]), ("五", ["number-jump"]), ("甲", ["unreadable-number"])]
)
def test_a_column_of_numbers(cell: str, codes: list[str]) -> None:
    rows = [["序号", *HEADINGS], ["1", *one_row()[1]], [cell, *one_row(requirement="再做。")[1]]]
    draft = read_plan(delimited([[TITLE], *rows]), "a.csv")
    assert [doubt.code for doubt in draft.doubts] == codes
    assert [task.no for task in draft.tasks] == [1, 2 if cell == "甲" else 5]


@pytest.mark.parametrize("code", sorted(set(DoubtCode) - FILE_CODES))
def test_every_code_has_a_sentence_for_people(code: DoubtCode) -> None:
    sentence = KINDS[code].says
    assert re.search(r"请|已按|不会", sentence)
    assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", sentence))

"""The same invented plan from every form of file."""

import io
from datetime import date

import openpyxl
import pytest

from chengxin.oversight.adapters.plans import read_plan
from chengxin.oversight.rules.plan import Basis, Group, Milestone, Part, PlanDraft
from chengxin.oversight.tests.plans import (
    HEADINGS,
    ROWS,
    TITLE,
    delimited,
    filled,
    indented,
    merged_workbook,
    one_row,
    workbook,
)

YEAR_END = date(2030, 12, 31)
GUIDANCE = Basis("海棠市人民政府关于《信用规划纲要（2028-2032年）》的实施意见", "海政发〔2029〕5号")
ENGLISH = (
    "no,module_no,module,heading_no,heading,title,requirement,responsible_units,due_on,milestones,basis_title,"
    "basis_number,remark"
)


def told(draft: PlanDraft) -> list[tuple[int, int, str, int, str, str, date | None]]:
    return [
        (task.no, task.module_no, task.module, task.heading_no, task.heading, task.requirement, task.due_on)
        for task in draft.tasks
    ]


EXPECTED = [
    (1, 1, "平台建设", 1, "升级平台", "完成平台升级并通过验收。", date(2030, 6, 30)),
    (2, 1, "平台建设", 2, "归集数据", "2030年3月1日后，停用旧表，改用新表报送。", YEAR_END),
    (3, 1, "平台建设", 2, "归集数据", "按月报送数据。", None),
    (4, 2, "制度建设", 3, "制定制度", "制定本领域制度。", YEAR_END),
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (delimited([[TITLE], HEADINGS, *ROWS]), "a.csv"),
        (delimited([[TITLE], HEADINGS, *ROWS], "utf-8-sig"), "a.csv"),
        (delimited([[TITLE], HEADINGS, *ROWS], "gb18030"), "a.csv"),
        (delimited([[TITLE], HEADINGS, *ROWS], "utf-16"), "a.txt"),
        (delimited([[TITLE], HEADINGS, *filled()], delimiter="\t"), "a.tsv"),
        (workbook([[TITLE], HEADINGS, *ROWS]), "a.xlsx"),
        (merged_workbook(), "a.xlsx"),
        (indented().encode(), "a.txt"),
        (indented().replace("\n", "\r\n").encode("gb18030"), "a.txt"),
    ],
)
def test_every_form_gives_the_same_plan(content: bytes, name: str) -> None:
    draft = read_plan(content, name)
    assert told(draft) == EXPECTED
    assert (draft.title, draft.year) == (TITLE, 2030)
    assert not [doubt for doubt in draft.doubts if doubt.fatal]


def test_a_task_whole() -> None:
    task = read_plan(indented().encode(), "a.txt").tasks[1]
    assert [(unit.text, unit.part) for unit in task.units] == [
        ("市甲局", Part.LEAD),
        ("市乙局", Part.JOINT),
        ("市科技和信息化局", Part.JOINT),
    ]
    assert task.milestones == (Milestone("2030年3月1日后，停用旧表", date(2030, 3, 1)),)
    assert task.bases == (Basis("关于归集数据的通知", "海信用办〔2030〕2号"),)
    assert (task.title, task.remark) == ("2030年3月1日后，停用旧表，改用新表报送", "列入2030年度测评")
    assert task.place == "第24行"


def test_groups_and_recurring_work() -> None:
    third, fourth = read_plan(delimited([HEADINGS, *ROWS]), "a.csv").tasks[2:]
    assert [unit.group for unit in third.units] == [Group.MEETING, Group.COUNTIES, Group.ZONES]
    assert third.milestones == (Milestone("长期"), Milestone("按月报送数据"))
    assert [(unit.text, unit.group) for unit in fourth.units] == [("市乙局", None), ("各县、区政府", Group.COUNTIES)]
    assert fourth.bases == (GUIDANCE,)


def test_columns_by_code_with_titles_numbers_and_milestones_of_their_own() -> None:
    row = (
        "7,2,信息管理,5,推行统一代码,停用旧证,企业自2030年1月1日起停用旧证,市甲局；市乙局；管委,2030-06-30,"
        "2030-01-01 企业；2030-06-30 其他组织,《甲（2028-2032年）》,海办〔2030〕7号,"
    )
    draft = read_plan(f"{ENGLISH}\n{row}\n".encode(), "a.csv")
    task = draft.tasks[0]
    assert (task.no, task.module_no, task.module, task.heading_no, task.heading) == (
        7,
        2,
        "信息管理",
        5,
        "推行统一代码",
    )
    assert (task.title, task.requirement) == ("停用旧证", "企业自2030年1月1日起停用旧证")
    assert [unit.text for unit in task.units] == ["市甲局", "市乙局", "管委"]
    assert task.milestones == (Milestone("企业", date(2030, 1, 1)), Milestone("其他组织", date(2030, 6, 30)))
    assert task.bases == (Basis("《甲（2028-2032年）》", "海办〔2030〕7号"),)


@pytest.mark.parametrize("order", [(4, 6, 2, 0, 5, 3, 1), (6, 5, 4, 3, 2, 1, 0)])
def test_headings_in_any_order(order: tuple[int, ...]) -> None:
    rows = [[row[place] for place in order] for row in (HEADINGS, *filled())]
    assert told(read_plan(delimited([[TITLE], *rows]), "a.csv")) == EXPECTED


@pytest.mark.parametrize(
    "headings",
    [
        ("工作模块", "重点任务", "具体任务", "责任部门", "完成时间", "工作依据", "说明"),
        ("重点工作\n模块", "重 点 工 作", "工作要求", "责任单位：", "完成时限（年月日）", "依据", "备　注"),
    ],
)
def test_headings_in_other_words(headings: tuple[str, ...]) -> None:
    assert told(read_plan(workbook([[TITLE], headings, *ROWS]), "a.xlsx")) == EXPECTED


def test_half_width_semicolons_between_units_do_not_split_the_row() -> None:
    units = ";".join(f"市{name}局" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
    draft = read_plan(delimited(one_row(units=units)), "a.csv")
    assert len(draft.tasks[0].units) == 16


# --- workbooks


def test_merged_cells_speak_for_every_cell_they_cover() -> None:
    rows = [
        HEADINGS,
        ("一、甲", "（一）乙", "1.一。", "市甲局", "2030年6月30日", "甲通知（海发〔2030〕1号）", ""),
        ("", "", "2.二。", "", "", "", ""),
    ]
    draft = read_plan(workbook(rows, ("A2:A3", "B2:B3", "D2:D3", "E2:E3", "F2:G3")), "a.xlsx")
    first, second = draft.tasks
    assert (first.units, first.due_on, first.bases) == (second.units, second.due_on, second.bases)
    assert second.due_on == date(2030, 6, 30)
    assert second.remark == "甲通知（海发〔2030〕1号）"


def test_a_heading_over_two_columns_takes_both() -> None:
    rows = [
        ("工作模块", "重点任务", "具体工作要求", "责任单位", "", "完成时限"),
        ("", "", "", "牵头单位", "配合单位", ""),
        ("一、甲", "（一）乙", "1.一。", "市甲局", "市乙局、市丙局", "年底前"),
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2")
    draft = read_plan(workbook(rows, merged), "a.xlsx")
    assert [(unit.text, unit.part) for unit in draft.tasks[0].units] == [
        ("市甲局", Part.LEAD),
        ("市乙局", Part.JOINT),
        ("市丙局", Part.JOINT),
    ]


def test_lines_over_the_whole_width_begin_modules() -> None:
    rows: list[list[object]] = [
        [TITLE],
        ["序号", "重点任务", "工作内容", "责任单位", "完成时限"],
        ["一、甲"],
        [1, "乙", "做一。", "市甲局", date(2030, 6, 30)],
        [2, "丙", "做二。", "市甲局", date(2030, 6, 30)],
        ["二、丁"],
        [3, "戊", "做三。", "市甲局", date(2030, 6, 30)],
    ]
    draft = read_plan(workbook(rows, ("A3:E3",)), "a.xlsx")
    assert [(task.no, task.module, task.module_no, task.heading) for task in draft.tasks] == [
        (1, "甲", 1, "乙"),
        (2, "甲", 1, "丙"),
        (3, "丁", 2, "戊"),
    ]
    assert not [doubt for doubt in draft.doubts if doubt.fatal]


def test_a_heading_row_repeated_on_a_page_is_no_task() -> None:
    rows = [HEADINGS, *ROWS[:2], HEADINGS, *ROWS[2:]]
    assert told(read_plan(workbook([[TITLE], *rows]), "a.xlsx")) == EXPECTED


def test_a_hidden_sheet_comes_after_those_that_are_shown() -> None:
    content = workbook(one_row(requirement="旧的。"), second=[HEADINGS, one_row(requirement="新的。")[1]])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["责任表"].sheet_state = "hidden"
    out = io.BytesIO()
    book.active = 1
    book.save(out)
    assert read_plan(out.getvalue(), "a.xlsx").tasks[0].requirement == "新的。"


# --- the plain copy of a word processor's table


def test_a_cell_may_hold_several_paragraphs() -> None:
    text = (
        indented()
        .replace("3.按月报送数据。", "3.按月报送数据。\n\n甲数据；\n乙数据。")
        .replace("\t市甲局\n", "\t市甲局\n\n")
    )
    draft = read_plan(text.encode(), "a.txt")
    assert draft.tasks[2].requirement == "按月报送数据。\n甲数据；\n乙数据。"
    assert [task.due_on for task in draft.tasks] == [row[-1] for row in EXPECTED]


@pytest.mark.parametrize(
    "below", ["注：本表由信用办解释。\n", "\n注：本表由信用办解释。\n", "\n\t注：本表由信用办解释。\n\t2030年1月\n"]
)
@pytest.mark.parametrize("remark", ["", "列入测评"])
def test_text_below_the_table_is_no_remark(below: str, remark: str) -> None:
    rows = [*ROWS[:3], (*ROWS[3][:6], remark)]
    draft = read_plan(indented(rows, below=below).encode(), "a.txt")
    assert draft.tasks[3].remark == remark
    left_out = [doubt for doubt in draft.doubts if doubt.code == "left-out"]
    assert len(left_out) == 1
    assert "注：本表由信用办解释。" in left_out[0].says


def test_text_below_a_last_row_without_remark_is_no_basis() -> None:
    text = indented().rstrip("\t\n") + "\n\n注：本表由信用办解释。\n"
    draft = read_plan(text.encode(), "a.txt")
    assert draft.tasks[3].bases == (GUIDANCE,)
    assert [doubt.code for doubt in draft.doubts] == ["open-ended", "left-out"][::-1]


def test_a_page_number_between_rows_is_no_remark() -> None:
    text = indented().replace("列入2030年度测评\n", "列入2030年度测评\n\n— 2 —\n")
    draft = read_plan(text.encode(), "a.txt")
    assert draft.tasks[1].remark == "列入2030年度测评"
    assert told(draft) == EXPECTED


def test_text_without_empty_lines_is_counted() -> None:
    text = "\n".join(line for line in indented().split("\n") if line)
    assert told(read_plan(text.encode(), "a.txt")) == EXPECTED


def test_rows_whose_empty_cells_were_trimmed_are_put_in_step_and_said() -> None:
    rows = [*ROWS[:2], (*ROWS[2][:4], "2030年9月30日", *ROWS[2][5:]), ROWS[3]]
    text = "\n".join(line.rstrip() for line in indented(rows).split("\n"))
    draft = read_plan(text.encode(), "a.txt")
    assert [row[:6] for row in told(draft)] == [row[:6] for row in EXPECTED]
    assert draft.tasks[2].due_on == date(2030, 9, 30)
    assert [doubt.code for doubt in draft.doubts] == ["realigned-row", "realigned-row"]


def test_two_short_rows_with_a_day_each_are_two() -> None:
    text = indented(ROWS[:1]) + "\n\t2.迁移数据。\n\t市乙局\n\t9月底前\n\n\t3.停用旧表。\n\t市丙局\n\t10月底前\n"
    draft = read_plan(text.encode(), "a.txt")
    assert [(task.requirement, task.due_on) for task in draft.tasks[1:]] == [
        ("迁移数据。", date(2030, 9, 30)),
        ("停用旧表。", date(2030, 10, 31)),
    ]


def test_a_row_that_can_not_be_put_in_step_keeps_the_plan_back() -> None:
    text = indented().replace("\t市甲局\n\t2030年6月30日\n", "")
    draft = read_plan(text.encode(), "a.txt")
    assert [(doubt.code, doubt.fatal) for doubt in draft.doubts][:1] == [("broken-row", True)]
    assert told(draft)[1:] == EXPECTED[1:]


# --- titles, years


@pytest.mark.parametrize(
    ("requirement", "title"),
    [
        ("完成升级。", "完成升级"),
        ("完成升级，通过验收；归集数据。", "完成升级，通过验收"),
        ("甲" * 20 + "，" + "乙" * 8 + "，丙丙。", "甲" * 20 + "，" + "乙" * 8),
        ("甲" * 15 + "，乙、" + "丙" * 20 + "。", "甲" * 15),
        ("甲、" * 20 + "乙。", "甲、" * 14 + "甲"),
        ("甲" * 40 + "，乙。", "甲" * 30),
    ],
)
def test_the_title_of_a_task_is_how_its_requirement_begins(requirement: str, title: str) -> None:
    assert read_plan(delimited(one_row(requirement=requirement)), "a.csv").tasks[0].title == title


@pytest.mark.parametrize(
    ("above", "due", "name", "year"),
    [
        ("海棠市2031年工作计划表", "2030年6月30日", "a.csv", 2031),
        ("海棠市二〇三一年工作计划表", "2030年6月30日", "a.csv", 2031),
        ("海棠市工作计划表", "2030年6月30日", "2029.csv", 2030),
        ("海棠市工作计划表", "6月30日", "plan-2029.csv", 2029),
        ("海棠市工作计划表", "长期", "a.csv", None),
    ],
)
def test_the_year_of_a_plan(above: str, due: str, name: str, year: int | None) -> None:
    assert read_plan(delimited([[above], *one_row(due=due)]), name).year == year


def test_invisible_characters_and_full_width_digits_change_nothing() -> None:
    hidden = "\u200b\u202e\u2066\u200f\ufeff\u00ad"
    rows = [[hidden.join(cell) for cell in row] for row in (HEADINGS, *filled())]
    assert told(read_plan(delimited([[TITLE], *rows]), "a.csv")) == EXPECTED
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    rows = [[cell.translate(wide) for cell in row] for row in filled()]
    draft = read_plan(delimited([[TITLE], HEADINGS, *rows]), "a.csv")
    assert [(task.no, task.due_on) for task in draft.tasks] == [(row[0], row[-1]) for row in EXPECTED]

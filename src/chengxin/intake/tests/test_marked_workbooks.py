"""Workbooks that go back to a reporter: the own one as it was, a new one where that can not be, and back in again."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from chengxin.catalog.adapters import standard_items
from chengxin.intake.adapters import read_file
from chengxin.intake.adapters.marks import AUTHOR, CauseRow, Marks, Summary
from chengxin.intake.adapters.new_workbook import new_workbook
from chengxin.intake.adapters.own_workbook import own_workbook
from chengxin.intake.rules import Circumstances, Sheet, judge
from chengxin.intake.rules.ours import LINE, PROBLEM, SUMMARY_MARK, SUMMARY_SHEET
from chengxin.intake.tests.rows import PENALTY, penalty

EVIL = '=HYPERLINK("file:///c:/","看")'
SUMMARY = Summary(
    sentences=("读到2行，退回1行。",),
    causes=(CauseRow("没有填“处罚依据”", 1, "“处罚依据”必须填写", f"4：{EVIL}"), CauseRow(EVIL, 2, EVIL, "")),
)


def own_file(folder: Path) -> Path:
    """Write a workbook with a merged title, colours, widths, a formula, a comment and a second sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "处罚台账"
    page["A1"] = "示例市行政处罚台账"
    page.merge_cells("A1:F1")
    page["A1"].font = Font(size=20, bold=True, color="FF003366")
    page.append(list(penalty()))
    page.append(list(penalty().values()))
    page.append(list(penalty(CF_WSH="示市监处罚〔2026〕12号", CF_YJ="").values()))
    page.column_dimensions["B"].width = 33
    page["C4"].fill = PatternFill("solid", fgColor="FF00FF00")
    page["C4"].comment = Comment("科长：这一行要核对", "科长")
    page.freeze_panes = "A3"
    other = book.create_sheet("汇总")
    other["A1"] = "=COUNTA(处罚台账!A3:A100)"
    path = folder / "raw.xlsx"
    book.save(path)
    return path


def marks(sheet: Sheet) -> Marks:
    place = sheet.cells.filter(sheet.cells["line"] == 2).drop("line").row(0).index("CF_YJ")
    return Marks(
        cells={(4, place): ["“处罚依据”必须填写", "请核对"], (4, 2): ["代码不对"]},
        lines={4: ["“处罚依据”必须填写", "请核对", EVIL]},
        returned=frozenset({4}),
        header=2,
    )


def opened(content: bytes | None) -> openpyxl.Workbook:
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content))


def own(path: Path) -> bytes:
    sheet = read_file(path)
    content = own_workbook(path, sheet, marks(sheet), SUMMARY)
    assert content is not None
    return content


def beside(page: Worksheet, head: str, header: int = 2) -> int:
    return next(int(cell.column) for cell in page[header] if cell.value == head)


def test_the_own_workbook_keeps_what_its_sender_made(tmp_path: Path) -> None:
    book = opened(own(own_file(tmp_path)))
    page = book["处罚台账"]
    assert book.sheetnames == [SUMMARY_SHEET, "处罚台账", "汇总"]
    assert [str(one) for one in page.merged_cells.ranges] == ["A1:F1"]
    assert (page["A1"].font.size, page["A1"].font.color.rgb) == (20, "FF003366")
    assert (page.column_dimensions["B"].width, page.freeze_panes) == (33, "A3")
    assert book["汇总"]["A1"].value == "=COUNTA(处罚台账!A3:A100)"


def test_a_bad_cell_has_all_its_findings_and_the_senders_own_remark(tmp_path: Path) -> None:
    page = opened(own(own_file(tmp_path)))["处罚台账"]
    place = list(penalty()).index("CF_YJ") + 1
    told = page.cell(row=4, column=place).comment
    assert told is not None
    assert told.text == "1. “处罚依据”必须填写\n2. 请核对"
    before = page["C4"].comment
    assert before is not None
    assert before.text == "代码不对\n原有批注：科长：这一行要核对"
    assert page.cell(row=3, column=place).comment is None


def test_each_bad_row_says_what_is_wrong_and_which_line_it_is(tmp_path: Path) -> None:
    page = opened(own(own_file(tmp_path)))["处罚台账"]
    problem, line = beside(page, PROBLEM), beside(page, LINE)
    assert str(page.cell(row=4, column=problem).value).startswith("1. “处罚依据”必须填写")
    assert page.cell(row=4, column=line).value == "4"
    assert page.cell(row=3, column=problem).value is None


def test_one_sheet_is_chosen_and_words_that_look_like_formulas_stay_words(tmp_path: Path) -> None:
    book = opened(own(own_file(tmp_path)))
    assert [page.sheet_view.tabSelected for page in book.worksheets] == [True, False, False]
    texts = [cell for row in book[SUMMARY_SHEET].iter_rows() for cell in row if cell.value is not None]
    assert EVIL in [cell.value for cell in texts]
    assert "f" not in {cell.data_type for cell in texts}
    page = book["处罚台账"]
    assert page.cell(row=4, column=beside(page, PROBLEM)).data_type == "s"


def test_marked_twice_it_tells_the_second_time_only(tmp_path: Path) -> None:
    first = own(own_file(tmp_path))
    again = tmp_path / "again.xlsx"
    again.write_bytes(first)
    sheet = read_file(again)
    assert sheet.name == "处罚台账"
    later = Marks(cells={(3, 0): ["名称不对"]}, lines={3: ["名称不对"]}, returned=frozenset({3}), header=2)
    book = opened(own_workbook(again, sheet, later, SUMMARY))
    page = book["处罚台账"]
    assert book.sheetnames.count(SUMMARY_SHEET) == 1
    authors = {cell.comment.author for row in page.iter_rows() for cell in row if cell.comment}
    assert authors == {AUTHOR}
    assert page.cell(row=4, column=list(penalty()).index("CF_YJ") + 1).comment is None
    assert [cell.value for cell in page[2]].count(PROBLEM) == 1
    assert page.cell(row=4, column=beside(page, PROBLEM)).value is None
    assert page.cell(row=3, column=beside(page, LINE)).value == "3"


def test_a_merged_bad_cell_and_a_row_of_one_width_are_no_reason_to_fail(tmp_path: Path) -> None:
    path = own_file(tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["处罚台账"]
    page.merge_cells("C4:D4")
    page.column_dimensions.group("A", "XFD", hidden=False)
    book.save(path)
    sheet = read_file(path)
    merged = Marks(cells={(4, 3): ["合并的"]}, lines={4: ["合并的"]}, returned=frozenset({4}), header=2)
    content = own_workbook(path, sheet, merged, SUMMARY)
    comment = opened(content)["处罚台账"]["C4"].comment
    assert comment is not None
    assert "合并的" in comment.text
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        columns = archive.read("xl/worksheets/sheet2.xml").decode().count("<col ")
    assert columns == 1


def test_a_workbook_in_strict_form_is_none_of_ours_to_write_again(tmp_path: Path) -> None:
    plain, strict = own_file(tmp_path), tmp_path / "strict.xlsx"
    kinds = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for old, new in kinds:
                content = content.replace(old, new)
            target.writestr(name, content)
    sheet = read_file(plain)
    assert own_workbook(strict, sheet, marks(sheet), SUMMARY) is None


@pytest.mark.parametrize("only_returned", [True, False])
def test_a_new_workbook_holds_text_only(tmp_path: Path, only_returned: bool) -> None:  # noqa: FBT001  a case of the test
    text = f'名称,CF_WSH\n"{EVIL.replace(chr(34), chr(34) * 2)}",甲\n丙,丁\n'
    path = tmp_path / "a.csv"
    path.write_text(text)
    sheet = read_file(path)
    told = Marks(cells={(2, 0): [EVIL]}, lines={2: [EVIL]}, returned=frozenset({2}), header=1)
    book = opened(new_workbook(sheet, told, SUMMARY, only_returned=only_returned))
    kinds = {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value}
    assert kinds <= {"s", "n"}
    page = book["请改正的行" if only_returned else "标注"]
    assert [cell.value for cell in page[1]] == ["名称", "CF_WSH", PROBLEM, LINE]
    assert [cell.value for cell in page[2]] == [EVIL, "甲", EVIL, "2"]
    assert page.max_row == (2 if only_returned else 3)


def test_a_comment_longer_than_a_cell_and_control_characters_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,CF_WSH\n甲,乙\n")
    sheet = read_file(path)
    words = "长" * 40_000 + "\x01"
    told = Marks(cells={(2, 0): [words]}, lines={2: [words]}, returned=frozenset({2}), header=1)
    page = opened(new_workbook(sheet, told, SUMMARY, only_returned=True))["请改正的行"]
    assert len(str(page["C2"].value)) == 32_000


def test_a_formula_error_goes_back_empty_so_that_our_words_are_never_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,CF_WSH\n#公式错误,乙\n")
    sheet = read_file(path)
    broken = Sheet(cells=sheet.cells, numeric=frozenset(), errors=frozenset({(2, 0)}))
    told = Marks(cells={(2, 0): ["公式错误"]}, lines={2: ["公式错误"]}, returned=frozenset({2}), header=1)
    page = opened(new_workbook(broken, told, SUMMARY, only_returned=True))["请改正的行"]
    assert (page["A2"].value, page["B2"].value) == (None, "乙")


def test_what_we_added_is_no_column_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "again.xlsx"
    path.write_bytes(own(own_file(tmp_path)))
    sheet = read_file(path)
    judged = judge(
        PENALTY,
        sheet,
        items=standard_items().values(),
        circumstances=Circumstances(received_on=date(2026, 6, 16), due_on=lambda _day: None),
    )
    assert judged.rows == 2
    assert "unknown-column" not in set(judged.findings["code"])


def test_the_summary_is_no_data_even_if_it_comes_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([SUMMARY_MARK])
    page.append(["原因", "行数"])
    book.create_sheet("数据").append(["a", "b"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert read_file(path).name == "数据"

"""Workbooks that odd programs wrote or somebody crafted: found out whatever their parts are called."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from chengxin.intake.adapters import Unreadable, read_file

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[str], str]


def far(path: Path) -> Path:
    """Write a workbook with two cells at opposite corners."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_string(0, 0, "a")
    page.write_string(1_048_575, 16_383, "b")
    book.close()
    return path


def near(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "文号"])
    page.write_row(1, 0, ["某公司", "1号"])
    book.close()
    return path


def rewritten(path: Path, *, renamed: str = SHEET, change: Change = str) -> Path:
    """Give the workbook's sheet another name and other writing, and let its relationships follow."""
    target = path.with_name(f"crafted{path.suffix}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == SHEET:
                text = change(text)
            elif name.endswith(("workbook.xml.rels", "[Content_Types].xml")):
                text = text.replace("worksheets/sheet1.xml", renamed.removeprefix("xl/"))
            new.writestr(renamed if name == SHEET else name, text)
    return target


def single_quotes(text: str) -> str:
    return re.sub(r'r="([A-Z0-9]+)"', r"r='\1'", text)


def wide_apart(text: str) -> str:
    return re.sub(r'r="([A-Z0-9]+)"', '\n r\t=\n"\\1"', text)


def lower_case(text: str) -> str:
    return re.sub(r'(<c r=")([A-Z]+)', lambda found: found[1] + found[2].lower(), text)


def prefixed(text: str) -> str:
    named = re.sub(r"<(/?)(worksheet|sheetData|row|c|v|dimension)\b", r"<\1x:\2", text)
    return named.replace('xmlns="', 'xmlns:x="', 1)


@pytest.mark.parametrize("change", [str, single_quotes, wide_apart, lower_case, prefixed])
@pytest.mark.parametrize("renamed", [SHEET, "xl/worksheets/数据.xml", "xl/worksheets/sheet1.dat", "xl/other/s.xml"])
def test_far_cells_are_refused_however_they_are_written(tmp_path: Path, change: Change, renamed: str) -> None:
    path = rewritten(far(tmp_path / "a.xlsx"), renamed=renamed, change=change)
    with pytest.raises(Unreadable, match="范围大得不正常"):
        read_file(path)


@pytest.mark.parametrize("change", [str, single_quotes, wide_apart, prefixed])
@pytest.mark.parametrize("renamed", ["xl/worksheets/数据.xml", "xl/other/s.xml"])
def test_an_odd_workbook_of_moderate_size_is_read(tmp_path: Path, change: Change, renamed: str) -> None:
    path = rewritten(near(tmp_path / "a.xlsx"), renamed=renamed, change=change)
    assert [list(row) for row in read_file(path).cells.drop("line").iter_rows()] == [
        ["名称", "文号"],
        ["某公司", "1号"],
    ]


@pytest.mark.parametrize("row", ["99999999", "4294967296", "99999999999999999999"])
def test_a_row_number_beyond_every_sheet_is_refused(tmp_path: Path, row: str) -> None:
    path = rewritten(near(tmp_path / "a.xlsx"), change=lambda text: text.replace('r="B2"', f'r="B{row}"'))
    with pytest.raises(Unreadable):
        read_file(path)


def test_error_cells_are_those_of_the_sheet_that_is_read_whatever_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("封面")
    page = book.add_worksheet("数据")
    page.write_row(0, 0, ["名称", "金额"])
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()
    swapped = path.with_name("b.xlsx")
    names = {
        "xl/worksheets/sheet1.xml": "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet2.xml": "xl/worksheets/sheet1.xml",
    }
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("workbook.xml.rels"):
                text = text.replace("sheet1.xml", "sheet0.xml").replace("sheet2.xml", "sheet1.xml")
                text = text.replace("sheet0.xml", "sheet2.xml")
            new.writestr(names.get(name, name), text)
    sheet = read_file(swapped)
    assert (sheet.name, set(sheet.errors)) == ("数据", {(2, 1)})


def test_a_sheet_of_nothing_but_error_cells_is_read_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for line, error in enumerate(["#DIV/0!", "#N/A", "#REF!"]):
        page.write_formula(line, 0, "=1/0", None, error)
    book.close()
    assert read_file(path).errors == {(0 + line, 0) for line in (1, 2, 3)}


@pytest.mark.parametrize("ending", [".xlsx", ".et", ".xls"])
@pytest.mark.parametrize(
    "parts", [{"content.xml": "<a/>", "mimetype": "x"}, {"xl/workbook.bin": "x"}, {"xl/workbook.xml": "<a"}]
)
def test_another_kind_of_archive_under_a_workbooks_name_is_refused(
    tmp_path: Path, ending: str, parts: dict[str, str]
) -> None:
    path = tmp_path / f"a{ending}"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(Unreadable, match="另存为xlsx"):
        read_file(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_parts_that_declare_entities_are_refused(tmp_path: Path, part: str) -> None:
    path, crafted = near(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(crafted, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1) if name == part else text)
    with pytest.raises(Unreadable, match="另存为xlsx"):
        read_file(crafted)

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.intake.adapters import Unreadable, read_file, texts
from chengxin.intake.adapters.delimited import parts_of, read_delimited
from chengxin.intake.adapters.texts import whole_lines, writing_of


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def cells(path: Path) -> list[list[str | None]]:
    return [list(row) for row in read_file(path).cells.drop("line").iter_rows()]


TABLE = "名称,文号\n某公司,示罚〔2026〕1号\n"


@pytest.mark.parametrize(
    ("encoding", "delimiter", "said"),
    [
        ("utf-8", ",", "utf-8"),
        ("utf-8-sig", "\t", "utf-8-sig"),
        ("gb18030", ";", "gb18030"),
        ("utf-16", ",", "utf-16"),
    ],
)
def test_text_of_every_usual_encoding(tmp_path: Path, encoding: str, delimiter: str, said: str) -> None:
    path = written(tmp_path, "a.csv", TABLE.replace(",", delimiter).encode(encoding))
    assert cells(path) == [["名称", "文号"], ["某公司", "示罚〔2026〕1号"]]
    assert read_file(path).encoding == said


def test_a_character_outside_the_old_sets_survives(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "名称,x\n𬭎铧商行,1\n".encode("gb18030"))
    assert cells(path)[1][0] == "𬭎铧商行"


def test_quotes_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", '名称,内容\n"甲,乙","第一行\n第二行"\n丙,丁\n'.encode())
    sheet = read_file(path)
    assert cells(path)[1] == ["甲,乙", "第一行\n第二行"]
    assert sheet.cells["line"].to_list() == [1, 2, 4]


def test_long_and_short_lines_lose_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"a,b\n1\n1,2,3\n")
    assert cells(path) == [["a", "b", None], ["1", None, None], ["1", "2", "3"]]


def test_blank_lines_are_no_rows_and_line_numbers_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"a,b\n\n , \n1,2\n")
    assert read_file(path).cells["line"].to_list() == [1, 4]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "空的"),
        ("a.csv", b"a,b\n\x001,2\n", "NUL"),
        ("a.csv", b"a,b\n\xff\xff,1\n", "编码"),
        ("a.csv", '名称,b\n"没有结束,1\n'.encode(), "引号"),
        ("a.xlsx", b"PK\x03\x04not a workbook", "打不开"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "打不开"),
        ("a.pdf", b"%PDF-1.7", "不支持"),
        ("a.json", b"{", "JSON"),
        ("a.json", b"[1, 2]", "列表"),
        ("a.json", b"[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_table_is_refused_with_one_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_file(written(tmp_path, name, data))


def test_a_workbook_keeps_the_type_of_each_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("数据")
    page.write_row(0, 0, ["名称", "代码", "日期", "金额", "错误"])
    page.write_string(1, 0, "某公司")
    page.write_number(1, 1, 110108000000016)
    page.write_string(1, 2, "2026/06/16")
    page.write_number(1, 3, 0.2)
    page.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    book.close()
    sheet = read_file(path)
    assert cells(path)[1] == ["某公司", "110108000000016", "2026/06/16", "0.2", "#公式错误"]
    assert sheet.numeric == {(2, 1), (2, 3)}
    assert sheet.errors == {(2, 4)}


def test_a_date_cell_is_read_as_a_day(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["名称", "日期"])
    page.append(["某公司", date(2026, 6, 16)])
    book.save(path)
    assert cells(path)[1] == ["某公司", "2026-06-16"]


def test_an_empty_first_sheet_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("封面")
    book.add_worksheet("数据").write_row(0, 0, ["a", "b"])
    book.close()
    assert read_file(path).name == "数据"


def test_a_zip_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(Unreadable, match="大得不正常"):
        read_file(written(tmp_path, "a.xlsx", buffer.getvalue()))


def test_cells_at_opposite_corners_are_refused_before_they_are_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_string(0, 0, "a")
    page.write_string(1_048_575, 16_383, "b")
    book.close()
    with pytest.raises(Unreadable, match="范围大得不正常"):
        read_file(path)


def test_a_stray_cell_far_to_the_right_of_few_rows_is_no_reason(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["a", "b"])
    page.write_row(1, 0, ["1", "2"])
    page.write_string(0, 16_383, "x")
    book.close()
    assert read_file(path).cells.height == 2


def test_json_rows_are_a_table_with_numbers_marked(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", '[{"CF_WSH": "1号", "CF_NR_FK": 0.2}, {"CF_XDR_SHXYM": 1}]'.encode())
    assert cells(path) == [["CF_WSH", "CF_NR_FK", "CF_XDR_SHXYM"], ["1号", "0.2", None], [None, None, "1"]]
    assert read_file(path).numeric == {(2, 1), (3, 2)}


@settings(deadline=None)
@given(st.lists(st.binary().map(lambda one: bytes(b"a,\n\r"[byte % 4] for byte in one))))
def test_pieces_are_cut_only_where_a_line_ends(pieces: list[bytes]) -> None:
    told = list(whole_lines(pieces))
    text = b"".join(pieces)
    assert b"".join(told) == text
    assert [line for piece in told for line in piece.splitlines(keepends=True)] == text.splitlines(keepends=True)
    assert all(piece[-1:] in {b"\n", b"\r"} for piece in told[:-1])


def by_hand(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that have a filled cell, with their numbers, as Python splits lines."""
    rows = ((line, row.split(",")) for line, row in enumerate(text.splitlines(), start=1))
    return [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]


@settings(deadline=None, max_examples=300)
@given(
    rows=st.lists(st.lists(st.text(st.sampled_from("ab #'\\示"), max_size=3), min_size=1, max_size=4), max_size=8),
    odd=st.sampled_from(["", "\v", "\x1e", "\x85", "\u2028", "\ufeff", "\r"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    end=st.booleans(),
)
def test_lines_and_cells_are_those_of_python(
    tmp_path_factory: pytest.TempPathFactory, *, rows: list[list[str]], odd: str, ending: str, end: bool
) -> None:
    text = ending.join(",".join(row) for row in [["示", "b"], *rows, [odd]]) + ending * end
    path = written(tmp_path_factory.getbasetemp(), "lines.csv", text.encode())
    told = [(row[0], [cell or "" for cell in row[1:]]) for row in read_file(path).cells.iter_rows()]
    expected = [(line, [cell if cell.strip() else "" for cell in row]) for line, row in by_hand(text)]
    width = max(len(row) for _line, row in told)
    assert told == [(line, row + [""] * (width - len(row))) for line, row in expected]


@settings(deadline=None)
@given(
    text=st.text(st.sampled_from('ab,;\n\r"示\u2028'), max_size=30),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    rows=st.integers(1, 5),
)
def test_a_file_in_parts_is_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str, rows: int
) -> None:
    path = written(tmp_path_factory.getbasetemp(), "parts.csv", text.encode(encoding))
    try:
        whole = read_delimited(path).cells
    except Unreadable:
        with pytest.raises(Unreadable):
            list(parts_of(path, writing_of(path), rows))
        return
    parts = list(parts_of(path, writing_of(path), rows))
    assert all(part.height <= rows for part in parts)
    together = pl.concat([whole.clear(), *parts], how="diagonal")
    assert together.equals(whole)


def test_a_line_that_never_ends_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(texts, "LONGEST_LINE", 10)
    with pytest.raises(Unreadable, match="长得不正常"):
        read_file(written(tmp_path, "a.csv", b"a,b\n" + b"x" * 11))


QUOTED = st.lists(
    st.lists(
        st.sampled_from(["", "示", "a,b", 'say "no"', "two\nlines", "two\r\nlines", "x\u2028y", " "]),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(rows=QUOTED, ending=st.sampled_from(["\n", "\r\n"]))
def test_rows_with_quotes_and_without_are_those_of_the_csv_module(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], ending: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ending).writerows([['"', "b", "c", "d"], *rows])
    path = written(tmp_path_factory.getbasetemp(), "quoted.csv", text.getvalue().encode())
    reader = csv.reader(io.StringIO(text.getvalue(), newline=""), strict=True)
    begins, expected = 1, []
    for row in reader:
        said = [cell if cell.strip() else None for cell in row]
        if any(said):
            expected.append((begins, *said, *[None] * (4 - len(said))))
        begins = reader.line_num + 1
    assert list(read_file(path).cells.iter_rows()) == expected


@pytest.mark.parametrize("text", ['a,"b\nc,d\ne,f\n', 'a,"b"x\nc,d\n', 'x,y\na,b"c\nd,"e"\n'])
def test_odd_quotes_are_read_or_refused_as_the_csv_module_does(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "odd.csv", text.encode())
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        with pytest.raises(Unreadable, match="引号没有成对"):
            read_file(path)
    else:
        assert cells(path) == expected

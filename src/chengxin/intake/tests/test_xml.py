"""The old XML: both shapes, the encodings it was written in, and what is refused."""

from pathlib import Path

import pytest

from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.adapters.xml_rows import DEEPEST

ROWS = [{"XK_WSH": "示许〔2016〕1号", "XK_XDR": "示例商行"}, {"XK_WSH": "示许〔2016〕2号", "XK_NR": "经营"}]


def by_attribute(rows: list[dict[str, str]], attribute: str = "name") -> str:
    cells = ["".join(f'<COL {attribute}="{name}">{value}</COL>' for name, value in row.items()) for row in rows]
    return f"<ROWDATA>{''.join(f'<ROW>{row}</ROW>' for row in cells)}</ROWDATA>"


def by_element(rows: list[dict[str, str]]) -> str:
    cells = ["".join(f"<{name}>{value}</{name}>" for name, value in row.items()) for row in rows]
    return f"<data><ROWDATA>{''.join(f'<row>{row}</row>' for row in cells)}</ROWDATA></data>"


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[list[str | None]]:
    path = folder / "a.xml"
    path.write_bytes(text.encode(encoding))
    return [list(row) for row in read_file(path).cells.drop("line").iter_rows()]


EXPECTED = [
    ["XK_WSH", "XK_XDR", "XK_NR"],
    ["示许〔2016〕1号", "示例商行", None],
    ["示许〔2016〕2号", None, "经营"],
]


@pytest.mark.parametrize(
    "text", [by_attribute(ROWS), by_attribute(ROWS, "NAME"), by_attribute(ROWS, "code"), by_element(ROWS)]
)
def test_both_shapes_are_the_same_table(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == EXPECTED


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("GB2312", "gb2312"), ("gbk", "gbk"), ("GB18030", "gb18030"), ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig")],
)
def test_declared_encodings_are_read(tmp_path: Path, declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{by_attribute(ROWS)}'
    assert read(tmp_path, text, encoding) == EXPECTED


def test_a_wrong_declaration_is_read_by_rule(tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{by_attribute(ROWS)}'
    assert read(tmp_path, text, "gbk") == EXPECTED


def test_columns_without_names_go_by_their_place(tmp_path: Path) -> None:
    text = "<ROWDATA><ROW><COL>名称</COL><COL>文号</COL></ROW><ROW><COL>某公司</COL><COL>1号</COL></ROW></ROWDATA>"
    assert read(tmp_path, text) == [["名称", "文号"], ["某公司", "1号"]]


def test_rows_are_counted_below_a_header_as_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<ROWDATA><ROW><A>1</A></ROW><ROW/><ROW><A>2</A></ROW></ROWDATA>")
    assert read_file(path).cells["line"].to_list() == [1, 2, 4]


def test_repeated_columns_are_joined_and_nested_marks_keep_their_text(tmp_path: Path) -> None:
    text = "<ROWDATA><ROW><K>罚款</K><K>警告</K><T>甲<b>乙</b>丙</T><C><![CDATA[a<b]]></C></ROW></ROWDATA>"
    assert read(tmp_path, text) == [["K", "T", "C"], ["罚款;警告", "甲乙丙", "a<b"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]><ROWDATA><ROW><A>&x;</A></ROW></ROWDATA>', "DOCTYPE"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><ROWDATA/>', "DOCTYPE"),
        ("<ROWDATA><ROW><A>1</ROW></ROWDATA>", "第1行附近"),
        ("<ROWDATA><ROW><A>&nothing;</A></ROW></ROWDATA>", "不完整"),
        ("<ROWDATA></ROWDATA>", "没有记录"),
        ("不是XML", "不完整"),
        ("<ROWDATA><ROW>" + "<a>" * DEEPEST + "</a>" * DEEPEST + "</ROW></ROWDATA>", "太深"),
        ("<ROWDATA><ROW>" + "".join(f"<C{n}>1</C{n}>" for n in range(301)) + "</ROW></ROWDATA>", "种列"),
        ("<ROWDATA><ROW><A>" + "长" * 1_000_001 + "</A></ROW></ROWDATA>", "长得不正常"),
    ],
)
def test_what_is_not_the_old_format_is_refused_with_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(tmp_path, text)

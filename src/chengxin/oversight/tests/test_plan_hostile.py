"""Files that are no plan, broken ones and traps: one sentence each, and never anything else than a refusal."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from chengxin.foundation.refusals import Refusal
from chengxin.oversight.adapters.plans import PlanUnreadable, read_plan
from chengxin.oversight.tests.plans import (
    HEADINGS,
    ROWS,
    TITLE,
    delimited,
    indented,
    merged_workbook,
    one_row,
    workbook,
)
from chengxin.vault.tests.samples import compound
from chengxin.vault.tests.samples import workbook as old_workbook

SHEET = "xl/worksheets/sheet1.xml"


def changed(part: str, change: Callable[[bytes], bytes | None], content: bytes = b"") -> bytes:
    """Return a workbook with one part changed, or without it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or workbook([HEADINGS, *ROWS]))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        assert part in before.namelist()
        for name in before.namelist():
            data = change(before.read(name)) if name == part else before.read(name)
            if data is not None:
                after.writestr(name, data)
    return out.getvalue()


def behind_rows(addition: bytes) -> bytes:
    """Return a workbook whose sheet has something more behind its rows."""
    return changed(SHEET, lambda part: part.replace(b"</sheetData>", b"</sheetData>" + addition))


def more_rows(addition: bytes) -> bytes:
    return changed(SHEET, lambda part: part.replace(b"</sheetData>", addition + b"</sheetData>"))


def declared(part: bytes) -> bytes:
    declaration = b'<!DOCTYPE a [<!ENTITY x "yyyyyyyyyy">]>'
    return re.sub(rb"^(<\?xml[^>]*\?>)?", lambda found: found[0] + declaration, part, count=1)


def with_shared_strings() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, HEADINGS)
    book.close()
    return out.getvalue()


def with_password() -> bytes:
    content = bytearray(workbook([HEADINGS]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + at] |= 1
    return bytes(content)


def archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code", "says"),
    [
        (b"", "a.csv", "empty-file", "空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.png", "wrong-kind", "“PNG图片”"),
        (b"\xff\xd8\xff" + bytes(99), "a.xlsx", "wrong-kind", "“JPEG图片”"),
        (b"%PDF-1.7\nxref\ntrailer<<>>\nstartxref\n9\n%%EOF", "a.pdf", "wrong-kind", "“PDF”"),
        (compound({"Workbook": old_workbook()}), "a.xls", "wrong-kind", "另存为xlsx"),
        (compound({"Workbook": old_workbook()}), "a.xlsx", "wrong-kind", "另存为xlsx"),
        (compound({"WordDocument": bytes(600)}), "a.doc", "wrong-kind", "“Word 97-2003或WPS文字”"),
        (archive("a.txt"), "a.zip", "wrong-kind", "“ZIP压缩包”"),
        (b"GIF89a" + bytes(99), "a.gif", "wrong-kind", "认不出"),
        (b"a,b\n\x001,2\n", "a.csv", "wrong-kind", "认不出"),
        (b"{\\rtf1 a}", "a.txt", "wrong-kind", "另存为纯文本"),
        (b"<html><script>alert(1)</script></html>", "a.txt", "unsafe", "网页脚本"),
        (workbook([HEADINGS]), "a.csv", "wrong-kind", "后缀与内容不一致"),
        (delimited([HEADINGS]), "a.xlsx", "wrong-kind", "后缀与内容不一致"),
        (delimited([HEADINGS]), "计划", "wrong-kind", "后缀与内容不一致"),
        (merged_workbook()[:900], "a.xlsx", "damaged", "没有传完整"),
        (with_password(), "a.xlsx", "protected", "密码"),
        ("é,ü,ÿ\n".encode("latin-1"), "a.csv", "unknown-encoding", "UTF-8"),
        (delimited([HEADINGS]) + '"没有结束,1\n'.encode(), "a.csv", "damaged", "第2行起的引号没有成对"),
        (delimited(one_row(requirement="甲" * 5_001)), "a.csv", "too-large", "第2行有一格超过5,000字"),
        (delimited(one_row(requirement="甲" * 200_000)), "a.csv", "too-large", "第2行有一格超过5,000字"),
        (workbook(one_row(requirement="甲" * 5_001)), "a.xlsx", "too-large", "“责任表”第2行有一格"),
        (indented([("甲" * 5_001, *ROWS[0][1:])]).encode(), "a.txt", "too-large", "有一格超过5,000字"),
        ("甲,乙\n".encode() * 100_000, "a.csv", "too-large", "超过5,000行"),
        (indented().encode() + "\t甲\n".encode() * 100_000, "a.txt", "too-large", "超过5,000行"),
        (b" " * (5 * 1024 * 1024 + 1), "a.txt", "too-large", "超过5兆字节"),
        (more_rows(b" " * 22_000_000), "a.xlsx", "unsafe", "展开后大得不正常"),
        (more_rows(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "a.xlsx", "too-large", "超过5,000行"),
        (
            behind_rows(b'<mergeCells><mergeCell ref="A1:BH4999"/></mergeCells>' * 3),
            "a.xlsx",
            "unsafe",
            "合并单元格的范围",
        ),
        (behind_rows(b'<mergeCells><mergeCell ref="somewhere"/></mergeCells>'), "a.xlsx", "damaged", "打不开"),
        (changed(SHEET, declared), "a.xlsx", "unsafe", "DOCTYPE"),
        (changed("xl/sharedStrings.xml", declared, with_shared_strings()), "a.xlsx", "unsafe", "DOCTYPE"),
        (changed("xl/styles.xml", lambda part: part.decode().encode("utf-16")), "a.xlsx", "unsafe", "DOCTYPE"),
        (changed(SHEET, lambda part: part[: len(part) // 2]), "a.xlsx", "damaged", "打不开"),
        (changed("xl/styles.xml", lambda part: part[:20]), "a.xlsx", "damaged", "打不开"),
        (
            changed("xl/sharedStrings.xml", lambda _part: b"<sst/>", with_shared_strings()),
            "a.xlsx",
            "damaged",
            "打不开",
        ),
    ],
)
def test_what_can_not_be_read_is_one_sentence(content: bytes, name: str, code: str, says: str) -> None:
    with pytest.raises(PlanUnreadable) as refused:
        read_plan(content, name)
    doubt = refused.value.doubt()
    assert isinstance(refused.value, Refusal)
    assert (doubt.code, doubt.fatal, doubt.no) == (code, True, 0)
    assert says in doubt.says
    assert doubt.says == refused.value.sentence()


def test_a_workbook_without_its_sheet_has_no_headings() -> None:
    draft = read_plan(changed(SHEET, lambda _part: None), "a.xlsx")
    assert [doubt.code for doubt in draft.doubts] == ["missing-headings"]


def test_a_merged_range_over_the_whole_sheet_takes_no_memory() -> None:
    draft = read_plan(behind_rows(b'<mergeCells><mergeCell ref="A7:XFD1048576"/></mergeCells>'), "a.xlsx")
    assert len(draft.tasks) == len(ROWS)


def test_a_cell_far_to_the_right_is_not_looked_at() -> None:
    draft = read_plan(more_rows(b'<row r="6"><c r="XFD6"><v>1</v></c></row>'), "a.xlsx")
    assert len(draft.tasks) == len(ROWS)


@pytest.mark.parametrize(
    "mark", ["及", "《", "（", "、", "年", "牵头", "2030年6月30日", "〔2030〕1号", "和市甲局", "各县区", "二", "1."]
)
def test_long_cells_of_one_word_are_read(mark: str) -> None:
    cell = (mark * 5_000)[:5_000]
    draft = read_plan(delimited(one_row(requirement=cell, units=cell, due=cell, basis=cell)), "a.csv")
    assert len(draft.tasks) == 1


@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_never_end_in_anything_but_a_refusal(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  the same damage each time
    content, name = chance.choice(
        [
            (merged_workbook(), "a.xlsx"),
            (indented().encode(), "a.txt"),
            (delimited([[TITLE], HEADINGS, *ROWS]), "a.csv"),
            (
                changed(
                    SHEET, lambda part: bytes(chance.choice(part) if chance.random() < 0.01 else one for one in part)
                ),
                "a.xlsx",
            ),
        ]
    )
    damaged = bytearray(content)
    for _ in range(chance.randint(0, 20)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        draft = read_plan(bytes(damaged), name)
    except PlanUnreadable as refused:
        assert refused.doubt().says  # noqa: PT017  either answer is right
    else:
        assert draft.tasks or draft.doubts

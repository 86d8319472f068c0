"""Definitions as files: what goes out comes in again the same, and what comes in is checked."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chengxin.catalog.adapters import (
    Format,
    UnreadableDefinition,
    item_of_file,
    standard_items,
    standard_lists,
    written,
)
from chengxin.catalog.rules import CodeList, CodeValue, Disclosure, Field, FieldType, Item, Need

PENALTY = standard_items()["penalty-organisation"]
ENDINGS = {Format.XLSX: "xlsx", Format.TOML: "toml", Format.TABLE_SCHEMA: "json"}
ODD = replace(
    PENALTY,
    name="名称里有=1+1、\"引号\"、'撇号'、\\反斜线和\x7f",
    valid_until=date(2030, 1, 1),
    providers=frozenset({"fgw", "scjgj"}),
    retention_months=0,
    fields=(
        *PENALTY.fields,
        Field(
            code="CX_X",
            name="001",
            type=FieldType.CHOICES,
            length=5,
            required=Need.NEVER,
            list=CodeList("odd", "怪", (CodeValue("a", "1", ("07", "=2"), date(2020, 1, 1), date(2021, 1, 1)),)),
            hint="第一行\n第二行",
            example="0.20",
            ours=True,
        ),
    ),
)


def read(
    content: bytes, name: str = "a.xlsx", lists: dict[str, CodeList] | None = None, base: Item | None = None
) -> Item:
    return item_of_file(content, name, lists=lists or {}, base=base)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("item", [*standard_items().values(), ODD], ids=lambda item: item.key)
def test_what_was_written_is_read_as_the_same_item(item: Item, form: Format) -> None:
    assert read(written(item, form), f"a.{ENDINGS[form]}") == item


def edited(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """Return the exported workbook after somebody worked on it in a spreadsheet program."""
    book = openpyxl.load_workbook(BytesIO(written(PENALTY, Format.XLSX)))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_somebody_changed_in_the_workbook_is_read() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["目录项"]["B9"] = 72
        book["字段"]["D2"] = 250
        book["字段"].append(
            ["CX_NEW", "新字段", "日期", 30, "可以不填", "", "", "", "", "", "政务共享", "甲；乙", "", "", "是"]
        )

    item = read(edited(change))
    assert (item.retention_months, item.fields[0].length) == (72, 250)
    new = item.fields[-1]
    assert (new.code, new.type, new.disclosure, new.aliases, new.ours) == (
        "CX_NEW",
        FieldType.DATE,
        Disclosure.GOVERNMENT,
        ("甲", "乙"),
        True,
    )


def put(sheet: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], object]:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("字段", "C5", "随便"), "“字段”表第5行的“类型”：不是可以写的值"),
        (put("字段", "D5", "很长"), "“字段”表第5行的“长度”：应为整数"),
        (put("字段", "A5", "cf wsh"), "“字段”表第5行的“字段代码”：格式不对"),
        (put("字段", "I5", "no-list"), "代码集“no-list”：文件里和平台上都没有"),
        (put("字段", "C1", "类别"), "“字段”表：不认识“类别”这一列"),
        (put("目录项", "A3", "大类"), "“目录项”表第3行：不认识“大类”"),
        (put("目录项", "B12", "明天"), "“目录项”表的“从哪一天起”：写得不对"),
        (put("代码集", "D2", "字" * 101), "“代码集”表第2行的“名称”：太长，最多100个字符"),
        (lambda book: book.remove(book["依据"]), "文件：没有“依据”这张工作表，请从平台导出后再改"),
        (put("字段", "A3000", "X"), "“字段”表：超过220行，请删去空白的行"),
    ],
)
def test_a_cell_that_can_not_be_read_is_named(change: Callable[[openpyxl.Workbook], object], sentence: str) -> None:
    with pytest.raises(UnreadableDefinition) as refused:
        read(edited(change))
    assert refused.value.sentence() == sentence


def part_of(name: str, text: bytes) -> bytes:
    """Return the exported workbook with one part written by a forger."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(written(PENALTY, Format.XLSX))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, text if entry == name else old.read(entry))
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
FAR = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row></sheetData></worksheet>'
)


def bomb() -> bytes:
    out = BytesIO()
    original = BytesIO(written(PENALTY, Format.XLSX))
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry))
        new.writestr("xl/worksheets/sheet9.xml", b" " * 50_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"not a workbook", "a.xlsx"),
        (written(PENALTY, Format.XLSX)[:5000], "a.xlsx"),
        (part_of("xl/worksheets/sheet1.xml", LAUGHS), "a.xlsx"),
        (part_of("xl/worksheets/sheet1.xml", FAR), "a.xlsx"),
        (part_of("xl/worksheets/sheet3.xml", b"<worksheet><sheetData><row"), "a.xlsx"),
        (bomb(), "a.xlsx"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.json"),
        (b"\xff\xfe\x00", "a.json"),
        (b"[" * 100_000, "a.json"),
        (b"[]", "a.json"),
        (b'{"fields": [1]}', "a.json"),
        (b'{"fields": [], "x-item": 3}', "a.json"),
        (b"a = [" + b"[" * 5000, "a.toml"),
        (b"key = 3", "a.toml"),
        (b"%PDF-1.4", "a.pdf"),
        (b"x", "xlsx"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableDefinition) as refused:
        read(content, name, base=PENALTY)
    assert refused.value.sentence().count("：") >= 1


def schema(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(PENALTY, Format.TABLE_SCHEMA))
    return found | changes


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("x-item", "key"), "../etc"),
        (("x-item", "name"), 5),
        (("x-item", "adverse"), "yes"),
        (("x-item", "retention_months"), -1),
        (("x-item", "surprise"), 1),
        (("x-item", "family"), "rumour"),
        (("fields", 0, "x-length"), 10**9),
        (("fields", 0, "name"), "a" * 99),
        (("fields", 0, "x-aliases"), ["甲；乙"]),
        (("fields", 8, "x-when"), {"field": "CF_XDR_LB"}),
        (("fields", 8, "x-when"), {"field": "CF_XDR_LB", "in": ["a"], "contains": ["b"]}),
        (("primaryKey",), {"a": 1}),
        (("x-lists",), "none"),
    ],
)
def test_a_forged_schema_is_refused(path: tuple[Any, ...], value: object) -> None:
    forged = schema()
    place: Any = forged
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(UnreadableDefinition):
        read(json.dumps(forged).encode(), "a.json")


def test_a_schema_of_somebody_else_gives_fields_to_the_item_under_work() -> None:
    foreign = {
        "fields": [
            {"name": "NAME", "title": "名称", "type": "string", "constraints": {"required": True, "maxLength": 80}},
            {"name": "KIND", "type": "string", "constraints": {"enum": ["甲", "乙"]}},
            {"name": "ON", "type": "date"},
        ],
        "primaryKey": "NAME",
    }
    item = read(json.dumps(foreign).encode(), "a.json", base=PENALTY)
    name, kind, on = item.fields
    assert (item.key, item.basis, item.business_key) == (PENALTY.key, PENALTY.basis, ("NAME",))
    assert (name.length, name.required, name.disclosure) == (80, Need.ALWAYS, Disclosure.GOVERNMENT)
    assert kind.list == CodeList("penalty-organisation-2", "KIND", (CodeValue("v1", "甲"), CodeValue("v2", "乙")))
    assert on.type is FieldType.DATE
    with pytest.raises(UnreadableDefinition, match="unreadable"):
        read(json.dumps(foreign).encode(), "a.json")


def test_a_list_the_file_does_not_carry_is_the_platforms() -> None:
    lean = schema(**{"x-lists": []})
    assert read(json.dumps(lean).encode(), "a.json", lists=standard_lists()) == PENALTY

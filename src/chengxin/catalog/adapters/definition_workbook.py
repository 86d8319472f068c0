"""A definition as a workbook people edit: a sheet for the item's facts, its basis, its fields and the code lists."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter

from chengxin.catalog.adapters.checking import Place, checked_item
from chengxin.catalog.adapters.columns import (
    BASES,
    BASIS_COLUMNS,
    CONTAINS,
    FACT_COLUMNS,
    FACTS,
    FIELD_COLUMNS,
    FIELDS,
    IS,
    LATER,
    LISTS,
    NO,
    RULE_COLUMNS,
    RULES,
    VALUE_COLUMNS,
    YES,
    Column,
)
from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.rules.definition import definition_of
from chengxin.catalog.rules.doings import KEEP_CATALOG
from chengxin.catalog.rules.item import CodeList, Item
from chengxin.catalog.rules.shapes import MOST_FIELDS, MOST_VALUES
from chengxin.foundation.spreadsheets import BROKEN_WORKBOOK
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.rules.purposes import MEGABYTE, Purpose, Retention

DEFINITION_FILE = Purpose(
    code="catalog.definition",
    label="目录项定义",
    kinds=frozenset({"xlsx"}),
    keep=KEEP_CATALOG,
    readers=frozenset(),
    retention=Retention(years=0, basis="只读取，不存档"),
    max_bytes=2 * MEGABYTE,
    max_unpacked=40 * MEGABYTE,
)
WIDE = (b"\xff\xfe", b"\xfe\xff")
MOST_ROWS = {FACTS: 100, BASES: 200, FIELDS: MOST_FIELDS + 20, LISTS: 20 * MOST_VALUES, RULES: MOST_FIELDS}
MOST_COLUMNS = 60
BLANK_RULE = {"other": "", "least": "", "most": "", "shape": "", "warns": False}
PARTS = {"basis": (BASES, BASIS_COLUMNS), "field": (FIELDS, FIELD_COLUMNS), "rule": (RULES, RULE_COLUMNS)}
Row = tuple[int, dict[str, Any]]


def definition_workbook(item: Item) -> bytes:
    """Return the item's whole definition as an xlsx file; ``read_definition_workbook`` reads it again."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": item.name, "created": datetime.combine(item.valid_from, time())})
    data = {**LATER, **definition_of(item)}
    head = book.add_format({"bold": True, "bg_color": "#e3ebf3", "border": 1, "border_color": "#9aa5b1"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    facts = book.add_worksheet(FACTS)
    facts.set_column(0, 0, 32)
    facts.set_column(1, 1, 60, text)
    for line, column in enumerate(FACT_COLUMNS):
        facts.write_string(line, 0, column.head, head)
        facts.write(line, 1, column.write(data.get(column.key, "")), text)
    for name, columns, rows in (
        (BASES, BASIS_COLUMNS, data["basis"]),
        (FIELDS, FIELD_COLUMNS, map(_flat_field, data["field"])),
        (LISTS, VALUE_COLUMNS, _flat_values(data["lists"])),
        (RULES, RULE_COLUMNS, ({**BLANK_RULE, **rule} for rule in data.get("rule", ()))),
    ):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, column.head, head)
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                sheet.write(line, place, column.write(row[column.key]), text)
    book.close()
    return out.getvalue()


def _flat_field(field: Mapping[str, Any]) -> dict[str, Any]:
    when = field["when"] or {}
    way = CONTAINS if "contains" in when else IS
    values = when.get("contains", when.get("in", ()))
    return {**field, "when_field": when.get("field", ""), "when_way": way if when else "", "when_values": values}


def _flat_values(lists: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in lists:
        for value in entry["values"]:
            yield {**value, "list_key": entry["key"], "list_name": entry["name"]}


def read_definition_workbook(content: bytes, known: Mapping[str, CodeList]) -> Item:
    """Return the item that the workbook says; code lists it does not carry are taken from ``known``.

    Raises:
        UnreadableDefinition: it is no such workbook, or a cell can not be read; the sentence says which.
    """
    book = _opened(content)
    facts, basis = _facts(_cells(book, FACTS)), _rows(book, BASES, BASIS_COLUMNS)
    fields, values = _rows(book, FIELDS, FIELD_COLUMNS), _rows(book, LISTS, VALUE_COLUMNS)
    lists, rules = _gathered(values), _rows(book, RULES, RULE_COLUMNS) if RULES in book.sheetnames else []
    data = {
        **facts,
        "basis": [row for _line, row in basis],
        "field": [_folded(row) for _line, row in fields],
        "lists": [{**entry, "values": [value for _line, value in rows]} for entry, rows in lists],
        "rule": [row for _line, row in rules],
    }
    lines = {name: [line for line, _ in rows] for name, rows in (("basis", basis), ("field", fields), ("rule", rules))}
    return checked_item(data, known, lambda place: _where(place, lines, [rows for _entry, rows in lists]))


def _opened(content: bytes) -> openpyxl.Workbook:
    """Open the workbook so that rows are read one after the other: a cell far out takes no memory for those between."""
    try:
        inspect(BytesIO(content), name="definition.xlsx", purpose=DEFINITION_FILE)
        _refuse_entities(content)
        return openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    except FileRefused as refusal:
        raise UnreadableDefinition(where="文件", what=refusal.sentence()) from refusal
    except BROKEN_WORKBOOK as error:
        raise UnreadableDefinition(where="文件", what="打不开，请用表格软件另存为xlsx") from error


def _refuse_entities(content: bytes) -> None:
    """Do nothing if no part declares a document type: what declares entities can be made to unfold without end."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or part.startswith(WIDE)):
                raise UnreadableDefinition(where="文件", what="里面有不该有的声明，请用表格软件另存为xlsx")


def _cells(book: openpyxl.Workbook, name: str) -> list[list[str]]:
    if name not in book.sheetnames:
        raise UnreadableDefinition(where="文件", what=f"没有“{name}”这张工作表，请从平台导出后再改")
    most = MOST_ROWS[name]
    try:
        rows = book[name].iter_rows(max_row=most + 1, max_col=MOST_COLUMNS, values_only=True)
        cells = [[_text(cell) for cell in row] for row in rows]
    except BROKEN_WORKBOOK as error:
        raise UnreadableDefinition(where=f"“{name}”表", what="读不出来，可能已损坏") from error
    if len(cells) > most:
        raise UnreadableDefinition(where=f"“{name}”表", what=f"超过{most}行，请删去空白的行")
    return cells


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return YES if cell else NO
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()


def _facts(cells: Sequence[Sequence[str]]) -> dict[str, Any]:
    heads = {column.head: column for column in FACT_COLUMNS}
    found: dict[str, Any] = {}
    for line, row in enumerate(cells, start=1):
        head, cell = (*row, "", "")[:2]
        if head and head not in heads:
            raise UnreadableDefinition(where=f"“{FACTS}”表第{line}行", what=f"不认识“{head}”")
        if head:
            found[heads[head].key] = heads[head].read(cell)
    return found


def _rows(book: openpyxl.Workbook, name: str, columns: Sequence[Column]) -> list[Row]:
    """Return the filled rows of a sheet, each with its line; columns may stand in any order."""
    cells = _cells(book, name)
    heads = {column.head: column for column in columns}
    said = cells[0] if cells else []
    unknown = [head for head in said if head and head not in heads]
    missing = [head for head in heads if head not in said]
    if unknown or missing:
        what = f"不认识“{unknown[0]}”这一列" if unknown else f"缺少“{missing[0]}”这一列"
        raise UnreadableDefinition(where=f"“{name}”表", what=what)
    return [
        (line, {heads[head].key: heads[head].read(cell) for head, cell in zip(said, row, strict=False) if head})
        for line, row in enumerate(cells[1:], start=2)
        if any(row)
    ]


def _folded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field's row with its condition as the definition has it."""
    field, way, values = row["when_field"], row["when_way"], row["when_values"]
    plain = {key: value for key, value in row.items() if not key.startswith("when_")}
    said = field or way or values
    return {**plain, "when": {"field": field, "contains" if way == CONTAINS else "in": values} if said else None}


def _gathered(rows: Iterable[Row]) -> list[tuple[dict[str, str], list[Row]]]:
    """Return the code lists of the rows, in the order in which they first stand."""
    lists: dict[str, tuple[dict[str, str], list[Row]]] = {}
    for line, row in rows:
        key, name = row["list_key"], row["list_name"]
        value = {part: said for part, said in row.items() if not part.startswith("list_")}
        lists.setdefault(key, ({"key": key, "name": name}, []))[1].append((line, value))
    return list(lists.values())


def _where(place: Place, lines: Mapping[str, Sequence[int]], values: Sequence[Sequence[Row]]) -> str:
    """Return the words for a place: the sheet, its line and the column."""
    match place:
        case ("basis" | "field" | "rule" as part, int(row), *rest):
            sheet, columns = PARTS[part]
            return _spot(sheet, lines[part][row], columns, rest)
        case ("lists", int(one), "values", int(row), *rest):
            return _spot(LISTS, values[one][row][0], VALUE_COLUMNS, rest)
        case ("lists", int(one), str(part), *_rest):
            return _spot(LISTS, values[one][0][0], VALUE_COLUMNS, [f"list_{part}"])
        case (str(key), *_rest):
            return f"“{FACTS}”表的“{_head(FACT_COLUMNS, key)}”"
        case _:
            return "文件"


def _spot(sheet: str, line: int, columns: Sequence[Column], rest: Sequence[int | str]) -> str:
    key = str(rest[0]) if rest else ""
    if key == "when":
        key = {"field": "when_field"}.get(str(rest[1]) if len(rest) > 1 else "", "when_values")
    return f"“{sheet}”表第{line}行的“{_head(columns, key)}”"


def _head(columns: Sequence[Column], key: str) -> str:
    return next((column.head for column in columns if column.key == key), key)

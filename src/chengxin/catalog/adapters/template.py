"""The workbook that reporters fill: one sheet to fill in, an example, the code lists, an explanation.

The first sheet has the fields' names over their official codes, both frozen; ``intake`` knows either row as the header.
The same item gives the same bytes.
"""

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from chengxin.catalog.rules.definition import hash_of
from chengxin.catalog.rules.differences import lists_of
from chengxin.catalog.rules.item import CodeList, Field, FieldType, Item, Need
from chengxin.catalog.rules.labels import CYCLE_LABELS, TYPE_LABELS
from chengxin.catalog.rules.words import basis_words, need_words, rule_words, value_words

FILL, EXAMPLE, LISTS, EXPLANATION = "填报", "示例", "代码集", "填表说明"
LAST_ROW = 1_048_575
FIRST_DATA_ROW = 2
LONGEST_MESSAGE = 255
WIDTHS = {FieldType.DATE: 14, FieldType.AMOUNT: 14, FieldType.INTEGER: 12, FieldType.UNIFIED_CODE: 24}
USUAL_WIDTH = 20
LONG_TEXT = 500
NUMBER_FORMATS = {FieldType.AMOUNT: "0.######", FieldType.INTEGER: "0"}
"""Every other column holds text, so that a code keeps all its figures and a date stays as it was typed."""
TYPICAL = {
    FieldType.DATE: "2026/06/16",
    FieldType.AMOUNT: "0.2",
    FieldType.INTEGER: "1",
    FieldType.UNIFIED_CODE: "91999999MA00000000",
}
WRITTEN = {
    FieldType.DATE: "写成2026/06/16这样的年月日",
    FieldType.AMOUNT: "只写数字，单位万元，最多6位小数",
    FieldType.UNIFIED_CODE: "18位，按文本填写",
    FieldType.CHOICES: "多个用分号隔开",
}
"""How a value of a type is written, for the remark beside the header."""
REQUIRED_MARK = "*"


def template_workbook(item: Item) -> bytes:
    """Return the xlsx file in which records of the item are reported."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.combine(item.valid_from, time())
    book.set_properties({"title": item.name, "comments": f"{item.key} {hash_of(item)[:8]}", "created": created})
    sheets = _Sheets(book, item)
    sheets.fill()
    sheets.example()
    sheets.lists()
    sheets.explanation()
    book.close()
    return out.getvalue()


class _Sheets:
    """The sheets of one workbook and the formats they share."""

    def __init__(self, book: xlsxwriter.Workbook, item: Item) -> None:
        self._item = item
        self._sheets: dict[str, Worksheet] = {
            name: book.add_worksheet(name) for name in (FILL, EXAMPLE, LISTS, EXPLANATION)
        }
        edge = {"border": 1, "border_color": "#9aa5b1", "valign": "vcenter", "text_wrap": True}
        self._required = book.add_format({**edge, "bold": True, "bg_color": "#e3ebf3"})
        self._optional = book.add_format({**edge, "bg_color": "#f4f5f6"})
        self._code = book.add_format({**edge, "font_color": "#5a6672", "font_size": 9, "num_format": "@"})
        self._text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._columns: dict[FieldType, Format] = {
            kind: book.add_format({"num_format": NUMBER_FORMATS.get(kind, "@"), "valign": "top"}) for kind in FieldType
        }

    def fill(self) -> None:
        """Write the sheet to be filled: headers with remarks, columns with their format and choices."""
        sheet = self._sheets[FILL]
        self._headers(sheet)
        places = {key: place for place, key in enumerate(lists_of(self._item))}
        for column, field in enumerate(self._item.fields):
            sheet.write_comment(0, column, _remark(self._item, field), {"x_scale": 2, "y_scale": 1.5, "author": ""})
            rule = _validation(field, places)
            if rule:
                sheet.data_validation(FIRST_DATA_ROW, column, LAST_ROW, column, rule)

    def example(self) -> None:
        """Write the same sheet with one row as it may look."""
        sheet = self._sheets[EXAMPLE]
        self._headers(sheet)
        for column, field in enumerate(self._item.fields):
            sheet.write_string(FIRST_DATA_ROW, column, _example(field), self._text)

    def lists(self) -> None:
        """Write a column for each code list: its name, then its values as files carry them."""
        sheet = self._sheets[LISTS]
        for column, entry in enumerate(lists_of(self._item).values()):
            sheet.set_column(column, column, USUAL_WIDTH + 8)
            sheet.write_string(0, column, entry.name, self._required)
            for row, value in enumerate(entry.values, start=1):
                sheet.write_string(row, column, value.label, self._text)
        sheet.freeze_panes(1, 0)

    def explanation(self) -> None:
        """Write what the item is, and a row for each field."""
        sheet = self._sheets[EXPLANATION]
        sheet.write_string(0, 0, self._item.name, self._title)
        lines = tuple(_about(self._item))
        for place, line in enumerate(lines, start=1):
            sheet.write_string(place, 0, line)
        row = len(lines) + 2
        for column, (head, width) in enumerate(
            (("字段", 34), ("字段代码", 18), ("类型", 18), ("最长", 8), ("填写要求", 30), ("取值", 40), ("说明", 40))
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(row, column, head, self._required)
        for place, field in enumerate(self._item.fields, start=row + 1):
            for column, text in enumerate(_explained(self._item, field)):
                sheet.write_string(place, column, text, self._text)

    def _headers(self, sheet: Worksheet) -> None:
        for column, field in enumerate(self._item.fields):
            always = field.required is Need.ALWAYS
            sheet.set_column(column, column, _width(field), self._columns[field.type])
            name = f"{REQUIRED_MARK}{field.name}" if always else field.name
            sheet.write_string(0, column, name, self._required if always else self._optional)
            sheet.write_string(1, column, field.code, self._code)
        sheet.set_row(0, 42)
        sheet.freeze_panes(FIRST_DATA_ROW, 1)


def _width(field: Field) -> int:
    return 40 if field.length >= LONG_TEXT else WIDTHS.get(field.type, USUAL_WIDTH)


def _example(field: Field) -> str:
    """Return a value as it may look; of a required field without one of its own what its type suggests."""
    if field.example or field.required is not Need.ALWAYS:
        return field.example
    if field.list and field.list.values:
        return field.list.values[0].label
    return TYPICAL.get(field.type, f"（{field.name}）")


def _remark(item: Item, field: Field) -> str:
    """Return what stands beside a header: when it is required, how long it may be, the hint, an example."""
    lines = [need_words(item, field), f"{TYPE_LABELS[field.type]}，最长{field.length}个字符"]
    if field.type in WRITTEN:
        lines.append(WRITTEN[field.type])
    if field.hint:
        lines.append(field.hint)
    if field.example:
        lines.append(f"例如：{field.example}")
    return "\n".join(lines)


def _validation(field: Field, places: dict[str, int]) -> dict[str, object] | None:
    """Return what a spreadsheet program checks while typing; what it can not check it only offers."""
    if field.list and field.list.values:
        column = xl_col_to_name(places[field.list.key], col_abs=True)
        one = field.type is FieldType.CHOICE
        return {
            "validate": "list",
            "source": f"={LISTS}!{column}$2:{column}${len(field.list.values) + 1}",
            "error_title": "不在代码集里",
            "error_message": f"请从下拉列表里选择。代码集：{field.list.name}"[:LONGEST_MESSAGE],
            "show_error": one,
        }
    if field.type is FieldType.TEXT:
        return {
            "validate": "length",
            "criteria": "<=",
            "value": field.length,
            "error_title": "太长",
            "error_message": f"最长{field.length}个字符，请缩短",
        }
    return None


def _about(item: Item) -> Iterator[str]:
    yield f"目录项代号：{item.key}"
    yield f"模板版本：{hash_of(item)[:8]}，{item.valid_from:%Y年%-m月%-d日}起施行的目录项。目录修订以后请换用新模板。"
    yield f"更新周期：{CYCLE_LABELS[item.cycle]}"
    yield from (f"依据：{basis_words(basis)}" for basis in item.basis)
    yield f"在“{FILL}”表里从第{FIRST_DATA_ROW + 1}行起填写，一行一条。前两行是表头，请不要改动。"
    yield f"名称前有{REQUIRED_MARK}的必须填写；按条件必填的，条件见下表。"
    yield "代码、编号按文本填写；日期写成2026/06/16；金额单位是万元；多个值用分号隔开。"
    if item.remark:
        yield item.remark
    yield from (f"校验：{rule_words(item, rule)}" for rule in item.rules)


def _explained(item: Item, field: Field) -> tuple[str, ...]:
    values = _values(field.list) if field.list else ""
    need = need_words(item, field)
    return (field.name, field.code, TYPE_LABELS[field.type], str(field.length), need, values, field.hint)


def _values(entry: CodeList) -> str:
    return "；".join(value_words(value) for value in entry.values)

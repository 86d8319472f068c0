"""The workbook that reporters fill."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from chengxin.catalog.adapters import standard_items, template_workbook
from chengxin.catalog.rules import CodeList, CodeValue, FieldType, Item, hash_of

PENALTY = standard_items()["penalty-organisation"]


def opened(item: Item) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template_workbook(item)))


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_names_stand_over_codes_and_both_stay_in_sight(key: str) -> None:
    item = standard_items()[key]
    sheet = opened(item)["填报"]
    names, codes = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    assert codes == [field.code for field in item.fields]
    assert [name.removeprefix("*") for name in names] == [field.name for field in item.fields]
    assert sheet.freeze_panes == "B3"


def test_what_is_required_bears_a_mark_and_its_remark_says_so() -> None:
    sheet = opened(PENALTY)["填报"]
    heads = {cell.value: cell.comment.text for cell in sheet[1]}
    assert heads["*行政处罚决定书文号"].startswith("必填\n文本，最长128个字符")
    assert "“处罚类别”含有“罚款”时必填" in heads["罚款金额（万元）"]
    assert "单位是万元" in heads["罚款金额（万元）"]


def test_columns_hold_text_so_that_a_code_keeps_its_figures() -> None:
    sheet = opened(PENALTY)["填报"]
    formats = {}
    for place, field in enumerate(PENALTY.fields, start=1):
        (across,) = [one for one in sheet.column_dimensions.values() if one.min <= place <= one.max]
        formats[field.type] = across.number_format
    assert formats.pop(FieldType.AMOUNT) == "0.######"
    assert set(formats.values()) == {"@"}


def test_choices_are_offered_and_only_a_single_one_is_held_to_them() -> None:
    book = opened(PENALTY)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["填报"].data_validations.dataValidation}
    places = {field.code: cell.column_letter for field, cell in zip(PENALTY.fields, book["填报"][1], strict=True)}
    one, several = rules[f"{places['CF_XDR_LB']}3"], rules[f"{places['CF_CFLB']}3"]
    assert (one.type, one.showErrorMessage, several.showErrorMessage) == ("list", True, False)
    assert one.formula1 == "代码集!$A$2:$A$4"
    assert [cell.value for cell in book["代码集"]["A"]][:4] == [
        "行政相对人类别",
        "法人及非法人组织",
        "个体工商户",
        "自然人",
    ]
    assert rules[f"{places['CF_XDR_MC']}3"].formula1 == "200"


def test_the_example_fills_what_is_required() -> None:
    example = opened(PENALTY)["示例"]
    shown = dict(zip((field.code for field in PENALTY.fields), (cell.value for cell in example[3]), strict=True))
    assert all(shown[field.code] for field in PENALTY.fields if field.required == "always")
    assert shown["CF_CFLB"] == "罚款;没收违法所得"


def test_the_explanation_says_what_it_rests_on_and_each_field() -> None:
    lines = [[cell.value for cell in row] for row in opened(PENALTY)["填表说明"].iter_rows()]
    assert any("国办发〔2015〕51号" in str(line[0]) for line in lines)
    kinds = next(line for line in lines if line[1] == "CF_CFLB")
    assert "通报批评（2021-07-15起）" in kinds[5]


def test_the_same_item_gives_the_same_bytes() -> None:
    assert template_workbook(PENALTY) == template_workbook(PENALTY)


def test_a_field_that_looks_like_a_formula_stays_text() -> None:
    evil = replace(PENALTY.fields[0], name="=1+1", example="=HYPERLINK(1)")
    book = opened(replace(PENALTY, fields=(evil, *PENALTY.fields[1:])))
    assert (book["填报"]["A1"].data_type, book["填报"]["A1"].value) == ("s", "*=1+1")
    assert (book["示例"]["A3"].data_type, book["示例"]["A3"].value) == ("s", "=HYPERLINK(1)")


def test_the_workbook_names_the_version_it_was_made_for_and_how_values_are_written() -> None:
    book = opened(PENALTY)
    version = hash_of(PENALTY)[:8]
    assert book.properties.description == f"penalty-organisation {version}"
    assert any(f"模板版本：{version}" in str(row[0].value) for row in book["填表说明"].iter_rows())
    heads = {cell.value: cell.comment.text for cell in book["填报"][1]}
    assert "写成2026/06/16这样的年月日" in heads["*处罚决定日期"]
    assert "单位万元" in heads["罚款金额（万元）"]


def test_a_list_of_any_length_is_offered_whole_from_the_sheet_of_lists() -> None:
    """Of choices written into the rule itself a spreadsheet program takes 255 characters and no more."""
    labels = [f"第{number}类行政管理事项及其他有关事项" for number in range(1, 501)]
    long_list = CodeList("matters", "事项", tuple(CodeValue(str(place), label) for place, label in enumerate(labels)))
    field = replace(PENALTY.field("CF_XDR_LB"), code="X_LB", name="事项", list=long_list)
    book = opened(replace(PENALTY, fields=(*PENALTY.fields, field)))
    place = book["填报"].cell(1, len(PENALTY.fields) + 1).column_letter
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["填报"].data_validations.dataValidation}
    sheet, cells = str(rules[f"{place}3"].formula1).replace("$", "").split("!")
    assert [row[0].value for row in book[sheet][cells]] == labels
    assert all(len(str(rule.formula1)) <= 255 for rule in rules.values())

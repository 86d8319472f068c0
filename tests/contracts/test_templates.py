"""The template a reporter downloads is the table that intake knows."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from chengxin.catalog.adapters import standard_items, template_workbook
from chengxin.catalog.rules import Item
from chengxin.intake.adapters import read_file
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules import Circumstances, judge
from chengxin.intake.rules.recognising import Known, recognise

PENALTY = standard_items()["penalty-organisation"]
KNOWN = Known(layouts=tuple(standard_layouts().values()))
CALM = Circumstances(received_on=date(2026, 6, 20), due_on=lambda decided: decided)


def saved(item: Item, folder: Path) -> Path:
    path = folder / "template.xlsx"
    path.write_bytes(template_workbook(item))
    return path


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_each_header_is_known_and_the_codes_are_no_data(key: str, tmp_path: Path) -> None:
    item = standard_items()[key]
    found = recognise(item, read_file(saved(item, tmp_path)).cells.drop("line"), KNOWN)
    assert found is not None
    assert (found.header, found.first) == (0, 2)
    assert [column.target for column in found.columns] == [field.code for field in item.fields]
    assert found.missing(item) == ()
    assert found.is_sure


def test_an_empty_template_is_said_to_be_empty_and_a_filled_row_is_read(tmp_path: Path) -> None:
    path = saved(PENALTY, tmp_path)
    empty = judge(PENALTY, read_file(path), items=[], circumstances=CALM)
    assert "表头下面没有数据" in empty.findings["message"][0]

    book = openpyxl.load_workbook(path)
    for column, cell in enumerate(book["示例"][3], start=1):
        book["填报"].cell(3, column, cell.value)
    book.save(path)
    filled = judge(PENALTY, read_file(path), items=[], circumstances=CALM)
    assert filled.rows == 1
    assert not set(filled.findings["code"]) & {"missing-column", "unknown-column", "not-in-code-list", "bad-type"}

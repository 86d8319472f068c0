"""Tables as files for spreadsheet programs."""

import csv
import io

from chengxin.foundation.spreadsheets import csv_lines


def test_a_csv_opens_safely_in_a_spreadsheet() -> None:
    rows = [["=1+1", "甲,乙", "第一行\n第二行"], ["@x", "-1", ""]]
    text = "".join(csv_lines(["一", "二", "三"], rows))
    assert text.startswith("\ufeff一,二,三\r\n")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1:] == [
        ["'=1+1", "甲,乙", "第一行\n第二行"],
        ["'@x", "'-1", ""],
    ]


def test_a_csv_without_rows_has_its_head() -> None:
    assert "".join(csv_lines(["一"], [])) == "\ufeff一\r\n"

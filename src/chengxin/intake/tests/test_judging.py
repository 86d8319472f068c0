from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from chengxin.catalog.adapters import standard_items, template_workbook
from chengxin.intake.adapters import read_file
from chengxin.intake.rules import Circumstances, Judgement, judge
from chengxin.intake.tests.rows import PENALTY, RECEIVED, penalty

ITEMS = standard_items()


def judged(path: Path) -> Judgement:
    circumstances = Circumstances(received_on=RECEIVED, due_on=lambda _day: date(2026, 6, 18))
    return judge(PENALTY, read_file(path), items=ITEMS.values(), circumstances=circumstances)


def workbook(path: Path, *rows: list[str]) -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    book.close()
    return path


def headers() -> list[str]:
    return [PENALTY.field(code).name for code in penalty()]


def codes(judgement: Judgement) -> list[tuple[int, str]]:
    return list(judgement.findings.select("row", "code").iter_rows())


def test_a_workbook_as_clerks_send_it(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["示例市行政处罚信息表"],
        ["填报单位：演示一局"],
        headers(),
        list(penalty()),
        list(penalty().values()),
        list(penalty(CF_WSH="示市监处罚〔2026〕12号", CF_NR_FK="").values()),
        ["表格说明：金额单位为万元"],
        ["日期写成年月日"],
    )
    judgement = judged(path)
    assert (judgement.rows, judgement.accepted, judgement.returned) == (2, 1, frozenset({2}))
    assert codes(judgement) == [(0, "explanation-rows"), (2, "missing")]
    assert judgement.lines.to_list() == [5, 6]


def test_a_full_row_after_an_explanation_is_data_again(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", headers(), ["说明：以下为补报"], list(penalty().values()))
    assert judged(path).accepted == 1


def test_a_row_that_only_looks_sparse_is_returned_not_dropped(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", headers(), ["某公司"], list(penalty().values()))
    judgement = judged(path)
    assert (judgement.rows, judgement.accepted) == (2, 1)


def test_a_missing_column_is_said_once_and_returns_every_row(tmp_path: Path) -> None:
    row = {code: cell for code, cell in penalty().items() if code != "CF_YJ"}
    names = [PENALTY.field(code).name for code in row]
    path = workbook(tmp_path / "a.xlsx", [*names, "内部编号"], [*row.values(), "7"], [*row.values(), "8"])
    judgement = judged(path)
    assert judgement.accepted == 0
    assert {(0, "missing-column"), (0, "unknown-column")} <= set(codes(judgement))
    assert (1, "missing") not in codes(judgement)


def test_a_file_of_another_item_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [field.name for field in ITEMS["licence-organisation"].fields], ["某公司"])
    judgement = judged(path)
    assert codes(judgement) == [(0, "wrong-item")]
    assert "行政许可" in judgement.findings["message"][0]


@pytest.mark.parametrize("rows", [[["随便", "写写"]], [["某公司", "罚款"], ["另一公司", "警告"]]])
def test_a_file_without_our_header_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    assert codes(judged(workbook(tmp_path / "a.xlsx", *rows))) == [(0, "wrong-item")]


def test_a_header_alone_is_no_data(tmp_path: Path) -> None:
    assert codes(judged(workbook(tmp_path / "a.xlsx", headers()))) == [(0, "unreadable")]


def test_a_number_in_a_code_column_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, headers())
    page.write_row(1, 0, list(penalty().values()))
    page.write_number(1, list(penalty()).index("CF_XDR_SHXYM"), 911101080000000161)
    book.close()
    assert (1, "numeric-code") in codes(judged(path))


def test_counts_always_add_up(tmp_path: Path) -> None:
    rows = [penalty(CF_WSH=f"示{n}号", CF_YJ="" if n % 3 else "依据") for n in range(30)]
    judgement = judged(workbook(tmp_path / "a.xlsx", headers(), *[list(row.values()) for row in rows]))
    assert judgement.accepted + len(judgement.returned) == judgement.rows == 30
    errors = judgement.findings.filter(pl.col("severity") == "error")["row"].unique()
    assert set(errors) == set(judgement.returned)


@pytest.mark.parametrize("made_for_this", [True, False])
def test_a_template_of_an_earlier_version_is_known_and_judged_all_the_same(
    tmp_path: Path,
    made_for_this: bool,  # noqa: FBT001  a case of the test
) -> None:
    earlier = PENALTY if made_for_this else replace(PENALTY, name="旧的名称")
    book = openpyxl.load_workbook(BytesIO(template_workbook(earlier)))
    page = book["填报"]
    values = penalty()
    for place, field in enumerate(PENALTY.fields, start=1):
        page.cell(row=3, column=place, value=values.get(field.code))
    path = tmp_path / "a.xlsx"
    book.save(path)
    answer = judged(path)
    assert (answer.rows, answer.returned) == (1, frozenset())
    assert ((0, "old-template") in codes(answer)) is not made_for_this

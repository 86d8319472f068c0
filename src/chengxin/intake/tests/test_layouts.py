"""Files of 2015 judged against today's items: what is joined, re-coded, worked out, left out and returned."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules import Circumstances, Judgement, Sheet, judge
from chengxin.intake.rules.recognising import recognise
from chengxin.intake.tests.layout_files import KNOWN, LICENCE_2015, PENALTY_2015, PERSONS_NUMBER, under
from chengxin.intake.tests.rows import OFFICE, PENALTY, RECEIVED

LICENCE = standard_items()["licence-organisation"]
CIRCUMSTANCES = Circumstances(received_on=RECEIVED, due_on=lambda _day: None)


def judged(
    item: Item,
    columns: Mapping[str, str],
    *rows: Mapping[str, str],
    bodies: Mapping[str, str] | None = None,
    source: tuple[str, str] = ("", ""),
) -> Judgement:
    cells = under(columns, *(rows or [{}]))
    found = recognise(item, cells, KNOWN)
    assert found is not None
    found = replace(found, bodies=bodies or {}, source=source)
    sheet = Sheet(cells.with_row_index("line", 1), frozenset(), frozenset())
    return judge(
        item,
        sheet,
        items=standard_items().values(),
        circumstances=CIRCUMSTANCES,
        recognition=found,
        layout=standard_layouts()[found.layout],
    )


def errors(judgement: Judgement) -> list[tuple[int, str, str]]:
    found = judgement.findings.filter(pl.col("severity") == "error")
    return list(found.select("row", "field", "code").iter_rows())


def cell(judgement: Judgement, code: str, row: int = 0) -> object:
    assert judgement.table is not None
    value = judgement.table[code][row]
    return value.to_list() if isinstance(value, pl.Series) else value


def notes(judgement: Judgement, code: str) -> list[str]:
    return judgement.findings.filter(pl.col("code") == code)["message"].to_list()


def test_a_penalty_of_2015_is_taken_whole() -> None:
    judgement = judged(PENALTY, PENALTY_2015, bodies={"演示一局": OFFICE}, source=("演示二局", OFFICE))
    assert errors(judgement) == []
    assert cell(judgement, "CF_CFLB") == ["fine", "suspension-or-revocation"]
    assert cell(judgement, "CF_XDR_LB") == "organisation"
    assert cell(judgement, "CF_XDR_ZZJG") == PENALTY_2015["CF_XDR_ZDM"]
    assert cell(judgement, "CF_XDR_GSZC") == PENALTY_2015["CF_XDR_GSDJ"]
    assert cell(judgement, "CF_CFJGDM") == OFFICE
    assert (cell(judgement, "CF_SJLY"), cell(judgement, "CF_SJLYDM")) == ("演示二局", OFFICE)
    assert cell(judgement, "CF_GSJZQ") == date(2017, 6, 9)
    assert len(notes(judgement, "derived")) == 4
    assert any("罚款金额（万元）" in words for words in notes(judgement, "not-in-layout"))
    assert any("DFBM" in words and "管理字段" in words for words in notes(judgement, "column-left-out"))


def test_a_licence_of_2015_is_taken_whole() -> None:
    judgement = judged(LICENCE, LICENCE_2015, {}, {"XK_WSH": "示市监许〔2016〕22号", "XK_ZT": ""})
    assert errors(judgement) == []
    assert cell(judgement, "XK_XDR_LB") == "sole-trader"
    assert (cell(judgement, "XK_ZT"), cell(judgement, "XK_ZT", 1)) == ("invalid", "valid")
    assert cell(judgement, "XK_YXQZ") == date(2016, 6, 9)
    assert cell(judgement, "XK_YXQZI") == date(2099, 12, 31)
    assert cell(judgement, "XK_XKJGDM") is None


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("0", "", ["warning"]),
        ("2", "3", ["confiscation-income", "confiscation-goods", "halt"]),
        ("1,2", "", ["fine", "confiscation-income", "confiscation-goods"]),
        ("罚款", "行政拘留", ["fine", "detention"]),
        ("6", "5", ["other", "detention"]),
    ],
)
def test_kinds_of_2015_are_numbers_in_two_columns(first: str, second: str, kinds: list[str]) -> None:
    judgement = judged(PENALTY, PENALTY_2015, {"CF_CFLB1": first, "CF_CFLB2": second})
    assert cell(judgement, "CF_CFLB") == kinds
    assert errors(judgement) == []


def test_a_number_that_is_no_kind_is_returned() -> None:
    assert errors(judged(PENALTY, PENALTY_2015, {"CF_CFLB1": "9"})) == [(1, "CF_CFLB", "not-in-code-list")]


@pytest.mark.parametrize(
    ("term", "end"),
    [
        ("一年", date(2017, 6, 9)),
        ("3个月", date(2016, 9, 9)),
        ("2018/01/02", date(2018, 1, 2)),
        ("十年", date(2026, 6, 9)),
    ],
)
def test_a_term_of_publicity_is_counted_from_the_decision(term: str, end: date) -> None:
    assert cell(judged(PENALTY, PENALTY_2015, {"GSQX": term}), "CF_GSJZQ") == end


def test_a_natural_persons_row_says_where_it_belongs_and_shows_no_number() -> None:
    person = {"CF_XDR_MC": "某某", "CF_XDR_SHXYM": "", "CF_XDR_SFZ": PERSONS_NUMBER, "CF_WSH": "示市监罚字〔2016〕9号"}
    judgement = judged(PENALTY, PENALTY_2015, {}, person)
    assert errors(judgement) == [(2, "CF_XDR_MC", "natural-person")]
    assert "行政处罚（自然人）" in notes(judgement, "natural-person")[0]
    assert judgement.returned == {2}
    assert judgement.table is not None
    assert PERSONS_NUMBER not in str(judgement.table.to_dicts())
    assert PERSONS_NUMBER not in str(judgement.findings.to_dicts())


def test_a_persons_number_beside_a_code_of_an_organisation_is_left_out_and_the_row_taken() -> None:
    judgement = judged(PENALTY, PENALTY_2015, {"CF_XDR_SFZ": PERSONS_NUMBER})
    assert errors(judgement) == []
    assert judgement.table is not None
    assert PERSONS_NUMBER not in str(judgement.table.to_dicts())


def test_a_revoked_penalty_is_returned() -> None:
    judgement = judged(PENALTY, PENALTY_2015, {"CF_ZT": "1"}, {"CF_WSH": "示市监罚字〔2016〕9号", "CF_ZT": "2"})
    assert errors(judgement) == [(1, "CF_WSH", "revoked")]


def test_a_state_of_3_says_nothing_and_is_returned() -> None:
    assert errors(judged(LICENCE, LICENCE_2015, {"XK_ZT": "3"})) == [(1, "XK_ZT", "not-in-code-list")]


def test_bodies_the_directory_does_not_know_are_named() -> None:
    judgement = judged(PENALTY, PENALTY_2015, {"CF_XZJG": "别处的局"}, bodies={"演示一局": OFFICE})
    assert cell(judgement, "CF_CFJGDM") is None
    assert any("别处的局" in words for words in notes(judgement, "not-in-layout"))
    assert errors(judgement) == []


def test_what_a_layout_has_must_still_be_filled() -> None:
    assert errors(judged(PENALTY, PENALTY_2015, {"CF_YJ": ""})) == [(1, "CF_YJ", "missing")]


def test_a_column_the_layout_has_and_the_file_lacks_returns_every_row() -> None:
    columns = {code: value for code, value in PENALTY_2015.items() if code != "CF_YJ"}
    judgement = judged(PENALTY, columns)
    assert errors(judgement) == [(0, "CF_YJ", "missing-column")]
    assert judgement.returned == {1}


def test_licence_kinds_by_number_are_read_in_the_later_layouts() -> None:
    names = {column.code: "" for column in standard_layouts()["g2019-licence"].columns}
    judgement = judged(LICENCE, names, {"XK_XKLB": "04", "XK_ZT": "2", "XK_XDR_MC": "某公司"})
    assert (cell(judgement, "XK_XKLB"), cell(judgement, "XK_ZT")) == ("approval", "invalid")

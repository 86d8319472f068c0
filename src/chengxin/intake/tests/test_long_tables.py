"""A file judged part by part has the outcome of the file judged whole, wherever the parts end."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item
from chengxin.intake.adapters import Unreadable, long_tables, read_file
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules import Circumstances, judge
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise
from chengxin.intake.tests.people import about
from chengxin.intake.tests.rows import COMPANY, OFFICE, PENALTY, RECEIVED, SOUND, TRADER, penalty

ITEMS = standard_items()
LAYOUTS = standard_layouts()
CIRCUMSTANCES = Circumstances(received_on=RECEIVED, due_on=lambda day: date(2026, 6, 18 if day.day % 2 else 12))
Outcome = tuple[int, int, pl.DataFrame]
Rows = Sequence[Sequence[str]]

SOUND_ROWS = [list(penalty(CF_WSH=f"示市监处罚〔2026〕1{number:04}号").values()) for number in range(CELLS_LOOKED_AT)]
"""So many that the columns are recognised before the first of the others."""
CHANGES: tuple[dict[str, str], ...] = (
    {},
    {"CF_XDR_SHXYM": TRADER},
    {"CF_XDR_SHXYM": TRADER, "CF_XDR_LB": "个体工商户"},
    {"CF_XDR_SHXYM": ""},
    {"CF_XDR_MC": "演示二厂"},
    {"CF_XDR_MC": "演示二厂", "CF_XDR_SHXYM": OFFICE},
    {"CF_WSH": "另一个文号"},
    {"CF_WSH": "另一个文号", "CF_JDRQ": "2026/06/10"},
    {"CF_WSH": ""},
    {"CF_JDRQ": "2026/13/45", "CF_NR_FK": "多"},
    {"CF_FRDB": "某" * 60},
    {"CF_SY": '第一行\n"第二行",有引号'},
    {"CF_SY": "坏\ufffd字"},
    {"CF_XDR_MC": "_x000D_演示二厂"},
)
EXTRA = ([""], ["说明：以上为全部数据"], ["单位为万元"], [*SOUND.values(), "", "多出来的"])
LINES = st.lists(
    st.one_of(st.sampled_from(CHANGES).map(lambda change: list(penalty(**change).values())), st.sampled_from(EXTRA)),
    max_size=30,
)


def written(path: Path, rows: Rows) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def whole(path: Path, item: Item) -> Outcome:
    sheet = read_file(path)
    known = Known(layouts=tuple(LAYOUTS.values()), asks_missing=False)
    found = recognise(item, sheet.cells.drop("line").head(CELLS_LOOKED_AT), known)
    layout = LAYOUTS.get(found.layout) if found else None
    told = judge(item, sheet, items=ITEMS.values(), circumstances=CIRCUMSTANCES, recognition=found, layout=layout)
    return told.rows, len(told.returned), told.findings


def in_parts(path: Path, item: Item, rows: int) -> Outcome:
    with long_tables.judged(
        path, item, items=ITEMS.values(), circumstances=CIRCUMSTANCES, layouts=LAYOUTS, rows=rows
    ) as told:
        return told.rows, told.returned, pl.concat(told.findings())


def same(one: Outcome, other: Outcome) -> bool:
    return one[:2] == other[:2] and one[2].equals(other[2])


@pytest.fixture(autouse=True, scope="module")
def _small_shares() -> Iterator[None]:
    """Have even a few rows be looked through in several shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_tables, "ROWS_OF_A_SHARE", 100)
        yield


@settings(deadline=None, max_examples=30)
@given(lines=LINES, rows=st.integers(1, 40), titles=st.integers(0, 2), names=st.booleans())
def test_any_parts_give_what_the_whole_gives(
    tmp_path_factory: pytest.TempPathFactory, *, lines: Rows, rows: int, titles: int, names: bool
) -> None:
    head = [PENALTY.field(code).name if names else code for code in SOUND]
    every = [*[["标题"]] * titles, head, *SOUND_ROWS, *lines]
    path = written(tmp_path_factory.getbasetemp() / "parts.csv", every)
    assert same(whole(path, PENALTY), in_parts(path, PENALTY, rows))


def test_what_is_equal_is_found_across_parts(tmp_path: Path) -> None:
    again, twin = (
        list(penalty(CF_WSH="示市监处罚〔2026〕10001号").values()),
        list(penalty(CF_XDR_SHXYM=OFFICE).values()),
    )
    path = written(tmp_path / "a.csv", [list(SOUND), *SOUND_ROWS, again, twin])
    rows, returned, findings = in_parts(path, PENALTY, 10)
    last = CELLS_LOOKED_AT + 1
    assert (rows, returned) == (last + 1, 1)
    assert findings.filter(code="duplicate-in-file")["row"].to_list() == [last]
    assert findings.filter(code="same-name")["row"].to_list() == list(range(1, last + 2))


def test_persons_are_compared_across_parts_and_of_a_minor_nothing_is_said(tmp_path: Path) -> None:
    item = ITEMS["penalty-person"]
    head = list(about())
    every = [list(about(CF_WSH=f"示罚〔2026〕{number}号").values()) for number in range(CELLS_LOOKED_AT)]
    other = list(about(CF_XDR_MC="另一人", CF_WSH="示罚〔2026〕3号").values())
    child = list(about(CX_CSRQ="2015-01-01", CF_WSH="示罚〔2026〕3号").values())
    path = written(tmp_path / "a.csv", [head, *every, child, other, child])
    told = in_parts(path, item, 7)
    assert same(whole(path, item), told)
    of_child = told[2].filter(pl.col("row") == CELLS_LOOKED_AT + 1)
    assert of_child["code"].to_list() == ["minor"]
    assert "name-mismatch" in told[2]["code"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["a", "b"], ["1", "2"]],
        [list(SOUND)],
        [list(SOUND), ["说明：没有数据"]],
        [list(SOUND)[4:], list(SOUND.values())[4:], list(SOUND.values())[4:]],
        [[*SOUND, "BZ", "没见过的列", "CF_WSH"], [*SOUND.values(), "备", "x", "y"]],
    ],
    ids=["nothing", "another-table", "header-alone", "explanation-alone", "columns-missing", "columns-too-many"],
)
def test_odd_tables(tmp_path: Path, rows: Rows) -> None:
    path = written(tmp_path / "a.csv", rows)
    if not rows:
        with pytest.raises(Unreadable):
            in_parts(path, PENALTY, 3)
        return
    assert same(whole(path, PENALTY), in_parts(path, PENALTY, 1))


def test_quotes_that_never_close_are_refused_and_leave_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    places = tmp_path / "temporary"
    places.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(places))
    path = written(tmp_path / "a.csv", [list(SOUND), *SOUND_ROWS])
    with path.open("a", encoding="utf-8") as file:
        file.write('"never closed\n')
    with pytest.raises(Unreadable, match="引号没有成对"):
        in_parts(path, PENALTY, 10)
    assert not list(places.iterdir())


def test_it_is_told_how_far_it_is(tmp_path: Path) -> None:
    path, heard = written(tmp_path / "a.csv", [list(SOUND), *SOUND_ROWS]), list[int]()
    with long_tables.judged(
        path, PENALTY, items=(), circumstances=CIRCUMSTANCES, layouts=LAYOUTS, rows=300, tell=heard.append
    ) as told:
        assert told.rows == CELLS_LOOKED_AT
    assert heard == [CELLS_LOOKED_AT]


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [list(SOUND), *SOUND_ROWS])
    other = written(tmp_path / "b.csv", [list(SOUND), *SOUND_ROWS, list(penalty(CF_XDR_SHXYM=COMPANY[:17]).values())])
    assert not same(whole(path, PENALTY), in_parts(other, PENALTY, 100))

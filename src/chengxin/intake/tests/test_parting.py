"""Rows of one file by the versions of their days: one version stays one judgement, several are told apart."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from chengxin.catalog.rules import Item, Need, Stage, Timeline
from chengxin.intake.rules import Circumstances, Sheet
from chengxin.intake.rules.parting import Parted, Reading, judge_by_edition
from chengxin.intake.rules.recognising import recognise
from chengxin.intake.rules.recognition import Recognition
from chengxin.intake.tests.rows import PENALTY, RECEIVED, penalty

NEW_FROM = date(2026, 6, 1)
GONE_FROM = date(2026, 6, 12)
FACTS_FREE = replace(
    PENALTY,
    fields=tuple(replace(one, required=Need.NEVER) if one.code == "CF_SY" else one for one in PENALTY.fields),
)
"""The version before: its facts may be left out."""
TWO = Timeline((Stage(PENALTY.valid_from, FACTS_FREE, "2018年本"), Stage(NEW_FROM, PENALTY, "2026年本")))
ENDED = Timeline((*TWO.stages, Stage(GONE_FROM, replace(PENALTY, valid_until=GONE_FROM), "2026年本（二）")))


def sheet(*rows: dict[str, str]) -> Sheet:
    heads = list(rows[0])
    cells = [heads, *([row[head] or None for head in heads] for row in rows)]
    frame = pl.DataFrame(cells, schema={str(place): pl.String for place in range(len(heads))}, orient="row")
    return Sheet(frame.with_row_index("line", 1), frozenset(), frozenset())


def parted(
    timeline: Timeline, *rows: dict[str, str], item: Item = PENALTY, recognition: Recognition | None = None
) -> Parted:
    return judge_by_edition(
        item,
        sheet(*rows),
        timeline=timeline,
        items=(),
        circumstances=Circumstances(received_on=RECEIVED, due_on=lambda _day: None),
        reading=Reading(recognition),
    )


def errors(found: Parted) -> set[tuple[int, str, str]]:
    rows = found.whole.findings.filter(pl.col("severity") == "error").select("row", "field", "code")
    return {(row, field, code) for row, field, code in rows.iter_rows()}


def old(**changes: str) -> dict[str, str]:
    return penalty(**{"CF_JDRQ": "2026/05/20", "CF_WSH": "示市监处罚〔2026〕5号", **changes})


def test_a_file_of_one_version_is_judged_once() -> None:
    found = parted(TWO, penalty(), penalty(CF_WSH="示市监处罚〔2026〕12号", CF_JDRQ="2026/06/10"))
    assert found.is_whole
    assert found.whole.accepted == 2


def test_a_column_of_a_later_field_is_not_used_for_earlier_rows() -> None:
    without = replace(PENALTY, fields=tuple(one for one in PENALTY.fields if one.code != "CF_SY"))
    timeline = Timeline((Stage(PENALTY.valid_from, without, "2018年本"), Stage(NEW_FROM, PENALTY, "2026年本")))
    rows = (penalty(), old())
    found = parted(timeline, *rows, recognition=recognise(PENALTY, sheet(*rows).cells.drop("line")))
    assert found.whole.accepted == 2
    assert {item == without for item, _part in found.parts} == {True, False}


def test_each_row_is_judged_by_the_version_of_its_day() -> None:
    found = parted(TWO, penalty(CF_SY=""), old(CF_SY=""), penalty(CF_WSH="示市监处罚〔2026〕13号"))
    assert not found.is_whole
    assert errors(found) == {(1, "CF_SY", "missing")}
    assert found.whole.returned == {1}
    rows = {item == FACTS_FREE: part.table["row"].to_list() for item, part in found.parts if part.table is not None}
    assert rows == {True: [2], False: [1, 3]}


def test_a_file_wholly_of_an_older_version_is_judged_by_it() -> None:
    found = parted(TWO, old(CF_SY=""))
    assert [item for item, _part in found.parts] == [FACTS_FREE]
    assert found.whole.accepted == 1


def test_a_row_without_a_day_is_judged_by_the_version_of_receipt() -> None:
    found = parted(TWO, old(), penalty(CF_JDRQ=""))
    assert errors(found) == {(2, "CF_JDRQ", "missing")}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2015/11/30", "从2015年12月1日起归集（依据《国务院办公厅关于运用大数据"),
        ("2026/06/12", "从2026年6月12日起不再归集（《2026年本（二）》）"),
    ],
)
def test_a_row_of_no_edition_is_returned_with_the_reason(day: str, words: str) -> None:
    last = ENDED.stages[-1].item
    found = parted(ENDED, penalty(), penalty(CF_JDRQ=day, CF_WSH="示市监处罚〔2026〕14号"), item=last)
    assert errors(found) == {(2, "CF_JDRQ", "not-in-edition")}
    assert words in found.loose["message"][0]
    assert found.whole.rows == 2
    assert found.whole.returned == {2}


def test_rows_that_all_lie_outside_make_no_part() -> None:
    found = parted(TWO, penalty(CF_JDRQ="2014/01/05"))
    assert not found.parts
    assert found.whole.returned == {1}


def test_a_column_only_an_older_version_knows_is_not_called_unknown() -> None:
    extra = replace(PENALTY.field("BZ"), code="OLD_BZ", name="旧备注栏", aliases=())
    before = replace(FACTS_FREE, fields=(*FACTS_FREE.fields, extra))
    timeline = Timeline((Stage(PENALTY.valid_from, before), Stage(NEW_FROM, PENALTY)))
    rows = ({**penalty(), "OLD_BZ": "甲", "WHAT": "乙"}, {**old(), "OLD_BZ": "甲", "WHAT": "乙"})
    found = parted(timeline, *rows)
    assert found.loose.select("code", "value").rows() == [("unknown-column", "WHAT")]
    known = {item == before: "OLD_BZ" in part.table.columns for item, part in found.parts if part.table is not None}
    assert known == {True: True, False: False}

"""Listings, evaluations and inspections of the demonstration: sound but for invented units, and some of them end."""

from collections import Counter
from datetime import date
from functools import cache

import polars as pl

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Means
from chengxin.config.commands import demo
from chengxin.config.demonstration.plan import Plan, Sending, planned
from chengxin.config.demonstration.sources import read_sources
from chengxin.config.demonstration.words import read_words
from chengxin.intake.rules import Circumstances, check

CITY = demo.demonstration_folder()
TODAY = date(2026, 11, 26)
DEEP = {key: item for key, item in standard_items().items() if item.rules and not item.by_procedure}
INVENTED = "yanshi-"


@cache
def plan() -> Plan:
    words = read_words(CITY)
    assert words is not None
    return planned(words, {row.code: row.name for row in read_sources(CITY).units}, TODAY)


def sendings() -> list[tuple[date, Sending]]:
    steps = [(step.moment.date(), step.act) for step in plan().steps if isinstance(step.act, Sending)]
    return [(day, act) for day, act in steps if act.item in DEEP]


def returned(day: date, act: Sending) -> int:
    item = DEEP[act.item]
    schema = {field.code: pl.String() for field in item.fields}
    cells = [{code: row.get(code) or None for code in schema} for row in act.rows()]
    frame = pl.DataFrame(cells, schema=schema).with_row_index("row", 1)
    return len(check(item, frame, Circumstances(received_on=day, due_on=lambda _decided: None)).returned)


def test_every_deep_item_is_reported_and_only_invented_units_send_faulty_rows() -> None:
    assert {act.item for _day, act in sendings()} == set(DEEP)
    faulty = Counter[str]()
    for day, act in sendings():
        faulty[act.unit] += returned(day, act)
    assert {unit for unit, number in faulty.items() if number} == {"yanshi-1"}
    assert all(unit.startswith(INVENTED) for unit, number in faulty.items() if number)


def test_no_sole_trader_is_listed() -> None:
    for _day, act in sendings():
        code = DEEP[act.item].meaning(Means.SUBJECT_CODE)
        assert code is not None
        assert not [row for row in act.rows() if row[code.code].startswith("92")]


def test_some_of_what_was_listed_is_sent_again_with_its_end() -> None:
    removal = {key: field.code for key, item in DEEP.items() if (field := item.meaning(Means.REMOVED_ON))}
    ended = Counter(
        act.item for _day, act in sendings() for row in act.rows() if row.get(removal.get(act.item, ""), "")
    )
    assert set(ended) == {"abnormal-operation", "court-enforcement", "wage-arrears"}
    first = [row for _day, act in sendings() for row in act.rows() if act.item == "court-enforcement"]
    assert Counter(row["SX_AH"] for row in first).most_common(1)[0][1] == 2


def test_the_same_file_is_made_again() -> None:
    assert all(act.rows() == act.rows() for _day, act in sendings())

from datetime import date

import polars as pl
import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.intake.rules import asking
from chengxin.intake.tests.rows import PENALTY, judged, penalty
from chengxin.law import book
from chengxin.law.facts import Facts

LAW = book.load(None)
LICENCE = standard_items()["licence-organisation"]
TODAY = date(2026, 6, 16)
FINE, WARNING, CLOSURE = "罚款", "警告", "责令关闭"


def questions(*rows: dict[str, str]) -> pl.DataFrame:
    return asking.questions(PENALTY, judged(*rows).table)


def proposed(*, on: date = TODAY, **changes: str) -> tuple[str, str]:
    found = asking.proposals(PENALTY, questions(penalty(**changes)), law=LAW, on=on)
    return found["proposed"][0], found["ground"][0]


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"CF_CFLB": WARNING}, "minor"),
        ({"CF_CFLB": FINE}, "general"),
        ({"CF_CFLB": f"{FINE};没收违法所得"}, "general"),
        ({"CF_CFLB": CLOSURE}, "general"),
        ({"CF_CFLB": "其他"}, "general"),
    ],
)
def test_a_proposal_by_kind_never_longer_than_general(changes: dict[str, str], severity: str) -> None:
    assert proposed(on=TODAY, **changes)[0] == severity


def test_a_fine_whose_class_nobody_says_is_proposed_where_all_classes_agree() -> None:
    _, ground = proposed(CF_CFLB=FINE)
    assert ground.startswith("罚款不论属于哪一档")
    assert "国家发展改革委令第36号" in ground


def test_a_named_severity_is_not_asked_for() -> None:
    found = asking.proposals(PENALTY, questions(penalty(CX_SXCD="严重"), penalty()), law=LAW, on=TODAY)
    assert found["row"].to_list() == [2]


def test_rows_on_the_same_ground_are_one_group() -> None:
    rows = [penalty(CF_CFLB=kind) for kind in (FINE, WARNING, FINE)]
    found = asking.proposals(PENALTY, questions(*rows), law=LAW, on=TODAY)
    first, second, third = found["key"]
    assert first == third != second


def test_a_day_before_any_table_gives_no_proposal_but_says_so() -> None:
    severity, ground = proposed(on=date(2016, 1, 1))
    assert severity == ""
    assert "2016-01-01" in ground


def windows(item_rows: pl.DataFrame) -> pl.DataFrame:
    return asking.windows(PENALTY, item_rows, law=LAW, as_of=TODAY)


def test_windows_are_those_of_the_law_for_each_row() -> None:
    rows = [penalty(CX_SXCD="一般"), penalty(CX_SXCD="轻微"), penalty(CX_SXCD="一般", CF_JDRQ="2019/08/31")]
    found = windows(questions(*rows))
    given = [("general", date(2026, 6, 9)), ("minor", date(2026, 6, 9)), ("general", date(2019, 8, 31))]
    for row, (severity, decided) in zip(found.iter_rows(named=True), given, strict=True):
        facts = Facts(severity=severity, kinds=("fine",))
        told = LAW.publicity(facts, decided_on=decided, as_of=TODAY)
        assert (row["publish"], row["ends_on"], row["reason"]) == (told.publish, told.ends_on, told.reason)
        assert row["fault"] is None


def test_what_the_law_asks_and_nobody_said_is_a_fault_in_words() -> None:
    found = windows(questions(penalty()))
    assert "失信程度" in found["fault"][0]
    assert not found["publish"][0]


def test_equal_rows_are_one_question() -> None:
    asked = questions(*[penalty(CX_SXCD="一般", CF_WSH=f"{number}号") for number in range(50)])
    assert len(asked.drop("row").unique()) == 1
    assert len(windows(asked)) == 50


def test_a_question_has_the_days_that_its_item_knows_and_no_other() -> None:
    assert not asking.OTHER_DAYS.keys() & set(questions(penalty()).columns)
    item = standard_items()["court-enforcement"]
    days = {"SX_LRRQ": date(2024, 3, 1), "SX_QXZ": date(2027, 3, 1), "SX_YCRQ": date(2025, 3, 1)}
    table = pl.DataFrame([{"row": 1, **days}, {"row": 2, **days, "SX_YCRQ": None}]).with_columns(
        pl.col("row").cast(pl.UInt32)
    )
    asked = asking.questions(item, table)
    assert asking.OTHER_DAYS.keys() & set(asked.columns) == {"term_ends_on", "removed_on"}
    answered = asking.windows(item, asked, law=LAW, as_of=TODAY)
    assert answered["ends_on"].to_list() == [date(2025, 3, 1), date(2027, 3, 1)]
    assert answered["fault"].null_count() == 2


def test_an_item_without_severities_proposes_none() -> None:
    table = pl.DataFrame({"row": [1], "XK_JDRQ": [TODAY]}, schema={"row": pl.UInt32, "XK_JDRQ": pl.Date})
    asked = asking.questions(LICENCE, table)
    assert asking.proposals(LICENCE, asked, law=LAW, on=TODAY).is_empty()
    (answer,) = asking.windows(LICENCE, asked, law=LAW, as_of=TODAY).iter_rows(named=True)
    assert answer["publish"]


def test_registrations_have_no_publicity_of_their_own() -> None:
    item = standard_items()["registration"]
    asked = asking.questions(item, pl.DataFrame({"row": [1]}, schema={"row": pl.UInt32}))
    (answer,) = asking.windows(item, asked, law=LAW, as_of=TODAY).iter_rows(named=True)
    assert (answer["publish"], answer["fault"]) == (False, None)


def test_every_kind_of_penalty_has_a_word_of_the_law() -> None:
    kinds = asking.law_words(PENALTY, LAW).keys["kind"]
    assert {code for code, keys in kinds.items() if keys == ("other",)} == {"other"}
    assert kinds["confiscation"] == ("confiscate-gains", "confiscate-property")

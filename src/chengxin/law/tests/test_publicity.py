from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.law import book
from chengxin.law.facts import Facts
from chengxin.law.refusals import BadDate, MissingFacts, NoRule, UnknownValue
from chengxin.law.rows import Regime
from chengxin.law.tests.files import FIFTH_REGIME, added
from chengxin.law.windows import Window

LAW = book.load(None)
FINE_FOOD = Facts(kinds=("fine",), field="food")
FINE_OTHER = Facts(kinds=("fine",), field="other")
FINE_GENERAL = Facts(kinds=("fine",), severity="general", field="other")
GENERAL, SERIOUS, MINOR = Facts(severity="general"), Facts(severity="serious"), Facts(severity="minor")
SPECIFIC = Facts(severity="specific-serious")
SEVERITIES = st.sampled_from(["minor", "general", "serious", "specific-serious"])
KINDS = st.lists(
    st.sampled_from([term.key for term in LAW.collection.terms("kind")]), min_size=1, max_size=3, unique=True
)
FIELDS = st.sampled_from([term.key for term in LAW.collection.terms("field")])
COMPLETE = st.builds(
    Facts,
    severity=SEVERITIES,
    kinds=KINDS.map(tuple),
    field=FIELDS,
    procedure=st.sampled_from(["ordinary", "simple"]),
    amount=st.sampled_from(["lower", "middle", "larger", "huge"]),
    necessary=st.booleans(),
)
DECIDED = st.dates(date(2015, 1, 1), date(2029, 12, 31))
BEGINNINGS = [regime.in_force_from for regime in LAW.regimes if regime.in_force_from]


def window(facts: Facts, decided: str, as_of: str, transition: str = "favourable") -> Window:
    days = date.fromisoformat(decided), date.fromisoformat(as_of)
    return LAW.publicity(facts, decided_on=days[0], as_of=days[1], transition=transition)


def dates(found: Window) -> tuple[str | None, ...]:
    days = (found.minimum_ends_on, found.earliest_repair_on, found.ends_on)
    return tuple(day.isoformat() if day else None for day in days)


@pytest.mark.parametrize(
    ("decided", "facts", "as_of", "rule", "minimum", "repair", "end"),
    [
        ("2016-05-10", GENERAL, "2016-12-01", "R0", None, None, None),
        ("2016-05-10", GENERAL, "2018-01-01", "R1", None, None, "2017-07-30"),
        ("2016-05-10", SERIOUS, "2018-01-01", "R1", None, None, "2019-05-10"),
        ("2018-11-30", GENERAL, "2018-12-31", "R1", None, None, "2019-11-30"),
        ("2019-06-30", GENERAL, "2019-07-15", "R1", "2019-09-30", "2019-10-01", "2020-06-30"),
        ("2019-07-01", GENERAL, "2019-07-15", "R2", "2019-10-01", "2019-10-02", "2020-07-01"),
        ("2019-08-31", GENERAL, "2019-12-31", "R2", "2019-11-30", "2019-12-01", "2020-08-31"),
        ("2019-08-31", SERIOUS, "2019-12-31", "R2", "2020-02-29", "2020-03-01", "2022-08-31"),
        ("2020-03-31", SPECIFIC, "2021-01-01", "R2", None, None, "2023-03-31"),
        ("2022-11-20", GENERAL, "2023-06-01", "R2", "2023-02-20", "2023-02-21", "2023-11-20"),
        ("2024-01-15", FINE_FOOD, "2024-06-01", "R3", "2025-01-15", "2025-01-16", "2027-01-15"),
        ("2023-11-30", FINE_OTHER, "2024-06-01", "R3", "2024-02-29", "2024-03-01", "2026-11-30"),
        ("2025-06-10", FINE_GENERAL, "2026-03-31", "R3", "2025-09-10", "2025-09-11", "2028-06-10"),
        ("2025-06-10", FINE_GENERAL, "2026-04-01", "R4", "2025-09-10", "2025-09-11", "2026-06-10"),
        ("2024-02-29", FINE_GENERAL, "2026-05-01", "R4", "2024-05-29", "2024-05-30", "2026-03-31"),
        ("2026-05-31", GENERAL, "2026-06-30", "R4", "2026-08-31", "2026-09-01", "2027-05-31"),
        ("2026-05-31", SERIOUS, "2026-06-30", "R4", "2027-05-31", "2027-06-01", "2029-05-31"),
    ],
)
def test_shown_items(  # noqa: PLR0917  the columns of the table
    decided: str, facts: Facts, as_of: str, rule: str, minimum: str | None, repair: str | None, end: str | None
) -> None:
    found = window(facts, decided, as_of)
    assert found.publish
    assert found.starts_on == date.fromisoformat(decided)
    assert (found.rule, *dates(found)) == (rule, minimum, repair, end)
    assert found.instrument is None or found.instrument in found.reason


@pytest.mark.parametrize(
    ("decided", "facts", "as_of", "rule"),
    [
        ("2024-01-15", Facts(kinds=("warning",)), "2024-06-01", "R3"),
        ("2024-01-15", Facts(kinds=("warning", "criticism")), "2024-06-01", "R3"),
        ("2024-01-15", Facts(kinds=("fine",), procedure="simple"), "2024-06-01", "R3"),
        ("2026-05-31", MINOR, "2026-06-30", "R4"),
    ],
)
def test_items_that_are_not_shown(decided: str, facts: Facts, as_of: str, rule: str) -> None:
    found = window(facts, decided, as_of)
    assert not found.publish
    assert found.rule == rule
    assert (found.starts_on, *dates(found)) == (None, None, None, None)
    assert "不公示" in found.reason


def test_a_minor_failing_that_must_be_shown_ends_after_three_months() -> None:
    found = window(Facts(severity="minor", necessary=True), "2026-05-31", "2026-06-30")
    assert found.publish
    assert dates(found) == (None, None, "2026-08-31")
    assert found.repair == "when-performed"


def test_a_licence_has_no_period() -> None:
    found = window(Facts(item="licence"), "2018-05-31", "2026-06-30")
    assert found.publish
    assert (found.rule, *dates(found)) == (None, None, None, None)


def test_the_sentence_names_rule_span_day_and_instrument() -> None:
    reason = window(GENERAL, "2026-05-31", "2026-06-30").reason
    assert reason.startswith("一般失信，最短公示期三个月至2026年8月31日届满，2026年9月1日起可以申请修复")
    assert "依据《信用修复管理办法》（国家发展改革委令第36号）" in reason


def test_by_the_date_of_the_decision_later_rules_change_nothing() -> None:
    found = window(FINE_GENERAL, "2025-06-10", "2026-04-01", "decision-date")
    assert (found.rule, *dates(found)) == ("R3", "2025-09-10", "2025-09-11", "2028-06-10")
    assert not found.moved
    assert window(GENERAL, "2016-05-10", "2018-01-01", "decision-date").ends_on is None


def test_several_kinds_count_by_the_longest() -> None:
    alone = window(Facts(kinds=("fine",), field="fire"), "2024-01-15", "2024-06-01")
    with_warning = window(Facts(kinds=("warning", "fine"), field="fire"), "2024-01-15", "2024-06-01")
    assert dates(alone) == dates(with_warning) == ("2025-01-15", "2025-01-16", "2027-01-15")


def test_a_bar_at_the_decision_holds_under_later_rules() -> None:
    facts = Facts(severity="specific-serious", kinds=("fine",), field="other")
    found = window(facts, "2021-08-01", "2026-05-01")
    assert found.repair == "never"
    assert found.earliest_repair_on is None
    assert found.ends_on == date(2024, 8, 1)


def test_a_repair_opened_by_a_later_rule_starts_with_it() -> None:
    facts = Facts(severity="general", kinds=("fine",), field="food")
    found = window(facts, "2025-11-10", "2026-04-01")
    assert found.earliest_repair_on == date(2026, 4, 1)
    assert found.minimum_ends_on == date(2026, 3, 31)
    assert found.moved
    assert found.provisional


def test_a_later_rule_that_shows_nothing_ends_on_its_eve() -> None:
    facts = Facts(severity="minor", kinds=("fine",), field="other")
    found = window(facts, "2026-02-10", "2026-04-01")
    assert (found.rule, found.ends_on) == ("R4", date(2026, 3, 31))


@pytest.mark.parametrize(
    ("facts", "decided", "names"),
    [
        (Facts(), "2026-05-01", "失信程度"),
        (Facts(), "2018-05-01", "失信程度"),
        (Facts(), "2024-05-01", "处罚种类、领域"),
        (Facts(kinds=("fine",)), "2024-05-01", "领域"),
        (Facts(line="market-regulation", kinds=("fine",), field="food"), "2022-05-01", "罚款数额档次"),
        (Facts(line="market-regulation", kinds=("downgrade",)), "2022-05-01", "公示日期"),
    ],
)
def test_what_is_missing_is_named(facts: Facts, decided: str, names: str) -> None:
    with pytest.raises(MissingFacts) as refusal:
        window(facts, decided, "2026-06-30")
    assert refusal.value.facts["missing"] == names
    assert names in refusal.value.sentence()


def test_a_later_rule_that_can_not_be_asked_is_named_not_guessed() -> None:
    found = window(GENERAL, "2022-11-20", "2023-06-01")
    assert found.undetermined == ("R3",)
    assert found.provisional
    assert "未说明处罚种类" in found.reason


def market(facts: Facts, decided: str, as_of: str) -> Window:
    published = date.fromisoformat(decided).replace(day=28)
    asked = replace(facts, line="market-regulation", field="other", published_on=published)
    return window(asked, decided, as_of)


@pytest.mark.parametrize(
    ("kinds", "amount", "publish", "end", "repair"),
    [
        (("warning",), None, False, None, "not-provided"),
        (("criticism",), None, True, "2022-08-28", "not-provided"),
        (("fine",), "lower", True, "2022-08-28", "not-provided"),
        (("fine",), "larger", True, "2025-05-28", "after-minimum"),
        (("suspend-production",), None, True, "2025-05-28", "never"),
        (("fine", "revoke-licence"), "larger", True, "2025-05-28", "never"),
        (("fine", "warning"), "lower", True, "2022-08-28", "not-provided"),
    ],
)
def test_the_market_regulators_count_from_publication(
    kinds: tuple[str, ...], amount: str | None, *, publish: bool, end: str | None, repair: str
) -> None:
    found = market(Facts(kinds=kinds, amount=amount), "2022-05-10", "2022-06-01")
    assert found.rule == "M1"
    assert found.publish is publish
    assert (found.ends_on.isoformat() if found.ends_on else None) == end
    assert found.repair == repair


def test_a_long_restriction_is_shown_to_its_real_end() -> None:
    found = market(Facts(kinds=("restrict-employment",), term_ends_on=date(2032, 5, 9)), "2022-05-10", "2022-06-01")
    assert found.ends_on == date(2032, 5, 9)
    short = market(Facts(kinds=("restrict-employment",), term_ends_on=date(2023, 5, 9)), "2022-05-10", "2022-06-01")
    assert short.ends_on == date(2025, 5, 28)


def test_the_second_market_rule_shortens_the_first() -> None:
    found = market(Facts(kinds=("fine",), amount="larger", severity="general"), "2025-08-10", "2026-01-10")
    assert (found.rule, found.ends_on) == ("M2", date(2026, 8, 28))
    assert found.provisional


def test_senseless_questions_are_refused() -> None:
    with pytest.raises(NoRule):
        window(Facts(line="market-regulation", kinds=("fine",)), "2019-01-01", "2019-02-01")
    with pytest.raises(BadDate):
        window(GENERAL, "1900-01-01", "2019-02-01")
    with pytest.raises(UnknownValue):
        window(GENERAL, "2020-01-01", "2020-02-01", "whatever")
    facts = Facts(line="market-regulation", kinds=("downgrade",), published_on=date(2022, 1, 1))
    with pytest.raises(BadDate):
        window(facts, "2022-05-10", "2022-06-01")


def never(day: date | None) -> date:
    return day or date.max


@given(COMPLETE, DECIDED, st.data())
def test_no_later_day_of_looking_moves_a_date_later(facts: Facts, decided: date, data: st.DataObject) -> None:
    looks = st.sampled_from(BEGINNINGS) | st.dates(decided, date(2032, 1, 1))
    earlier, later = sorted((data.draw(looks), data.draw(looks)))
    before = LAW.publicity(facts, decided_on=decided, as_of=max(earlier, decided))
    after = LAW.publicity(facts, decided_on=decided, as_of=max(later, decided))
    assert never(after.ends_on) <= never(before.ends_on)
    assert after.publish == before.publish
    if after.earliest_repair_on and before.earliest_repair_on:
        assert after.earliest_repair_on <= before.earliest_repair_on


@given(COMPLETE, DECIDED)
def test_no_later_rule_lengthens(facts: Facts, decided: date) -> None:
    alone = LAW.publicity(facts, decided_on=decided, as_of=decided, transition="decision-date")
    favoured = LAW.publicity(facts, decided_on=decided, as_of=date(2032, 1, 1))
    assert never(favoured.ends_on) <= never(alone.ends_on)


@given(COMPLETE, DECIDED)
def test_a_window_is_in_order(facts: Facts, decided: date) -> None:
    found = LAW.publicity(facts, decided_on=decided, as_of=date(2032, 1, 1))
    if found.minimum_ends_on and found.earliest_repair_on:
        assert decided < found.minimum_ends_on < found.earliest_repair_on <= never(found.ends_on)
    if found.ends_on:
        assert found.publish
        assert found.repair == "after-minimum" or not found.minimum_ends_on
    assert found.reason.endswith("。")


def test_a_rule_file_changes_the_answer_without_a_line_of_code(tmp_path: Path) -> None:
    law = added(tmp_path, FIFTH_REGIME)
    new = law.publicity(GENERAL, decided_on=date(2028, 2, 1), as_of=date(2028, 3, 1))
    assert (new.rule, *dates(new)) == ("R5", "2028-03-01", "2028-03-02", "2028-08-01")
    assert "《虚构的信用修复规定》（虚构令第1号）第七条" in new.reason
    old = law.publicity(GENERAL, decided_on=date(2027, 9, 1), as_of=date(2028, 3, 1))
    assert (old.rule, old.ends_on) == ("R5", date(2028, 3, 1))
    untouched = law.publicity(SERIOUS, decided_on=date(2027, 9, 1), as_of=date(2028, 3, 1))
    assert (untouched.rule, untouched.ends_on) == ("R4", date(2030, 9, 1))
    assert untouched.repair == "after-minimum"
    assert law.version != LAW.version
    assert {new.law_version, old.law_version} == {law.version}


def test_every_regime_answers_for_every_penalty_once_all_is_said() -> None:
    gaps = []
    for regime in LAW.collection.written(Regime):
        day = regime.in_force_from or date(2016, 1, 1)
        for severity in ("minor", "general", "serious", "specific-serious"):
            facts = Facts(
                item=regime.items[0],
                line=regime.lines[0],
                severity=severity,
                kinds=("fine",),
                field="other",
                amount="middle",
                published_on=day,
            )
            found = LAW.publicity(facts, decided_on=day, as_of=day)
            if found.rule != (regime.rule or None):
                gaps.append((regime.key, severity, found.rule))
    assert gaps == []

from datetime import date
from itertools import combinations

import pytest

from chengxin.law import book
from chengxin.law.facts import Facts
from chengxin.law.refusals import MissingFacts, NoRule, UnknownValue

LAW = book.load(None)
KINDS = [term.key for term in LAW.collection.terms("kind")]


@pytest.mark.parametrize(
    ("facts", "severity", "indicates"),
    [
        (Facts(kinds=("warning",)), "minor", "minor"),
        (Facts(kinds=("warning", "criticism")), "minor", "minor"),
        (Facts(kinds=("fine",), procedure="simple"), "minor", "minor"),
        (Facts(kinds=("confiscate-gains",)), "general", "general"),
        (Facts(kinds=("fine",), amount="larger"), "general", "general"),
        (Facts(kinds=("fine",), amount="huge"), "general", "serious"),
        (Facts(kinds=("warning", "revoke-licence")), "general", "serious"),
        (Facts(kinds=("other",)), "general", "general"),
    ],
)
def test_proposed_severity(facts: Facts, severity: str, indicates: str) -> None:
    found = LAW.severity(facts, on=date(2026, 6, 1))
    assert (found.severity, found.indicates, found.proposed) == (severity, indicates, True)
    assert "建议" in found.reason


def test_before_the_classes_existed_everything_is_proposed_as_general() -> None:
    assert {LAW.severity(Facts(kinds=(kind,)), on=date(2020, 1, 1)).severity for kind in KINDS} == {"general"}


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2024, 1, 1), date(2026, 6, 1)])
def test_a_proposal_never_leads_to_a_longer_window_than_general(on: date) -> None:
    general = LAW.publicity(Facts(severity="general", kinds=("fine",), field="other"), decided_on=on, as_of=on)
    for kinds in combinations(KINDS, 2):
        for amount in ("lower", "huge"):
            proposed = LAW.severity(Facts(kinds=kinds, amount=amount), on=on).severity
            facts = Facts(severity=proposed, kinds=("fine",), field="other")
            found = LAW.publicity(facts, decided_on=on, as_of=on)
            assert not found.publish or (found.ends_on and general.ends_on and found.ends_on <= general.ends_on)


def test_a_proposal_asks_for_what_it_needs() -> None:
    with pytest.raises(MissingFacts) as refusal:
        LAW.severity(Facts(kinds=("fine",)), on=date(2026, 6, 1))
    assert refusal.value.facts["keys"] == ("amount",)
    with pytest.raises(NoRule):
        LAW.severity(Facts(kinds=("fine",)), on=date(2010, 1, 1))


@pytest.mark.parametrize(
    ("organisation", "decided", "accepted"),
    [
        ("enterprise", "2017-12-31", True),
        ("enterprise", "2018-01-01", False),
        ("farmers-cooperative", "2018-01-01", False),
        ("public-institution", "2018-01-01", True),
        ("public-institution", "2018-06-29", True),
        ("public-institution", "2018-06-30", False),
        ("trade-union", "2018-06-30", False),
        ("社团", "2018-06-30", False),
        ("sole-trader", "2026-01-01", True),
    ],
)
@pytest.mark.parametrize("certificate", ["organisation-code-certificate", "licence-without-code"])
def test_old_certificates(organisation: str, decided: str, certificate: str, *, accepted: bool) -> None:
    found = LAW.certificate(organisation, certificate, decided_on=date.fromisoformat(decided))
    assert found.accepted is accepted
    assert (found.refused_from is None) == (organisation == "sole-trader")


@pytest.mark.parametrize(
    ("kind", "field", "on", "permitted", "rule"),
    [
        ("black", "other", "2018-06-30", True, "black-1798"),
        ("black", "other", "2017-10-29", False, None),
        ("black", "tax", "2020-12-06", True, "black-1798"),
        ("black", "tax", "2020-12-07", False, "black-ended"),
        ("red", "other", "2018-06-30", True, "red-1798"),
        ("attention", "other", "2021-06-30", False, "attention-ended"),
        ("serious-dishonesty", "tax", "2022-01-31", False, "no-local-list-without-regulation"),
        ("serious-dishonesty", "tax", "2022-02-01", True, "statutory-tax"),
        ("serious-dishonesty", "other", "2024-01-01", False, "no-local-list-without-regulation"),
        ("serious-dishonesty", "construction", "2018-01-01", False, None),
        ("abnormal-operation", "other", "2018-01-01", True, "abnormal-operation"),
        ("honest-subject", "customs", "2024-01-01", True, "honest-customs"),
        ("honest-subject", "other", "2024-01-01", False, None),
    ],
)
def test_bases_of_lists(kind: str, field: str, on: str, rule: str | None, *, permitted: bool) -> None:
    found = LAW.list_basis(kind, field, on=date.fromisoformat(on), region="guangxi")
    assert (found.permitted, found.rule) == (permitted, rule)
    assert ("可以使用" in found.reason) is permitted
    assert (found.instrument is None) == (rule is None)


def test_unknown_words_name_the_known_ones() -> None:
    with pytest.raises(UnknownValue) as refusal:
        LAW.list_basis("grey", "other", on=date(2018, 1, 1), region="national")
    assert "black（黑名单）" in refusal.value.sentence()
    assert LAW.words.keys("kind", "警告、罚款；没收非法财务") == ("warning", "fine", "confiscate-property")
    assert LAW.words.name("severity", "general") == "一般"

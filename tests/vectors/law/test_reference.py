"""The printed rules are the rules that answer."""

from tests.vectors.law import reference


def test_the_page_of_rules_is_fresh() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()

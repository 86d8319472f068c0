"""The kinds of lists and the measures as the public reads them."""

import pytest
from django.utils import timezone

from chengxin.catalog import public as catalog
from chengxin.catalog.rules import basis_words
from chengxin.catalog.rules.kind_words import term_words
from chengxin.portal.tests.looking import page

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


def test_every_kind_stands_with_its_basis_and_its_period() -> None:
    html = page("/lists/")
    for kind in catalog.list_kinds(timezone.localdate()):
        assert kind.name in html
        assert basis_words(kind.term.basis) in html
        assert term_words(kind.term) in html


def test_kinds_that_ended_are_told_apart() -> None:
    today = timezone.localdate()
    now, ended = page("/lists/").split("已经停用的名单", 1)
    kinds = catalog.list_kinds(today)
    assert {kind.is_in_force(today) for kind in kinds} == {True, False}
    for kind in kinds:
        assert (kind.name in now.split("现行的名单", 1)[1], kind.name in ended) == (
            kind.is_in_force(today),
            not kind.is_in_force(today),
        )


def test_every_measure_opens_with_its_article_and_who_orders_it() -> None:
    table = page("/measures/")
    for one in catalog.measures(timezone.localdate()):
        assert f"/measures/{one.key}" in table
        html = page(f"/measures/{one.key}")
        assert basis_words(one.basis) in html
        assert one.content in html
        assert one.term.words in html


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("kind=restriction", True),
        ("kind=incentive", False),
        ("listed=wages", True),
        ("matter=政府采购", False),
    ],
)
def test_the_measures_are_narrowed(query: str, holds: bool) -> None:  # noqa: FBT001  a value of the table
    assert ("/measures/wages-public-money" in page(f"/measures/?{query}")) is holds


@pytest.mark.parametrize("query", ["kind=x", "listed=no-such", "matter=没有这个事项"])
def test_an_unknown_filter_is_told(query: str) -> None:
    html = page(f"/measures/?{query}", 422)
    assert "/measures/wages-public-money" not in html


def test_what_is_no_measure_is_not_found() -> None:
    page("/measures/no-such", 404)


def test_the_periods_stand_in_one_table() -> None:
    html = page("/measures/periods")
    for one in catalog.measures(timezone.localdate()):
        assert (one.name in html, one.term.words in html) == (True, True)

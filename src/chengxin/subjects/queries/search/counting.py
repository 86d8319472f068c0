"""How many organisations a search finds: counted exactly up to a limit, apart from the page so as not to hold it up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chengxin.subjects.queries.search import statements
from chengxin.subjects.queries.search.pages import FIRST_STEP, values_of
from chengxin.subjects.queries.search.sources import Source
from chengxin.subjects.rules.searching import COUNT_LIMIT, Question

FREQUENT = 30
"""A text that one name in so many holds, or more, is frequent."""


@dataclass(frozen=True)
class Count:
    """``number`` organisations; if not ``exact``, that many and more."""

    number: int
    exact: bool


@dataclass(frozen=True)
class Facets:
    """How many organisations of each kind and in each district; None if they are too many to be counted exactly."""

    total: Count
    kinds: Mapping[str, int] | None
    districts: Mapping[str, int] | None


def count(source: Source, question: Question, *, limit: int = COUNT_LIMIT) -> Count:
    """Return how many organisations the search finds, exactly if they are no more than the limit."""
    number = source.rows(statements.COUNT.format(union=_union(source, question)), _values(question, limit))[0]["number"]
    return Count(min(number, limit), exact=number <= limit)


def count_by_facet(source: Source, question: Question, *, limit: int = COUNT_LIMIT) -> Facets:
    """Return how many organisations the search finds by kind and by district, if they are no more than the limit."""
    statement = statements.COUNT_BY_FACET.format(union=_union(source, question))
    rows = source.rows(statement, _values(question, limit))
    number = rows[0]["held"]
    total = Count(min(number, limit), exact=number <= limit)
    if not total.exact:
        return Facets(total, None, None)
    kinds: Counter[str] = Counter()
    districts: Counter[str] = Counter()
    for row in (row for row in rows if row["kind"] is not None):
        kinds[row["kind"]] += row["number"]
        districts[row["district"]] += row["number"]
    return Facets(total, dict(kinds), dict(districts))


def _union(source: Source, question: Question) -> str:
    """Return the statement of what is found, by the way that fits how often the text stands in names."""
    look = source.rows(statements.LOOK_AHEAD, values_of(question) | {"until": FIRST_STEP})[0]
    frequent = look["held"] * FREQUENT > look["seen"]
    # of a frequent text the index would list every bearer before the first is counted
    indexed = statements.NARROWED if frequent else "n.tokens @@ %(tokens)s::tsquery"
    names = statements.COUNT_NAMES.format(indexed=indexed)
    branches = [names, *statements.COUNT_CODES] if question.code else [names]
    return " UNION ".join(statements.SO_MANY.format(branch=branch) for branch in branches)


def _values(question: Question, limit: int) -> dict[str, object]:
    return values_of(question) | {"limit": limit + 1}

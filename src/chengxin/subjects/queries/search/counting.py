"""How many organisations a search finds: counted exactly up to a limit, apart from the page so as not to hold it up."""

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


def count(source: Source, question: Question, *, limit: int = COUNT_LIMIT) -> Count:
    """Return how many organisations the search finds, exactly if they are no more than the limit."""
    values = values_of(question) | {"limit": limit + 1, "until": FIRST_STEP}
    look = source.rows(statements.LOOK_AHEAD, values)[0]
    frequent = look["held"] * FREQUENT > look["seen"]
    # of a frequent text the index would list every bearer before the first is counted
    indexed = statements.NARROWED if frequent else "n.tokens @@ %(tokens)s::tsquery"
    names = statements.COUNT_NAMES.format(indexed=indexed)
    branches = [names, *statements.COUNT_CODES] if question.code else [names]
    union = " UNION ".join(statements.SO_MANY.format(branch=branch) for branch in branches)
    number = source.rows(statements.COUNT.format(union=union), values)[0]["number"]
    return Count(min(number, limit), exact=number <= limit)

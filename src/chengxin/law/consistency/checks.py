"""All checks of a collection in one call, with the problems in the order of the tables."""

from chengxin.law.collection import Collection
from chengxin.law.consistency.holidays import holiday_problems
from chengxin.law.consistency.overlaps import overlap_problems
from chengxin.law.consistency.references import reference_problems
from chengxin.law.consistency.rules import rule_problems
from chengxin.law.reading import Problem


def check(collection: Collection) -> list[Problem]:
    """Return everything that makes the rows contradict each other or point at nothing."""
    problems = reference_problems(collection)
    if problems:
        return problems
    return [*rule_problems(collection), *overlap_problems(collection), *holiday_problems(collection)]

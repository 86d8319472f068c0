"""How large a table may be: beyond, it is no plan of a year, and reading it would only cost."""

from chengxin.oversight.adapters.plans.refusals import PlanUnreadable, unreadable
from chengxin.oversight.rules.reading.cleaning import cleaned
from chengxin.oversight.rules.reading.doubts import DoubtCode

MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CHARACTERS = 5_000
"""Characters of a cell."""


def checked_cell(text: str, place: str) -> str:
    """Return the cell cleaned.

    Raises:
        PlanUnreadable: it is longer than a cell of a plan can be.
    """
    if len(text) > MOST_CHARACTERS:
        raise cell_too_long(place)
    return cleaned(text)


def cell_too_long(place: str) -> PlanUnreadable:
    """Return the refusal of a file for one of its cells."""
    what = f"{place}有一格超过{MOST_CHARACTERS:,}字，不像计划表里的内容。请核对这一格，拆分或删去多余文字"
    return unreadable(DoubtCode.TOO_LARGE, what)


def checked_rows(count: int) -> None:
    """Do nothing for as many rows as a plan can have.

    Raises:
        PlanUnreadable: there are more.
    """
    if count > MOST_ROWS:
        what = f"文件超过{MOST_ROWS:,}行，不像一年的工作计划。请只保留计划表，另存后再选择"
        raise unreadable(DoubtCode.TOO_LARGE, what)

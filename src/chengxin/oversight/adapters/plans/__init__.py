"""Reads a work plan from a file: a workbook, delimited text, or the plain copy of a word processor's table.

``read_plan`` is the one way in, for the command and for the desk.
"""

from chengxin.oversight.adapters.plans.refusals import PlanUnreadable
from chengxin.oversight.adapters.plans.telling import PLAN_FILE, kind_of
from chengxin.oversight.adapters.plans.texts import grid_of_text
from chengxin.oversight.adapters.plans.workbook import grids_of_workbook
from chengxin.oversight.rules.plan import PlanDraft
from chengxin.oversight.rules.reading.drafting import drafted

__all__ = ["PLAN_FILE", "PlanUnreadable", "read_plan"]


def read_plan(content: bytes, name: str) -> PlanDraft:
    """Return the plan that a file states, with what is doubtful; ``name`` is what the sender called the file.

    A table without the headings or without tasks is a draft with a fatal doubt, not a refusal.

    Raises:
        PlanUnreadable: nothing in the file can be read as a table; the sentence says what to do.
    """
    if kind_of(content, name) == "xlsx":
        return drafted(grids_of_workbook(content), name)
    return drafted([grid_of_text(content)], name)

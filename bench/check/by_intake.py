"""Our check: from columns of text to findings with their messages."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from bench.check.made import ITEM, RECEIVED
from chengxin.intake.rules import Circumstances, check
from chengxin.law.current import law_in_force
from chengxin.law.refusals import NoRule

CALENDAR = "national"


def circumstances(folder: Path) -> Circumstances:
    """Return the day of receipt and the clock of 双公示."""
    law = law_in_force(folder)

    @cache
    def due_on(decided: date) -> date | None:
        try:
            return law.due("double-publicity", decided, calendar=CALENDAR).due_on
        except NoRule:
            return None

    return Circumstances(received_on=RECEIVED, due_on=due_on)


def ready(folder: Path) -> Callable[[], pl.DataFrame]:
    """Return the check of the file's columns."""
    frame = pl.read_parquet(folder / "rows.parquet").with_row_index("row", 1)
    about = circumstances(folder)
    return lambda: check(ITEM, frame, about).findings

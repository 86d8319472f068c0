"""What the law says to a check: until when a decision had to be reported."""

from datetime import date
from functools import cache
from pathlib import Path

from chengxin.intake.rules import Circumstances
from chengxin.law.current import law_in_force
from chengxin.law.refusals import BadDate, NoRule

CLOCK = "double-publicity"


def circumstances_on(received_on: date, *, data: Path, calendar: str) -> Circumstances:
    """Return what a check needs to know beside the file: the day of receipt and the clock of 双公示.

    ``data`` is the installation's folder, with the rules that the office added; ``calendar`` the city's.
    """
    law = law_in_force(data)

    @cache
    def due_on(decided: date) -> date | None:
        try:
            return law.due(CLOCK, decided, calendar=calendar).due_on
        except (BadDate, NoRule):
            return None

    return Circumstances(received_on=received_on, due_on=due_on)

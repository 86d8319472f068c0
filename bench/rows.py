"""What a bench gives back: one row for each thing measured, with all its runs."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Row:
    """One measurement.

    ``what`` names it in a few words; ``amount`` ``unit`` were worked on in each run (100_000 ``records``); ``seconds``
    holds every run; ``against`` is the ``what`` of the row of the same bench that this one is compared with, or None.
    """

    what: str
    amount: int
    unit: str
    seconds: tuple[float, ...]
    against: str | None = None

    @property
    def median(self) -> float:
        """Return the middle run in seconds."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Return the units worked on in a second, by the middle run."""
        return self.amount / self.median


def measure(
    action: Callable[[], object], *, runs: int = RUNS, before: Callable[[], object] | None = None
) -> tuple[float, ...]:
    """Run ``action`` once to warm up and then ``runs`` times; return the seconds of each counted run.

    ``before`` puts the stage back in order ahead of each run and is not counted.
    """
    return tuple(timed(action, before) for _ in range(runs + 1))[1:]


def timed(action: Callable[[], object], before: Callable[[], object] | None) -> float:
    """Return the seconds of one run."""
    if before is not None:
        before()
    gc.collect()
    began = time.perf_counter()
    action()
    return time.perf_counter() - began

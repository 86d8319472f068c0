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
    ``bar`` is what was promised of it.
    """

    what: str
    amount: int
    unit: str
    seconds: tuple[float, ...]
    against: str | None = None
    bar: "Bar | None" = None

    @property
    def median(self) -> float:
        """Return the middle run in seconds."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Return the units worked on in a second, by the middle run."""
        return self.amount / self.median

    def beside(self, other: "Row") -> float:
        """Return how many times the other's rate this one's is: run by run where both took turns."""
        if len(self.seconds) != len(other.seconds):
            return self.rate / other.rate
        pairs = zip(self.seconds, other.seconds, strict=True)
        return statistics.median((self.amount / mine) / (other.amount / theirs) for mine, theirs in pairs)


@dataclass(frozen=True)
class Bar:
    """What a row has to reach: a ratio to the row it stands against, a rate by the second, and ``holds`` besides.

    ``holds`` is the answer to what is no matter of speed, said in ``words``: no wrong verdict, memory below a limit.
    """

    ratio: float = 0
    rate: float = 0
    holds: bool = True
    words: str = ""

    @property
    def told(self) -> str:
        """Return the bar in words."""
        parts = (f"≥ {self.ratio:g} ×" * bool(self.ratio), f"≥ {self.rate:,.0f}/s" * bool(self.rate), self.words)
        return ", ".join(part for part in parts if part)

    def is_reached(self, row: Row, other: Row | None) -> bool:
        """Say whether the row reaches it; without the row it stands against, a ratio is not reached."""
        ratio = row.beside(other) if other is not None else 0
        return self.holds and row.rate >= self.rate and ratio >= self.ratio


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

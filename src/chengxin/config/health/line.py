"""One finding of the doctor."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding stands: good, worth a look, or bad (exit status 1)."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"

    @property
    def mark(self) -> str:
        """The sign in front of the line; shape and not only colour tells the states apart."""
        return {State.GOOD: "✓", State.LOOK: "▲", State.BAD: "■"}[self]


@dataclass(frozen=True)
class Line:
    """One finding: ``key`` for programs, ``title`` and ``says`` for people, ``advice`` what to do (empty when good)."""

    key: str
    title: str
    state: State
    says: str
    advice: str = ""


def good(key: str, title: str, says: str) -> Line:
    """Return a finding with nothing to do."""
    return Line(key, title, State.GOOD, says)


def look(key: str, title: str, says: str, advice: str) -> Line:
    """Return a finding somebody should look at."""
    return Line(key, title, State.LOOK, says, advice)


def bad(key: str, title: str, says: str, advice: str) -> Line:
    """Return a finding with which the platform does not run or should not."""
    return Line(key, title, State.BAD, says, advice)

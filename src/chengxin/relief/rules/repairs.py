"""Whether the publicity of a record can be ended early by a repair, from when, and why not. Pure.

The days come with the record, worked out when it was judged (R1–R4, the market line): an application is possible from
the day after the minimum. Where the rule gave no day, its sentence says why.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NEVER_REPAIRED = "specific-serious"
"""特定严重失信: always shown to the end (发改办财金〔2019〕527号)."""


class Chance(StrEnum):
    """Whether a repair can be applied for."""

    NOW = "now"
    LATER = "later"
    NEVER = "never"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Shown:
    """What decides about the repair of a record: its severity (empty: not judged), and the first day of its window."""

    severity: str
    earliest_on: date | None


def chance_of(shown: Shown, on: date) -> Chance:
    """Return whether a repair can be applied for on a day, once the duties are done."""
    if shown.earliest_on is not None:
        return Chance.NOW if shown.earliest_on <= on else Chance.LATER
    return Chance.NEVER if shown.severity == NEVER_REPAIRED else Chance.UNSAID

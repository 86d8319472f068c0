"""What the desk's pages show: frozen descriptions, built by the queries."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TodoRow:
    """One thing that waits. ``look`` and ``left`` are state and words for the days left, empty without a limit."""

    address: str
    title: str
    kind: str
    sender: str
    due_on: date | None
    look: str
    left: str


@dataclass(frozen=True)
class TodoGroup:
    """Things of about the same urgency."""

    title: str
    rows: tuple[TodoRow, ...]


@dataclass(frozen=True)
class Todo:
    """The landing page: what waits, by due date. ``more`` says that further ones are in the inbox only."""

    today: date
    heading: str
    overdue: int
    calendar: str
    groups: tuple[TodoGroup, ...]
    more: bool


@dataclass(frozen=True)
class Help:
    """The short help. ``idle_minutes`` is how long a session may idle."""

    idle_minutes: int

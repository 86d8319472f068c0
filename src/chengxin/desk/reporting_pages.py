"""What the page about a unit's own reporting shows: frozen descriptions, composed by ``reporting``."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ItemLine:
    """An item the unit reports; addresses are empty where that way is not open. ``last`` is None: nothing came yet."""

    name: str
    cycle: str
    upload: str
    typing: str
    template: str
    taken: int
    last: datetime | None
    open: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of the first week."""

    words: str
    address: str
    link: str
    done: bool


@dataclass(frozen=True)
class ClientLine:
    """A system that reports for the unit; ``key`` says until when its key opens."""

    name: str
    key: str


@dataclass(frozen=True)
class LiaisonLine:
    """The named contact of the unit."""

    name: str
    post: str
    phone: str
    since: date


@dataclass(frozen=True)
class ReportingPage:
    """The page: its finding, the way of the first week (empty once something was taken in), the items, who to ask.

    ``others`` are items without named providers that the unit never reported; ``may_hand_over`` says that the person
    may move roles to a colleague.
    """

    title: str
    unit: str
    today: date
    steps: tuple[Step, ...]
    lines: tuple[ItemLine, ...]
    others: tuple[ItemLine, ...]
    clients: tuple[ClientLine, ...]
    liaisons: tuple[LiaisonLine, ...]
    may_hand_over: bool

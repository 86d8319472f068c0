"""What pages hand to the components: small frozen descriptions without any domain word."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Crumb:
    """One step of the path to this page."""

    label: str
    address: str


@dataclass(frozen=True)
class Tab:
    """One view of the same thing; ``count`` stands behind the label."""

    label: str
    address: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Figure:
    """A number with its label; ``address`` leads to the rows behind it, ``unit`` is set small after it."""

    label: str
    value: int | str
    unit: str = ""
    address: str = ""

    @property
    def shown(self) -> str:
        """The number with thousands separators, words as they are."""
        return f"{self.value:,}" if isinstance(self.value, int) else self.value


@dataclass(frozen=True)
class Day:
    """One square of a clock.

    ``look`` is empty (a counted day that is past), ``off``, ``to-come``, ``today`` or ``due``; ``words`` stand under
    the weekday.
    """

    on: date
    look: str = ""
    words: str = ""


@dataclass(frozen=True)
class Moment:
    """One point of a period; ``look`` is empty (past), ``today`` or ``to-come``."""

    on: date
    words: str
    look: str = ""


@dataclass(frozen=True)
class Pager:
    """Where the neighbouring pages of a table are; ``words`` say what is shown (第1—20家，每页20家)."""

    words: str = ""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing in a form that must be changed; ``target`` is the id of its field."""

    words: str
    target: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of long work. ``look``: done, now or wait; ``figure`` stands at its right, ``words`` below it."""

    title: str
    look: str
    figure: str = ""
    words: str = ""


@dataclass(frozen=True)
class LongWork:
    """Work of the platform that somebody waits for: what, how far, at which rate, by which stages.

    ``done`` of ``total`` fills the bar (0: not known yet), ``words`` say the same. ``again`` is the address of this
    part alone, asked once a second while it is there; ``stop`` that of a page that cancels, empty if nobody may.
    """

    title: str
    about: str
    done: int
    total: int
    words: str
    stages: tuple[Stage, ...]
    again: str
    stop: str = ""
    stop_effect: str = ""


@dataclass(frozen=True)
class Deed:
    """A button that leads to a move of a procedure; ``main`` ones stand out."""

    label: str
    address: str
    main: bool


@dataclass(frozen=True)
class Lacking:
    """A move that can not be made yet, and what it needs."""

    label: str
    words: tuple[str, ...]

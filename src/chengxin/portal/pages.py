"""What the public pages show: frozen descriptions, built by the views."""

from collections.abc import Sequence
from dataclasses import dataclass

from chengxin.audit.public import HeadView
from chengxin.ui.pieces import Crumb


@dataclass(frozen=True)
class Home:
    """The first page. ``head`` is the newest head of the ledger, None while nothing was sealed."""

    head: HeadView | None


@dataclass(frozen=True)
class Search:
    """The answer to a search. ``fault`` says why it could not be asked, empty when it could."""

    wanted: str
    fault: str


@dataclass(frozen=True)
class Ledger:
    """The ledger's newest head and the ones before it."""

    current: HeadView | None
    earlier: Sequence[HeadView]


@dataclass(frozen=True)
class SiteMap:
    """Every public page there is."""

    pages: tuple[Crumb, ...]

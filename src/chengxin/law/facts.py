"""What is known about one item, and whether a row's conditions fit it. Three answers: yes, no, not enough said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from chengxin.law.rows import Conditions


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rules about penalties and licences may ask. Values are keys of terms; None and () mean: not said.

    ``line`` is the credit websites or the market regulators' system; ``necessary`` is the unit's own statement that a
    minor failing has to be shown; ``published_on`` and ``term_ends_on`` (real end of a restriction) matter only to
    rules that count from publication or follow the real term; ``removed_on`` (the way out of a list, the change of an
    evaluation) to rules that end with it.
    """

    item: str = "penalty"
    line: str = "credit-site"
    severity: str | None = None
    kinds: tuple[str, ...] = ()
    field: str | None = None
    procedure: str | None = "ordinary"
    amount: str | None = None
    necessary: bool = False
    published_on: date | None = None
    term_ends_on: date | None = None
    removed_on: date | None = None

    def by_kind(self) -> tuple[Mapping[str, str | None], ...]:
        """Return the facts once for each kind of penalty, as conditions compare them; once where no kind was said."""
        common = {
            "item": self.item,
            "line": self.line,
            "severity": self.severity,
            "field": self.field,
            "procedure": self.procedure,
            "amount": self.amount,
            "necessary": "yes" if self.necessary else "no",
        }
        return tuple(common | {"kind": kind} for kind in (self.kinds or (None,)))


class Conditional(Protocol):
    """A row with conditions."""

    @property
    def when(self) -> Conditions:
        """The conditions: fact → values that fit."""
        ...


AnyConditional = TypeVar("AnyConditional", bound=Conditional)


@dataclass(frozen=True)
class Undecided:
    """No row could be chosen. ``missing`` are the facts that the open rows ask for; empty: no row fits."""

    missing: tuple[str, ...]


def choose(rows: Iterable[AnyConditional], known: Mapping[str, str | None]) -> AnyConditional | Undecided:
    """Return the first row that fits the facts.

    A row that might fit, were more known, keeps every later one from answering: that would be a guess. What the open
    rows ask for is then said all at once.
    """
    missing: dict[str, None] = {}
    for row in rows:
        open_facts = _open_facts(row.when, known)
        if open_facts:
            missing.update(dict.fromkeys(open_facts))
        elif open_facts is not None:
            return Undecided(tuple(missing)) if missing else row
    return Undecided(tuple(missing))


def _open_facts(when: Conditions, known: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return the facts still needed to say yes; None where the answer is already no."""
    needed = []
    for fact, values in when.items():
        value = known.get(fact)
        if value is None:
            needed.append(fact)
        elif value not in values:
            return None
    return tuple(needed)

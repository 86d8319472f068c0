"""Which field has its lists, since when, and when its first batch was published."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncDate

from chengxin.catalog.queries.kinds import list_kinds_on
from chengxin.catalog.rules import basis_words
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.foundation.actor import Actor
from chengxin.law.current import law_in_force
from chengxin.lists.queries.entries import entries_for
from chengxin.lists.queries.kinds import law_permits
from chengxin.lists.rules.doings import SEE_COVERAGE


@dataclass(frozen=True)
class Coverage:
    """A field on a day. ``kinds`` are its lists that may list on the day, ``system`` what they rest on.

    ``system_on`` is the day from which the oldest of them has its system: its standards were issued, else its basis is
    in force. ``elsewhere``: others than the city's units decide on all of them. ``first_on`` is the day of the first
    publication by a unit of the city up to the day, ``first`` how many were published on it.
    """

    field: str
    kinds: tuple[str, ...]
    system: str
    system_on: date | None
    elsewhere: bool
    first_on: date | None
    first: int


def coverage_on(actor: Actor, *, on: date) -> tuple[Coverage, ...]:
    """Return every field the law has a word for, those with a list first; nothing for who may not see it."""
    if not actor.may(SEE_COVERAGE):
        return ()
    words = law_in_force(settings.DATA).words
    kinds = [kind for kind in list_kinds_on(actor, on=on) if law_permits(kind, on)]
    batches = _first_batches(actor, on)
    found = [
        _coverage(words.name("list-field", field), [one for one in kinds if one.field == field], batches)
        for field in words.every("list-field")
    ]
    return tuple(sorted(found, key=lambda one: not one.kinds))


def _coverage(field: str, kinds: list[ListKind], batches: dict[str, tuple[date, int]]) -> Coverage:
    oldest = min(kinds, key=_system_on, default=None)
    batch = min((batches[kind.key] for kind in kinds if kind.key in batches), default=None)
    return Coverage(
        field=field,
        kinds=tuple(kind.name for kind in kinds),
        system=_system(oldest) if oldest else "",
        system_on=_system_on(oldest) if oldest else None,
        elsewhere=bool(kinds) and all(kind.decided_elsewhere for kind in kinds),
        first_on=batch[0] if batch else None,
        first=batch[1] if batch else 0,
    )


def _system_on(kind: ListKind) -> date:
    return kind.standards.issued_on if kind.standards else kind.in_force_from


def _system(kind: ListKind) -> str:
    standards = kind.standards
    return f"《{standards.title}》（{standards.number}）" if standards else "；".join(map(basis_words, kind.basis))


def _first_batches(actor: Actor, on: date) -> dict[str, tuple[date, int]]:
    """Return by kind the day of the first publication up to the day and how many came with it."""
    published = entries_for(actor, permission=SEE_COVERAGE).filter(published_at__isnull=False)
    counted = published.annotate(day=TruncDate("published_at")).filter(day__lte=on).order_by("kind", "day")
    found: dict[str, tuple[date, int]] = {}
    for kind, day, number in counted.values_list("kind", "day").annotate(number=Count("id")):
        found.setdefault(kind, (day, number))
    return found

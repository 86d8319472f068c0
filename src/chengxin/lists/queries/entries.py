"""Reads of listing procedures within the actor's reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.lists.models import Entry, Paper, Statement
from chengxin.lists.rules.doings import DECIDE, HEAR, PROPOSE, SEE_LISTS
from chengxin.lists.rules.entries import BY_PLATFORM
from chengxin.lists.rules.procedure import PaperKind, State, Track


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; empty says: all."""

    kind: str = ""
    state: str = ""
    unit: int | None = None


EVERYTHING = Asked()
_SIGNED = Paper.objects.filter(entry=OuterRef("pk"), kind=PaperKind.CONFIRMATION.value)
UNSIGNED = Q(~Exists(_SIGNED), state=State.EXITED.value, exit_ground__in=sorted(BY_PLATFORM))
"""Removals that the platform made and no head signed yet."""


def entries_for(actor: Actor, asked: Asked = EVERYTHING, *, permission: Permission = SEE_LISTS) -> QuerySet[Entry]:
    """Return the entries of units in the actor's reach, the last proposed first."""
    if not actor.may(permission):
        return Entry.objects.none()
    found = Entry.objects.filter(within(actor.scope(permission), unit="unit_id", district="unit__district"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.unit is not None:
        found = found.filter(unit=asked.unit)
    return found.select_related("unit", "subject").order_by("-proposed_at", "-id")


def entry_for(actor: Actor, entry_id: str, *, permission: Permission = SEE_LISTS, lock: bool = False) -> Entry:
    """Return an entry by its public id.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = entries_for(actor, permission=permission).filter(public_id=entry_id)
    entry = (found.select_for_update(of=("self",)) if lock else found).first()
    if entry is None:
        raise NotFound
    return entry


def published_entries(actor: Actor, *, subject: int | None = None, kind: str = "") -> QuerySet[Entry]:
    """Return the entries in publication in the actor's reach: of a subject (number), of a kind, or all."""
    found = entries_for(actor, Asked(kind=kind, state=State.PUBLISHED.value))
    return found if subject is None else found.filter(subject=subject)


def published_entry(actor: Actor, entry_id: str) -> Entry:
    """Return an entry that is in publication, or was.

    Raises:
        NotFound: there is none, it never was, or it lies outside the actor's reach.
    """
    entry = entry_for(actor, entry_id)
    if entry.published_at is None:
        raise NotFound
    return entry


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Return how many entries in the actor's reach stand in each state."""
    counted = entries_for(actor).order_by().values_list("state").annotate(Count("id"))
    return dict(counted)


def entries_waiting(actor: Actor) -> QuerySet[Entry]:
    """Return the entries on which somebody of the actor's own unit has the next move, oldest first."""
    states = []
    if actor.may(PROPOSE):
        states += [State.RETURNED]
    if actor.may(DECIDE):
        states += [State.PROPOSED, State.APPROVED, State.NOTIFIED, State.DECIDED]
    waits = Q(state__in=[one.value for one in states])
    if actor.may(DECIDE):
        waits |= UNSIGNED
    found = entries_for(actor, permission=HEAR).filter(waits, unit=actor.unit)
    return found.order_by("proposed_at", "id")


def papers_of(entry: Entry) -> list[Paper]:
    """Return the papers of an entry, in the order in which they were made."""
    return list(entry.papers.select_related("file", "notice").order_by("made_at", "id"))


def statements_of(entry: Entry) -> list[Statement]:
    """Return the statements about an entry with their answers, in their order."""
    return list(entry.statements.select_related("answer", "scan").order_by("at", "id"))


def ended_by(day: date) -> list[str]:
    """Return the published entries (public ids) whose last day lies before the day."""
    found = Entry.objects.filter(state=State.PUBLISHED.value, until__lt=day).order_by("until", "id")
    return list(found.values_list("public_id", flat=True))


def open_honours(*, subjects: Iterable[int] | None = None) -> list[str]:
    """Return the honest entries (public ids) that are in publication or on their way there."""
    ways = (State.PROPOSED, State.RETURNED, State.APPROVED, State.NOTIFIED, State.DECIDED, State.PUBLISHED)
    found = Entry.objects.filter(track=Track.HONEST.value, state__in=[one.value for one in ways])
    if subjects is not None:
        found = found.filter(subject__in=list(subjects))
    return list(found.order_by("id").values_list("public_id", flat=True))

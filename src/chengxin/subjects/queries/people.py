"""Reads of persons and of who may act for whom. A person is found by number only, never by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.foundation.sealed import blind_indexes
from chengxin.subjects import rules
from chengxin.subjects.models import Organisation, Person, Representation
from chengxin.subjects.rules import Capacity, PaperKind


@dataclass(frozen=True)
class RepresentationFacts:
    """A representation as a page shows it: whom the agent is stays sealed; ``paper`` is the id of the stored file."""

    public_id: str
    agent: str
    capacity: str
    paper: str
    valid_from: date
    valid_until: date | None
    recorded_by: str
    ended_reason: str


def person_by_number(actor: Actor, paper: PaperKind, number: str) -> Person | None:
    """Return the person with the number on this kind of paper, or None.

    For services only: they put the look on record. An actor without the permission finds nobody.
    """
    if not (actor.may(rules.FIND_PERSONS) or actor.may(rules.RECORD_PERSONS)):
        return None
    return Person.objects.filter(number_index__in=blind_indexes(tidy(number)[0], kind=paper.value)).first()


def person_for(actor: Actor, public_id: str) -> Person:
    """Return the person with this opaque id.

    Raises:
        NotFound: there is none, or the actor may not deal with persons.
    """
    may = actor.may(rules.FIND_PERSONS) or actor.may(rules.RECORD_PERSONS) or actor.may(rules.KEEP_REPRESENTATIONS)
    person = Person.objects.filter(public_id=public_id).first() if may else None
    if person is None:
        raise NotFound
    return person


def representations_for(actor: Actor) -> QuerySet[Representation]:
    """Return the representations that the actor's units recorded, newest first."""
    reach = within(actor.scope(rules.KEEP_REPRESENTATIONS), unit="unit_id", district="unit__district")
    found = Representation.objects.filter(reach).select_related("agent", "paper")
    return found.order_by("-recorded_at", "-id")


def representation_for(actor: Actor, public_id: str, *, lock: bool = False) -> Representation:
    """Return the representation.

    Raises:
        NotFound: there is none, or another unit recorded it.
    """
    found = representations_for(actor).filter(public_id=public_id)
    representation = (found.select_for_update(of=("self",)) if lock else found).first()
    if representation is None:
        raise NotFound
    return representation


def representations_of(actor: Actor, organisation: Organisation) -> Sequence[RepresentationFacts]:
    """Return who may act or might act for the organisation, as far as the actor's units recorded it, newest first.

    What was recorded for an organisation that was merged into it counts as its own.
    """
    return [
        RepresentationFacts(
            public_id=row.public_id,
            agent=row.agent.public_id,
            capacity=rules.CAPACITY_LABELS[Capacity(row.capacity)],
            paper=row.paper.public_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            recorded_by=row.recorded_by_name,
            ended_reason=row.ended_reason,
        )
        for row in representations_for(actor).filter(
            Q(organisation=organisation) | Q(organisation__merged_into=organisation)
        )
    ]


def may_act_on(day: date) -> Q:
    """Return the filter for representations in force on the day."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def overlapping(first: date, end: date | None) -> Q:
    """Return the filter for representations in force on some day from the first to before the end (None: for ever)."""
    begun = Q(valid_from__lt=end) if end else Q()
    return begun & (Q(valid_until__isnull=True) | Q(valid_until__gt=first))

"""Cases in reach: of the unit that handles them, and of the units that gave the records."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.relief.models import Case, CaseMove, CaseRecord
from chengxin.relief.rules.doings import FIND, HANDLE, SEE_CASES
from chengxin.relief.rules.procedure import ENDED, State


@dataclass(frozen=True)
class Asked:
    """Which cases are asked for; empty says: all."""

    procedure: str = ""
    state: str = ""
    unit: int | None = None


EVERYTHING = Asked()
_BEFORE = (State.RECEIVED.value, State.PAPERS_REQUESTED.value)
"""States in which the units that gave the records are not concerned yet."""


def cases_for(actor: Actor, asked: Asked = EVERYTHING, *, permission: Permission = SEE_CASES) -> QuerySet[Case]:
    """Return the cases in the actor's reach, the last filed first.

    In reach is what a unit in the scope handles; who only reads or finds also reaches cases about records that a unit
    in the scope gave, once they were forwarded or are its own.
    """
    if not actor.may(permission):
        return Case.objects.none()
    scope = actor.scope(permission)
    mine = within(scope, unit="unit_id", district="unit__district")
    found = Case.objects.filter(mine)
    if permission is not HANDLE and not scope.everything:
        given = Exists(CaseRecord.objects.filter(mine, case=OuterRef("pk")))
        found = Case.objects.filter(mine | Q(given) & ~Q(state__in=_BEFORE))
    if asked.procedure:
        found = found.filter(procedure=asked.procedure)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.unit is not None:
        found = found.filter(Exists(CaseRecord.objects.filter(case=OuterRef("pk"), unit=asked.unit)))
    return found.select_related("unit", "subject").order_by("-filed_at", "-id")


def case_for(actor: Actor, case_id: str, *, permission: Permission = SEE_CASES, lock: bool = False) -> Case:
    """Return a case by its public id.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = cases_for(actor, permission=permission).filter(public_id=case_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def records_to_find(actor: Actor, case: Case, records: Collection[CaseRecord]) -> list[CaseRecord]:
    """Return the records of a case that the actor's units gave and are asked about: forwarded, or the handler's own."""
    if not actor.may(FIND) or State(case.state) not in {State.ACCEPTED, State.WITH_SOURCE}:
        return []
    scope, asked = actor.scope(FIND), State(case.state) is State.WITH_SOURCE
    return [
        one
        for one in records
        if scope.covers(unit=one.unit_id, district=one.unit.district) and (asked or one.unit_id == case.unit_id)
    ]


def source_units(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that gave records of the cases in reach (id as text, and name)."""
    found = CaseRecord.objects.filter(case__in=cases_for(actor).order_by())
    rows = found.order_by("unit__name_key", "unit_id").values_list("unit_id", "unit__name").distinct()
    return [(str(number), name) for number, name in dict(rows).items()]


def records_of(case: Case) -> list[CaseRecord]:
    """Return the records of a case, in their order."""
    return list(case.records.select_related("unit").order_by("id"))


def moves_of(case: Case) -> list[CaseMove]:
    """Return the moves of a case, oldest first."""
    return list(case.moves.select_related("scan", "notice").order_by("number"))


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Return how many cases in the actor's reach stand in each state."""
    return dict(cases_for(actor).order_by().values_list("state").annotate(Count("id")))


def cases_waiting(actor: Actor) -> QuerySet[Case]:
    """Return the cases on which somebody of the actor's own unit has the next move, oldest first."""
    open_here = Q(unit=actor.unit) & ~Q(state__in=sorted(one.value for one in ENDED))
    elsewhere = (State.WITH_SOURCE.value, State.HANDED_OVER.value)
    waits = open_here & ~Q(state__in=elsewhere) if actor.may(HANDLE) else Q(pk__in=[])
    if actor.may(FIND):
        to_find = CaseRecord.objects.filter(case=OuterRef("pk"), unit=actor.unit, result="")
        waits |= Q(Exists(to_find), state=State.WITH_SOURCE.value)
    return cases_for(actor).filter(waits).order_by("filed_at", "id")

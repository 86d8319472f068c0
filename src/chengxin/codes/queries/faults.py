"""Faults of codes in an actor's reach: lists, one with its evidence and moves, counts by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chengxin.codes.models import CodeFault, FaultEvidence, FaultMove
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.codes.rules.kinds import FaultKind, FaultState
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within


@dataclass(frozen=True)
class FaultFilter:
    """Which faults are asked for; what is empty keeps all. ``text`` is a part of the name, or the start of the code."""

    state: str = ""
    kind: str = ""
    unit: int | None = None
    subject_kind: str = ""
    district: str = ""
    text: str = ""


EVERY = FaultFilter()


def faults_for(actor: Actor, asked: FaultFilter = EVERY, *, permission: Permission = SEE_CODES) -> QuerySet[CodeFault]:
    """Return the faults in reach: open ones first, the longest known first."""
    found = CodeFault.objects.filter(within(actor.scope(permission), unit="unit_id", district="district"))
    exact = {"state": asked.state, "unit": asked.unit, "subject_kind": asked.subject_kind, "district": asked.district}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.kind:
        found = found.filter(kinds__contains=[asked.kind])
    if asked.text:
        plain = tidy(asked.text)[0].replace("\0", "")
        found = found.filter(Q(name__contains=asked.text.replace("\0", "")) | Q(code__startswith=plain))
    return found.select_related("unit", "organisation", "other").order_by("-state", "found_on", "id")


def fault_for(actor: Actor, public_id: str, *, permission: Permission = SEE_CODES, lock: bool = False) -> CodeFault:
    """Return a fault.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = faults_for(actor, permission=permission)
    row = (found.select_for_update(of=("self",)) if lock else found).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def evidence_of(actor: Actor, fault: CodeFault) -> QuerySet[FaultEvidence]:
    """Return where a fault was seen, the first time first."""
    found = FaultEvidence.objects.filter(fault=fault).select_related("unit").order_by("id")
    return found if actor.may(SEE_CODES) else found.none()


def moves_of(actor: Actor, fault: CodeFault) -> Sequence[FaultMove]:
    """Return what happened to a fault, the last first."""
    return list(FaultMove.objects.filter(fault=fault).order_by("-id")) if actor.may(SEE_CODES) else []


def count_by_kind(actor: Actor, asked: FaultFilter) -> Mapping[FaultKind, int]:
    """Return how many faults of each kind are open among those asked for; one of two kinds counts with both."""
    found = faults_for(actor, asked).filter(state=FaultState.OPEN).order_by()
    counted = dict.fromkeys(FaultKind, 0)
    for kinds in found.values_list("kinds", flat=True):
        for kind in kinds:
            counted[FaultKind(kind)] += 1
    return counted

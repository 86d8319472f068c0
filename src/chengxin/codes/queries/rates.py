"""Codes and their faults counted: now, and at the end of months that were written down."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from chengxin.codes.models import CodeFault, CodeMonth, MonthCount, MonthFault
from chengxin.codes.queries.registrars import registrars
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.codes.rules.kinds import MENDED, FaultState, Outcome
from chengxin.codes.rules.rates import CodeCounts
from chengxin.foundation.actor import Actor
from chengxin.foundation.scoping import within
from chengxin.subjects.models import Organisation
from chengxin.subjects.rules import Status

GONE = (Status.DEREGISTERED.value, Status.MOVED_OUT.value)
"""Subjects that are no subjects of the city any more; their codes are not counted."""
NO_FAULT = (Outcome.NOT_A_FAULT.value, Outcome.CONFIRMED.value)


@dataclass(frozen=True)
class Cell:
    """What is counted together: a registering unit (None: nobody named yet), a kind of subject, a district."""

    unit: int | None
    kind: str
    district: str


def counts_now(actor: Actor) -> Mapping[Cell, CodeCounts]:
    """Return the counts as they stand, of units in reach."""
    found: dict[Cell, CodeCounts] = defaultdict(CodeCounts)
    named, scope = registrars(actor), actor.scope(SEE_CODES)
    living = Organisation.objects.filter(unified_code__isnull=False).exclude(status__in=GONE).order_by()
    by_code = living.annotate(department=Left("unified_code", 1)).values_list("department", "kind", "district")
    for department, kind, district, number in by_code.annotate(number=Count("id")):
        unit = named.of(department, district)
        if scope.covers(unit=unit, district=district):
            found[Cell(unit, kind, district)] += CodeCounts(codes=number)
    faults = CodeFault.objects.filter(within(scope, unit="unit_id", district="district")).exclude(outcome__in=NO_FAULT)
    by_cell = (
        faults.order_by()
        .values_list("unit_id", "subject_kind", "district")
        .annotate(
            faulty=Count("code", distinct=True, filter=Q(state=FaultState.OPEN)),
            found=Count("id"),
            corrected=Count("id", filter=Q(outcome__in=[one.value for one in MENDED])),
        )
    )
    for unit, kind, district, faulty, number, corrected in by_cell:
        found[Cell(unit, kind, district)] += CodeCounts(faulty=faulty, found=number, corrected=corrected)
    return dict(found)


def counts_of_month(actor: Actor, month: date) -> Mapping[Cell, CodeCounts]:
    """Return the counts that were written down for a month, of units in reach; nothing if it is not closed."""
    rows = MonthCount.objects.filter(closing__month=month)
    rows = rows.filter(within(actor.scope(SEE_CODES), unit="unit_id", district="district"))
    return {
        Cell(row.unit_id, row.kind, row.district): CodeCounts(row.codes, row.faulty, row.found, row.corrected)
        for row in rows
    }


def closed_months(actor: Actor) -> list[date]:
    """Return the months that are written down, the last first."""
    found = CodeMonth.objects.order_by("-month").values_list("month", flat=True)
    return list(found) if actor.may(SEE_CODES) else []


def faults_behind_now(actor: Actor) -> QuerySet[CodeFault]:
    """Return the faults that the figures of now count, those known longest first."""
    found = CodeFault.objects.filter(within(actor.scope(SEE_CODES), unit="unit_id", district="district"))
    return found.exclude(outcome__in=NO_FAULT).select_related("unit").order_by("found_on", "id")


def faults_behind_month(actor: Actor, month: date) -> QuerySet[MonthFault]:
    """Return the faults behind the figures of a month, as they stood then."""
    found = MonthFault.objects.filter(closing__month=month).select_related("fault", "unit")
    found = found.filter(within(actor.scope(SEE_CODES), unit="unit_id", district="fault__district"))
    return found.order_by("fault__found_on", "fault_id")

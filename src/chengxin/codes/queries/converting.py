"""Old subjects, converted and waiting, of units in an actor's reach."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Left

from chengxin.codes.models import CodeEvent, OldRegistration
from chengxin.codes.queries.rates import GONE, Cell
from chengxin.codes.queries.registrars import registrars
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.codes.rules.kinds import EventKind
from chengxin.codes.rules.rates import ConversionCounts
from chengxin.foundation.actor import Actor
from chengxin.foundation.scoping import within
from chengxin.subjects.models import Organisation


def conversions_for(actor: Actor) -> Mapping[Cell, ConversionCounts]:
    """Return how many old subjects that still exist are converted and how many wait, by unit, kind and district."""
    named = registrars(actor)
    found: dict[Cell, ConversionCounts] = defaultdict(ConversionCounts)
    waiting = waiting_for(actor).order_by().values_list("unit_id", "kind", "district")
    for unit, kind, district, number in waiting.annotate(number=Count("id")):
        found[Cell(unit, kind, district)] += ConversionCounts(waiting=number)
    by_code = converted_for(actor).order_by().annotate(department=Left("unified_code", 1))
    grouped = by_code.values_list("department", "kind", "district").annotate(number=Count("id"))
    for department, kind, district, number in grouped:
        found[Cell(named.of(department, district), kind, district)] += ConversionCounts(converted=number)
    return dict(found)


def waiting_for(actor: Actor) -> QuerySet[OldRegistration]:
    """Return the old registrations that have no code yet and were not struck off, by unit and number."""
    found = OldRegistration.objects.filter(organisation__isnull=True, ended=False)
    found = found.filter(within(actor.scope(SEE_CODES), unit="unit_id", district="district"))
    return found.select_related("unit").order_by("unit_id", "old_kind", "old_number")


def converted_for(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations that still exist and whose code took the place of an old number, by code."""
    converted = CodeEvent.objects.filter(kind=EventKind.CONVERTED, organisation=OuterRef("pk"))
    found = Organisation.objects.filter(Exists(converted)).exclude(status__in=GONE)
    return found.filter(registrars(actor).within(actor.scope(SEE_CODES))).order_by("unified_code")

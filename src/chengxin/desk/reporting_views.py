"""The page about a unit's own reporting."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import items_to_report
from chengxin.desk import reporting
from chengxin.desk.queries import MENDED_WITHIN
from chengxin.desk.reporting_pages import ClientLine, LiaisonLine
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries as intake
from chengxin.intake.rules import SEND
from chengxin.units import queries as units
from chengxin.units.models import Unit
from chengxin.units.rules import APPOINT


@require_safe
@staff(SEND)
def own_reporting(request: Request) -> HttpResponse:
    """Show what the unit reports, what came lately, what is open: the first week's guide and the hand-over sheet."""
    unit = units.unit_for(request.actor, request.actor.unit or 0, permission=SEND)
    today = units.day_of(request.now)
    items = items_to_report(request.actor, on=today, permission=SEND).values()
    sources = reporting.Sources(
        unit=unit.name,
        today=today,
        items=[item for item in items if not item.providers or unit.code in item.providers],
        activity=intake.activity_of(
            request.actor, unit.id, since=today.replace(day=1), mended_since=request.now - MENDED_WITHIN
        ),
        clients=_clients(request, unit, today),
        liaisons=_liaisons(request, unit, today),
        may_hand_over=request.actor.may(APPOINT),
    )
    return render(request, "desk/reporting.html", {"page": reporting.reporting_page(sources)})


def _clients(request: Request, unit: Unit, today: date) -> list[ClientLine]:
    found = units.clients_with_keys(request.actor, unit, at=request.now, permission=SEND)
    until = [(row.name, row.opens_until and units.day_of(row.opens_until)) for row in found]
    return [ClientLine(name, reporting.key_words(day, today)) for name, day in until]


def _liaisons(request: Request, unit: Unit, today: date) -> list[LiaisonLine]:
    found = units.liaisons_for(request.actor).filter(units.in_force(today), unit=unit)
    return [LiaisonLine(row.name, row.post, row.phone, row.valid_from) for row in found]

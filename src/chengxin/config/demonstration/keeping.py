"""What the office of the demonstration city says of lists and measures: which units list, apply and plan."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chengxin.catalog.queries.kinds import list_kind, list_kind_row, measure_on, measure_row
from chengxin.catalog.services.kinds import draft_list_kind, draft_measure, publish_list_kind, publish_measure
from chengxin.catalog.services.sector_plans import ask_for_plan
from chengxin.foundation.actor import Actor
from chengxin.units.queries import day_of


def keep_kinds(told: Mapping[str, Any], office: Actor, now: datetime) -> None:
    """Publish which units list onto which kinds and apply which measures, and ask lead units for their plans."""
    on = day_of(now)
    for key, units in told.get("kinds", {}).items():
        kind = replace(list_kind(office, key, on=on), units=tuple(units))
        seen = list_kind_row(office, key).draft_number
        drafted = draft_list_kind(actor=office, now=now, key=key, seen=seen, kind=kind)
        publish_list_kind(actor=office, now=now, key=key, seen=drafted.draft_number, on=on)
    for key, units in told.get("measures", {}).items():
        measure = replace(measure_on(office, key, on=on), units=tuple(units))
        seen = measure_row(office, key).draft_number
        kept = draft_measure(actor=office, now=now, key=key, seen=seen, measure=measure)
        publish_measure(actor=office, now=now, key=key, seen=kept.draft_number, on=on)
    plans = told.get("plans", {})
    for unit in plans.get("units", ()):
        ask_for_plan(actor=office, now=now, unit=unit, due_on=plans["due_on"], paper=plans["paper"])

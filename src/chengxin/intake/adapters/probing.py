"""Reads and judges a small file: what a check without a submission does, wherever it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chengxin.catalog.rules import Item, Timeline
from chengxin.intake.adapters import read_file
from chengxin.intake.adapters.bounds import refuse_beyond, refuse_sheet_beyond
from chengxin.intake.adapters.lawful import circumstances_on
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules.parting import Parted, Reading, judge_by_edition
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise


@dataclass(frozen=True)
class Probe:
    """A file to check against an item, by its versions; ``items`` are those it may be meant for; most rows, columns."""

    path: Path
    item: Item
    timeline: Timeline
    items: Mapping[str, Item]
    received_on: date
    data: Path
    calendar: str
    rows: int
    columns: int


def judged(probe: Probe) -> Parted:
    """Return the judgement of a file, each row by the version of its day of decision, as a submission's would be.

    Raises:
        Unreadable: it is no table, or has too many rows or columns.
    """
    refuse_beyond(probe.path, rows=probe.rows, columns=probe.columns)
    sheet = read_file(probe.path)
    refuse_sheet_beyond(sheet, rows=probe.rows, columns=probe.columns)
    layouts = standard_layouts()
    known = Known(layouts=tuple(layouts.values()), asks_missing=False)
    found = recognise(probe.item, sheet.cells.drop("line").head(CELLS_LOOKED_AT), known)
    return judge_by_edition(
        probe.item,
        sheet,
        timeline=probe.timeline,
        items=probe.items.values(),
        circumstances=circumstances_on(probe.received_on, data=probe.data, calendar=probe.calendar),
        reading=Reading(found, layouts.get(found.layout) if found else None),
    )

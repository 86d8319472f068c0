"""Do two rows answer the same question for the same day?"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations, product

from chengxin.law.collection import Collection
from chengxin.law.consistency.references import problem
from chengxin.law.periods import ONE_DAY, chinese
from chengxin.law.reading import Problem
from chengxin.law.rows import (
    Certificate,
    Clock,
    CodeCategory,
    DatedRow,
    Division,
    EditionStep,
    ExcludedKind,
    ListBasis,
    Regime,
    RepairWay,
    SupplementBasis,
)

Slots = Callable[[DatedRow], Iterable[Hashable]]


def _regime_slots(row: DatedRow) -> Iterable[Hashable]:
    return product(row.lines, row.items) if isinstance(row, Regime) else ()


def _clock_slots(row: DatedRow) -> Iterable[Hashable]:
    return [(row.rule, row.region)] if isinstance(row, Clock) else ()


def _certificate_slots(row: DatedRow) -> Iterable[Hashable]:
    return product(row.organisations, row.certificates) if isinstance(row, Certificate) else ()


def _repair_slots(row: DatedRow) -> Iterable[Hashable]:
    return product(row.lines, row.severities or ("*",)) if isinstance(row, RepairWay) else ()


def _category_slots(row: DatedRow) -> Iterable[Hashable]:
    return [row.prefix] if isinstance(row, CodeCategory) else ()


def _list_slots(row: DatedRow) -> Iterable[Hashable]:
    return product([row.kind], row.fields, row.regions) if isinstance(row, ListBasis) else ()


def _catalogue_slots(row: DatedRow) -> Iterable[Hashable]:
    match row:
        case EditionStep():
            return [(row.step, row.region)]
        case ExcludedKind():
            return [(row.title, row.region)]
        case SupplementBasis():
            return [row.region]
    return ()


SLOTS: dict[type[DatedRow], Slots] = {
    Regime: _regime_slots,
    Clock: _clock_slots,
    Certificate: _certificate_slots,
    RepairWay: _repair_slots,
    CodeCategory: _category_slots,
    ListBasis: _list_slots,
    EditionStep: _catalogue_slots,
    ExcludedKind: _catalogue_slots,
    SupplementBasis: _catalogue_slots,
}


def overlap_problems(collection: Collection) -> list[Problem]:
    """Return each pair of rows that speak of the same thing on the same day."""
    problems: list[Problem] = []
    for table, slots in SLOTS.items():
        by_slot: dict[Hashable, list[DatedRow]] = {}
        for row in collection.in_force(table):
            for slot in slots(row):
                by_slot.setdefault(slot, []).append(row)
        for rows in by_slot.values():
            problems.extend(_pairs(collection, rows))
    return [*dict.fromkeys(problems), *_division_problems(collection)]


def _pairs(collection: Collection, rows: list[DatedRow]) -> Iterator[Problem]:
    for older, newer in combinations(rows, 2):
        if older.period.overlaps(newer.period):
            begin, end = older.period.starts_on, older.period.ends_before
            days = f"{chinese(begin) if begin else ''}—{chinese(end - ONE_DAY) if end else ''}"
            message = f'与“{older.key}”（{days}）管同一件事而日期重叠；如为取代，请写 replaces = ["{older.key}"]'
            yield problem(collection, newer, "in_force_from", message)


def _division_problems(collection: Collection) -> Iterator[Problem]:
    added = collection.written(Division)
    if not added:
        return
    codes = {(division.system, division.code) for division in added}
    uses: dict[tuple[str, str], list[Division]] = {}
    for division in collection.divisions:
        if (division.system, division.code) in codes:
            uses.setdefault((division.system, division.code), []).append(division)
    for divisions in uses.values():
        for older, newer in combinations(divisions, 2):
            if not _apart(older, newer):
                yield problem(
                    collection, newer, "code", f"与现有的“{older.name}”（{older.system} {older.code}）日期重叠"
                )


def _apart(one: Division, other: Division) -> bool:
    ended = one.last_day_in_force and other.in_force_from and one.last_day_in_force < other.in_force_from
    return bool(
        ended or (other.last_day_in_force and one.in_force_from and other.last_day_in_force < one.in_force_from)
    )

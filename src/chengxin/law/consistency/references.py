"""Does every row point at something that exists, and do its dates make sense?"""

from collections.abc import Callable, Iterator

from chengxin.law.collection import Collection
from chengxin.law.periods import chinese
from chengxin.law.reading import Problem
from chengxin.law.rows import (
    TABLES,
    Certificate,
    Clock,
    Conditions,
    DatedRow,
    Division,
    EditionStep,
    ExcludedKind,
    Expected,
    Fact,
    Instrument,
    ListBasis,
    Notice,
    PublicityRow,
    Regime,
    RepairWay,
    Row,
    SeverityCap,
    SeverityRow,
    SupplementBasis,
    Term,
    WorkCalendar,
)

ANY = "*"
WORDS: dict[tuple[type[Row], str], str] = {
    (Regime, "lines"): "line",
    (Regime, "items"): "item",
    (Clock, "region"): "region",
    (Clock, "starts"): "event",
    (Certificate, "certificates"): "certificate",
    (Certificate, "organisations"): "organisation",
    (RepairWay, "lines"): "line",
    (RepairWay, "severities"): "severity",
    (ListBasis, "kind"): "list-kind",
    (ListBasis, "fields"): "list-field",
    (ListBasis, "regions"): "region",
    (EditionStep, "step"): "edition-step",
    (EditionStep, "needs"): "paper-part",
    (EditionStep, "region"): "region",
    (ExcludedKind, "region"): "region",
    (SupplementBasis, "levels"): "instrument-level",
    (SupplementBasis, "region"): "region",
    (SeverityRow, "indicates"): "severity",
    (SeverityRow, "proposes"): "severity",
    (SeverityCap, "severity"): "severity",
}
KEYS: dict[tuple[type[Row], str], type[Row]] = {
    (PublicityRow, "regime"): Regime,
    (Notice, "calendar"): WorkCalendar,
    (Notice, "amends"): Notice,
    (Expected, "calendar"): WorkCalendar,
    (WorkCalendar, "base"): WorkCalendar,
    (Term, "fact"): Fact,
    (Instrument, "repeals"): Instrument,
    (Clock, "also"): Instrument,
}


def reference_problems(collection: Collection) -> list[Problem]:
    """Return dangling references, impossible dates and words that no term has."""
    problems: list[Problem] = []
    for table in TABLES:
        for row in collection.written(table):
            problems.extend(_row_problems(collection, row))
    return problems


def problem(collection: Collection, row: Row, column: str, message: str) -> Problem:
    """Return a problem of one row, placed in the file it came from."""
    return Problem(collection.file_of(row), row.table, row.key, column, message)


def _row_problems(collection: Collection, row: Row) -> Iterator[Problem]:
    def say(column: str, message: str) -> Problem:
        return problem(collection, row, column, message)

    yield from _date_problems(row, say)
    if isinstance(row, DatedRow):
        yield from _instrument_problems(collection, row, say)
        yield from _replacement_problems(collection, row, say)
    yield from _key_problems(collection, row, say)
    for (table, column), fact in WORDS.items():
        if isinstance(row, table):
            yield from _word_problems(collection, fact, (column, _values(getattr(row, column))), say)
    if isinstance(row, PublicityRow | SeverityRow):
        yield from _condition_problems(collection, row.when, say)


Say = Callable[[str, str], Problem]


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) and value else ()


def _key_problems(collection: Collection, row: Row, say: Say) -> Iterator[Problem]:
    for (table, column), target in KEYS.items():
        for key in _values(getattr(row, column)) if isinstance(row, table) else ():
            if collection.find(target, key) is None:
                yield say(column, f"“{key}”不存在，没有这样一行 [[{target.table}]]")


def _condition_problems(collection: Collection, when: Conditions, say: Say) -> Iterator[Problem]:
    for fact, values in when.items():
        if collection.find(Fact, fact) is None:
            yield say("when", f"没有“{fact}”这个条件")
        else:
            yield from _word_problems(collection, fact, (f"when.{fact}", values), say)


def _word_problems(
    collection: Collection, fact: str, entry: tuple[str, tuple[str, ...]], say: Say
) -> Iterator[Problem]:
    column, values = entry
    known = [term.key for term in collection.terms(fact)]
    for value in values:
        if value not in known and value != ANY:
            yield say(column, f"“{value}”不在词表中；可用的有：{'、'.join(known)}；新词请先加 [[term]]")


def _date_problems(row: Row, say: Say) -> Iterator[Problem]:
    if not isinstance(row, DatedRow | Instrument | Division):
        return
    first, last = row.in_force_from, row.last_day_in_force
    if first and last and last < first:
        yield say("last_day_in_force", f"最后一日（{chinese(last)}）早于施行日（{chinese(first)}）")
    if isinstance(row, Instrument) and row.issued_on and first and first < row.issued_on:
        yield say("in_force_from", f"施行日（{chinese(first)}）早于发布日（{chinese(row.issued_on)}）")


def _instrument_problems(collection: Collection, row: DatedRow, say: Say) -> Iterator[Problem]:
    if not row.instrument:
        if row.in_force_from:
            yield say("instrument", "必须写明依据哪个文件")
        return
    if collection.find(Instrument, row.instrument) is None:
        yield say("instrument", f"“{row.instrument}”不存在；请在同一文件里加一段 [[instrument]]")


def _replacement_problems(collection: Collection, row: DatedRow, say: Say) -> Iterator[Problem]:
    for key in row.replaces:
        old = collection.find(type(row), key)
        if old is None:
            yield say("replaces", f"“{key}”不存在，没有可以取代的一行 [[{row.table}]]")
        elif row.in_force_from is None:
            yield say("in_force_from", "取代别的规则时必须写明施行日")
        elif old.in_force_from and row.in_force_from <= old.in_force_from:
            yield say("in_force_from", f"不能早于或等于被取代的“{key}”的施行日（{chinese(old.in_force_from)}）")
        elif key == row.key:
            yield say("replaces", "不能取代自己")

"""Writes ``docs/reference/law-rules.md`` from the rows: ``python -m tests.vectors.law.reference``.

A test compares the file with the rows, so that the page never tells of another law than the one that answers.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from chengxin.law import book
from chengxin.law.rows import (
    MARKS,
    Certificate,
    DatedRow,
    EditionStep,
    ExcludedKind,
    ListBasis,
    Notice,
    PublicityRow,
    RepairWay,
    SeverityRow,
    SupplementBasis,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "law-rules.md"
LAW = book.load(None)
HEAD = """# Rules of law, row by row

Made from `data/law` by `python -m tests.vectors.law.reference`; do not edit. Dates are both days in force; an open end
means: in force as far as known. What the marks mean, and how to add a rule, stands in [the law](../law.md).
"""


def page() -> str:
    """Return the page as it should be."""
    parts = [HEAD, *_publicity(), *_clocks(), *_severity(), *_certificates(), *_repairs(), *_lists(), *_catalogues()]
    parts += [*_notices(), *_instruments()]
    return "\n".join(parts) + "\n"


def _table(title: str, columns: str, rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield columns
    yield "|" + "---|" * (columns.count("|") - 1)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |"


def _days(first: date | None, last: date | None) -> str:
    return f"{first or '…'} – {last or '…'}"


def _in_force(row: DatedRow) -> str:
    return _days(row.in_force_from, row.last_day_in_force)


def _mark(mark: str, *, provisional: bool) -> str:
    return f"{mark}{', provisional' if provisional else ''}"


def _cite(row: DatedRow) -> str:
    return LAW.source.citations.get(row.instrument, "—") + row.article


def _publicity() -> Iterator[str]:
    written = LAW.collection.written(PublicityRow)
    rows = (_publicity_cells(regime, row) for regime in LAW.regimes for row in written if row.regime == regime.key)
    columns = "| rule | in force | row | when | shown | minimum | maximum | repair | instrument | mark |"
    yield from _table("Publicity", columns, rows)


def _publicity_cells(regime: DatedRow, row: PublicityRow) -> tuple[object, ...]:
    when = "; ".join(f"{fact}: {', '.join(values)}" for fact, values in row.when.items()) or "any"
    shown = "yes" if row.publish else "no"
    minimum = row.minimum.words() if row.minimum else "—"
    ends = ([row.maximum.words()] if row.maximum else []) + list(row.ends_with)
    maximum = " or ".join(ends) or "—"
    mark = _mark(row.mark or regime.mark, provisional=row.provisional or regime.provisional)
    cite = LAW.source.citations.get(regime.instrument, "—") + (row.article or regime.article)
    return regime.key, _in_force(regime), row.label, when, shown, minimum, maximum, row.repair, cite, mark


def _clocks() -> Iterator[str]:
    rows = (
        (
            f"`{row.rule}`",
            row.title,
            LAW.words.name("event", row.starts),
            row.span.words(),
            row.sense,
            LAW.words.name("region", row.region),
            _in_force(row),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in LAW.limits
    )
    columns = "| rule | what | from the day of | length | sense | place | in force | instrument | mark |"
    yield from _table("Time limits", columns, rows)


def _severity() -> Iterator[str]:
    rows = (
        (
            row.label,
            row.indicates,
            row.proposes,
            _in_force(row),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in LAW.collection.in_force(SeverityRow)
    )
    yield from _table("Severity proposals", "| row | points at | proposes | in force | instrument | mark |", rows)


def _certificates() -> Iterator[str]:
    rows = (
        (row.title, ", ".join(row.organisations), row.in_force_from, _cite(row), row.mark)
        for row in LAW.collection.in_force(Certificate)
    )
    columns = "| row | organisations | refused from (that day included) | instrument | mark |"
    yield from _table("Old certificates", columns, rows)


def _repairs() -> Iterator[str]:
    rows = (
        (
            row.key,
            ", ".join(row.lines),
            ", ".join(row.severities) or "any",
            row.entrance,
            "；".join(row.materials) or "not seen",
            row.decided_by,
            _in_force(row),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in LAW.collection.in_force(RepairWay)
    )
    columns = "| row | lines | severities | applied for at | papers | decided by | on days | instrument | mark |"
    yield from _table("Ways of a repair", columns, rows)


def _lists() -> Iterator[str]:
    rows = (
        (
            row.kind,
            row.title,
            ", ".join(row.fields),
            "may be used" if row.permitted else "may not",
            _in_force(row),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in LAW.collection.in_force(ListBasis)
    )
    yield from _table("Bases of lists", "| kind | list | field | verdict | in force | instrument | mark |", rows)


def _catalogues() -> Iterator[str]:
    written = LAW.collection.written
    steps = (
        (
            row.title,
            LAW.words.name("region", row.region),
            _in_force(row),
            "、".join(LAW.words.name("paper-part", part) for part in row.needs),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in written(EditionStep)
    )
    yield from _table(
        "Steps of a catalogue's edition", "| step | region | in force | on record | instrument | mark |", steps
    )
    excluded = (
        (
            row.title,
            "、".join(row.words),
            LAW.words.name("region", row.region),
            _in_force(row),
            "yes" if row.unless_grave else "no",
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in written(ExcludedKind)
    )
    columns = "| kind | words | region | in force | unless grave | instrument | mark |"
    yield from _table("What no catalogue may hold", columns, excluded)
    levels = (
        (
            "、".join(LAW.words.name("instrument-level", level) for level in row.levels),
            LAW.words.name("region", row.region),
            _in_force(row),
            _cite(row),
            _mark(row.mark, provisional=row.provisional),
        )
        for row in written(SupplementBasis)
    )
    yield from _table("On what a local supplement rests", "| rank | region | in force | instrument | mark |", levels)


def _notices() -> Iterator[str]:
    rows = (
        (
            row.calendar,
            row.covers,
            f"《{row.title}》{row.number}",
            row.issued_on or "—",
            _mark(row.mark, provisional=row.provisional),
            row.remark,
        )
        for row in LAW.collection.written(Notice)
    )
    yield from _table("Holiday notices", "| calendar | year | notice | issued | mark | remark |", rows)


def _instruments() -> Iterator[str]:
    rows = (
        (
            f"`{row.key}`",
            row.citation,
            row.level,
            _days(row.in_force_from, row.last_day_in_force),
            f"{row.mark}: {MARKS[row.mark]}",
            row.remark,
        )
        for row in LAW.instruments.values()
    )
    yield from _table("Instruments", "| key | instrument | level | in force | mark | remark |", rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")

"""A table judged part by part, with the very outcome that ``judging.judge`` gives of the whole.

The first rows tell how it is read (``begin``), each part is judged by itself (``judge_part``), and what hangs on the
rows of other parts stays open until all were seen (``across.wrong_rows``, ``answered``). So a table may be longer than
memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from chengxin.catalog.rules import Item
from chengxin.intake.rules import judging, persons
from chengxin.intake.rules.across import Seeds, told_of
from chengxin.intake.rules.checking import Check, Circumstances, every_check, found_by, shown_value, words_of
from chengxin.intake.rules.findings import SCHEMA, no_findings
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.normalising import normalised
from chengxin.intake.rules.recognition import Recognition, without_doubts
from chengxin.intake.rules.sheet import Sheet
from chengxin.intake.rules.translating import translate

PLACED = pl.Schema({**SCHEMA, "place": pl.UInt16()})
"""Findings with the place of their check among those of a part: findings about a row stand in this order."""


@dataclass(frozen=True)
class Plan:
    """How a table is judged; ``recognition`` has nothing left to ask. ``seeds`` are those of ``across``."""

    item: Item
    recognition: Recognition
    layout: Layout | None
    circumstances: Circumstances
    seeds: Seeds


@dataclass(frozen=True)
class Mark:
    """How far a table was judged: its data rows so far, and whether the last row belonged to an explanation."""

    rows: int = 0
    explains: bool | None = None


@dataclass(frozen=True)
class Open:
    """What of a part is answered when all parts were seen.

    ``told`` has a row for each that is compared: ``row``, the columns of ``across.told_of``, ``value`` to show, and
    ``quiet`` where nothing more may be said of the row.
    """

    check: Check
    place: int
    told: pl.DataFrame


@dataclass(frozen=True)
class Part:
    """The outcome of a part: ``findings`` as ``PLACED``, ``notes`` about the file, ``left_out`` rows that explain."""

    findings: pl.DataFrame
    notes: pl.DataFrame
    open: tuple[Open, ...]
    left_out: int
    mark: Mark


def begin(
    item: Item, head: Sheet, found: Recognition | None, *, items: Iterable[Item]
) -> tuple[Recognition | None, pl.DataFrame]:
    """Return how the table is read, or None and the findings why it is not; ``head`` has its first rows at least."""
    if found is None or found.is_wrong_item(item):
        return None, judging.wrong_item(item, items, judging.header_of(head, found.header if found else 0))
    return (found if found.is_sure else without_doubts(found)), no_findings()


def judge_part(plan: Plan, sheet: Sheet, before: Mark) -> Part:
    """Judge the rows of a part, without a header; ``before`` is where the part ahead of it ended."""
    cells = _as_wide_as(sheet.cells, plan.recognition)
    data, left_out, explains = judging.without_explanations(cells, before.explains)
    mark = Mark(before.rows + len(data), explains)
    if data.is_empty():
        return Part(PLACED.to_frame(), no_findings(), (), left_out, mark)
    translated = translate(plan.item, data, plan.recognition, plan.layout, first=before.rows + 1)
    marked = translated.frame.with_columns(judging.marks(data, sheet, plan.recognition))
    table = normalised(marked, translated.item.fields)
    checks = list(every_check(translated.item, table, plan.circumstances))
    found = _found(table, checks)
    minors = found.filter(pl.col("code") == Code.MINOR.value)["row"]
    elsewhere = pl.Series(sorted(translated.elsewhere), dtype=pl.UInt32)
    said = persons.without_minors(found).filter(~pl.col("row").is_in(elsewhere.implode()))
    absent = [field.code for field in plan.recognition.missing(plan.item)]
    about_rows = translated.findings.filter(pl.col("row") > 0).with_columns(place=pl.lit(0, pl.UInt16))
    return Part(
        findings=pl.concat([about_rows, judging.without_noise(said, absent)]),
        notes=translated.findings.filter(pl.col("row") == 0),
        open=tuple(_open(table, checks, plan.seeds, quiet=pl.concat([minors, elsewhere]))),
        left_out=left_out,
        mark=mark,
    )


def _as_wide_as(cells: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Return the cells with the columns of the header that no row of the part reaches."""
    width = max((column.place for column in recognition.columns), default=-1) + 1
    lacking = (str(place) for place in range(cells.width - 1, width))
    return cells.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def _found(table: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
    """Return what the checks find that look at a row alone, in their order."""
    alone = [(place, one) for place, one in enumerate(checks, start=1) if one.across is None]
    found = found_by(table, [one for _place, one in alone])
    placed = [
        one.with_columns(place=pl.lit(place, pl.UInt16)) for (place, _check), one in zip(alone, found, strict=True)
    ]
    return pl.concat([PLACED.to_frame(), *placed])


def _open(table: pl.DataFrame, checks: Sequence[Check], seeds: Seeds, *, quiet: pl.Series) -> Iterable[Open]:
    is_quiet = pl.col("row").is_in(quiet.implode()).alias("quiet")
    for place, one in enumerate(checks, start=1):
        if one.across is not None:
            compared = table.lazy().filter(one.across.asked)
            told = compared.select("row", *told_of(one.across, seeds), shown_value(one).alias("value"), is_quiet)
            yield Open(one, place, told.collect())


def answered(check: Check, place: int, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the findings, as ``PLACED``, about rows of ``Open.told`` that turned out wrong."""
    message = pl.lit(check.message).alias("message")
    return rows.filter(~pl.col("quiet")).select(
        "row", *words_of(check), "value", message, pl.lit(place, pl.UInt16).alias("place")
    )


def about_file(plan: Plan, head: Sheet, parts: Iterable[pl.DataFrame], *, rows: int, left_out: int) -> pl.DataFrame:
    """Return the findings about the file; ``parts`` are the ``notes`` of its parts."""
    told = judging.about_file(plan.item, head, plan.recognition, left_out)
    if not rows:
        return pl.concat([told, judging.nothing_below()])
    return pl.concat([told, pl.concat([no_findings(), *parts]).unique(maintain_order=True)])


def returned_of(plan: Plan, *, rows: int, wrong: int) -> int:
    """Return how many rows come back: those with an error, all where a column is missing."""
    return rows if plan.recognition.missing(plan.item) else wrong

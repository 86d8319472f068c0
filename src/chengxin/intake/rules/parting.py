"""Rows of one file judged by the versions of the item that were in force on their days of decision.

Nearly every file is of one version: it is judged once. Only a file of several is taken apart, each part judged as a
file of its own with the header of all, and its rows given their numbers back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from chengxin.catalog.rules import Field, Item, Means, Timeline, hash_of
from chengxin.intake.rules.checking import EARLIEST, Circumstances
from chengxin.intake.rules.findings import SCHEMA, Severity, no_findings
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.judging import Judgement, judge
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.recognition import PERSON, STATE, Ground, Recognition
from chengxin.intake.rules.sheet import Sheet
from chengxin.intake.rules.values import raw


@dataclass(frozen=True)
class Parted:
    """The judgement of a file, and its parts by version.

    ``item`` is the version of the day of receipt. ``whole`` has all findings and the rows of all parts counted;
    ``loose`` are the findings that belong to no part: about the file, and about rows that lie in no edition.
    """

    item: Item
    whole: Judgement
    parts: tuple[tuple[Item, Judgement], ...]
    loose: pl.DataFrame

    @property
    def versions(self) -> tuple[Item, ...]:
        """The versions that judged, that of the day of receipt first; it names the item."""
        return (self.item, *(version for version, _part in self.parts if version is not self.item))

    @property
    def is_whole(self) -> bool:
        """Whether one version, that of the day of receipt, judged all rows."""
        return len(self.parts) == 1 and self.parts[0][1] is self.whole


@dataclass(frozen=True)
class Reading:
    """How the columns are read, where that is known, and the layout they were recognised by."""

    recognition: Recognition | None = None
    layout: Layout | None = None

    def of(self, version: Item) -> Recognition | None:
        """Return the recognition with the columns that a version has no field for left unused."""
        if self.recognition is None:
            return None
        own = {field.code for field in version.fields} | {PERSON, STATE, ""}
        columns = (
            column if column.target in own else replace(column, target="", ground=Ground.UNKNOWN, alias="")
            for column in self.recognition.columns
        )
        return replace(self.recognition, columns=tuple(columns))


def judge_by_edition(
    item: Item,
    sheet: Sheet,
    *,
    timeline: Timeline,
    items: Iterable[Item],
    circumstances: Circumstances,
    reading: Reading,
) -> Parted:
    """Judge a table, each row by the version in force on its day of decision; ``item`` judges rows without a day."""
    others = list(items)
    first = judge(
        item,
        sheet,
        items=others,
        circumstances=circumstances,
        recognition=reading.recognition,
        layout=reading.layout,
    )
    decided = item.meaning(Means.DECIDED_ON)
    if first.table is None or decided is None or not timeline.stages:
        return Parted(item, first, ((item, first),), no_findings())
    days = first.table.select("row", day=pl.col(decided.code))
    different = days["day"].drop_nulls().unique().to_list()
    # A day that can not be is told as that, not as one of no edition.
    versions = {day: timeline.on(day) if day >= EARLIEST else item for day in different}
    if all(version == item for version in versions.values()):
        return Parted(item, first, ((item, first),), no_findings())
    setting = _Setting(sheet, first, timeline, others, circumstances, decided, reading)
    return _taken_apart(item, days, versions, setting)


@dataclass(frozen=True)
class _Setting:
    sheet: Sheet
    first: Judgement
    timeline: Timeline
    items: list[Item]
    circumstances: Circumstances
    decided: Field
    reading: Reading


def _taken_apart(item: Item, days: pl.DataFrame, versions: Mapping[date, Item | None], setting: _Setting) -> Parted:
    first = setting.first
    judged = {hash_of(version): version for version in [item, *versions.values()] if version is not None}
    of_day = {day: "" if version is None else hash_of(version) for day, version in versions.items()}
    told = days.with_columns(
        version=pl.col("day").replace_strict(of_day, default=hash_of(item), return_dtype=pl.String)
    )
    parts: list[tuple[Item, Judgement]] = []
    for digest, version in judged.items():
        rows = told.filter(pl.col("version") == digest)["row"]
        if not rows.is_empty():
            parts.append((version, _judged(version, rows, setting)))
    outside = _outside(told.filter(pl.col("version") == ""), setting)
    loose = pl.concat([_about_file([first, *(part for _version, part in parts)]), outside])
    parts = [(version, _without_file(part)) for version, part in parts]
    returned = frozenset(outside["row"].to_list()).union(*(part.returned for _version, part in parts))
    findings = pl.concat([loose, *(part.findings for _version, part in parts)]).sort("row", maintain_order=True)
    whole = replace(first, returned=returned, findings=findings)
    return Parted(item, whole, tuple(parts), loose)


def _judged(version: Item, rows: pl.Series, setting: _Setting) -> Judgement:
    """Judge some rows as a file of their own, and give findings and table the numbers the rows have in the file."""
    sheet, first = setting.sheet, setting.first
    lines = first.lines.gather(rows - 1)
    begin = first.lines.min()
    own = sheet.cells.filter((pl.col("line") < begin) | pl.col("line").is_in(lines.implode()))
    part = judge(
        version,
        replace(sheet, cells=own),
        items=setting.items,
        circumstances=setting.circumstances,
        recognition=setting.reading.of(version),
        layout=setting.reading.layout,
    )
    if part.table is None:
        return replace(part, rows=len(rows), returned=frozenset(rows.to_list()))
    numbers = dict(enumerate(rows.to_list(), start=1))
    return replace(
        part,
        returned=frozenset(numbers[row] for row in part.returned),
        findings=part.findings.with_columns(_renumbered(numbers)),
        table=part.table.with_columns(_renumbered(numbers)),
        lines=first.lines,
    )


def _renumbered(numbers: Mapping[int, int]) -> pl.Expr:
    return pl.col("row").replace_strict(dict(numbers), default=0, return_dtype=pl.UInt32).alias("row")


def _about_file(judgements: list[Judgement]) -> pl.DataFrame:
    """Return what is said of the file, once; a column is unknown only if no version of the item knows it."""
    about = [one.findings.filter(pl.col("row") == 0) for one in judgements]
    unknown = pl.col("code") == Code.UNKNOWN_COLUMN.value
    common = set.intersection(*({*one.filter(unknown)["value"].to_list()} for one in about))
    every = pl.concat(about).unique(maintain_order=True)
    return every.filter(~unknown | pl.col("value").is_in(sorted(common)))


def _without_file(part: Judgement) -> Judgement:
    return replace(part, findings=part.findings.filter(pl.col("row") > 0))


def _outside(rows: pl.DataFrame, setting: _Setting) -> pl.DataFrame:
    """Return a finding for each row whose day of decision lies in no edition that holds the item."""
    table = setting.first.table
    if rows.is_empty() or table is None:
        return no_findings()
    days = rows["day"].drop_nulls().unique().to_list()
    words = {day: f"{setting.timeline.why_not(day)}，请删去这一行" for day in days}
    written = table.select("row", value=pl.col(raw(setting.decided.code)).fill_null("").str.head(200))
    return (
        rows.join(written, on="row", how="left", maintain_order="left")
        .select(
            pl.col("row").cast(pl.UInt32),
            pl.lit(setting.decided.code).alias("field"),
            pl.lit(Code.NOT_IN_EDITION.value).alias("code"),
            pl.lit(Severity.ERROR.value).alias("severity"),
            "value",
            pl.col("day").replace_strict(words, return_dtype=pl.String).alias("message"),
        )
        .match_to_schema(SCHEMA)
    )

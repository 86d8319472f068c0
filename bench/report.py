"""Puts the rows of all benches into one document: tables with medians, rates and ratios, and the machine."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bench.rows import Row

COLUMNS = "| measured | amount | median | slowest | rate | ratio | bar |\n|---|---:|---:|---:|---:|---|---|"
TITLE = """# Benchmarks

Written by `make bench`, each table when its bench ran: `make bench ARGS="--write NAME"` writes that one anew. Medians
of several runs after one to warm up; ratios are those of pairs where both took turns. Machines differ, so read ratios
before seconds. A bar that was not reached is said.
"""


def document(before: str, tables: Mapping[str, Sequence[Row] | str], *, on: date, revision: str) -> str:
    """Return the text of ``docs/benchmarks.md`` with these tables in it; ``before`` is the text so far.

    ``tables`` maps each heading to its rows, or to the words why there are none. Tables of other headings stay.
    """
    sections = {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in before.split("\n## ")[1:]}
    made = f"Measured on {on.isoformat()} at revision {revision}, on {machine()}."
    for heading, rows in tables.items():
        sections[heading] = f"{made}\n\n{rows if isinstance(rows, str) else table(rows)}"
    return "\n".join([TITLE, *(f"## {heading}\n\n{text}\n" for heading, text in sections.items())])


def table(rows: Sequence[Row]) -> str:
    """Return one table in Markdown."""
    by_name = {row.what: row for row in rows}
    return "\n".join([COLUMNS, *(line(row, by_name) for row in rows)])


def line(row: Row, by_name: Mapping[str, Row]) -> str:
    """Return one row; its ratio says how many times the rate of the row it is held against."""
    other = by_name.get(row.against or "")
    cells = (
        row.what,
        f"{row.amount:,} {row.unit}",
        f"{row.median:.3f} s",
        f"{max(row.seconds):.3f} s ({len(row.seconds)} runs)",
        f"{row.rate:,.0f} {row.unit}/s",
        f"{row.beside(other):.2f} × {other.what}" if other else "",
        bar_of(row, other),
    )
    return f"| {' | '.join(cells)} |"


def bar_of(row: Row, other: Row | None) -> str:
    """Return the bar of a row and whether it was reached."""
    if row.bar is None:
        return ""
    return f"{row.bar.told}: {'reached' if row.bar.is_reached(row, other) else '**not reached**'}"


def missed(rows: Sequence[Row]) -> list[str]:
    """Return a line for each bar that was not reached."""
    by_name = {row.what: row for row in rows}
    told = ((row, by_name.get(row.against or "")) for row in rows if row.bar is not None)
    return [f"{row.what}: {row.bar.told}" for row, other in told if row.bar and not row.bar.is_reached(row, other)]


def machine() -> str:
    """Return a sentence's worth of facts about this machine."""
    processor = platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        names = [one.split(":", 1)[1].strip() for one in facts.read_text().splitlines() if one.startswith("model name")]
        processor = names[0] if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} × {processor}, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )

"""Puts the rows of all benches into one document: tables with medians, rates and ratios, and the machine."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bench.rows import Row

COLUMNS = "| measured | amount | median | slowest | rate | ratio |\n|---|---:|---:|---:|---:|---|"


def document(tables: Mapping[str, Sequence[Row]], *, on: date, revision: str) -> str:
    """Return the text of ``docs/benchmarks.md``; ``tables`` maps each heading to its rows."""
    made = f"Written by `make bench` on {on.isoformat()} at revision {revision}, on {machine()}."
    hint = "Medians of several runs after one to warm up; machines differ, so read ratios before seconds."
    parts = ["# Benchmarks", f"{made} {hint}"]
    for heading, rows in tables.items():
        parts += [f"## {heading}", table(rows)]
    return "\n\n".join(parts) + "\n"


def table(rows: Sequence[Row]) -> str:
    """Return one table in Markdown."""
    by_name = {row.what: row for row in rows}
    return "\n".join([COLUMNS, *(line(row, by_name) for row in rows)])


def line(row: Row, by_name: Mapping[str, Row]) -> str:
    """Return one row; its ratio says how many times the rate of the row it is held against."""
    ratio = f"{row.rate / by_name[row.against].rate:.2f} × {row.against}" if row.against else ""
    cells = (
        row.what,
        f"{row.amount:,} {row.unit}",
        f"{row.median:.3f} s",
        f"{max(row.seconds):.3f} s ({len(row.seconds)} runs)",
        f"{row.rate:,.0f} {row.unit}/s",
        ratio,
    )
    return f"| {' | '.join(cells)} |"


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

"""A csv of 10,000,000 penalties checked from the disk, in a process of its own whose memory is the question.

The file is made as it is checked, a part at a time, and never whole in memory. Every thousandth row has no basis, the
last thousand tell facts of the first thousand again, and one name has two codes at both ends of the file: all of it
has to be found, and nothing else. The limit is the same file read by the same machine and thrown away.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.load import invented
from bench.rows import Bar, Row

SIZE = int(os.environ.get("CHENGXIN_BENCH_STREAMED_ROWS", "10000000"))
PART = 100_000
TOLD_AGAIN = 1_000
EVERY = 1_000
TWIN = 1
MOST_MEBIBYTES = 1024
PIECE = 8_000_000
KEEPS = {"CX_SXCD": "一般", "CF_JDRQ": "2026/06/29"}


def written(path: Path, rows: int) -> None:
    """Write the file, a part at a time."""
    about = invented.organisations(PART, seed=11).with_columns(name=pl.format("演示{}号厂", pl.int_range(pl.len())))
    with path.open("wb") as file:
        for begin in range(0, rows, PART):
            part(about, begin, rows).write_csv(file, include_header=not begin)


def part(about: pl.DataFrame, begin: int, rows: int) -> pl.DataFrame:
    """Return a part of the file, with the faults that its rows have by their numbers."""
    places = pl.Series("place", range(begin, min(begin + PART, rows)), dtype=pl.Int64)
    again = places >= rows - TOLD_AGAIN
    numbers = (places - again.cast(pl.Int64) * (rows - TOLD_AGAIN)).alias("number")
    made = invented.penalties(about[(numbers % PART)].with_columns(numbers)).with_columns(places, again=again)
    made = made.with_columns(pl.lit(value).alias(code) for code, value in KEEPS.items())
    twins = numbers.is_in([TWIN, rows - TOLD_AGAIN - TWIN])
    return made.with_columns(
        CF_YJ=pl.when((pl.col("place") % EVERY == 0) & ~pl.col("again")).then(None).otherwise("CF_YJ"),
        CF_XDR_MC=pl.when(twins).then(pl.lit("演示同名厂")).otherwise("CF_XDR_MC"),
    ).drop("place", "again")


def expected(rows: int) -> dict[str, int]:
    """Return how many findings of each kind there are."""
    return {"missing": -(-(rows - TOLD_AGAIN) // EVERY), "duplicate-in-file": TOLD_AGAIN, "same-name": 3}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        found = []
        for rows in (SIZE // 10, SIZE):
            written(path, rows)
            found.append((rows, checked(path), read(path)))
        return [row for rows, told, seconds in found for row in rows_of(rows, told, seconds, expected(rows))]


def checked(path: Path) -> dict[str, object]:
    """Return what a process of its own says of its check."""
    words = [sys.executable, "-m", "bench.stream.child", str(path)]
    answer = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603  our own program
    told: dict[str, object] = json.loads(answer.stdout)
    return told


def read(path: Path) -> float:
    """Return the seconds in which the bytes alone are read."""
    began = time.perf_counter()
    with path.open("rb") as file:
        while file.read(PIECE):
            pass
    return time.perf_counter() - began


def rows_of(rows: int, told: dict[str, object], seconds: float, wanted: dict[str, int]) -> list[Row]:
    floor = f"bytes of {rows:,} rows alone"
    right = told["found"] == wanted
    if not right:
        print(f"found {told['found']}, expected {wanted}", flush=True)
    peak = int(str(told["peak"]))
    bar = Bar(
        holds=right and peak < MOST_MEBIBYTES, words=f"below {MOST_MEBIBYTES:,} MiB, everything found and nothing else"
    )
    return [
        Row(floor, rows, "rows", (seconds,)),
        Row(f"check of {rows:,} rows ({peak:,} MiB)", rows, "rows", (float(str(told["seconds"])),), floor, bar),
    ]

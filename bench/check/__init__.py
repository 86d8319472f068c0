"""The check of a file of 1,000,000 penalties with 30 kinds of faults, beside its peers.

All take turns, five times. Each starts from the file's columns as texts (frictionless: from a csv of a part of the
rows, as it reads itself) and ends with who broke which rule in which row; ours with the sentence for the clerk as well.
dataframely and pandera run our own expressions, as plain ones; frictionless the same rules written in Python. Each runs
in a process of its own: the peak of its memory is with its name, and what it missed or found too much of.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from bench.check import made, peers
from bench.rows import RUNS, Bar, Row

SIZE = int(os.environ.get("CHENGXIN_BENCH_CHECKED_ROWS", "1000000"))
SHARE_OF_FRICTIONLESS = 25
BARS = {"by_frictionless": 20, "by_dataframely": 0.8}
OURS = "ours"
NAMES = {"by_intake": OURS, "by_dataframely": "dataframely", "by_pandera": "pandera", "by_frictionless": "frictionless"}


@dataclass
class Contender:
    """A process that works once for each line it is sent."""

    module: str
    rows: int
    process: subprocess.Popen[str]
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    def line(self) -> str:
        """Return what it says next.

        Raises:
            RuntimeError: it died.
        """
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if not said:
            raise RuntimeError(f"{self.module} ended")
        return said.strip()

    def work(self) -> None:
        """Have it work once."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        self.seconds.append(json.loads(self.line()))

    def end(self) -> None:
        """Have it write what it found."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.peak = int(self.line())


@contextmanager
def contending(module: str, folder: Path, site: Path | None, rows: int) -> Iterator[Contender]:
    """Have a contender that is ready within the block."""
    words = [sys.executable, "-m", "bench.check.contenders", module, str(folder), str(site or "")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own program
        contender = Contender(module, rows, process)
        while contender.line() != "ready":
            pass
        yield contender


def run() -> list[Row]:
    site = peers.site()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        small = SIZE // SHARE_OF_FRICTIONLESS
        make(folder, folder / "small", small)
        modules = list(NAMES) if site else ["by_intake"]
        contenders = [
            stack.enter_context(
                contending(
                    module,
                    folder / "small" if module == "by_frictionless" else folder,
                    site,
                    small if module == "by_frictionless" else SIZE,
                )
            )
            for module in modules
        ]
        for _ in range(RUNS + 1):
            for one in contenders:
                one.work()
        for one in contenders:
            one.end()
        rows = {
            one.module: row_of(one, folder / "small" if one.module == "by_frictionless" else folder)
            for one in contenders
        }
        return [*rows.values(), *beside(rows)]


def beside(rows: dict[str, Row]) -> Iterator[Row]:
    """Give our row again beside each peer that there is a bar for; a peer that can not be had is a bar not reached."""
    ours = rows["by_intake"]
    for module, ratio in BARS.items():
        other = rows.get(module)
        name = f"{OURS} beside {NAMES[module]}"
        yield replace(ours, what=name, against=other.what if other else None, bar=Bar(ratio=ratio))


def make(folder: Path, small: Path, count: int) -> None:
    """Write the file, its first rows, and what is true of both."""
    small.mkdir()
    rows, truth = made.rows(SIZE)
    rows.write_parquet(folder / "rows.parquet")
    truth.write_parquet(folder / "truth.parquet")
    rows, truth = made.rows(count)
    rows.write_csv(small / "rows.csv")
    truth.write_parquet(small / "truth.parquet")


def row_of(one: Contender, folder: Path) -> Row:
    """Return the row of a contender: the run to warm up is left out, what was missed and false is told."""
    truth, found = pl.read_parquet(folder / "truth.parquet"), pl.read_parquet(folder / f"{one.module}.parquet")
    keys = ["row", "field", "code"]
    missed = truth.join(found, on=keys, how="anti")
    false = found.join(truth, on=keys, how="anti")
    for words, wrong in (("missed", missed), ("false", false)):
        if not wrong.is_empty():
            print(f"{NAMES[one.module]} {words}: {wrong.group_by('field', 'code').len().rows()}", flush=True)
    what = f"{NAMES[one.module]} ({len(missed)} missed, {len(false)} false of {len(truth):,}; {one.peak:,} MiB)"
    bar = Bar(holds=not len(missed) and not len(false), words="none missed, none false")
    return Row(what, one.rows, "rows", tuple(one.seconds[1:]), bar=bar if one.module == "by_intake" else None)

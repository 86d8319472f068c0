"""``python -m bench [--write] [NAME …]`` runs all benches, or those named.

What ran is written into ``docs/benchmarks.md`` if all ran or ``--write`` says so. The exit status is 0, 1 if a bar was
not reached or a bench broke off, and 2 for a name that is none.
"""

import importlib
import pkgutil
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import bench
from bench import report
from bench.rows import Row

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
WRITE = "--write"
PARTS_OF_THE_RUNNER = {"__main__", "memory", "report", "rows"}


def names() -> list[str]:
    """Return the benches: every module here but the runner's own."""
    return sorted({found.name for found in pkgutil.iter_modules(bench.__path__)} - PARTS_OF_THE_RUNNER)


def heading(module: ModuleType) -> str:
    """Return the first sentence of a bench's docstring."""
    return (module.__doc__ or module.__name__).strip().splitlines()[0].rstrip(".")


def revision() -> str:
    """Return the short name of the commit that is measured; marked when files differ from it."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    words = [git, "describe", "--always", "--dirty"]
    answer = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return answer.stdout.strip() or "unknown"


def measured(name: str) -> Sequence[Row] | str:
    """Run a bench and return its rows, or the words that it broke off, so that the others are still measured."""
    try:
        rows: Sequence[Row] = importlib.import_module(f"bench.{name}").run()
    except Exception as fault:  # noqa: BLE001  told, and the next one has its turn
        traceback.print_exc()
        return f"Broke off: {type(fault).__name__}."
    return rows


def main(words: list[str]) -> int:
    """Run the benches and return the exit status."""
    chosen, known = [word for word in words if word != WRITE], names()
    unknown = set(chosen) - set(known)
    if unknown:
        print(f"没有这项测量：{', '.join(sorted(unknown))}；有：{', '.join(known)}", file=sys.stderr)
        return 2
    tables: dict[str, Sequence[Row] | str] = {}
    faults: list[str] = []
    for name in chosen or known:
        title, began = heading(importlib.import_module(f"bench.{name}")), time.monotonic()
        print(f"── {name} · {title}", flush=True)
        rows = tables[title] = measured(name)
        faults += [f"{name}: {rows}"] if isinstance(rows, str) else [f"{name}: {one}" for one in report.missed(rows)]
        print(f"{rows if isinstance(rows, str) else report.table(rows)}\n{time.monotonic() - began:.0f} s", flush=True)
    if not chosen or WRITE in words:
        before = DOCUMENT.read_text(encoding="utf-8") if chosen and DOCUMENT.is_file() else ""
        text = report.document(before, tables, on=datetime.now(UTC).date(), revision=revision())
        DOCUMENT.write_text(text, encoding="utf-8")
        print(f"已写入 written: {DOCUMENT.relative_to(ROOT)}")
    for fault in faults:
        print(f"■ 没有达到 not reached · {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

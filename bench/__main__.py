"""``python -m bench [NAME …]`` runs all benches, or those named, and writes ``docs/benchmarks.md`` when all ran."""

import importlib
import pkgutil
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import bench
from bench import report

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
PARTS_OF_THE_RUNNER = {"__main__", "rows", "report"}


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


def main(chosen: list[str]) -> int:
    """Run the benches and return 0, or 2 for a name that is none of them."""
    known = names()
    unknown = set(chosen) - set(known)
    if unknown:
        print(f"没有这项测量：{', '.join(sorted(unknown))}；有：{', '.join(known)}", file=sys.stderr)
        return 2
    tables = {}
    for name in chosen or known:
        module = importlib.import_module(f"bench.{name}")
        print(f"── {name} · {heading(module)}", flush=True)
        rows = module.run()
        print(report.table(rows), flush=True)
        tables[heading(module)] = rows
    if tables and not chosen:
        text = report.document(tables, on=datetime.now(UTC).date(), revision=revision())
        DOCUMENT.write_text(text, encoding="utf-8")
        print(f"已写入 written: {DOCUMENT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A workbook of 300,000 penalties with 31 columns, read by our adapter and by calamine alone.

Ours also looks for cells that lie absurdly far apart, for formula errors, which calamine passes over, and for numbers
in cells of codes, and ends with columns of text.
"""

import tempfile
from pathlib import Path

import polars as pl
import python_calamine
import xlsxwriter

from bench.load import invented
from bench.rows import Bar, Row, timed
from chengxin.intake.adapters import read_file

ROWS = 300_000
RUNS = 5


def written(folder: Path) -> Path:
    """Write the workbook, row after row."""
    about = invented.organisations(ROWS // 5, seed=11)
    numbers = pl.Series("number", range(ROWS), dtype=pl.Int64)
    rows = invented.penalties(about[(numbers % about.height)].with_columns(numbers))
    path = folder / "rows.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, rows.columns)
        for line, row in enumerate(rows.iter_rows(), start=1):
            page.write_row(line, 0, [cell or "" for cell in row])
    return path


def bare(path: Path) -> None:
    """Read the cells and nothing else."""
    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder))
        alone = "calamine alone"
        turns = [(timed(lambda: bare(path), None), timed(lambda: read_file(path), None)) for _ in range(RUNS + 1)][1:]
        theirs, ours = (tuple(seconds) for seconds in zip(*turns, strict=True))
        return [
            Row(alone, ROWS, "rows", theirs),
            Row("our adapter", ROWS, "rows", ours, alone, Bar(ratio=0.6)),
        ]

"""A table of any length, judged part by part from the disk: memory holds one part, the answers lie in a folder.

What a row is compared by with rows of other parts is laid down as hashes (``rules.across``) and looked through at the
end, a share at a time.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import polars as pl

from chengxin.catalog.rules import Item
from chengxin.intake.adapters import TEXTS, Sheet, read_file
from chengxin.intake.adapters.delimited import ROWS_AT_ONCE, parts_of, sheet_of
from chengxin.intake.adapters.texts import writing_of
from chengxin.intake.rules import Circumstances, across, parts
from chengxin.intake.rules.checking import Check
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.parts import Mark, Part, Plan
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise
from chengxin.intake.rules.recognition import Recognition

ROWS_OF_A_SHARE = 1_000_000
"""So many compared rows are looked through at once."""


@dataclass(frozen=True)
class LongJudgement:
    """What became of a table: rows read = accepted + returned.

    ``about_file`` are the findings about the file; those about its rows lie in ``files``, in the order of the rows.
    """

    rows: int
    returned: int
    recognition: Recognition | None
    about_file: pl.DataFrame
    files: tuple[Path, ...]

    def findings(self) -> Iterator[pl.DataFrame]:
        """Yield all findings (``findings.SCHEMA``), those about the file first, then the rows' a part at a time."""
        yield self.about_file
        for path in self.files:
            yield pl.read_parquet(path, memory_map=False)


@contextmanager
def judged(
    path: Path,
    item: Item,
    *,
    items: Iterable[Item],
    circumstances: Circumstances,
    layouts: Mapping[str, Layout],
    rows: int | None = None,
    tell: Callable[[int], object] = int,
) -> Iterator[LongJudgement]:
    """Judge a file against an item within the block, ``rows`` at a time (``ROWS_AT_ONCE``), however long the file is.

    A workbook, JSON and XML are read whole, as their readers do. The outcome is that of ``rules.judge``, but of a table
    of another item no more than the head is read. ``tell`` hears after each part how many rows were judged so far.

    Raises:
        Unreadable: it is no table.
    """
    with tempfile.TemporaryDirectory(prefix="judged-") as folder:
        source = _with_a_head(_parts(path, rows or ROWS_AT_ONCE))
        head = next(source)
        known = Known(layouts=tuple(layouts.values()), asks_missing=False)
        found = recognise(item, head.cells.drop("line").head(CELLS_LOOKED_AT), known)
        recognition, refused = parts.begin(item, head, found, items=items)
        if recognition is None:
            yield LongJudgement(0, 0, found, refused, ())
            return
        layout = layouts.get(recognition.layout)
        plan = Plan(item, recognition, layout, circumstances, (secrets.randbits(63), secrets.randbits(63)))
        table = _Table(plan, Path(folder))
        for sheet in chain([replace(head, cells=head.cells.slice(recognition.first))], source):
            table.take(sheet)
            tell(table.mark.rows)
        yield table.outcome(head, found)


def _parts(path: Path, rows: int) -> Iterator[Sheet]:
    if path.suffix.lower() not in TEXTS or path.stat().st_size == 0:
        yield read_file(path)
        return
    writing = writing_of(path)
    for cells in parts_of(path, writing, rows):
        yield sheet_of(cells, writing)


def _with_a_head(sheets: Iterator[Sheet]) -> Iterator[Sheet]:
    """Yield the parts, the first with as many rows as the columns are recognised by, if the table has so many."""
    head: Sheet | None = None
    for sheet in sheets:
        head = sheet if head is None else replace(head, cells=pl.concat([head.cells, sheet.cells], how="diagonal"))
        if head.cells.height >= CELLS_LOOKED_AT:
            break
    yield head or Sheet(pl.DataFrame(schema={"line": pl.UInt32}), frozenset(), frozenset())
    yield from sheets


@dataclass
class _Comparison:
    """What one of the comparisons has to go through: for each part a file of ``parts.Open.told``, and its check."""

    laid: list[tuple[Path, Check, int]] = field(default_factory=list)
    rows: int = 0

    def wrong(self) -> pl.Series:
        """Return the rows that are wrong, ascending. Alike rows lie in the same share."""
        shares = -(-self.rows // ROWS_OF_A_SHARE)
        table = pl.scan_parquet([path for path, _check, _place in self.laid]).drop("value", "quiet")
        found = [
            across.wrong_rows(table.filter(pl.col("alike0") % shares == share).sort("row").collect())
            for share in range(shares)
        ]
        return pl.concat([pl.Series("row", [], dtype=pl.UInt32), *found]).sort()

    def findings(self, number: int, wrong: pl.Series) -> pl.DataFrame:
        """Return the findings about those of the wrong rows that lie in a part."""
        path, check, place = self.laid[number]
        rows = pl.scan_parquet(path).select("row", "value", "quiet").filter(pl.col("row").is_in(wrong.implode()))
        return parts.answered(check, place, rows.collect())


@dataclass
class _Table:
    """What is known of a table while its parts come by; ``folder`` has the rest."""

    plan: Plan
    folder: Path
    mark: Mark = field(default_factory=Mark)
    left_out: int = 0
    notes: list[pl.DataFrame] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    comparisons: dict[int, _Comparison] = field(default_factory=dict)

    def take(self, sheet: Sheet) -> None:
        """Judge a part and lay its answers down."""
        part = parts.judge_part(self.plan, sheet, self.mark)
        self.left_out += part.left_out
        if part.mark.rows > self.mark.rows:
            self.notes = [pl.concat([*self.notes, part.notes]).unique(maintain_order=True)]
            self._lay_down(part)
        self.mark = part.mark

    def _lay_down(self, part: Part) -> None:
        number = len(self.ends)
        self.ends.append(part.mark.rows)
        part.findings.write_parquet(self._file("findings", number), compression="lz4")
        for which, one in enumerate(part.open):
            path = self._file(f"compared-{which}", number)
            one.told.write_parquet(path, compression="lz4")
            comparison = self.comparisons.setdefault(which, _Comparison())
            comparison.laid.append((path, one.check, one.place))
            comparison.rows += one.told.height

    def _file(self, of: str, number: int) -> Path:
        return self.folder / f"{of}-{number}.parquet"

    def outcome(self, head: Sheet, found: Recognition | None) -> LongJudgement:
        """Answer what was left open and return everything."""
        wrong = [(one, one.wrong()) for one in self.comparisons.values()]
        returned = sum(self._complete(number, wrong) for number in range(len(self.ends)))
        rows = self.mark.rows
        return LongJudgement(
            rows=rows,
            returned=parts.returned_of(self.plan, rows=rows, wrong=returned),
            recognition=found,
            about_file=parts.about_file(self.plan, head, self.notes, rows=rows, left_out=self.left_out),
            files=tuple(self._file("findings", number) for number in range(len(self.ends))),
        )

    def _complete(self, number: int, wrong: list[tuple[_Comparison, pl.Series]]) -> int:
        """Put what was left open among the findings of a part; return how many of its rows have an error."""
        begin = self.ends[number - 1] if number else 0
        path = self._file("findings", number)
        later = []
        for comparison, rows in wrong:
            first, after = (rows.search_sorted(row + 1) for row in (begin, self.ends[number]))
            later.append(comparison.findings(number, rows.slice(first, after - first)))
        every = pl.concat([pl.read_parquet(path, memory_map=False), *later]).sort("row", "place")
        every.drop("place").write_parquet(path, compression="lz4")
        return every.filter(pl.col("severity") == Severity.ERROR.value)["row"].n_unique()

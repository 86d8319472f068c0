"""From a table as read to an answer: find the header, map the columns, leave out what is no data, check."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from chengxin.catalog.rules import Item, hash_of
from chengxin.intake.rules.checking import Answer, Circumstances, check
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.findings import Severity, file_finding, no_findings
from chengxin.intake.rules.mapping import Mapping, header_row, is_header, likely_item, map_headers
from chengxin.intake.rules.sheet import Sheet

ROWS_LOOKED_AT = 30
"""Within so many rows the header must stand; title rows come before it."""
EXPLANATION = r"^[\s　]*(表格说明|填表说明|填报说明|填写说明|说明[:：]|注[:：]|备注[:：])"
CELLS_OF_AN_EXPLANATION = 2


@dataclass(frozen=True)
class Judgement:
    """What became of a file: rows read = accepted + returned; ``findings`` includes those about the file (row 0).

    ``table``: the normalised rows (see ``checking.Answer``), None if the file could not be judged row by row;
    ``lines``: the sender's line of each data row, by place.
    """

    rows: int
    returned: frozenset[int]
    findings: pl.DataFrame
    table: pl.DataFrame | None
    lines: pl.Series

    @property
    def accepted(self) -> int:
        """How many rows go on."""
        return self.rows - len(self.returned)


def judge(item: Item, sheet: Sheet, *, items: Iterable[Item], circumstances: Circumstances) -> Judgement:
    """Judge a table against an item; ``items`` are those a mistaken file may be for."""
    first = [["" if cell is None else cell for cell in row] for row in _cells(sheet).head(ROWS_LOOKED_AT).iter_rows()]
    place = header_row(item, first)
    if place is None:
        return _refused(_wrong_item(item, items, first[0] if first else []))
    mapping = map_headers(item, first[place])
    if mapping.is_wrong_item(item):
        return _refused(_wrong_item(item, items, first[place]))
    below = sheet.cells.slice(place + 1)
    seconds = sum(is_header(item, row) for row in first[place + 1 : place + 3])
    data, left_out = _without_explanations(below.slice(seconds))
    about_file = pl.concat([*_about_columns(mapping), _about_rows(left_out), _about_template(item, sheet)])
    if data.is_empty():
        empty = file_finding(Code.UNREADABLE, Severity.ERROR, "表头下面没有数据，请填写后再上传")
        return _refused(pl.concat([about_file, empty]))
    answer = check(item, _frame(data, sheet, mapping), circumstances)
    absent = [field.code for field in mapping.missing]
    return Judgement(
        rows=len(data),
        returned=frozenset(answer.table["row"].to_list()) if absent else answer.returned,
        findings=pl.concat([about_file, _without_noise(answer, absent)]),
        table=answer.table,
        lines=data["line"],
    )


def columns_of(item: Item, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the sender's line of the header and the place of each field's column; 0 and nothing if there is none."""
    first = [["" if cell is None else cell for cell in row] for row in _cells(sheet).head(ROWS_LOOKED_AT).iter_rows()]
    place = header_row(item, first)
    if place is None:
        return 0, {}
    mapping = map_headers(item, first[place])
    return sheet.cells["line"][place], {code: column for column, code in mapping.columns.items()}


def _without_noise(answer: Answer, absent: list[str]) -> pl.DataFrame:
    """Return the findings of the rows; a column that is not there is said once, not again for each row."""
    noise = pl.col("field").is_in(absent) & (pl.col("code") == Code.MISSING.value)
    return answer.findings.filter(~noise)


def _refused(findings: pl.DataFrame) -> Judgement:
    return Judgement(
        rows=0, returned=frozenset(), findings=findings, table=None, lines=pl.Series("line", [], dtype=pl.UInt32)
    )


def _wrong_item(item: Item, items: Iterable[Item], headers: list[str]) -> pl.DataFrame:
    likely = likely_item([one for one in items if one.key != item.key], headers)
    known = (
        f"看起来是“{likely.name}”的表，请换成那个目录项再上传" if likely else "请从本目录项下载模板，对照表头后再上传"
    )
    return file_finding(Code.WRONG_ITEM, Severity.ERROR, f"这不是“{item.name}”的表。{known}")


def _about_columns(mapping: Mapping) -> list[pl.DataFrame]:
    """Return what the header has too little or too much."""
    missing = [
        file_finding(Code.MISSING_COLUMN, Severity.ERROR, f"缺少“{field.name}”这一列，请补上后重新上传", field.code)
        for field in mapping.missing
    ]
    unknown = [
        file_finding(
            Code.UNKNOWN_COLUMN, Severity.WARNING, f"没有用到“{header}”这一列：本目录项没有这个字段", "", header
        )
        for header in mapping.unknown
    ]
    twice = [
        file_finding(Code.UNKNOWN_COLUMN, Severity.WARNING, f"“{header}”和前面一列是同一个字段，没有用到", "", header)
        for header in mapping.twice
    ]
    return [no_findings(), *missing, *unknown, *twice]


def _about_template(item: Item, sheet: Sheet) -> pl.DataFrame:
    """Say that the file was filled in an earlier template of the item; it is judged by the item all the same."""
    key, _, version = sheet.made_for.partition(" ")
    if key != item.key or version == hash_of(item)[:8]:
        return no_findings()
    words = f"这份文件用的是较早一版的模板，已按现行的“{item.name}”核对。下次请换用新模板"
    return file_finding(Code.OLD_TEMPLATE, Severity.NOTE, words)


def _about_rows(left_out: int) -> pl.DataFrame:
    if not left_out:
        return no_findings()
    return file_finding(Code.EXPLANATION_ROWS, Severity.NOTE, f"表尾的{left_out}行说明文字没有当作数据")


def _without_explanations(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Leave out a row that begins an explanation and the sparse rows right under it; return also how many."""
    cells = [pl.col(name) for name in rows.columns if name != "line"]
    filled = pl.sum_horizontal(cell.is_not_null().cast(pl.UInt32) for cell in cells)
    begins = pl.coalesce(cells).str.contains(EXPLANATION) & (filled <= CELLS_OF_AN_EXPLANATION)
    full = filled > CELLS_OF_AN_EXPLANATION
    marked = rows.with_columns(
        pl.when(begins).then(pl.lit(value=True)).when(full).then(pl.lit(value=False)).forward_fill().alias("said"),
    )
    kept = marked.filter(~pl.col("said").fill_null(value=False)).drop("said")
    return kept, len(rows) - len(kept)


def _frame(data: pl.DataFrame, sheet: Sheet, mapping: Mapping) -> pl.DataFrame:
    """Return the data rows under their field codes, with marks on cells that were numbers or errors."""
    frame = data.select(pl.col(str(place)).alias(code) for place, code in mapping.columns.items())
    frame = frame.with_row_index("row", 1)
    marks = []
    for name, cells in (("numeric", sheet.numeric), ("error", sheet.errors)):
        for place, code in mapping.columns.items():
            lines = [line for line, column in cells if column == place]
            if lines:
                marks.append(data["line"].is_in(lines).alias(f"{name}|{code}"))
    return frame.with_columns(marks)


def _cells(sheet: Sheet) -> pl.DataFrame:
    return sheet.cells.drop("line")

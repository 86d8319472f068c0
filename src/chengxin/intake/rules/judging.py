"""From a table as read to an answer: find the header, map the columns, leave out what is no data, check."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from chengxin.catalog.rules import Item, hash_of
from chengxin.intake.rules.checking import Circumstances, check
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.findings import Severity, file_finding, no_findings
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.mapping import likely_item
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, recognise
from chengxin.intake.rules.recognition import Column, Ground, Recognition, without_doubts
from chengxin.intake.rules.sheet import Sheet
from chengxin.intake.rules.translating import translate

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


def judge(
    item: Item,
    sheet: Sheet,
    *,
    items: Iterable[Item],
    circumstances: Circumstances,
    recognition: Recognition | None = None,
    layout: Layout | None = None,
) -> Judgement:
    """Judge a table against an item; ``items`` are those a mistaken file may be for.

    ``recognition`` says how it is read, ``layout`` is the one it names; without it the item's own headers are known.
    What is still to be asked is not used.
    """
    found = recognition or recognise(item, _cells(sheet).head(CELLS_LOOKED_AT))
    if found is None or found.is_wrong_item(item):
        return _refused(wrong_item(item, items, header_of(sheet, found.header if found else 0)))
    known = found if found.is_sure else without_doubts(found)
    data, left_out, _ = without_explanations(sheet.cells.slice(known.first))
    told_of_file = about_file(item, sheet, known, left_out)
    if data.is_empty():
        return _refused(pl.concat([told_of_file, nothing_below()]))
    translated = translate(item, data, known, layout)
    marked = translated.frame.with_columns(marks(data, sheet, known))
    answer = check(translated.item, marked, circumstances)
    absent = [field.code for field in known.missing(item)]
    told = answer.findings
    if translated.elsewhere:
        told = told.filter(~pl.col("row").is_in(sorted(translated.elsewhere)))
    of_rows = pl.concat([translated.findings, without_noise(told, absent)]).sort("row", maintain_order=True)
    return Judgement(
        rows=len(data),
        returned=frozenset(answer.table["row"].to_list()) if absent else answer.returned | translated.elsewhere,
        findings=pl.concat([told_of_file, of_rows]),
        table=answer.table,
        lines=data["line"],
    )


def columns_of(item: Item, sheet: Sheet, recognition: Recognition | None = None) -> tuple[int, dict[str, int]]:
    """Return the sender's line of the header and the place of each field's column; 0 and nothing if there is none."""
    found = recognition or recognise(item, _cells(sheet).head(CELLS_LOOKED_AT))
    if found is None:
        return 0, {}
    places = {column.target: column.place for column in reversed(found.columns) if column.target}
    return sheet.cells["line"][found.header], places


def header_of(sheet: Sheet, place: int) -> list[str]:
    """Return the cells of a row."""
    rows = list(_cells(sheet).slice(place, 1).iter_rows())
    return ["" if cell is None else cell for cell in rows[0]] if rows else []


def without_noise(findings: pl.DataFrame, absent: list[str]) -> pl.DataFrame:
    """Return the findings of the rows; a column that is not there is said once, not again for each row."""
    noise = pl.col("field").is_in(absent) & (pl.col("code") == Code.MISSING.value)
    return findings.filter(~noise)


def _refused(findings: pl.DataFrame) -> Judgement:
    return Judgement(
        rows=0, returned=frozenset(), findings=findings, table=None, lines=pl.Series("line", [], dtype=pl.UInt32)
    )


def wrong_item(item: Item, items: Iterable[Item], headers: list[str]) -> pl.DataFrame:
    """Return the finding that the table is another's; ``items`` are those it may be for."""
    likely = likely_item([one for one in items if one.key != item.key], headers)
    known = (
        f"看起来是“{likely.name}”的表，请换成那个目录项再上传" if likely else "请从本目录项下载模板，对照表头后再上传"
    )
    return file_finding(Code.WRONG_ITEM, Severity.ERROR, f"这不是“{item.name}”的表。{known}")


def about_file(item: Item, sheet: Sheet, known: Recognition, left_out: int) -> pl.DataFrame:
    """Return what is found about the file by its header, the explanations left out, and what it says of itself."""
    return pl.concat([*_about_columns(item, known), _about_rows(left_out), _about_template(item, sheet)])


def nothing_below() -> pl.DataFrame:
    """Return the finding that there are no rows."""
    return file_finding(Code.UNREADABLE, Severity.ERROR, "表头下面没有数据，请填写后再上传")


def _about_columns(item: Item, known: Recognition) -> list[pl.DataFrame]:
    """Return what the header has too little or too much."""
    missing = [
        file_finding(Code.MISSING_COLUMN, Severity.ERROR, f"缺少“{field.name}”这一列，请补上后重新上传", field.code)
        for field in known.missing(item)
    ]
    unused = [_about_unused(column) for column in known.columns if not column.target]
    return [no_findings(), *missing, *unused]


def _about_unused(column: Column) -> pl.DataFrame:
    name = column.header
    match column.ground:
        case Ground.LEFT_OUT:
            words = f"没有用到“{name}”这一列：{column.reason}"
            return file_finding(Code.COLUMN_LEFT_OUT, Severity.NOTE, words, "", name)
        case Ground.CHOSEN:
            words = f"没有用到“{name}”这一列：报送单位选了不用"
            return file_finding(Code.COLUMN_LEFT_OUT, Severity.NOTE, words, "", name)
        case Ground.TWICE:
            words = f"“{name}”和前面一列是同一个字段，没有用到"
        case _:
            words = f"没有用到“{name}”这一列：{column.reason or '本目录项没有这个字段'}"
    code = Code.UNSURE_COLUMN if column.reason else Code.UNKNOWN_COLUMN
    return file_finding(code, Severity.WARNING, words, "", name)


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


def without_explanations(rows: pl.DataFrame, explains: bool | None = None) -> tuple[pl.DataFrame, int, bool | None]:  # noqa: FBT001  what it gave of the rows before
    """Leave out a row that begins an explanation and the sparse rows right under it.

    Return the rows kept, how many were left out, and whether the last row explains, which the next rows begin with; a
    table begins with None.
    """
    cells = [pl.col(name) for name in rows.columns if name != "line"]
    filled = pl.sum_horizontal(cell.is_not_null().cast(pl.UInt32) for cell in cells)
    begins = pl.coalesce(cells).str.contains(EXPLANATION) & (filled <= CELLS_OF_AN_EXPLANATION)
    full = filled > CELLS_OF_AN_EXPLANATION
    said = pl.when(begins).then(pl.lit(value=True)).when(full).then(pl.lit(value=False)).forward_fill()
    marked = rows.with_columns(said.fill_null(pl.lit(explains, pl.Boolean)).alias("said"))
    kept = marked.filter(~pl.col("said").fill_null(value=False)).drop("said")
    last: bool | None = marked["said"][-1] if len(marked) else explains
    return kept, len(rows) - len(kept), last


def marks(data: pl.DataFrame, sheet: Sheet, known: Recognition) -> list[pl.Series]:
    """Return the marks on cells that were numbers or errors in the workbook, a column for each field."""
    found = []
    for name, cells in (("numeric", sheet.numeric), ("error", sheet.errors)):
        for target in known.targets:
            places = known.places_of(target)
            lines = [line for line, column in cells if column in places]
            if lines:
                found.append(data["line"].is_in(lines).alias(f"{name}|{target}"))
    return found


def _cells(sheet: Sheet) -> pl.DataFrame:
    return sheet.cells.drop("line")

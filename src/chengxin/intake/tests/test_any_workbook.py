"""Tables nobody ever saw the like of: every row read goes on or comes back, and what can not be read is said."""

import datetime as dt
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.rules import Circumstances, Judgement, judge
from chengxin.intake.tests.rows import PENALTY, RECEIVED, SOUND

HEADERS = [*SOUND, *(field.name for field in PENALTY.fields), "备注", "", "序号"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
WORDS = st.sampled_from(
    [
        "",
        " ",
        "无",
        "/",
        "说明：以下不是数据",
        "2026/6/16",
        "20260616",
        "2026年6月",
        "9999-12-31",
        "0.2",
        "１２",
        "-1",
        "1e9",
    ]
)
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31))  # noqa: DTZ001  a workbook has no zones
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
ERRORS = st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#VALUE!"]).map(lambda text: ("error", text))
CELLS = st.none() | TEXTS | WORDS | st.sampled_from(list(SOUND.values())) | MOMENTS | NUMBERS | st.booleans() | ERRORS
TITLES = st.lists(st.lists(TEXTS | st.none(), max_size=3), max_size=3)
HEADER = st.just(list(SOUND)) | st.lists(st.sampled_from(HEADERS), max_size=30) | st.lists(TEXTS, max_size=5)
ROWS = st.lists(st.just(list(SOUND.values())) | st.lists(CELLS, max_size=35), max_size=8)
MERGED = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(1, 3)), max_size=2)


def written(page: xlsxwriter.worksheet.Worksheet, place: tuple[int, int], cell: object, day: object) -> None:
    """Write a cell as the type it has."""
    if isinstance(cell, tuple):
        page.write_formula(*place, "=NA()", None, cell[1])
    elif isinstance(cell, bool):
        page.write_boolean(*place, cell)
    elif isinstance(cell, int | float):
        page.write_number(*place, cell)
    elif isinstance(cell, dt.datetime):
        page.write_datetime(*place, cell, day)
    elif cell is not None:
        page.write_string(*place, str(cell))


def workbook(table: list[list[object]], merged: list[tuple[int, int, int, int]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
    for line, row in enumerate(table):
        for place, cell in enumerate(row):
            written(page, (line, place), cell, day)
    taken: set[tuple[int, int]] = set()
    for line, place, down, right in merged:
        cells = {(line + one, place + other) for one in range(down + 1) for other in range(right + 1)}
        if not cells & taken:
            page.merge_range(line, place, line + down, place + right, "合并")
            taken |= cells
    book.close()
    return out.getvalue()


def silent(error: Unreadable) -> Judgement:
    raise AssertionError(f"no Chinese sentence: {error}")


def judged(content: bytes, name: str) -> Judgement | None:
    """Return the judgement of a file; None if it can not be read, with a sentence that says so in Chinese."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            sheet = read_file(path)
        except Unreadable as error:
            return None if any("\u4e00" <= sign <= "\u9fff" for sign in str(error)) else silent(error)
    about = Circumstances(received_on=RECEIVED, due_on=lambda _decided: RECEIVED)
    return judge(PENALTY, sheet, items=[PENALTY], circumstances=about)


def adds_up(judgement: Judgement | None) -> bool:
    """Say whether every row read is accounted for, once, and each that comes back is told why."""
    if judgement is None:
        return True
    if judgement.table is None:
        return judgement.rows == judgement.accepted == 0 and not judgement.findings.is_empty()
    numbers = judgement.table["row"].to_list()
    errors = judgement.findings.filter(severity="error")["row"].to_list()
    told = judgement.returned <= set(errors) or 0 in errors
    return (
        numbers == list(range(1, judgement.rows + 1))
        and len(judgement.lines) == judgement.rows
        and judgement.returned <= set(numbers)
        and judgement.accepted + len(judgement.returned) == judgement.rows
        and told
    )


@settings(max_examples=60, deadline=None)
@given(TITLES, HEADER, ROWS, MERGED)
def test_any_workbook(
    titles: list[list[object]],
    header: list[object],
    rows: list[list[object]],
    merged: list[tuple[int, int, int, int]],
) -> None:
    assert adds_up(judged(workbook([*titles, header, *rows], merged), "a.xlsx"))


@settings(max_examples=100, deadline=None)
@given(HEADER, st.lists(st.lists(TEXTS | WORDS, max_size=35), max_size=8), st.sampled_from(",\t;|"), st.booleans())
def test_any_delimited_text(header: list[str], rows: list[list[str]], delimiter: str, quoted: bool) -> None:  # noqa: FBT001  hypothesis gives it
    sign = '"' if quoted else ""
    text = "\r\n".join(delimiter.join(sign + cell + sign for cell in row) for row in [header, *rows])
    assert adds_up(judged(text.encode(), "a.csv"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.txt", "a.json", "a.xlsx", "a.xls"]))
def test_any_bytes(content: bytes, name: str) -> None:
    assert adds_up(judged(content, name))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), TEXTS | NUMBERS | st.none() | st.booleans()), max_size=6))
def test_any_rows_of_json(rows: list[dict[str, object]]) -> None:
    assert adds_up(judged(json.dumps(rows, ensure_ascii=False).encode(), "a.json"))


def test_a_sound_row_is_accepted_beside_the_strange_ones() -> None:
    judgement = judged(workbook([list(SOUND), list(SOUND.values()), ["x"]], []), "a.xlsx")
    assert judgement is not None
    assert (judgement.rows, judgement.accepted, judgement.returned) == (2, 1, frozenset({2}))

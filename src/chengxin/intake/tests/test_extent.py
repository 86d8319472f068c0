"""How far the cells of a sheet reach, held against a plain look by Python."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.intake.adapters import extent
from chengxin.intake.adapters.sheet import MOST_CELLS

LETTERS = st.one_of(st.sampled_from(["A", "Z", "AL", "AM", "XFD", "aaa", ""]), st.text("ABZ", max_size=4))
ROWS = st.one_of(st.integers(1, 99), st.integers(999_999, 1_100_000), st.just(10**19), st.just(10**20 - 1))
CELLS = st.lists(
    st.tuples(LETTERS, ROWS, st.sampled_from(['<c r="{}" t="s"/>', "<c t='e' r='{}'/>", '<x:c\nr = "{}">示</x:c>'])),
    max_size=12,
)


def archive(text: bytes) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("sheet", text)
    return zipfile.ZipFile(file)


def plainly(text: str) -> tuple[int, int]:
    found = re.findall(r"""\sr\s*=\s*["']([A-Za-z]{0,9})(\d{1,20})""", text)
    columns = max((extent.column_of(letters) for letters, _row in found if letters), default=0) + 1
    return columns, max((min(int(row), 2**64) for _letters, row in found), default=0)


@settings(deadline=None)
@given(cells=CELLS, piece=st.integers(40, 200))
def test_reach_and_errors_wherever_the_pieces_end(cells: list[tuple[str, int, str]], piece: int) -> None:
    text = "".join(shape.format(f"{letters}{row}") for letters, row, shape in cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extent, "PIECE", piece)
        columns, last = extent.reach(archive(text.encode()), "sheet")
        look = extent.look_through(archive(text.encode()), "sheet")
    expected_columns, expected_last = plainly(text)
    assert columns == expected_columns
    assert last == expected_last or (last >= 2**63 and expected_last >= 2**63)
    assert look.has_errors == ("'e'" in text)
    assert look.is_far or expected_columns * expected_last <= MOST_CELLS


def test_an_absurd_sheet_is_seen_in_another_encoding_too() -> None:
    text = '<c r="A1"/>示<c r="XFD1048576"/>'.encode("gb18030")
    assert extent.look_through(archive(text), "sheet").is_far
    assert extent.reach(archive(text), "sheet") == (16_384, 1_048_576)

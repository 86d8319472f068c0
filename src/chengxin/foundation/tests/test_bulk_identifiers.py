"""The checks over columns say what the readings of single values say."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.identifiers import Fault, bulk, compose_unified_code, read_unified_code
from chengxin.foundation.identifiers.unified_code import ALPHABET, CATEGORIES

BODIES = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)
SOUND = st.builds(compose_unified_code, st.sampled_from(sorted(CATEGORIES)), st.just("999999"), BODIES)
ANY = st.text(ALPHABET + "IOSVZ", min_size=18, max_size=18)


def over_a_column(text: str) -> dict[str, bool]:
    column = pl.col("code")
    frame = pl.DataFrame({"code": [text]}).with_columns(bulk.tidied(column))
    return frame.select(
        nothing=bulk.stands_for_nothing(column),
        placeholder=bulk.is_placeholder(column),
        shape=bulk.has_unified_shape(column),
        outer=bulk.unified_check_holds(column),
        inner=bulk.inner_check_holds(column),
        category=bulk.category_is_known(column),
    ).row(0, named=True)


def agree(text: str) -> bool:
    """Say whether both ways find the same faults."""
    faults, found = set(read_unified_code(text).faults), over_a_column(text)
    if faults & {Fault.MISSING, Fault.PLACEHOLDER}:
        return found["nothing"] == (Fault.MISSING in faults) and found["placeholder"] == (Fault.PLACEHOLDER in faults)
    if faults & {Fault.LENGTH, Fault.CHARACTER}:
        return not found["shape"] and not found["outer"]
    pairs = ((Fault.CHECK, "outer"), (Fault.INNER_CHECK, "inner"), (Fault.CATEGORY, "category"))
    return found["shape"] and all((fault in faults) != found[name] for fault, name in pairs)


@given(SOUND)
def test_a_sound_code_is_sound_both_ways(code: str) -> None:
    assert read_unified_code(code).valid
    assert agree(code)


@given(SOUND, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_changed_character_is_seen_both_ways(code: str, place: int, character: str) -> None:
    assert agree(code[:place] + character + code[place + 1 :])


@given(ANY)
def test_any_eighteen_characters(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize("text", ["", "无", "*", "***", "00000000000000000X", "111111111111111111", "/", " 0 ", "测试"])
def test_what_stands_for_no_number(text: str) -> None:
    assert agree(text)


def test_the_comparison_can_fail() -> None:
    assert over_a_column("91350100M000100Y43")["outer"]
    assert not over_a_column("91350100M000100Y44")["outer"]

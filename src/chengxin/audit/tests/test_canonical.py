"""One way to write a value."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.audit.rules import NotPlain, Plain, canonical_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=0xD7FF))
plain: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_what_is_written_reads_back_and_is_written_alike(value: Plain) -> None:
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


def test_known_form() -> None:
    value: Plain = {"名": '甲\n"\\\x1f', "b": [1, True, None], "a": {"z": -0}}
    assert canonical_json(value) == '{"a":{"z":0},"b":[1,true,null],"名":"甲\\n\\"\\\\\\u001f"}'.encode()


def test_order_of_keys_makes_no_difference() -> None:
    assert canonical_json({"b": 1, "a": 2}) == canonical_json({"a": 2, "b": 1})


@pytest.mark.parametrize(
    "value", [0.5, math.nan, 2**53, -(2**53), "\ud800", {1: 2}, {"\uff01": 1}, b"", {1, 2}, [object()]]
)
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        canonical_json(value)  # type: ignore[arg-type]  # the point of the test

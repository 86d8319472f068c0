from collections.abc import Callable
from itertools import pairwise

import pytest

from chengxin.foundation import documents, opaque


@pytest.mark.parametrize("made", [lambda n: [opaque.new_opaque_id() for _ in range(n)], opaque.new_opaque_ids])
def test_opaque_ids_have_their_shape_and_differ(made: Callable[[int], list[str]]) -> None:
    ids = set(made(1000))
    assert len(ids) == 1000
    assert all(opaque.is_opaque_id(one) for one in ids)
    assert any(one > other for one, other in pairwise(ids))


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "i" * 26, "A" * 26, "0" * 26 + "\n", "０" * 26])
def test_other_texts_are_no_opaque_ids(text: str) -> None:
    assert not opaque.is_opaque_id(text)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("某市监处罚〔2018〕11号", "某市监处罚〔2018〕11号"),
        ("某市监处罚（2018）第011号", "某市监处罚〔2018〕11号"),
        ("某市监处罚【2018】11", "某市监处罚〔2018〕11号"),
        ("某市监处罚[２０１８] 11 号", "某市监处罚〔2018〕11号"),
        ("某牧（兽药）罚决字〔2018〕第1号", "某牧〔兽药〕罚决字〔2018〕1号"),
        ("无文号", "无文号"),
        ("", ""),
    ],
)
def test_document_number_key(raw: str, key: str) -> None:
    assert documents.document_number_key(raw) == key

"""A citizen's proof holds as given and fails when a single member is altered."""

import json
from typing import Any

import pytest

from chengxin.audit.rules import canonical_json, merkle
from chengxin.audit.rules.proofs import Unreadable, commits_to, read_proof
from chengxin.audit.rules.statements import HeadStatement, instant, key_id, salted_hashes
from chengxin.audit.tests.paper import SALT, a_key, a_paper
from chengxin.audit.tests.people import NOW


def a_document() -> dict[str, Any]:
    document = json.loads(json.dumps(a_paper().proof(1, 4098).document()))
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    ("position", "index"), [(0, 0), (0, 2), (1, 0), (1, 4095), (1, 4096), (1, 4100), (2, 0), (3, 7)]
)
def test_every_leaf_can_be_proven(position: int, index: int) -> None:
    proof = a_paper().proof(position, index)
    assert proof.faults() == []
    assert read_proof(json.loads(json.dumps(proof.document()))) == proof


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("leaf",), "00" * 32),
        (("index",), 4097),
        (("path", 0), "00" * 32),
        (("batch", "at"), "2020-01-01T00:00:00.000000Z"),
        (("batch", "kind"), "other"),
        (("batch", "size"), 4102),
        (("position",), 2),
        (("top_path", 1), "00" * 32),
        (("head", "size"), 5),
        (("head", "at"), "2020-01-01T00:00:00.000000Z"),
        (("head", "root"), "00" * 32),
        (("head", "signature"), "00" * 64),
    ],
)
def test_an_altered_member_is_found(path: tuple[str | int, ...], value: object) -> None:
    document = a_document()
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert read_proof(document).faults()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "other/1"),
        ("leaf", "zz"),
        ("leaf", "AB" * 32),
        ("index", -1),
        ("index", True),
        ("path", "abc"),
        ("path", [1]),
        ("batch", None),
        ("head", {}),
    ],
)
def test_what_is_no_proof_is_told(name: str, value: object) -> None:
    with pytest.raises(Unreadable):
        read_proof({**a_document(), name: value})


def test_a_key_must_bear_its_own_name() -> None:
    document = a_document()
    document["head"]["key"] = "0" * 16
    with pytest.raises(Unreadable, match="指纹"):
        read_proof(document)


def test_a_commitment_opens_with_salt_and_fact_only() -> None:
    fact = {"number": "演字〔2026〕1号", "until": "2027-06-16"}
    leaf = salted_hashes(SALT, [canonical_json(fact)])
    assert commits_to(leaf, SALT, fact)
    assert not commits_to(leaf, SALT, {**fact, "until": "2027-06-17"})
    assert not commits_to(leaf, SALT[::-1], fact)
    assert not commits_to(leaf, SALT[:15], fact)
    assert not commits_to(leaf, SALT, 0.5)  # type: ignore[arg-type]  # a hostile file may hold it


def test_salts_and_leaves_must_pair() -> None:
    with pytest.raises(ValueError, match="zip"):
        salted_hashes(SALT, [b"a", b"b"])


def test_a_head_is_signed_over_documented_bytes() -> None:
    head = HeadStatement(size=2, root=merkle.EMPTY_ROOT, at=instant(NOW))
    assert head.signed_bytes() == (
        b'chengxin-ledger-head/1\n{"at":"2026-06-16T02:30:00.000000Z","root":"'
        + merkle.EMPTY_ROOT.hex().encode()
        + b'","size":2}'
    )
    key = a_key()
    signature = key.sign(head.signed_bytes())
    public = key.public_key().public_bytes_raw()
    assert head.is_signed_by(public, signature)
    assert not head.is_signed_by(public, signature[::-1])
    assert not head.is_signed_by(b"short", signature)
    assert len(key_id(public)) == 16

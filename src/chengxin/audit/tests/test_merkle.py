"""The tree against the vectors of Certificate Transparency and against a naive reading of RFC 9162."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.audit.rules import merkle

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/rfc9162.json").read_text(encoding="utf-8"))
LEAVES = [bytes.fromhex(leaf) for leaf in VECTORS["leaves"]]
sizes = st.integers(min_value=1, max_value=70)


def naive_root(data: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if not data:
        return merkle.EMPTY_ROOT
    if len(data) == 1:
        return merkle.leaf_hash(data[0])
    k = 1
    while k * 2 < len(data):
        k *= 2
    return merkle.node_hash(naive_root(data[:k]), naive_root(data[k:]))


def naive_path(m: int, data: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1, word for word."""
    if len(data) == 1:
        return []
    k = 1
    while k * 2 < len(data):
        k *= 2
    if m < k:
        return [*naive_path(m, data[:k]), naive_root(data[k:])]
    return [*naive_path(m - k, data[k:]), naive_root(data[:k])]


def naive_subproof(m: int, data: list[bytes], *, known: bool) -> list[bytes]:
    """RFC 9162, 2.1.4.1, word for word."""
    if m == len(data):
        return [] if known else [naive_root(data)]
    k = 1
    while k * 2 < len(data):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, data[:k], known=known), naive_root(data[k:])]
    return [*naive_subproof(m - k, data[k:], known=False), naive_root(data[:k])]


def some(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


def grown(data: list[bytes]) -> tuple[merkle.GrowingTree, dict[merkle.Subtree, bytes]]:
    tree = merkle.GrowingTree()
    known: dict[merkle.Subtree, bytes] = {}
    for leaf in data:
        known.update(tree.append(merkle.leaf_hash(leaf)))
    return tree, known


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    assert merkle.root(merkle.leaf_hashes(LEAVES[:size])).hex() == VECTORS["roots"][size - 1]
    assert grown(LEAVES[:size])[0].root().hex() == VECTORS["roots"][size - 1]


def test_root_over_nothing() -> None:
    assert merkle.root(b"").hex() == VECTORS["empty_root"]
    assert merkle.GrowingTree().root().hex() == VECTORS["empty_root"]


@pytest.mark.parametrize("vector", VECTORS["inclusion"])
def test_known_inclusion_paths(vector: dict[str, object]) -> None:
    index, size = int(str(vector["index"])), int(str(vector["size"]))
    path = merkle.path(merkle.leaf_hashes(LEAVES[:size]), index)
    assert [step.hex() for step in path] == vector["path"]
    leaf = merkle.leaf_hash(LEAVES[index])
    assert merkle.root_of_path(leaf, index, size, path) == bytes.fromhex(VECTORS["roots"][size - 1])


@pytest.mark.parametrize("vector", VECTORS["consistency"])
def test_known_consistency_proofs(vector: dict[str, object]) -> None:
    first, second = int(str(vector["first"])), int(str(vector["second"]))
    _, known = grown(LEAVES[:second])
    proof = merkle.prove(merkle.consistency_ranges(first, second), known)
    assert [step.hex() for step in proof] == vector["path"]
    older, newer = (bytes.fromhex(VECTORS["roots"][size - 1]) for size in (first, second))
    assert merkle.is_consistent(first, second, older, newer, proof)


@given(sizes)
def test_root_is_the_recursive_one(size: int) -> None:
    data = some(size)
    assert merkle.root(merkle.leaf_hashes(data)) == naive_root(data) == grown(data)[0].root()


@given(sizes, st.data())
def test_inclusion_is_the_recursive_one(size: int, draw: st.DataObject) -> None:
    data = some(size)
    index = draw.draw(st.integers(min_value=0, max_value=size - 1))
    expected = naive_path(index, data)
    assert merkle.path(merkle.leaf_hashes(data), index) == expected
    assert merkle.prove(merkle.inclusion_ranges(index, size), grown(data)[1]) == expected
    assert merkle.root_of_path(merkle.leaf_hash(data[index]), index, size, expected) == naive_root(data)


@given(sizes, st.data())
def test_consistency_is_the_recursive_one(second: int, draw: st.DataObject) -> None:
    first = draw.draw(st.integers(min_value=1, max_value=second))
    data = some(second)
    expected = naive_subproof(first, data, known=True)
    assert merkle.prove(merkle.consistency_ranges(first, second), grown(data)[1]) == expected
    assert merkle.is_consistent(first, second, naive_root(data[:first]), naive_root(data), expected)


@given(sizes, st.data())
def test_an_altered_inclusion_proof_fails(size: int, draw: st.DataObject) -> None:
    data = some(size)
    index = draw.draw(st.integers(min_value=0, max_value=size - 1))
    path, leaf, root = naive_path(index, data), merkle.leaf_hash(data[index]), naive_root(data)
    assert merkle.root_of_path(merkle.leaf_hash(b"other"), index, size, path) != root
    assert merkle.root_of_path(leaf, index, size, [*path, leaf]) != root
    assert merkle.root_of_path(leaf, size, size, path) is None
    for at in range(len(path)):
        assert merkle.root_of_path(leaf, index, size, [*path[:at], leaf[::-1], *path[at + 1 :]]) != root
        assert merkle.root_of_path(leaf, index, size, path[:at] + path[at + 1 :]) != root


@given(st.integers(min_value=2, max_value=70), st.data())
def test_a_rewritten_history_is_not_consistent(second: int, draw: st.DataObject) -> None:
    first = draw.draw(st.integers(min_value=1, max_value=second - 1))
    changed = draw.draw(st.integers(min_value=0, max_value=first - 1))
    data = some(second)
    other = [b"changed" if at == changed else leaf for at, leaf in enumerate(data)]
    proof = naive_subproof(first, other, known=True)
    assert not merkle.is_consistent(first, second, naive_root(data[:first]), naive_root(other), proof)


@given(sizes, sizes)
def test_a_tree_goes_on_from_its_peaks(size: int, more: int) -> None:
    _, known = grown(some(size))
    tree = merkle.GrowingTree(size, [known[subtree] for subtree in merkle.subtrees((0, size))])
    for leaf in some(size + more)[size:]:
        list(tree.append(merkle.leaf_hash(leaf)))
    assert tree.root() == naive_root(some(size + more))


def test_a_proof_outside_the_tree_is_refused() -> None:
    for wrong in (
        lambda: merkle.inclusion_ranges(3, 3),
        lambda: merkle.path(b"", 0),
        lambda: merkle.path(b"x" * 32, -1),
    ):
        with pytest.raises(IndexError):
            wrong()
    for first, second in ((0, 5), (6, 5)):
        with pytest.raises(IndexError):
            merkle.consistency_ranges(first, second)
        assert not merkle.is_consistent(first, second, merkle.EMPTY_ROOT, naive_root(some(5)), [])


def test_equal_trees_need_no_proof_and_take_none() -> None:
    root = naive_root(some(3))
    assert merkle.is_consistent(3, 3, root, root, [])
    assert not merkle.is_consistent(3, 3, root, root, [root])
    assert not merkle.is_consistent(3, 3, root, naive_root(some(4)), [])

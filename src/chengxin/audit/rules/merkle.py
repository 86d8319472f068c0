"""The Merkle tree of RFC 9162, section 2.1, with SHA-256.

A leaf is ``SHA-256(0x00 ‖ data)``, a node ``SHA-256(0x01 ‖ left ‖ right)``. The tree over n leaves splits at the
largest power of two below n; the tree over nothing is ``SHA-256("")``. A hash is 32 bytes; a *packed* run of hashes is
their concatenation. Positions count from 0; a range is half-open.

A *subtree* is a complete one, named by its level (0 = leaf) and its index among the complete subtrees of that level.
Proofs are planned first as ranges of leaves, so that one query can fetch all subtrees they need.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Range = tuple[int, int]
Subtree = tuple[int, int]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hashes(data: Iterable[bytes]) -> bytes:
    """Return the packed hashes of many leaves."""
    sha256 = hashlib.sha256
    return b"".join([sha256(b"\x00" + leaf).digest() for leaf in data])


def levels(packed: bytes) -> list[bytes]:
    """Return the packed hashes of every level above some leaf hashes, the leaves first and the root last.

    A node without a sibling moves up as it is, which gives the same root as the recursive definition.
    """
    rows = [packed]
    while len(packed) > HASH_BYTES:
        packed = _pair_up(packed)
        rows.append(packed)
    return rows


def _pair_up(packed: bytes) -> bytes:
    sha256, step = hashlib.sha256, 2 * HASH_BYTES
    even = len(packed) - len(packed) % step
    return b"".join([sha256(b"\x01" + packed[at : at + step]).digest() for at in range(0, even, step)]) + packed[even:]


def root(packed: bytes) -> bytes:
    """Return the root over packed leaf hashes."""
    return levels(packed)[-1] if packed else EMPTY_ROOT


def path(packed: bytes, index: int) -> list[bytes]:
    """Return the inclusion path of one leaf among packed leaf hashes, from the bottom up.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(packed) // HASH_BYTES:
        raise IndexError(index)
    siblings = [
        row[at * HASH_BYTES : (at + 1) * HASH_BYTES]
        for level, row in enumerate(levels(packed))
        for at in [(index >> level) ^ 1]
    ]
    return [sibling for sibling in siblings if sibling]


def split(size: int) -> int:
    """Return the largest power of two below a size of 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def subtrees(leaves: Range) -> list[Subtree]:
    """Return the complete subtrees that make up a range which begins at a multiple of its own width, left to right."""
    start, stop = leaves
    found = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of ``subtrees(range)``."""
    if not hashes:
        return EMPTY_ROOT
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges of leaves whose hashes are the inclusion path of one leaf, from the bottom up.

    Source: RFC 9162, 2.1.3.1.

    Raises:
        IndexError: the leaf is not in a tree of that size.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    start, stop, found = 0, size, []
    while stop - start > 1:
        middle = start + split(stop - start)
        if index < middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Return the ranges of leaves whose hashes prove that one tree grew out of another (RFC 9162, 2.1.4.1).

    Raises:
        IndexError: ``first`` is 0 or larger than ``second``.
    """
    if not 0 < first <= second:
        raise IndexError(first)
    start, stop, found = 0, second, []
    while first != stop:
        middle = start + split(stop - start)
        if first <= middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    if start > 0:
        found.append((start, stop))
    return found[::-1]


def prove(ranges: Iterable[Range], known: Mapping[Subtree, bytes]) -> list[bytes]:
    """Return the hashes of the ranges out of the hashes of their subtrees."""
    return [fold([known[subtree] for subtree in subtrees(leaves)]) for leaves in ranges]


def root_of_path(leaf: bytes, index: int, size: int, hashes: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion path leads to, or None if its length does not fit (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    node, last, result = index, size - 1, leaf
    for sibling in hashes:
        if last == 0 or len(sibling) != HASH_BYTES:
            return None
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return result if last == 0 else None


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, hashes: Sequence[bytes]) -> bool:
    """Say whether the hashes prove that the second tree begins with the first (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not hashes and first_root == second_root
    if not 0 < first < second or not hashes:
        return False
    hashes = [first_root, *hashes] if first & (first - 1) == 0 else list(hashes)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = hashes[0]
    for sibling in hashes[1:]:
        if last == 0 or len(sibling) != HASH_BYTES:
            return False
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and older == first_root and newer == second_root


class GrowingTree:
    """A tree that takes one leaf after another and keeps only the roots of its complete subtrees.

    ``size`` is the number of leaves so far.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Begin empty, or with the hashes of ``subtrees((0, size))``."""
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> Iterator[tuple[Subtree, bytes]]:
        """Take a leaf hash; yield it and every subtree it completes, as ``((level, index), hash)``."""
        grown = [((0, self.size), leaf)]
        while self.size >> len(grown) - 1 & 1:
            (level, index), right = grown[-1]
            grown.append(((level + 1, index >> 1), node_hash(self._peaks.pop(), right)))
        self._peaks.append(grown[-1][1])
        self.size += 1
        return iter(grown)

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return fold(self._peaks)

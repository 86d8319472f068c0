"""The ledger as a file that anybody can verify: its lines, and the check that reads them one after another.

Each line is the canonical JSON of an object whose only member names what it is:

| line | members |
|---|---|
| ``ledger`` | ``format``; ``heads`` and ``size``: how many heads and batches follow |
| ``key`` | ``id``, ``public_key`` |
| ``batch`` | ``position``, ``kind``, ``at``, ``size``, ``root`` |
| ``leaves`` | ``batch`` (a position), ``chunk``, ``hashes``: up to 4,096 leaf hashes in base64 |
| ``head`` | ``size``, ``root``, ``at``, ``key``, ``signature``; stands where the tree has that size |
| ``end`` | ``sha256`` of all bytes before this line |

The keys come first, then batches with their leaves in order, each head as soon as its size is reached.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chengxin.audit.rules import merkle
from chengxin.audit.rules.canonical import NotPlain, Plain, canonical_json
from chengxin.audit.rules.proofs import (
    SignedHead,
    Unreadable,
    batch_document,
    bytes_in,
    number_in,
    read_batch,
    read_head,
    text_in,
)
from chengxin.audit.rules.statements import BATCH_LEAVES, CHUNK_LEAVES, BatchStatement, key_id

EXPORT_FORMAT = "chengxin-ledger-export/1"

LINE_BYTES = 256 * 1024
"""No line is longer; a chunk of leaves takes 175 KB."""


def line(what: str, members: Mapping[str, Plain]) -> bytes:
    """Return one line of the file, with its end."""
    return canonical_json({what: dict(members)}) + b"\n"


def leaves_line(position: int, chunk: int, hashes: bytes) -> bytes:
    """Return the line of a chunk of leaf hashes."""
    return line("leaves", {"batch": position, "chunk": chunk, "hashes": base64.b64encode(hashes).decode()})


def batch_line(position: int, batch: BatchStatement) -> bytes:
    """Return the line of a batch."""
    return line("batch", {"position": position, **batch_document(batch)})


def head_line(head: SignedHead) -> bytes:
    """Return the line of a head; its public key stands in a line of its own."""
    return line("head", {name: value for name, value in head.document().items() if name != "public_key"})


def with_end(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines, then the line that closes the file."""
    digest = hashlib.sha256()
    for each in lines:
        digest.update(each)
        yield each
    yield line("end", {"sha256": digest.hexdigest()})


@dataclass
class Verdict:
    """What the check of a file found.

    ``fault`` is empty if everything holds; else it says in Chinese what is wrong with line ``at_line`` (1 = first), and
    nothing after that line was looked at. ``head`` is the last head that was reached and holds.
    """

    lines: int = 0
    batches: int = 0
    leaves: int = 0
    heads: int = 0
    head: SignedHead | None = None
    keys: dict[str, bytes] = field(default_factory=dict)
    fault: str = ""
    at_line: int = 0


def verify(lines: Iterable[bytes]) -> Verdict:
    """Check a file line by line: form, batch roots, every head's root and signature, the closing digest.

    All heads are roots of the one tree that the file builds up, so each is consistent with all later ones.
    """
    check = _Check()
    for raw in lines:
        check.verdict.lines += 1
        try:
            check.take(raw)
        except Unreadable as error:
            check.verdict.fault, check.verdict.at_line = str(error), check.verdict.lines
            return check.verdict
    if not check.ended:
        check.verdict.fault, check.verdict.at_line = "文件不完整：没有结束行", check.verdict.lines
    return check.verdict


class _Check:
    """The state of a check between two lines."""

    def __init__(self) -> None:
        self.verdict = Verdict()
        self.ended = False
        self._digest = hashlib.sha256()
        self._tree = merkle.GrowingTree()
        self._expected: tuple[int, int] | None = None
        self._batch: BatchStatement | None = None
        self._chunks: list[bytes] = []
        self._taken = 0

    def take(self, raw: bytes) -> None:
        """Check the next line.

        Raises:
            Unreadable: it does not fit.
        """
        if self.ended:
            raise Unreadable("结束行之后还有内容")
        what, members = _parse(raw)
        if (self._expected is None) != (what == "ledger"):
            raise Unreadable("第一行、也只有第一行，应当是文件说明")
        if self._batch is not None and what != "leaves":
            raise Unreadable("批次的叶子不全")
        takers = {
            "ledger": self._take_ledger,
            "key": self._take_key,
            "batch": self._take_batch,
            "leaves": self._take_leaves,
            "head": self._take_head,
            "end": self._take_end,
        }
        if what not in takers:
            raise Unreadable("不认识这种行")
        takers[what](members)
        self._digest.update(raw)

    def _take_ledger(self, members: Mapping[str, Any]) -> None:
        if text_in(members, "format") != EXPORT_FORMAT:
            raise Unreadable(f"不是 {EXPORT_FORMAT} 格式的台账文件")
        self._expected = (number_in(members, "size"), number_in(members, "heads"))

    def _take_key(self, members: Mapping[str, Any]) -> None:
        public_key = bytes_in(members, "public_key", 32)
        if text_in(members, "id") != key_id(public_key):
            raise Unreadable("公钥与它的指纹不一致")
        self.verdict.keys[key_id(public_key)] = public_key

    def _take_batch(self, members: Mapping[str, Any]) -> None:
        if number_in(members, "position") != self._tree.size:
            raise Unreadable(f"批次的次序不对：这里应当是第{self._tree.size}号")
        self._batch = read_batch(members)
        if not 0 < self._batch.size <= BATCH_LEAVES:
            raise Unreadable("批次的大小不对")
        self._chunks, self._taken = [], 0

    def _take_leaves(self, members: Mapping[str, Any]) -> None:
        batch = self._batch
        if batch is None or number_in(members, "batch") != self._tree.size:
            raise Unreadable("叶子不属于前面的批次")
        if number_in(members, "chunk") != len(self._chunks):
            raise Unreadable("叶子的次序不对")
        hashes = _unbase64(text_in(members, "hashes"))
        if len(hashes) != min(CHUNK_LEAVES, batch.size - self._taken) * merkle.HASH_BYTES:
            raise Unreadable("叶子的个数不对")
        self._chunks.append(merkle.root(hashes))
        self._taken += len(hashes) // merkle.HASH_BYTES
        if self._taken == batch.size:
            self._close_batch(batch)

    def _close_batch(self, batch: BatchStatement) -> None:
        if merkle.root(b"".join(self._chunks)) != batch.root:
            raise Unreadable(f"第{self._tree.size}号批次的叶子算不出它的根：批次行或叶子行被改过")
        for _ in self._tree.append(batch.leaf()):
            pass
        self._batch = None
        self.verdict.batches += 1
        self.verdict.leaves += batch.size

    def _take_head(self, members: Mapping[str, Any]) -> None:
        public_key = self.verdict.keys.get(text_in(members, "key"))
        if public_key is None:
            raise Unreadable("树头的签名公钥不在文件里")
        head = read_head(members, public_key)
        if head.statement.size != self._tree.size:
            raise Unreadable(f"树头的大小是{head.statement.size}，到这里只有{self._tree.size}个批次")
        if not head.is_genuine():
            raise Unreadable("树头的签名不对")
        if head.statement.root != self._tree.root():
            raise Unreadable("树头的根与前面全部批次算出的根不一致")
        self.verdict.heads += 1
        self.verdict.head = head

    def _take_end(self, members: Mapping[str, Any]) -> None:
        if text_in(members, "sha256") != self._digest.hexdigest():
            raise Unreadable("结束行的摘要与文件内容不一致")
        if self._expected != (self.verdict.batches, self.verdict.heads):
            raise Unreadable("批次或树头的个数与文件说明不一致")
        if self.verdict.head is not None and self.verdict.head.statement.size != self._tree.size:
            raise Unreadable("最后一个树头没有盖住全部批次")
        self.ended = True


def _parse(raw: bytes) -> tuple[str, Mapping[str, Any]]:
    if len(raw) > LINE_BYTES:
        raise Unreadable("这一行太长")
    try:
        document = json.loads(raw)
        canonical = canonical_json(document) + b"\n"
    except (ValueError, NotPlain, RecursionError) as error:
        raise Unreadable("不是规范的 JSON") from error
    if canonical != raw:
        raise Unreadable("写法不规范：多了或少了字符")
    if not isinstance(document, dict) or len(document) != 1:
        raise Unreadable("不认识这种行")
    what, members = next(iter(document.items()))
    if not isinstance(members, dict):
        raise Unreadable("不认识这种行")
    return what, members


def _unbase64(text: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("hashes：不是 base64") from error
    if base64.b64encode(value).decode() != text:
        raise Unreadable("hashes：base64 的写法不规范")
    return value

"""An export is verified from its bytes alone, and one altered byte is found and named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.audit.adapters.keys import public_bytes
from chengxin.audit.rules import exports, merkle
from chengxin.audit.rules.statements import key_id
from chengxin.audit.tests.paper import Paper, a_key, a_paper, leaves, sign

SMALL = Paper([leaves(3), leaves(2, "two"), leaves(1, "one")], [1, 3])
BYTES = b"".join(SMALL.lines())


def lines_of(raw: bytes) -> list[bytes]:
    return raw.splitlines(keepends=True)


def test_a_good_export_holds() -> None:
    verdict = exports.verify(a_paper().lines())
    assert (verdict.fault, verdict.batches, verdict.heads, verdict.leaves) == ("", 4, 3, 3 + 4101 + 1 + 8)
    assert verdict.head is not None
    assert verdict.head.statement.size == 4


def test_an_empty_ledger_holds() -> None:
    verdict = exports.verify(Paper([], []).lines())
    assert (verdict.fault, verdict.head) == ("", None)


@settings(max_examples=300)
@given(st.integers(0, len(BYTES) - 1), st.integers(1, 255))
def test_one_altered_byte_is_found_at_its_line_or_later(at: int, change: int) -> None:
    raw = bytearray(BYTES)
    raw[at] ^= change
    verdict = exports.verify(lines_of(bytes(raw)))
    assert verdict.fault
    assert verdict.at_line >= BYTES[:at].count(b"\n") + 1 or verdict.fault == "文件不完整：没有结束行"


@given(st.integers(0, len(BYTES) - 1))
def test_a_file_that_was_cut_is_found(at: int) -> None:
    assert exports.verify(lines_of(BYTES[:at])).fault


@pytest.mark.parametrize("gone", range(len(SMALL.lines())))
def test_a_missing_line_is_found(gone: int) -> None:
    lines = SMALL.lines()
    assert exports.verify(lines[:gone] + lines[gone + 1 :]).fault
    assert exports.verify(exports.with_end(lines[:gone] + lines[gone + 1 : -1])).fault or gone == len(lines) - 1


@pytest.mark.parametrize("first", range(len(SMALL.lines()) - 2))
def test_two_lines_in_the_wrong_order_are_found(first: int) -> None:
    lines = SMALL.lines()[:-1]
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    assert exports.verify(exports.with_end(lines)).fault


def test_a_rewritten_history_needs_the_key() -> None:
    forged = replace(SMALL, batches=[leaves(3, "forged"), *SMALL.batches[1:]])
    mixed = forged.lines()
    honest = {number: line for number, line in enumerate(SMALL.lines()) if line.startswith(b'{"head"')}
    for number, line in honest.items():
        mixed[number] = line
    verdict = exports.verify(exports.with_end(mixed[:-1]))
    assert "根" in verdict.fault
    assert verdict.at_line == min(honest) + 1


def test_a_head_of_another_key_is_found() -> None:
    stranger = a_key(9)
    lines = SMALL.lines()[:-1]
    head = sign(1, merkle.root(SMALL.top(1)), stranger)
    at = next(number for number, line in enumerate(lines) if line.startswith(b'{"head"'))
    lines[at] = exports.head_line(head)
    assert "公钥" in exports.verify(exports.with_end(lines)).fault
    honest = replace(head, public_key=public_bytes(SMALL.key))
    lines[at] = exports.head_line(honest)
    assert "签名" in exports.verify(exports.with_end(lines)).fault


def test_a_second_key_may_sign_once_the_first_is_lost() -> None:
    second = a_key(9)
    lines = SMALL.lines()[:-1]
    public = public_bytes(second)
    lines.insert(1, exports.line("key", {"id": key_id(public), "public_key": public.hex()}))
    at = max(number for number, line in enumerate(lines) if line.startswith(b'{"head"'))
    lines[at] = exports.head_line(sign(3, merkle.root(SMALL.top(3)), second))
    verdict = exports.verify(exports.with_end(lines))
    assert not verdict.fault
    assert len(verdict.keys) == 2


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"[]\n",
        b'{"x":1}\n',
        b'{"unknown":{}}\n',
        b'{"key":{"id":1}}\n',
        b'{"leaves":{"batch":0,"chunk":0,"hashes":"AA=="}}\n',
        b'{"batch":{"position":true}}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"head":' + b"9" * 5000 + b"}\n",
        b"x" * (exports.LINE_BYTES + 1),
    ],
)
def test_nonsense_is_told_not_raised(line: bytes) -> None:
    verdict = exports.verify([SMALL.lines()[0], line])
    assert verdict.fault

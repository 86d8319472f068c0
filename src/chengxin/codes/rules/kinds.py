"""What can be wrong with a code, how a fault is closed, and what happens to codes."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class FaultKind(StrEnum):
    """What is wrong, each kind apart; the first six are 错码, then 重码, then 一主体多码."""

    LENGTH = "bad-length"
    CHARACTER = "bad-character"
    CATEGORY = "unknown-category"
    CHECK = "bad-check-digit"
    INNER_CHECK = "bad-inner-check-digit"
    NAME = "name-mismatch"
    SHARED = "shared-code"
    SEVERAL = "several-codes"


class FaultGroup(StrEnum):
    """The three separate faults of the monthly indicators (错码、重码、一主体多码)."""

    WRONG = "wrong-code"
    SHARED = "shared-code"
    SEVERAL = "several-codes"


class FaultState(StrEnum):
    """Whether somebody still has to do something."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What closed a fault.

    ``corrected``: the subject now carries the right code. ``revoked``: one of the codes was given up. ``confirmed``:
    the certificate bears it so, the scan is kept. ``not-a-fault``: nothing was wrong with the code. ``gone``: the
    nightly look no longer finds it.
    """

    CORRECTED = "corrected"
    REVOKED = "revoked"
    CONFIRMED = "confirmed"
    NOT_A_FAULT = "not-a-fault"
    GONE = "gone"


class Move(StrEnum):
    """What happened to a fault."""

    FOUND = "found"
    FOUND_AGAIN = "found-again"
    CLOSED = "closed"
    REOPENED = "reopened"


class EventKind(StrEnum):
    """What happened to a code: given (增量赋码), given in place of an old number (存量转换), over, back."""

    ASSIGNED = "assigned"
    CONVERTED = "converted"
    REVOKED = "revoked"
    RESTORED = "restored"


class Source(StrEnum):
    """Where a fault was found."""

    REPORT = "report"
    NIGHT = "night"


FAULT_LABELS: Mapping[FaultKind, str] = MappingProxyType(
    {
        FaultKind.LENGTH: "长度不对",
        FaultKind.CHARACTER: "字符不对",
        FaultKind.CATEGORY: "登记部门、机构类别不对",
        FaultKind.CHECK: "校验码不对",
        FaultKind.INNER_CHECK: "主体标识码的校验码不对",
        FaultKind.NAME: "名称与代码不符",
        FaultKind.SHARED: "重码",
        FaultKind.SEVERAL: "一主体多码",
    }
)
FAULT_WORDS: Mapping[FaultKind, str] = MappingProxyType(
    {
        FaultKind.LENGTH: "统一社会信用代码是18位。",
        FaultKind.CHARACTER: "只用数字和大写字母，没有I、O、S、V、Z；第3至8位是数字。",
        FaultKind.CATEGORY: "前两位是登记管理部门和机构类别，标准里没有这一组。",
        FaultKind.CHECK: "最后一位由前17位算出，算出来的与写的不同。",
        FaultKind.INNER_CHECK: "第17位由第9至16位算出，算出来的与写的不同。",
        FaultKind.NAME: "报来的名称不是这个代码的主体现在或曾经的名称。",
        FaultKind.SHARED: "一个代码报给了两个主体。",
        FaultKind.SEVERAL: "像是同一个主体，却有两个代码。",
    }
)
GROUP_LABELS: Mapping[FaultGroup, str] = MappingProxyType(
    {FaultGroup.WRONG: "错码", FaultGroup.SHARED: "重码", FaultGroup.SEVERAL: "一主体多码"}
)
STATE_LABELS: Mapping[FaultState, str] = MappingProxyType({FaultState.OPEN: "待办", FaultState.CLOSED: "已办结"})
OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CORRECTED: "已改正",
        Outcome.REVOKED: "已废止其中一个代码",
        Outcome.CONFIRMED: "证照如此，已确认",
        Outcome.NOT_A_FAULT: "不是代码的问题",
        Outcome.GONE: "核对时已不存在",
    }
)
MOVE_LABELS: Mapping[Move, str] = MappingProxyType(
    {Move.FOUND: "发现", Move.FOUND_AGAIN: "再次发现", Move.CLOSED: "办结", Move.REOPENED: "重新打开"}
)
EVENT_LABELS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.ASSIGNED: "新赋码",
        EventKind.CONVERTED: "存量转换",
        EventKind.REVOKED: "废止",
        EventKind.RESTORED: "恢复",
    }
)
SOURCE_LABELS: Mapping[Source, str] = MappingProxyType({Source.REPORT: "报送的文件", Source.NIGHT: "每夜核对"})

MENDED = frozenset({Outcome.CORRECTED, Outcome.REVOKED, Outcome.GONE})
"""Outcomes by which something wrong was put right; the others say that nothing was wrong."""


def group_of(kind: FaultKind) -> FaultGroup:
    """Return which of the three faults a kind belongs to."""
    return {FaultKind.SHARED: FaultGroup.SHARED, FaultKind.SEVERAL: FaultGroup.SEVERAL}.get(kind, FaultGroup.WRONG)


def outcomes_for(kinds: frozenset[FaultKind]) -> tuple[Outcome, ...]:
    """Return how a person may close a fault of these kinds.

    A certificate can be confirmed for a wrong last character alone (codes of the pilot years); giving up a code is for
    a code of two subjects or a subject of two codes. Two codes of one subject are never both right.
    """
    found = [] if FaultKind.SEVERAL in kinds else [Outcome.CORRECTED]
    if kinds & {FaultKind.SHARED, FaultKind.SEVERAL}:
        found.append(Outcome.REVOKED)
    if kinds == {FaultKind.CHECK}:
        found.append(Outcome.CONFIRMED)
    return (*found, Outcome.NOT_A_FAULT)

"""Ways and outcomes of delivery, and when the next attempt is made."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class Channel(StrEnum):
    """How a notice reaches somebody."""

    IN_APP = "in-app"
    EMAIL = "e-mail"
    SMS = "sms"
    PAPER = "paper"


class Outcome(StrEnum):
    """What came of an attempt; ``refused`` is the recipient's no, or his server's for good."""

    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"


class Manner(StrEnum):
    """How a paper is served (民事诉讼法 on service, by 行政处罚法 art. 61)."""

    DIRECT = "direct"
    LEFT = "left"
    ENTRUSTED = "entrusted"
    FORWARDED = "forwarded"
    POST = "post"
    ANNOUNCED = "announced"


class State(StrEnum):
    """Where a dispatch by e-mail or SMS stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    GIVEN_UP = "given-up"


CHANNEL_LABELS: Mapping[Channel, str] = MappingProxyType(
    {Channel.IN_APP: "工作台", Channel.EMAIL: "电子邮件", Channel.SMS: "短信", Channel.PAPER: "纸质送达"}
)
OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.DELIVERED: "已送达", Outcome.FAILED: "未送达", Outcome.REFUSED: "拒收"}
)
MANNER_LABELS: Mapping[Manner, str] = MappingProxyType(
    {
        Manner.DIRECT: "直接送达",
        Manner.LEFT: "留置送达",
        Manner.ENTRUSTED: "委托送达",
        Manner.FORWARDED: "转交送达",
        Manner.POST: "邮寄送达",
        Manner.ANNOUNCED: "公告送达",
    }
)

DISPATCHED = frozenset({Channel.EMAIL, Channel.SMS})
"""Channels that leave the building and are tried again."""

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LAST_ATTEMPT = len(WAITS) + 1
STALE_AFTER = timedelta(minutes=10)
"""A dispatch that has been sending for longer belongs to a worker that died; it is tried again."""


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts, or None to give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None

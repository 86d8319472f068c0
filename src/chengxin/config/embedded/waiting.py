"""Waiting for another process: growing intervals, a word now and then, an end."""

import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

T = TypeVar("T")
Announce = Callable[[str], None]
"""Told one Chinese line at a time what is going on."""

FIRST_PAUSE = 0.01
LONGEST_PAUSE = 1.0
GROWTH = 1.4
SECONDS_BETWEEN_WORDS = 3.0


def quiet(_line: str) -> None:
    """Tell nobody."""


def wait_for(
    probe: Callable[[], T], *, seconds: float | None, announce: Announce = quiet, words: str = "请稍候……"
) -> T:
    """Return the probe's first true answer, or its last false one when the time is over.

    The pause between two questions grows from 10 ms to a second. ``seconds=None`` waits without end. Every three
    seconds ``words`` is announced together with the seconds waited.
    """
    began = time.monotonic()
    told = began
    for turn in count():
        answer = probe()
        now = time.monotonic()
        if answer or (seconds is not None and now - began >= seconds):
            return answer
        if now - told >= SECONDS_BETWEEN_WORDS:
            told = now
            announce(f"{words}（已等待 {now - began:.0f} 秒）")
        time.sleep(min(FIRST_PAUSE * GROWTH**turn, LONGEST_PAUSE))
    raise AssertionError("unreachable")  # pragma: no cover  the loop above has no end of its own

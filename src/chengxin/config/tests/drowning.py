"""A process that backs up or restores and is killed half-way: ``python -m chengxin.config.tests.drowning '{…}'``.

It dies as by a power cut, nothing is closed, flushed or cleaned up: after so many pieces went by, or when it says a
word. In a restore pieces are counted from the first look at the archive on; each line told counts as one too.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connections

from chengxin.foundation.actor import system_actor


def die_after(pieces: int, word: str) -> Callable[[object], None]:
    """Return what counts, listens and kills."""
    gone = 0

    def advance(what: object) -> None:
        nonlocal gone
        gone += 1
        if gone > pieces or (word and word in str(what)):
            os.kill(os.getpid(), signal.SIGKILL)

    return advance


def main(told: dict[str, Any]) -> None:
    """Do what was told, and die."""
    django.setup()
    for alias, address in told["doors"].items():
        connections.settings[alias].update(address)
    # Models can be imported only now.
    from chengxin.config.backup import restoring, taking  # noqa: PLC0415  see the line above

    actor = system_actor("console:test")
    advance, now, archive = die_after(told["after"], told["word"]), datetime.now(UTC), Path(told["archive"])
    if told["what"] == "backup":
        taking.take_backup(archive, actor=actor, now=now, advance=advance)
    else:
        wish = restoring.Wish(archive, Path(told["keys"]), without_keys=False, again=told["again"])
        restoring.restore(wish, actor=actor, now=now, announce=advance, advance=advance)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

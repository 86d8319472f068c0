"""A process that takes a submission in and is killed: ``python -m chengxin.intake.tests.dying '{…}'``.

The argument names the database, the submission and the statement after which to die: a part of its text and which time
it comes.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import connections


def die_after(part: str, times: int) -> Callable[..., object]:
    """Return what runs each statement and dies as a power cut would: nothing is closed, flushed or cleaned up."""
    seen = 0

    def run(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal seen
        result = execute(sql, *rest)
        seen += part in sql
        if seen == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return run


def main(told: dict[str, Any]) -> None:
    """Take in and die."""
    django.setup()
    connections.settings["default"].update(told["database"])
    # Models can be imported only now.
    from chengxin.intake.tests.taking import take_in  # noqa: PLC0415  see the line above

    with connections["default"].execute_wrapper(die_after(told["part"], told["times"])):
        take_in(told["submission"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

"""A process that loads three facts and is killed: ``python -m chengxin.register.tests.dying '{…}'``.

A fork would not do: the threads of Polars do not survive one. The argument names the database, load, subject and after
how many chunks to die: inside the next chunk or, after three, inside the flip, each time before its commit.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import connections


def die_after(chunks: int) -> Callable[..., object]:
    """Return what runs each statement and dies as a power cut would: nothing is closed, flushed or cleaned up."""
    merged = 0

    def run(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal merged
        result = execute(sql, *rest)
        merged += sql.startswith("DROP TABLE incoming")
        if merged > chunks or 'INSERT INTO "audit_auditentry"' in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return run


def main(told: dict[str, Any]) -> None:
    """Load and die."""
    django.setup()
    connections.settings["default"].update(told["database"])
    # Models can be imported only now.
    from chengxin.register.tests.three_facts import load_three_facts  # noqa: PLC0415  see the line above

    with connections["default"].execute_wrapper(die_after(told["chunks"])):
        load_three_facts(load=told["load"], subject=told["subject"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

"""The web process: Granian and its workers, which end with it. Started by ``chengxin serve``.

``python -m chengxin.config.web HOST PORT WORKERS``
"""

import gc
import os
import signal
import sys
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from chengxin.config.commands.opening import say
from chengxin.config.database import running
from chengxin.config.embedded import DatabaseFault
from chengxin.config.environment import Misconfigured, read_environment
from chengxin.config.lifeline import end_with_parent, named_parent

THREADS = 8
"""Of each worker: how many requests it answers at once. Each may hold two connections to the database."""

SECONDS_TO_FINISH = 4


def load(parent: int, target: str) -> Any:
    """Return the application named as ``module:object``, in a worker that is killed when its parent is gone."""
    end_with_parent(parent, signal.SIGKILL)
    module, name = target.split(":")
    application = getattr(import_module(module), name)
    gc.freeze()  # what was imported stays for good: no collection walks through it again
    return application


def main(host: str, port: int, workers: int) -> None:
    """Serve until a signal asks to stop. The embedded database is held: if ``serve`` is killed, we stop it in order."""
    end_with_parent(named_parent())
    with running(read_environment().data):
        Granian(
            "chengxin.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            websockets=False,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=SECONDS_TO_FINISH,
        ).serve(target_loader=partial(load, os.getpid()))


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except (DatabaseFault, Misconfigured) as fault:
        say(f"■ {fault}")
        sys.exit(1)

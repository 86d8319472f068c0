"""What each command that needs the database begins with, and how it speaks while it waits."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import connections

from chengxin.config.database import STATEMENT_SECONDS, running
from chengxin.config.embedded import Server
from chengxin.config.environment import read_environment


def say(line: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def opened(*, statement_seconds: int = 0) -> Iterator[Server | None]:
    """Have the database running and Django ready within the block.

    The embedded server is held meanwhile; None is given where ``DATABASE_URL`` names a server. Statements of a command
    may take as long as they need (0), unless the environment sets a limit.

    Raises:
        DatabaseFault: the database can not be had.
        Misconfigured: the environment can not be run with.
    """
    os.environ.setdefault(STATEMENT_SECONDS, str(statement_seconds))
    with running(read_environment().data, say) as server:
        django.setup()
        try:
            yield server
        finally:
            connections.close_all()

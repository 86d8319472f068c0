"""What each command that needs the database begins with, and how it speaks while it waits."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import connections

from chengxin.config.backup import BackupFault
from chengxin.config.backup.belongings import MARK
from chengxin.config.database import STATEMENT_SECONDS, running
from chengxin.config.embedded import Server
from chengxin.config.environment import read_environment
from chengxin.foundation.actor import Actor, system_actor


def say(line: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def console_actor() -> Actor:
    """Return the actor of whoever sits at the server's own command line."""
    return system_actor(f"console:{os.environ.get('SUDO_USER') or os.environ.get('USER') or 'server'}")


@contextmanager
def opened(*, statement_seconds: int = 0, restoring: bool = False) -> Iterator[Server | None]:
    """Have the database running and Django ready within the block.

    The embedded server is held meanwhile; None is given where ``DATABASE_URL`` names a server. Statements of a command
    may take as long as they need (0), unless the environment sets a limit. Where a restore was cut off, only a command
    that is ``restoring`` goes on.

    Raises:
        DatabaseFault: the database can not be had.
        Misconfigured: the environment can not be run with.
        BackupFault: a restore was not finished.
    """
    os.environ.setdefault(STATEMENT_SECONDS, str(statement_seconds))
    data = read_environment().data
    if (data / MARK).exists() and not restoring:
        raise BackupFault("数据文件夹里有一次没有完成的恢复，平台不能启动。请用 chengxin restore … --again 接着做完")
    with running(data, say) as server:
        django.setup()
        try:
            yield server
        finally:
            connections.close_all()

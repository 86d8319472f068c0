"""Holding the server: the first holder starts it, others join, the last one to leave stops it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from chengxin.config.embedded import cluster, locks
from chengxin.config.embedded.account import server_account
from chengxin.config.embedded.binaries import Binaries, for_everybody, in_the_wheel
from chengxin.config.embedded.faults import DatabaseFault, explained
from chengxin.config.embedded.places import Places
from chengxin.config.embedded.provision import (
    ADMINISTRATOR,
    DATABASE,
    ROLES,
    close_the_rest,
    passwords,
    provide_database,
    provide_roles,
)
from chengxin.config.embedded.waiting import Announce, quiet, wait_for

STARTS = 3
"""How often a server that ends while it starts is started again: somebody may have stopped it in that moment."""


@dataclass(frozen=True)
class Server:
    """A running server that this process holds."""

    places: Places

    def address(self, user: str, database: str = DATABASE) -> dict[str, str]:
        """Return the connection parameters (libpq names) of a role; the password stays in its file.

        The empty password keeps libpq from taking ``PGPASSWORD`` of the environment before it reads the file.
        """
        return {
            "host": str(self.places.sockets),
            "port": "5432",
            "dbname": database,
            "user": user,
            "password": "",
            "passfile": str(self.places.passfile),
        }

    def connect(self, user: str = ADMINISTRATOR, database: str = "postgres") -> psycopg.Connection[TupleRow]:
        """Return a connection in autocommit mode."""
        return psycopg.connect(make_conninfo(**self.address(user, database)), autocommit=True)

    def revive(self, announce: Announce = quiet) -> bool:
        """Start the server again if it has ended and say whether that was so.

        Raises:
            DatabaseFault: it can not be started.
        """
        if cluster.is_alive(self.places) and cluster.postmaster(self.places):
            return False
        with locks.locked(self.places.turn, fcntl.LOCK_EX):
            return ensure(self.places, announce)


@dataclass(frozen=True)
class Status:
    """What can be said of a server without starting it."""

    exists: bool
    running: bool
    answers: bool
    held: bool
    pid: int | None
    places: Places


@contextmanager
def hold(places: Places, announce: Announce = quiet, patience: Callable[[], float] = lambda: 0.0) -> Iterator[Server]:
    """Have the server running within the block; on leaving stop it if nobody else holds it.

    ``patience`` says, on leaving, for how many seconds another hold may turn out to be that of a process which is
    just dying: the kernel drops the locks of a killed process only when its last thread has ended.

    Raises:
        DatabaseFault: it can not be initialised, started or reached.
    """
    cluster.prepare(places, server_account())
    holding = locks.open_lock(places.holders)
    try:
        with taking_turns(places, announce):
            ensure(places, announce)
            fcntl.flock(holding, fcntl.LOCK_SH)
        try:
            yield Server(places)
        finally:
            leave(places, holding, announce, patience())
    finally:
        os.close(holding)


@contextmanager
def taking_turns(places: Places, announce: Announce) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    if locks.is_locked(places.turn):
        announce("另一个进程正在启动或停止数据库，请稍候……")
    with locks.locked(places.turn, fcntl.LOCK_EX):
        yield


def ensure(places: Places, announce: Announce) -> bool:
    """See that the server runs and takes connections; say whether it was started. The caller has its turn."""
    if cluster.is_alive(places) and cluster.postmaster(places) is None:
        cluster.clear_orphans(places, announce)
    if cluster.is_alive(places) and cluster.has_moved(places):
        announce("数据文件夹已被移动，正在重新启动数据库……")
        cluster.end(places, announce)
    if cluster.is_alive(places) and cluster.wait_until_it_answers(places, announce, cluster.log_size(places)):
        return False
    account = server_account()
    binaries = runnable_binaries()
    cluster.prepare(places, account)
    cluster.ensure_cluster(places, binaries, account, announce)
    for _start in range(STARTS):
        position = cluster.log_size(places)
        cluster.launch(places, binaries, account)
        if cluster.wait_until_it_answers(places, announce, position):
            provision(Server(places))
            return True
        if not cluster.is_alive(places):
            continue
    raise explained(cluster.said_since(places, position), places.log)


def runnable_binaries() -> Binaries:
    """Return binaries that the server's user can run."""
    binaries = in_the_wheel()
    return for_everybody(binaries) if os.geteuid() == 0 else binaries


def provision(server: Server) -> None:
    """Make roles and database if they are missing; each start does so, as the first one may have been killed."""
    words = passwords(server.places.passfile)
    try:
        with server.connect() as connection:
            close_the_rest(connection)
            provide_roles(connection, ROLES, words)
            provide_database(connection, DATABASE, ROLES.owner)
    except psycopg.OperationalError as problem:
        raise DatabaseFault(f"数据库已启动，但无法登录：{problem}") from problem


def leave(places: Places, holding: int, announce: Announce, patience: float) -> None:
    """Give up this process's hold, and stop the server if it was the last one."""
    with locks.locked(places.turn, fcntl.LOCK_EX):
        fcntl.flock(holding, fcntl.LOCK_UN)
        if wait_for(lambda: locks.try_lock(holding, fcntl.LOCK_EX), seconds=patience):
            cluster.end(places, announce)


def status(places: Places) -> Status:
    """Return what can be seen from outside; waits while another process starts or stops the server."""
    if not places.home.exists():
        return Status(exists=False, running=False, answers=False, held=False, pid=None, places=places)
    with locks.locked(places.turn, fcntl.LOCK_EX):
        return Status(
            exists=places.cluster.exists(),
            running=cluster.is_alive(places),
            answers=cluster.answers(places),
            held=locks.is_locked(places.holders, fcntl.LOCK_EX),
            pid=cluster.postmaster(places),
            places=places,
        )


def stop(places: Places, announce: Announce = quiet) -> bool:
    """Stop the server whoever holds it and say whether it ran."""
    if not places.home.exists():
        return False
    with taking_turns(places, announce):
        running = cluster.is_alive(places)
        if running:
            cluster.end(places, announce)
    return running


def remove(places: Places, announce: Announce = quiet) -> None:
    """Stop the server and delete its data for good.

    Raises:
        DatabaseFault: another process holds it.
    """
    if not places.home.exists():
        return
    with taking_turns(places, announce):
        if locks.is_locked(places.holders, fcntl.LOCK_EX):
            raise DatabaseFault("有程序正在使用数据库，请先停止它们。")
        if cluster.is_alive(places):
            cluster.end(places, announce)
        shutil.rmtree(places.home)
        shutil.rmtree(places.sockets, ignore_errors=True)

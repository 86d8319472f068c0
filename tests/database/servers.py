"""The PostgreSQL server of one test run: an embedded one that is thrown away, or one that is there already.

The process that starts the run makes a folder and names it in the environment. Whoever needs the database first starts
the server and migrates the base; the workers of pytest-xdist join. The process that made the folder ends it all.
"""

import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from chengxin.config import embedded
from chengxin.config.database import doors, settings_of
from chengxin.config.embedded import ADMINISTRATOR, ROLES, Places, Roles
from chengxin.config.embedded.account import open_base
from chengxin.config.embedded.locks import locked, open_lock, try_lock
from chengxin.config.embedded.places import socket_folder
from chengxin.config.embedded.provision import provide_database, provide_roles
from chengxin.config.embedded.waiting import quiet
from chengxin.config.grants import database_statements
from chengxin.config.migrating import migrate_database

RUN = "CHENGXIN_TEST_RUN"
OUTSIDE = "CHENGXIN_TEST_DATABASE_URL"
PREFIX = "chengxin-tests-"
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own with a name nobody can guess is made in it
ENOUGH_MEMORY = 3 * 1024**3
"""Bytes. A container has 64 MB there, which is too little; a machine has half its memory."""


class TestServer(ABC):
    """A server with the roles of the run and, once asked for, a migrated base to copy databases from."""

    __test__ = False

    def __init__(self, run: Path, roles: Roles) -> None:
        self.run = run
        self.roles = roles
        self.stem = run.name.replace("-", "_").lower()
        self.clones = 0

    @abstractmethod
    def address(self, user: str, database: str) -> dict[str, Any]:
        """Return libpq's parameters."""

    @abstractmethod
    def administrate(self) -> psycopg.Connection[Any]:
        """Return an administrator's connection in autocommit mode."""

    def role(self, alias: str) -> str:
        """Return the role behind an alias of the settings."""
        return {"default": self.roles.app, "owner": self.roles.owner, "public": self.roles.public}[alias]

    def point(self, database: str) -> None:
        """Have Django's connections made from now on, in every thread, lead to the database."""
        for door in doors():
            wanted = settings_of(door, self.address(self.role(door.alias), database))
            connections.settings[door.alias].update(wanted)

    @property
    def base(self) -> str:
        """The migrated database that the others are copied from."""
        return f"{self.stem}_base"

    def ensure_base(self) -> None:
        """Make and migrate the base as the owner, once a run; the other workers wait."""
        ready = self.run / "base.ready"
        with locked(self.run / "base.lock", fcntl.LOCK_EX):
            if ready.exists():
                return
            with self.administrate() as admin:
                self.drop(self.base)
                provide_database(admin, self.base, self.roles.owner)
                self.point(self.base)
                migrate_database(quiet)
                connections.close_all()
                admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(self.base)))
            ready.touch()

    def clone(self, label: str) -> str:
        """Return the name of a fresh copy of the base."""
        self.clones += 1
        name = f"{self.stem}_{label}_{os.getpid()}_{self.clones}"
        with self.administrate() as admin:
            # Copying files takes 40 ms; the default way writes every page into the log first: 15 times as long.
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(self.roles.owner), sql.Identifier(self.base)
                )
            )
            for statement in database_statements(name, self.roles):
                admin.execute(statement)
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with self.administrate() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class EmbeddedTestServer(TestServer):
    """The throw-away server in the folder of the run."""

    def __init__(self, run: Path, server: embedded.Server) -> None:
        super().__init__(run, ROLES)
        self.server = server

    def address(self, user: str, database: str) -> dict[str, Any]:
        return dict(self.server.address(user, database))

    def administrate(self) -> psycopg.Connection[Any]:
        return self.server.connect()


class OutsideTestServer(TestServer):
    """A server that is there already: roles and databases bear the run's name and are dropped at its end."""

    def __init__(self, run: Path, url: str) -> None:
        stem = run.name.replace("-", "_").lower()
        super().__init__(run, Roles(owner=f"{stem}_owner", app=f"{stem}_app", public=f"{stem}_public"))
        self.given = conninfo_to_dict(url)

    def address(self, user: str, database: str) -> dict[str, Any]:
        return self.given | {"user": user, "password": self.run.name, "dbname": database}

    def administrate(self) -> psycopg.Connection[Any]:
        return psycopg.connect(**self.given, autocommit=True)  # type: ignore[arg-type]  # libpq's own words

    def provide(self) -> None:
        """Make the run's roles, once."""
        words = dict.fromkeys((self.roles.owner, self.roles.app, self.roles.public), self.run.name)
        with locked(self.run / "roles.lock", fcntl.LOCK_EX), self.administrate() as admin:
            provide_roles(admin, self.roles, words)
        (self.run / "outside.used").touch()

    def clear(self) -> None:
        """Drop the run's databases and roles."""
        with self.administrate() as admin:
            names = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.stem}\\_%"])
            for (name,) in names.fetchall():
                self.drop(name)
            for role in (self.roles.app, self.roles.public, self.roles.owner):
                admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


@dataclass(frozen=True)
class Run:
    """The folder of one test run; whoever made it keeps its lock until the end."""

    folder: Path
    lock: int

    @classmethod
    def begin(cls) -> "Run":
        """Make the folder after clearing away what killed runs left."""
        top = place_for_runs()
        for left_over in top.glob(f"{PREFIX}*"):
            clear_if_abandoned(left_over)
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{secrets.token_hex(2)}-", dir=top))
        if os.geteuid() == 0:
            folder.chmod(0o711)
        lock = open_lock(folder / "run.lock")
        try_lock(lock, fcntl.LOCK_EX)
        return cls(folder, lock)

    def end(self) -> None:
        """Stop the server and delete everything."""
        if (self.folder / "outside.used").exists():
            OutsideTestServer(self.folder, os.environ[OUTSIDE]).clear()
        embedded.stop(places_of(self.folder))
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self.lock)


def place_for_runs() -> Path:
    """Return a folder for temporary things that the server's user can reach: in memory if there is plenty of room."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
        return MEMORY
    top = Path(tempfile.gettempdir()).resolve()
    open_to_all = all(folder.stat().st_mode & stat.S_IXOTH for folder in (top, *top.parents))
    return top if os.geteuid() != 0 or open_to_all else open_base()


def clear_if_abandoned(folder: Path) -> None:
    """Stop and delete what a killed run of ours left; nobody keeps its lock any more."""
    try:
        if folder.stat().st_uid != os.geteuid() or not (folder / "run.lock").exists():
            return
        lock = open_lock(folder / "run.lock")
    except (FileNotFoundError, embedded.DatabaseFault):
        return
    try:
        if try_lock(lock, fcntl.LOCK_EX):
            embedded.stop(places_of(folder))
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def places_of(run: Path) -> Places:
    """Return the places of the run's throw-away server."""
    home = run / "server"
    return Places(home=home, sockets=socket_folder(home, run.name.rsplit("-", 1)[-1]), durable=False)


@contextmanager
def joined(run: Path) -> Iterator[TestServer]:
    """Have the run's server within the block, started by whoever comes first."""
    url = os.environ.get(OUTSIDE)
    with ExitStack() as stack:
        if url:
            outside = OutsideTestServer(run, url)
            outside.provide()
            server: TestServer = outside
        else:
            server = EmbeddedTestServer(run, stack.enter_context(embedded.hold(places_of(run))))
        server.ensure_base()
        yield server


def connect(server: TestServer, user: str, database: str) -> psycopg.Connection[Any]:
    """Return a connection of the role in autocommit mode."""
    return psycopg.connect(**server.address(user, database), autocommit=True)


__all__ = ["ADMINISTRATOR", "OUTSIDE", "RUN", "Run", "TestServer", "connect", "joined"]

"""Fixtures of tests that need PostgreSQL. The database is real, connections have the application's role.

| fixture | for |
|---|---|
| ``db`` (pytest-django) | nearly all: one database a worker, each test in a transaction that is rolled back |
| ``committed_db`` | real commits, several connections, threads: a fresh copy of the migrated base, dropped afterwards |
| ``owner_connection``, ``public_connection`` | psycopg connections of the two other roles to that copy |
| ``served`` | the address of a live server over ``committed_db``, for a browser |

In ``db`` the alias ``public`` is the application's connection, as nobody else sees a transaction that is not committed;
what the portal's role may read is tested with ``committed_db``. ``transactional_db`` truncates tables, which the
application's role can not: it is refused.

Nothing is started for a run of pure tests. ``CHENGXIN_TEST_DATABASE_URL`` (an administrator's address) names a server
to use in place of the embedded one.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import TestCase
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.database.servers import RUN, Run, TestServer, connect, joined

RUN_KEY = pytest.StashKey[Run]()
USE_COMMITTED = (
    "transactional_db, django_db(transaction=True) and live_server truncate tables, which the application's role can "
    "not: use committed_db (or served)"
)
LOCAL = "127.0.0.1,::1,localhost"
SHARED = ("default", "public")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Close the outside world, and make the run's folder in the process that starts the run."""
    config.option.allow_hosts = config.option.allow_hosts or LOCAL
    config.option.allow_unix_socket = True
    if not hasattr(config, "workerinput") and RUN not in os.environ:
        config.stash[RUN_KEY] = Run.begin()
        os.environ[RUN] = str(config.stash[RUN_KEY].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and clear up, whatever happened."""
    run = config.stash.get(RUN_KEY, None)
    if run is not None:
        os.environ.pop(RUN)
        run.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse what can not work as the application's role, and a test that wants both kinds of database."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if names & {"transactional_db", "live_server"} or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: {USE_COMMITTED}")
        if "committed_db" in names and ("db" in names or marker):
            raise pytest.UsageError(f"{item.nodeid}: db and committed_db are two databases, use one of them")


@pytest.fixture(scope="session")
def database_server(
    django_test_environment: None,  # noqa: ARG001  first of all, as in pytest-django
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[TestServer]:
    """The run's server with its migrated base; started by whoever needs it first."""
    with django_db_blocker.unblock(), joined(Path(os.environ[RUN])) as server:
        yield server


@pytest.fixture(scope="session")
def rolled_back_name(database_server: TestServer) -> Iterator[str]:
    """The worker's database that tests in transactions share."""
    name = database_server.clone("shared")
    yield name
    database_server.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: TestServer, rolled_back_name: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Take the place of pytest-django's own: it would create and migrate a database for each alias."""
    TestCase.databases = set(SHARED)
    with django_db_blocker.unblock():
        enter(database_server, rolled_back_name)
        share()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def enter(server: TestServer, database: str) -> None:
    """Lead all of Django's connections of this thread to the database."""
    connections.close_all()
    if connections["public"] is connections["default"]:
        del connections["public"]
    server.point(database)


def share() -> None:
    """Let the portal's alias see what the test has not committed."""
    connections["public"].close()
    connections["public"] = connections["default"]


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of one test, in which commits are real."""

    server: TestServer
    name: str

    def connect(self, alias: str = "default") -> psycopg.Connection[Any]:
        """Return a further connection, in autocommit mode, of the role behind the alias. The caller closes it."""
        return connect(self.server, self.server.role(alias), self.name)


@pytest.fixture
def committed_db(
    database_server: TestServer,
    rolled_back_name: str,
    django_db_setup: None,  # noqa: ARG001  it comes first, as it leads the connections to the shared database
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[CommittedDatabase]:
    """A fresh copy of the migrated base, for this test alone; Django's connections lead to it."""
    name = database_server.clone("own")
    with django_db_blocker.unblock():
        enter(database_server, name)
        try:
            yield CommittedDatabase(database_server, name)
        finally:
            enter(database_server, rolled_back_name)
            share()
            database_server.drop(name)


@pytest.fixture
def owner_connection(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the owning role, in autocommit mode."""
    with committed_db.connect("owner") as connection:
        yield connection


@pytest.fixture
def public_connection(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the portal's role, in autocommit mode."""
    with committed_db.connect("public") as connection:
        yield connection


@pytest.fixture
def served(
    committed_db: CommittedDatabase,  # noqa: ARG001  the server's threads connect to it
) -> Iterator[str]:
    """The address of a live server over the test's own database."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def transactional_db() -> None:
    """Refuse: see USE_COMMITTED. Requested by name at run time it comes here."""
    raise pytest.UsageError(USE_COMMITTED)

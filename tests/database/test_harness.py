"""The fixtures themselves: roles, rollback, real commits, refusals."""

import fcntl
import socket
import threading
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone
from pytest_socket import SocketConnectBlockedError

from chengxin.config.embedded.locks import locked
from chengxin.config.embedded.waiting import quiet
from chengxin.config.migrating import configured_roles, migrate_database
from tests.database.plugin import USE_COMMITTED, CommittedDatabase, pytest_collection_modifyitems
from tests.database.servers import clear_if_abandoned

pytest_plugins = ["pytester"]


def add_session(key: str) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


def current_user(alias: str = "default") -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.service
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transaction_is_rolled_back_between_tests(turn: int) -> None:
    assert not Session.objects.exists(), f"left over in turn {turn}"
    add_session("one")
    assert Session.objects.using("public").count() == 1


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_tests_run_as_the_application() -> None:
    assert current_user() == configured_roles().app
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.cursor().connection.execute("CREATE TABLE mine (id int)")


@pytest.mark.service
def test_commits_are_real_and_seen_by_other_threads(committed_db: CommittedDatabase) -> None:
    add_session("kept")
    seen = []

    def look() -> None:
        seen.append(Session.objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    with committed_db.connect() as other:
        seen.extend(count for (count,) in other.execute("SELECT count(*) FROM django_session"))
    assert seen == [1, 1]


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("turn", [1, 2])
def test_each_committed_database_is_fresh(turn: int) -> None:
    assert not Session.objects.exists(), f"left over in turn {turn}"
    add_session("kept")


@pytest.mark.service
def test_each_role_has_its_connection(
    owner_connection: psycopg.Connection[tuple[str]],
    public_connection: psycopg.Connection[tuple[str]],
) -> None:
    roles = configured_roles()
    assert owner_connection.execute("SELECT current_user").fetchone() == (roles.owner,)
    assert public_connection.execute("SELECT current_user").fetchone() == (roles.public,)
    assert current_user("public") == roles.public
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public_connection.execute("SELECT * FROM django_session")


@pytest.mark.service
def test_migrating_again_changes_nothing(committed_db: CommittedDatabase) -> None:
    rights = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    with committed_db.connect("owner") as owner:
        before = owner.execute(rights).fetchall()
        migrate_database(quiet)
        assert owner.execute(rights).fetchall() == before


def test_the_outside_world_is_closed() -> None:
    with pytest.warns(UserWarning, match="192.0.2.1"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


WRONG = """
import pytest

@pytest.fixture
def committed_db(): pass

def test_it_truncates(transactional_db): pass

def test_it_serves(live_server): pass

@pytest.mark.django_db(transaction=True)
def test_it_is_marked(): pass

def test_it_wants_both(db, committed_db): pass
"""


def test_what_can_not_work_as_the_application_is_refused(pytester: pytest.Pytester) -> None:
    refused = {}
    for item in pytester.getitems(WRONG):
        with pytest.raises(pytest.UsageError) as answer:
            pytest_collection_modifyitems([item])
        refused[item.name] = str(answer.value)
    assert "two databases" in refused.pop("test_it_wants_both")
    assert len(refused) == 3
    assert all(USE_COMMITTED in words for words in refused.values())


def test_an_abandoned_run_is_cleared_and_a_running_one_is_not(tmp_path: Path) -> None:
    for name in ("abandoned", "running"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.lock").touch()
    with locked(tmp_path / "running" / "run.lock", fcntl.LOCK_EX):
        for name in ("abandoned", "running"):
            clear_if_abandoned(tmp_path / name)
    assert [folder.name for folder in tmp_path.iterdir()] == ["running"]

"""What the roles can and can not do, on tables made for the purpose and on the real ones."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import models
from psycopg import errors

from chengxin.config import grants
from chengxin.config.grants import Declared, apply_grants, declared_tables
from chengxin.config.migrating import configured_roles
from chengxin.foundation.append_only import AppendOnly

pytestmark = pytest.mark.service

DECLARED = Declared(append_only=frozenset({"trail"}), changeable=frozenset({"notes", "not_there_yet"}))

Connection = psycopg.Connection[Any]


@pytest.fixture
def owner(owner_connection: Connection) -> Connection:
    """The owner, with tables of our own beside the real ones."""
    owner_connection.execute("CREATE TABLE trail (id bigserial PRIMARY KEY, what text)")
    owner_connection.execute("CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, what text)")
    owner_connection.execute("CREATE TABLE undeclared (id bigserial)")
    owner_connection.execute("CREATE TABLE public_by_name_only (id int)")
    owner_connection.execute("CREATE VIEW public_notes AS SELECT what FROM notes WHERE what <> 'secret'")
    owner_connection.execute("CREATE VIEW inner_notes AS SELECT what FROM notes")
    real = declared_tables()
    declared = Declared(DECLARED.append_only | real.append_only, DECLARED.changeable | real.changeable)
    apply_grants(owner_connection, configured_roles(), declared)
    owner_connection.execute("INSERT INTO trail (what) VALUES ('first')")
    owner_connection.execute("INSERT INTO notes (what) VALUES ('open'), ('secret')")
    return owner_connection


@pytest.fixture
def app(owner: Connection, committed_db: Any) -> Iterator[Connection]:  # noqa: ARG001  the tables come first
    with committed_db.connect() as connection:
        yield connection


REFUSED = (errors.InsufficientPrivilege, errors.InvalidObjectDefinition, errors.ReadOnlySqlTransaction)
NOT_FOR_THE_APPLICATION = [
    "UPDATE trail SET what = 'changed'",
    "UPDATE trail SET what = 'changed' WHERE false",
    "DELETE FROM trail",
    "TRUNCATE trail",
    "TRUNCATE notes",
    "INSERT INTO trail (id, what) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET what = 'x'",
    "MERGE INTO trail USING notes ON true WHEN MATCHED THEN DELETE",
    "SELECT * FROM trail FOR UPDATE",
    "ALTER TABLE trail DISABLE TRIGGER ALL",
    "ALTER TABLE trail DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON trail",
    "CREATE RULE gone AS ON INSERT TO trail DO INSTEAD NOTHING",
    "ALTER TABLE trail OWNER TO CURRENT_USER",
    "DROP TABLE trail",
    "DROP FUNCTION refuse_change() CASCADE",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "CREATE ROLE another",
    "CREATE DATABASE another",
    "CREATE TABLE another (id int)",
    "CREATE SCHEMA another",
    "SELECT * FROM undeclared",
    "INSERT INTO undeclared DEFAULT VALUES",
    "SELECT * FROM public_by_name_only",
    "SELECT * FROM inner_notes",
    "DELETE FROM django_migrations",
    "COPY notes TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
]


def allowed(connection: Connection, words: list[str]) -> list[str]:
    """Return the statements that were not refused for want of rights."""
    passed = []
    for statement in words:
        try:
            connection.execute(statement)
        except REFUSED:
            continue
        passed.append(statement)
    return passed


def test_the_application_can_not(app: Connection) -> None:
    assert allowed(app, NOT_FOR_THE_APPLICATION) == []
    assert app.execute("SELECT what FROM trail").fetchall() == [("first",)]


def test_the_application_can_not_give_itself_rights(app: Connection) -> None:
    app.execute("GRANT ALL ON trail TO CURRENT_USER")
    assert app.execute("SELECT has_table_privilege('trail', 'UPDATE, DELETE, TRUNCATE')").fetchone() == (False,)


def test_the_application_can_not_become_somebody_else(app: Connection) -> None:
    others = (configured_roles().owner, configured_roles().public)
    assert allowed(app, [f"SET {what} {role}" for role in others for what in ("ROLE", "SESSION AUTHORIZATION")]) == []


def test_the_application_can_do_its_work(app: Connection) -> None:
    app.execute("INSERT INTO trail (what) VALUES ('second')")
    assert app.execute("SELECT count(*) FROM trail").fetchone() == (2,)
    app.execute("INSERT INTO notes (what) VALUES ('more')")
    app.execute("UPDATE notes SET what = 'changed' WHERE what = 'more'")
    app.execute("DELETE FROM notes WHERE what = 'changed'")
    app.execute("CREATE TEMPORARY TABLE staged (LIKE notes)")
    assert app.execute("SELECT count(*) FROM public_notes").fetchone() == (1,)
    assert app.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)


CHANGES = ("UPDATE trail SET what = 'x'", "DELETE FROM trail WHERE false", "TRUNCATE trail")


def test_the_owner_too_is_refused_by_the_trigger(owner: Connection) -> None:
    for words in CHANGES:
        with pytest.raises(errors.RestrictViolation, match="append-only"):
            owner.execute(words)


def test_a_superuser_in_replication_mode_too(owner: Connection, committed_db: Any) -> None:
    with committed_db.server.administrate() as somewhere:
        address = somewhere.info.get_parameters() | {"dbname": owner.info.dbname}
        password = somewhere.info.password
    with psycopg.connect(**(address | {"password": password}), autocommit=True) as administrator:
        administrator.execute("SET session_replication_role = replica")
        for words in CHANGES:
            with pytest.raises(errors.RestrictViolation, match="append-only"):
                administrator.execute(words)


NOT_FOR_THE_PORTAL = [
    "SELECT * FROM notes",
    "SELECT * FROM trail",
    "SELECT * FROM inner_notes",
    "SELECT * FROM public_by_name_only",
    "SELECT * FROM django_migrations",
    "SELECT procrastinate_register_worker_v1()",
    "CREATE TEMPORARY TABLE mine (id int)",
    "DELETE FROM public_notes",
]


@pytest.mark.usefixtures("owner")
def test_the_portal_s_role_can_not(public_connection: Connection) -> None:
    assert allowed(public_connection, NOT_FOR_THE_PORTAL) == []


@pytest.mark.usefixtures("owner")
def test_the_portal_s_role_reads_public_views(public_connection: Connection) -> None:
    assert public_connection.execute("SELECT what FROM public_notes").fetchall() == [("open",)]


def test_twice_is_as_once_and_a_switched_off_trigger_stands_again(owner: Connection, app: Connection) -> None:
    owner.execute("ALTER TABLE trail DISABLE TRIGGER append_only")
    owner.execute(f'GRANT UPDATE, DELETE, TRUNCATE ON trail TO "{configured_roles().app}"')
    for _ in range(2):
        apply_grants(owner, configured_roles(), DECLARED)
    with pytest.raises(errors.RestrictViolation):
        owner.execute("DELETE FROM trail")
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute("DELETE FROM trail")


def test_a_table_that_is_no_longer_append_only_loses_its_trigger(owner: Connection, app: Connection) -> None:
    apply_grants(owner, configured_roles(), Declared(frozenset(), frozenset({"trail"})))
    app.execute("DELETE FROM trail")
    assert app.execute("SELECT count(*) FROM trail").fetchone() == (0,)


def test_one_role_for_everything_keeps_the_triggers(owner: Connection) -> None:
    roles = configured_roles()
    alone = type(roles)(owner=roles.owner, app=roles.owner, public=roles.owner)
    owner.execute("ALTER TABLE trail DISABLE TRIGGER append_only")
    apply_grants(owner, alone, DECLARED)
    with pytest.raises(errors.RestrictViolation):
        owner.execute("TRUNCATE trail")


def test_every_append_only_model_is_guarded_in_the_migrated_database(committed_db: Any) -> None:
    with committed_db.connect("owner") as connection:
        existing = grants.relations(connection)
    declared = declared_tables()
    assert declared.append_only
    assert {name for name, found in existing.items() if found.guarded} == declared.append_only & set(existing)


def test_the_job_queue_works_as_the_application(committed_db: Any) -> None:
    with committed_db.connect() as app:
        worker = app.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()[0]
        app.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'look', 0, NULL, NULL, '{}', NULL)]"
            "::procrastinate_job_to_defer_v1[])"
        )
        job = app.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker]).fetchone()[0]
        app.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [job])
        app.execute("SELECT procrastinate_unregister_worker_v1(%s)", [worker])
        assert app.execute("SELECT status::text FROM procrastinate_jobs").fetchall() == [("succeeded",)]


def test_the_table_of_a_marked_model_s_many_to_many_is_append_only() -> None:
    class Marked(AppendOnly, models.Model):
        others = models.ManyToManyField("self", symmetrical=False)

        class Meta:
            app_label = "grants_test"

    assert grants.is_append_only(Marked)
    assert grants.is_append_only(Marked.others.through)

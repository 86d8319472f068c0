"""Migrations fit the models, and what is append-only stays so for the application's role."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation
from psycopg import sql

from chengxin.foundation.append_only import AppendOnly
from tests.database.plugin import CommittedDatabase

ATTACKS = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON {table}",
    "CREATE RULE quiet AS ON UPDATE TO {table} DO INSTEAD NOTHING",
    "DROP TABLE {table}",
)
"""What a program that got hold of the application's connection could try."""


def append_only() -> list[type[models.Model]]:
    """Return the models whose rows may only be added."""
    return [model for model in apps.get_models(include_auto_created=True) if issubclass(model, AppendOnly)]


def missing_migrations(present: ProjectState) -> dict[str, list[object]]:
    """Return the migrations that would have to be written for these models, by application; asks no database."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    detector = MigrationAutodetector(loader.project_state(), present, NonInteractiveMigrationQuestioner())
    with translation.override(None):  # names are compared as they stand in the code
        found = detector.changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("chengxin.")}
    return {label: changes for label, changes in found.items() if label in ours}


def test_migrations_fit_the_models() -> None:
    with translation.override(None):  # an earlier test may have left a language on, and names are texts
        present = ProjectState.from_apps(apps)
    assert missing_migrations(present) == {}, (
        "run django-admin makemigrations with DJANGO_SETTINGS_MODULE=chengxin.config.settings"
    )


def test_a_forgotten_migration_is_found() -> None:
    changed = ProjectState.from_apps(apps)
    changed.add_model(ModelState("vault", "Cellar", [("id", models.BigAutoField(primary_key=True))]))
    assert list(missing_migrations(changed)) == ["vault"]


def test_there_are_append_only_tables() -> None:
    names = {model.__name__ for model in append_only()}
    assert "AuditEntry" in names


@pytest.fixture
def app_connection(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of the application's role, in autocommit mode."""
    with committed_db.connect() as opened:
        yield opened


@pytest.mark.service
def test_the_application_can_not_change_what_is_append_only(
    app_connection: psycopg.Connection[tuple[object, ...]],
) -> None:
    done = []
    for model in append_only():
        table = sql.Identifier(model._meta.db_table)  # noqa: SLF001  Django's documented interface
        column = sql.Identifier(model._meta.pk.column)  # noqa: SLF001  Django's documented interface
        for attack in ATTACKS:
            try:
                app_connection.execute(sql.SQL(attack).format(table=table, column=column))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation):
                continue
            done.append(f"{model.__name__}: {attack}")
    assert done == []


@pytest.mark.service
def test_an_ordinary_table_falls_to_the_same_attack(app_connection: psycopg.Connection[tuple[object, ...]]) -> None:
    app_connection.execute("DELETE FROM units_usage")
    app_connection.execute("UPDATE units_usage SET calls = calls")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("ALTER TABLE units_usage DISABLE TRIGGER ALL")


@pytest.mark.service
@pytest.mark.django_db
def test_no_trigger_is_switched_off_by_pretending_to_replicate() -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("SET session_replication_role = replica")

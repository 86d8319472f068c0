"""Who may do what in the database, computed from the models after each migration.

| role | rights |
|---|---|
| owner (``chengxin_owner``) | owns everything, migrates; used by ``chengxin migrate`` alone |
| application (``chengxin_app``) | SELECT, INSERT, UPDATE, DELETE on declared tables; SELECT, INSERT on append-only |
| public (``chengxin_public``) | reads the views whose name begins with ``public_``, nothing else |

A table is declared by a model. A model that inherits ``chengxin.foundation.append_only.AppendOnly`` makes its table
(and the tables of its many-to-many fields) append-only: besides the missing rights a trigger refuses UPDATE, DELETE and
TRUNCATE to everybody, the owner and a superuser in replication mode included. Every right that stood there before is
taken away first, so that the outcome depends on the code alone. Objects of other owners (extensions) are left alone.

A view is public by its name, in the schema where everything is: no search path to set and to get wrong. It runs with
the owner's rights, so the portal's role needs none on the tables below it; what it shows is decided in its migration.

Nothing here is newer than PostgreSQL 15.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from chengxin.config.embedded import Roles
from chengxin.foundation.append_only import AppendOnly

PUBLIC_VIEWS = "public_"
TRIGGER = "append_only"
FUNCTION = "refuse_change"
MIGRATIONS = "django_migrations"
LOCK = 5_241_903_001
"""Number of the advisory lock under which rights are given; any number that nobody else uses."""

READ = "SELECT"
READ_AND_ADD = "SELECT, INSERT"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"

REFUSE_CHANGE = f"""
CREATE OR REPLACE FUNCTION public.{FUNCTION}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""

TABLES_AND_VIEWS = """
SELECT c.relname, c.relkind::text,
       EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = %s AND t.tgenabled = 'A')
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND pg_has_role(c.relowner, 'USAGE')
"""

SEQUENCES = """
SELECT DISTINCT s.relname, t.relname
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_class t ON t.oid = d.refobjid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  AND s.relnamespace = 'public'::regnamespace AND pg_has_role(s.relowner, 'USAGE')
"""

ROUTINES = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND pg_has_role(p.proowner, 'USAGE')
"""

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Relation:
    """A table or view that is there. ``kind`` as in pg_class; ``guarded`` says that the trigger stands and fires."""

    kind: str
    guarded: bool

    @property
    def is_table(self) -> bool:
        """Plain or partitioned."""
        return self.kind in {"r", "p"}


@dataclass(frozen=True)
class Declared:
    """Tables by what the application may do with them."""

    append_only: frozenset[str]
    changeable: frozenset[str]
    readable: frozenset[str] = frozenset({MIGRATIONS})

    def rights(self) -> dict[str, str]:
        """Return the application's privileges on each table."""
        return (
            dict.fromkeys(self.readable, READ)
            | dict.fromkeys(self.changeable, EVERYTHING)
            | dict.fromkeys(self.append_only, READ_AND_ADD)
        )


def declared_tables() -> Declared:
    """Return the tables of all installed models. The list of migrations may be read, to see that none is missing."""
    every = apps.get_models(include_auto_created=True)
    append_only = frozenset(table_of(model) for model in every if is_append_only(model))
    return Declared(append_only, frozenset(map(table_of, every)) - append_only)


def table_of(model: type[models.Model]) -> str:
    """Return the name of the model's table; a proxy has that of the model it stands for."""
    return model._meta.db_table  # noqa: SLF001  Django's documented model API


def is_append_only(model: type[models.Model]) -> bool:
    """Say whether the model, or the one whose many-to-many field made it, is append-only."""
    maker: Any = model._meta.auto_created  # noqa: SLF001  Django's documented model API; False or the maker
    return issubclass(maker or model, AppendOnly)


def apply_grants(connection: Connection, roles: Roles, declared: Declared) -> None:
    """Give the roles exactly the rights that follow from the declared tables, in one transaction. Twice is as once.

    ``connection`` is the owner's. Where application and owner are one role (a single address is set) nothing can be
    withheld; the triggers stand all the same.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        existing = relations(connection)
        for statement in trigger_statements(existing, declared):
            connection.execute(statement)
        if roles.app != roles.owner:
            for statement in right_statements(connection, roles, existing, declared):
                connection.execute(statement)


def relations(connection: Connection) -> dict[str, Relation]:
    """Return the owner's tables and views by name."""
    rows = connection.execute(TABLES_AND_VIEWS, [TRIGGER]).fetchall()
    return {name: Relation(kind, guarded) for name, kind, guarded in rows}


def trigger_statements(existing: Mapping[str, Relation], declared: Declared) -> Iterator[sql.SQL | sql.Composed]:
    """Yield what puts the trigger on append-only tables that lack it and takes it from tables that no longer are."""
    yield sql.SQL(REFUSE_CHANGE)
    for name, relation in sorted(existing.items()):
        words = {
            "trigger": sql.Identifier(TRIGGER),
            "table": sql.Identifier("public", name),
            "function": sql.Identifier("public", FUNCTION),
        }
        wanted = name in declared.append_only and relation.is_table
        if wanted and not relation.guarded:
            yield sql.SQL("DROP TRIGGER IF EXISTS {trigger} ON {table}").format(**words)
            yield sql.SQL(
                "CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            ).format(**words)
            # ALWAYS: session_replication_role = replica does not switch it off.
            yield sql.SQL("ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}").format(**words)
        if relation.guarded and not wanted:
            yield sql.SQL("DROP TRIGGER {trigger} ON {table}").format(**words)


def role_words(roles: Roles) -> dict[str, sql.Composable]:
    """Return the names that the statements are filled with."""
    return {
        "app": sql.Identifier(roles.app),
        "public": sql.Identifier(roles.public),
        "everybody": sql.SQL(", ").join([sql.SQL("PUBLIC"), *map(sql.Identifier, {roles.app, roles.public})]),
    }


def database_statements(database: str, roles: Roles) -> Iterator[sql.SQL | sql.Composed]:
    """Yield the rights on the database as a whole, which a copy made from a template does not take over."""
    for line in (
        "REVOKE ALL ON DATABASE {database} FROM {everybody}",
        "GRANT CONNECT ON DATABASE {database} TO {app}, {public}",
        # Staging tables of a load live in the session alone.
        "GRANT TEMPORARY ON DATABASE {database} TO {app}",
    ):
        yield sql.SQL(line).format(database=sql.Identifier(database), **role_words(roles))


def right_statements(
    connection: Connection, roles: Roles, existing: Mapping[str, Relation], declared: Declared
) -> Iterator[sql.SQL | sql.Composed]:
    """Yield what takes all rights away and gives those that are declared."""
    sequences = connection.execute(SEQUENCES).fetchall()
    routines = [sql.SQL(name) for (name,) in connection.execute(ROUTINES).fetchall()]
    words = {
        "tables": listed(existing),
        "sequences": listed(sequence for sequence, _table in sequences),
        "routines": sql.SQL(", ").join(routines),
        **role_words(roles),
    }
    yield from database_statements(connection.info.dbname, roles)
    for line in (
        "REVOKE ALL ON SCHEMA public FROM {everybody}",
        *(["REVOKE ALL ON TABLE {tables} FROM {everybody}"] if existing else []),
        *(["REVOKE ALL ON SEQUENCE {sequences} FROM {everybody}"] if sequences else []),
        "REVOKE ALL ON ROUTINE {routines} FROM {everybody}",
        "ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM {everybody}",
        "ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM {everybody}",
        "ALTER DEFAULT PRIVILEGES REVOKE ALL ON ROUTINES FROM {everybody}",
        "GRANT USAGE ON SCHEMA public TO {app}, {public}",
        # Functions run with the caller's rights, those of the job queue among them; one does a thing of the owner's:
        # subjects_settle_names tidies an index.
        "GRANT EXECUTE ON ROUTINE {routines} TO {app}",
    ):
        yield sql.SQL(line).format(**words)
    for table, rights in sorted(declared.rights().items()):
        if table in existing:
            yield grant(rights, table, roles.app)
    for view in public_views(existing):
        yield grant(READ, view, roles.app)
        yield grant(READ, view, roles.public)
    for sequence, table in sequences:
        if declared.rights().get(table, READ) != READ:
            yield sql.SQL("GRANT USAGE, SELECT ON SEQUENCE {} TO {}").format(
                sql.Identifier("public", sequence), sql.Identifier(roles.app)
            )


def listed(names: Iterable[str]) -> sql.Composed:
    """Return relations of the schema as a list."""
    return sql.SQL(", ").join(sql.Identifier("public", name) for name in sorted(names))


def public_views(existing: Mapping[str, Relation]) -> list[str]:
    """Return the names of the views that anybody may read through the portal. A table of such a name is none."""
    return sorted(
        name for name, found in existing.items() if name.startswith(PUBLIC_VIEWS) and found.kind in {"v", "m"}
    )


def grant(rights: str, relation: str, role: str) -> sql.Composed:
    """Return the GRANT of rights on a table or view."""
    return sql.SQL("GRANT {} ON {} TO {}").format(
        sql.SQL(rights), sql.Identifier("public", relation), sql.Identifier(role)
    )

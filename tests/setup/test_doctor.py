"""The doctor in front of a real database: each role is as narrow as it must be, or a line says that it is not."""

from typing import Any

import psycopg
import pytest
from psycopg import sql

from chengxin.config.health import Line, State
from chengxin.config.health.database import examine
from tests.database.plugin import CommittedDatabase

pytestmark = pytest.mark.service

APPEND_ONLY_TABLE = """
SELECT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'append_only'
WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1 LIMIT 1
"""


def findings(database: CommittedDatabase, alias: str) -> list[Line]:
    with database.connect(alias) as connection:
        return list(examine(connection, alias, alias, alias))


@pytest.mark.parametrize("alias", ["default", "owner", "public"])
def test_the_three_doors_are_as_narrow_as_they_must_be(committed_db: CommittedDatabase, alias: str) -> None:
    (line,) = findings(committed_db, alias)
    assert line.state is State.GOOD, line


@pytest.mark.parametrize(("alias", "right"), [("default", "UPDATE"), ("public", "SELECT")])
def test_a_right_too_many_is_found(
    committed_db: CommittedDatabase, owner_connection: psycopg.Connection[Any], alias: str, right: str
) -> None:
    row = owner_connection.execute(APPEND_ONLY_TABLE).fetchone()
    assert row is not None
    statement = sql.SQL("GRANT {} ON {} TO PUBLIC").format(sql.SQL(right), sql.Identifier(row[0]))  # type: ignore[arg-type]  # a literal above
    owner_connection.execute(statement)
    (line,) = findings(committed_db, alias)
    assert (line.state, row[0] in line.says) == (State.BAD, True)

"""Databases of earlier landings, migrated with their data: nothing is lost, all of it can be read and gone on with."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django import Settings

from chengxin.audit.queries.exports import export_lines
from chengxin.audit.queries.leaves import batch_numbers, check_batch
from chengxin.audit.rules import exports
from chengxin.config.backup.taking import TABLES, count
from chengxin.config.embedded.provision import provide_database
from chengxin.config.embedded.waiting import quiet
from chengxin.config.grants import database_statements
from chengxin.config.migrating import connection_parameters, migrate_database
from chengxin.register.models import Record
from chengxin.register.rules import FeedKind
from chengxin.register.tests.scenes import Fact, bureau, organisation, shown
from chengxin.register.tests.test_feed import read_settled
from chengxin.units.models import User
from chengxin.units.services import DEMONSTRATION_PASSWORD
from chengxin.units.tests.visitor import Visitor
from tests.database.landed import VECTORS
from tests.database.plugin import CommittedDatabase, enter

pytestmark = pytest.mark.service

PUBLIC = "SELECT public_id, item, document_number, decided_on, payload::text FROM public_records ORDER BY public_id"


def counted(owner: psycopg.Connection[Any]) -> dict[str, int]:
    """Return the number of rows of each table."""
    with owner.cursor() as cursor:
        return {name: count(cursor, name) for (name,) in cursor.execute(TABLES).fetchall()}


@pytest.fixture(params=sorted(VECTORS.glob("*.sql.gz")), ids=lambda path: path.name.removesuffix(".sql.gz"))
def landed(
    request: pytest.FixtureRequest, committed_db: CommittedDatabase, settings: Settings, tmp_path: Path
) -> Iterator[dict[str, Any]]:
    """What an earlier landing left, not yet migrated: its counts, and what was public."""
    settings.DATA = tmp_path
    server, name = committed_db.server, f"{committed_db.name}_landed"
    with server.administrate() as admin:
        provide_database(admin, name, server.roles.owner)
        for statement in database_statements(name, server.roles):
            admin.execute(statement)
    enter(server, name)
    try:
        with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as owner:
            owner.execute(gzip.decompress(request.param.read_bytes()))
        with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as owner:
            found = {"counts": counted(owner), "public": owner.execute(PUBLIC).fetchall()}
        yield found
    finally:
        enter(server, committed_db.name)
        server.drop(name)


def test_an_earlier_landing_is_migrated_with_its_data(landed: dict[str, Any]) -> None:
    assert len(landed["public"]) > 5
    migrate_database(quiet)
    with closing(psycopg.connect(**connection_parameters())) as owner:
        counts = counted(owner)
        assert owner.execute(PUBLIC).fetchall() == landed["public"]
    fewer = {name: counts.get(name) for name, rows in landed["counts"].items() if counts.get(name, -1) < rows}
    assert fewer == {}
    verdict = exports.verify(export_lines())
    assert verdict.fault == ""
    assert verdict.heads > 0
    checks = [check_batch(number) for number in batch_numbers()]
    assert [one for one in checks if one.changed or one.gone] == []
    assert sum(one.intact for one in checks) > 50


def test_an_earlier_landing_goes_on(landed: dict[str, Any]) -> None:
    migrate_database(quiet)
    with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as owner:
        # Its transactions have the numbers of another server, as after a restore.
        owner.execute("SELECT register_feed_goes_on(max(transaction) + 1) FROM register_changebatch")
    before, position = read_settled()
    shows = {record for record, kind in before if kind is not FeedKind.VANISHED}
    assert shows == {row[0] for row in landed["public"]}
    shown(bureau(), Fact(organisation(), number="升级之后"))
    record = Record.objects.get(versions__document_number="升级之后")
    assert read_settled(position)[0] == [(record.public_id, FeedKind.APPEARED)]
    visitor = Visitor()
    user = User.objects.filter(is_demonstration=True, is_active=True).order_by("id")[0]
    visitor.sign_in(user, DEMONSTRATION_PASSWORD)
    assert "_auth_user_id" in visitor.browser.session


def test_there_is_a_landing_to_try() -> None:
    assert list(VECTORS.glob("*.sql.gz"))

"""The matrix's database: one a worker, with the cast in it; each test goes on from there and leaves no trace."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from chengxin.units.tests import factories
from tests.database.plugin import enter, share
from tests.database.servers import TestServer
from tests.matrix import cast, objects


@pytest.fixture(scope="session")
def house(
    database_server: TestServer,
    rolled_back_name: str,
    django_db_setup: None,  # noqa: ARG001  it comes first, as it leads the connections to the shared database
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, objects.Things]]:
    """The database with the cast and one thing of each kind at each place, and what is in it."""
    name = database_server.clone("matrix")
    data = tmp_path_factory.mktemp("matrix")
    with django_db_blocker.unblock(), override_settings(DATA=data):
        enter(database_server, name)
        things = objects.furnish(cast.build(factories.real_now()))
        enter(database_server, rolled_back_name)
        share()
    yield name, things
    with django_db_blocker.unblock():
        database_server.drop(name)


@pytest.fixture
def things(
    house: tuple[str, objects.Things],
    database_server: TestServer,
    rolled_back_name: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> Iterator[objects.Things]:
    """The cast and its things, with the files they stand in; what the test changes is rolled back."""
    name, furnished = house
    with django_db_blocker.unblock(), override_settings(DATA=tmp_path):
        enter(database_server, name)
        share()
        copytree(furnished.data, tmp_path, dirs_exist_ok=True)
        with transaction.atomic():
            yield furnished
            transaction.set_rollback(True)
        enter(database_server, rolled_back_name)
        share()

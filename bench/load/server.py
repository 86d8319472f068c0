"""A server with the settings of a production folder, and copies of the database that the loads begin with."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from chengxin.config import embedded
from tests.database.servers import EmbeddedTestServer, connect


class ProductionServer(EmbeddedTestServer):
    """Copies are made of the migrated base until there is a prepared database, then of that."""

    prepared = ""

    @property
    def base(self) -> str:
        """The database that the others are copied from."""
        return self.prepared or super().base


@contextmanager
def production_server() -> Iterator[ProductionServer]:
    """Have such a server within the block; folder and data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="chengxin-bench-"))
    places = embedded.places_for(folder)
    try:
        with embedded.hold(places) as held:
            server = ProductionServer(folder, held)
            server.ensure_base()
            yield server
            connections.close_all()
    finally:
        embedded.remove(places)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(server: ProductionServer, label: str, *, keep: bool = False) -> Iterator[str]:
    """Have Django's connections lead to a fresh copy within the block."""
    name = server.clone(label)
    server.point(name)
    try:
        yield name
    finally:
        connections.close_all()
        if not keep:
            server.drop(name)


def settle_down(server: ProductionServer, name: str) -> None:
    """Do what the hours between two loads do: vacuum, statistics, a checkpoint."""
    with connect(server, server.role("owner"), name) as owner:
        owner.execute("VACUUM ANALYZE")
    with server.administrate() as administrator:
        administrator.execute("CHECKPOINT")

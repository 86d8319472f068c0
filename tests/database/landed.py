"""Keeps a small database of what has landed, so that later code is tried on data it did not write.

``python -m tests.database.landed NAME`` builds the invented second city by the use cases of this very checkout, in a
throw-away server, and writes it to ``tests/vectors/upgrade/NAME.sql.gz``: plain SQL that PostgreSQL 15 and later run.
Make one before a landing that brings migrations; ``test_upgrade`` migrates each to the present.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
from django.db import connections

from chengxin.config.embedded.binaries import in_the_wheel

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors" / "upgrade"
SECOND = ROOT / "src" / "chengxin" / "config" / "tests" / "second_city"
WORDS = ["--no-owner", "--no-privileges", "--rows-per-insert=500", "--encoding=UTF8"]
NOT_FOR_OLDER_SERVERS = ("SET transaction_timeout", "\\restrict", "\\unrestrict")
LARGEST = 1_000_000


def main(name: str) -> None:
    """Build and write."""
    target = VECTORS / f"{name}.sql.gz"
    with tempfile.TemporaryDirectory() as data:
        os.environ["CHENGXIN_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
        django.setup()
        script = built()
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(script.encode(), mtime=0))
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {size} bytes")  # noqa: T201  the answer of this command
    if size > LARGEST:
        sys.exit(f"larger than {LARGEST} bytes: leave something out")


def built() -> str:
    """Return the second city as SQL, built in a server of its own."""
    # Both take settings that are set up only by now.
    servers = import_module("tests.database.servers")
    run = servers.Run.begin()
    try:
        with servers.joined(run.folder) as server:
            name = server.clone("landed")
            server.point(name)
            load()
            connections.close_all()
            return dumped(server.address(server.role("owner"), name))
    finally:
        run.end()


def load() -> None:
    """Load cast and records and seal the ledger."""
    demonstration = "chengxin.config.demonstration"
    now = datetime.now(UTC)
    import_module(f"{demonstration}.loading").load_once(now=now, folder=SECOND)
    import_module(f"{demonstration}.records").load_records(now=now, folder=SECOND, say=print)
    import_module("chengxin.audit.services").seal_ledger(now=now)


def dumped(address: dict[str, str]) -> str:
    """Return the database as SQL without what psql alone or newer servers alone understand."""
    names = {"host": "PGHOST", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER", "passfile": "PGPASSFILE"}
    done = subprocess.run(  # noqa: S603  our own binaries and fixed words
        [str(in_the_wheel().program("pg_dump")), *WORDS],
        env={"PATH": os.defpath} | {names[key]: value for key, value in address.items() if key in names},
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith(NOT_FOR_OLDER_SERVERS))


if __name__ == "__main__":
    main(sys.argv[1])

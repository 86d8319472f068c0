"""Taking a backup of a platform that may be running meanwhile.

All that an archive holds belongs to one snapshot of the database: its dump, its counts, the head of the ledger, and the
sealed contents its rows want. A content is there before its row can be seen, and none is removed while a backup runs,
so that a snapshot first and the contents afterwards are whole. Nobody waits for a backup, but for a second one.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from chengxin.audit.queries.ledger import current_head
from chengxin.audit.rules import PLATFORM_BACKED_UP, Action
from chengxin.audit.services import record, use_case
from chengxin.config.backup.belongings import belongings
from chengxin.config.backup.container import Advance, Writer, unheard
from chengxin.config.backup.faults import BackupFault, explained
from chengxin.config.backup.keyfile import Keys, read_keys
from chengxin.config.backup.manifest import (
    DUMP,
    FILES,
    FORMAT,
    FORMAT_MEMBER,
    MANIFEST,
    MANIFEST_HASH,
    VAULT,
    Manifest,
    hash_of,
    product_version,
)
from chengxin.config.backup.programs import dumping, programs_for
from chengxin.config.embedded.locks import open_lock, try_lock
from chengxin.config.migrating import connection_parameters
from chengxin.foundation import sealed
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.register.queries import feed
from chengxin.vault import queries as vault
from chengxin.vault.adapters.store import ContentMissing

PROBE = "backup.probe"
PART = ".part"
TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
FIRST_BYTES = 5
"""So many bytes a dump begins with; when they come, ``pg_dump`` has taken up the snapshot."""


@dataclass(frozen=True)
class Taken:
    """What was written."""

    path: Path
    size: int
    manifest: Manifest
    keys: Keys


def take_backup(path: Path, *, actor: Actor, now: datetime, advance: Advance = unheard) -> Taken:
    """Write an archive of the whole platform under the path, which must be free; Django is set up.

    It stands under another name until it is whole and on the disk. The entry in the trail comes after it, so is not in
    it.

    Raises:
        BackupFault: another backup runs, the path is taken, a program is missing, the disk is full, the tables are
            older than this program …
    """
    if path.exists():
        raise BackupFault(f"{path} 已经存在，不会覆盖")
    require_tables()
    with vault.contents_kept() as alone:
        if not alone:
            raise BackupFault("另一个备份正在进行，请等它完成")
        with written_aside(path) as file:
            manifest = write_archive(file, now, advance)
    # Read last: the keyring only grows, and something may have been sealed with a key that came meanwhile.
    keys = Keys(manifest.id, read_keys(settings.DATA / "keys"))
    note(actor=actor, now=now, action=PLATFORM_BACKED_UP, manifest=manifest)
    return Taken(path, path.stat().st_size, manifest, keys)


def require_tables() -> None:
    """See that the tables are those of this program.

    Raises:
        BackupFault: they are older.
    """
    applied = {(app, name) for app, names in applied_migrations().items() for name in names}
    missing = sorted(set(MigrationLoader(None).disk_migrations) - applied)
    if missing:
        raise BackupFault(
            f"数据库结构比本程序旧（缺 {missing[0][0]}.{missing[0][1]}）。请用原来的版本备份，或先运行 chengxin migrate"
        )


@use_case
def note(*, actor: Actor, now: datetime, action: Action, manifest: Manifest) -> None:
    """Record that the platform was backed up or restored: which archive, of what moment, how much."""
    facts = {"at": manifest.at, "rows": manifest.rows, "files": len(manifest.contents)}
    record(actor=actor, now=now, action=action, object_kind="archive", object_id=manifest.id, facts=facts)


def write_archive(file: BinaryIO, now: datetime, advance: Advance) -> Manifest:
    """Write all members, the manifest last, and return it."""
    writer = Writer(file, advance)
    writer.add(FORMAT_MEMBER, BytesIO(FORMAT.encode()))
    manifest = write_contents(writer, now)
    text = manifest.text()
    writer.add(MANIFEST, BytesIO(text))
    writer.add(MANIFEST_HASH, BytesIO(hash_of(text).encode()))
    writer.finish()
    return manifest


@contextmanager
def written_aside(path: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name when the block is left without a fault, and is removed otherwise.

    What killed backups left beside it is removed: nobody holds its lock any more.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        for left_over in path.parent.glob(f".*{PART}"):
            remove_if_abandoned(left_over)
        descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            if path.exists():
                raise BackupFault(f"{path} 已经存在，不会覆盖")
            aside.replace(path)
        sync_folder(path.parent)
    except OSError as problem:
        raise explained(problem) from problem
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def remove_if_abandoned(left_over: Path) -> None:
    """Remove a file that no running backup holds."""
    lock = open_lock(left_over)
    try:
        if try_lock(lock, fcntl.LOCK_EX):
            left_over.unlink(missing_ok=True)
    finally:
        os.close(lock)


def sync_folder(folder: Path) -> None:
    """See a folder's names onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_contents(writer: Writer, now: datetime) -> Manifest:
    """Write dump, contents and files, and return what is to be said of them."""
    parameters = connection_parameters()
    with closing(psycopg.connect(**parameters)) as exporter, snapshot_shared(exporter) as (snapshot, let_go):
        server = exporter.info.server_version
        with dumping(programs_for(server), libpq_words(exporter, parameters), snapshot) as dump:
            first = dump.read(FIRST_BYTES)
            let_go()
            writer.add(DUMP, dump, first=first)
        missing = write_vault(writer)
        return Manifest(
            id=new_opaque_id(),
            product=product_version(),
            at=now.isoformat(),
            server=server,
            migrations=applied_migrations(),
            counts=counts(),
            head=head(),
            feed_horizon=feed.horizon(),
            paths=write_files(writer, settings.DATA),
            key_ids=sorted(sealed.installed_keyring().keys),
            probe=sealed.seal(PROBE, place=PROBE).token,
            missing=missing,
            members=tuple(writer.members),
        )


def write_vault(writer: Writer) -> list[str]:
    """Write the sealed contents that rows want and return the hashes of those that are not there.

    One that is lost must not keep all others from being saved.
    """
    missing: list[str] = []
    for sha256 in vault.wanted_contents():
        try:
            with vault.store().open(sha256) as content:
                writer.add(VAULT + sha256, content)
        except ContentMissing:
            missing.append(sha256)
    return missing


@contextmanager
def snapshot_shared(exporter: psycopg.Connection[Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Let Django read what one snapshot shows, and give its name and how to let the transaction go that shares it.

    That one has a number of its own, for which readers of the feed wait; so it goes as soon as it may. The others only
    read and have none.
    """
    exporter.execute("SET lock_timeout = 0")
    with transaction.atomic(), connection.cursor() as cursor:
        row = exporter.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # A command of its own that takes no parameters; the server made the name.
        cursor.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
        yield snapshot, exporter.rollback


def libpq_words(exporter: psycopg.Connection[Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a connection as the programs need them, the name of the database among them."""
    return {**parameters, "dbname": exporter.info.dbname}


def applied_migrations() -> dict[str, list[str]]:
    """Return the names of the migrations applied, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def counts() -> dict[str, int]:
    """Return the number of rows of each table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {table: count(cursor, table) for (table,) in cursor.fetchall()}


def count(cursor: Any, table: str) -> int:
    """Return the number of a table's rows."""
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table)))
    return int(cursor.fetchone()[0])


def head() -> dict[str, Any] | None:
    """Return size and root of the ledger's newest head."""
    newest = current_head()
    return {"size": newest.statement.size, "root": newest.statement.root.hex()} if newest else None


def write_files(writer: Writer, data: Path) -> dict[str, str]:
    """Write the files of the data folder that can not be made again and return their places by member.

    A file that grows meanwhile is written as far as it reached; one that is gone by now is not missed.
    """
    places: dict[str, str] = {}
    for told, path in belongings(data):
        try:
            with path.open("rb") as content:
                name = f"{FILES}{len(places) + 1}"
                writer.add(name, content, most=os.fstat(content.fileno()).st_size)
        except FileNotFoundError:
            continue
        places[name] = told
    return places

"""Restoring an archive into an empty place: nothing that is there is ever overwritten or removed.

| step | cut off in it |
|---|---|
| the whole archive is read and held to its manifest | nothing was touched |
| a mark ``restoring.json`` in the data folder | with it nothing but this restore starts, until it is done |
| keys and files, each written aside and renamed | those that are there whole are not written again |
| the database, in one transaction, and its rows counted | it is empty, or complete |
| schema brought up to date, feed moved on, ledger verified | made again |
| an entry in the trail, the mark goes | done |
"""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from chengxin.audit.queries.exports import export_lines
from chengxin.audit.rules import PLATFORM_RESTORED, exports
from chengxin.config.backup import keyfile
from chengxin.config.backup.belongings import MARK, belongings, safe_place
from chengxin.config.backup.checking import archive_contents, check_archive, opened_archive
from chengxin.config.backup.container import PIECE_BYTES, Advance, Content, altered, unheard
from chengxin.config.backup.faults import BackupFault, explained
from chengxin.config.backup.manifest import DUMP, FILES, VAULT, Manifest
from chengxin.config.backup.programs import programs_for, restore_dump
from chengxin.config.backup.taking import PROBE, count, libpq_words
from chengxin.config.backup.taking import note as record_it
from chengxin.config.embedded.waiting import Announce
from chengxin.config.migrating import connection_parameters, migrate_database
from chengxin.foundation.actor import Actor
from chengxin.foundation.sealed import (
    CannotOpen,
    Keyring,
    KeyringMissing,
    KeyringUnsafe,
    Sealed,
    load_keyring,
    read_keyring,
    values,
)
from chengxin.vault import queries as vault

RELATIONS = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"


@dataclass(frozen=True)
class Wish:
    """What is asked for: the archive, the file of keys or the will to do without, whether a cut restore goes on."""

    archive: Path
    keys: Path | None
    without_keys: bool
    again: bool


@dataclass
class Restored:
    """What was done: ``written`` and ``there`` count files, ``database`` says that it was restored in this run."""

    manifest: Manifest
    keys: list[str] = field(default_factory=list)
    written: int = 0
    there: int = 0
    database: bool = False
    feed_from: int = 0
    ledger: str = ""


def restore(wish: Wish, *, actor: Actor, now: datetime, announce: Announce, advance: Advance = unheard) -> Restored:
    """Restore an archive into this installation's data folder and database; Django is set up.

    Raises:
        BackupFault: the archive is not whole, the place is not empty, keys are missing or wrong, what was restored is
            not what was backed up …
        DatabaseFault: the database can not be migrated.
    """
    data = Path(settings.DATA)
    announce("正在核对备份……")
    manifest = check_archive(wish.archive, advance)
    require_known(manifest)
    require_place(data, manifest, wish)
    given = keyfile.read_key_file(wish.keys) if wish.keys else None
    if not wish.without_keys:
        require_right_keys(ring_of(data, given), manifest)
    done = Restored(manifest)
    if not mark(data).exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        note(data, manifest, now, counted=False)
    if given:
        done.keys = keyfile.install_keys(data / "keys", given)
    announce("正在恢复文件和数据库……")
    unpack(wish.archive, data, done, advance)
    if done.database or not read_mark(data).get("counted"):
        compare_counts(manifest)
        note(data, manifest, now, counted=True)
    announce("正在更新数据库结构……")
    migrate_database(announce)
    done.feed_from = move_feed_on(manifest)
    announce("正在核验公示台账……")
    done.ledger = verify_ledger(manifest)
    record_it(actor=actor, now=now, action=PLATFORM_RESTORED, manifest=manifest)
    settle()
    mark(data).unlink()
    return done


def mark(data: Path) -> Path:
    """Return the file that stands in the data folder from a restore's begin to its end."""
    return data / MARK


def require_known(manifest: Manifest) -> None:
    """Refuse an archive whose tables this program does not know.

    Raises:
        BackupFault: a newer version made it.
    """
    known = set(MigrationLoader(None).disk_migrations)
    strange = [f"{app}.{name}" for app, names in manifest.migrations.items() for name in names]
    strange = [name for name in strange if tuple(name.split(".", 1)) not in known]
    if strange:
        raise BackupFault(
            f"备份由更新的版本（{manifest.product}）制作，本程序不认识其中的 {strange[0]}。请先升级平台再恢复"
        )


def require_place(data: Path, manifest: Manifest, wish: Wish) -> None:
    """See that the place is empty, or that ``--again`` goes on with the same archive.

    Raises:
        BackupFault: the place is not empty, the mark is that of another archive, or there is none to go on with.
    """
    if not mark(data).exists():
        if wish.again:
            raise BackupFault("这里没有中断的恢复，不用 --again")
        require_empty(data)
        return
    if not wish.again:
        raise BackupFault("这里有一次没有完成的恢复。接着做请加 --again")
    if read_mark(data).get("archive") != manifest.id:
        raise BackupFault("没有完成的恢复用的是另一份备份。请用同一份备份接着做，或换一个空的数据文件夹")


def note(data: Path, manifest: Manifest, now: datetime, *, counted: bool) -> None:
    """Set the mark: which archive is restored, and whether the database is there and counted, so may be migrated."""
    write_whole(mark(data), json.dumps({"archive": manifest.id, "at": now.isoformat(), "counted": counted}).encode())


def read_mark(data: Path) -> dict[str, Any]:
    """Return what the mark says; nothing if it can not be read."""
    try:
        return dict(json.loads(mark(data).read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return {}


def require_empty(data: Path) -> None:
    """Refuse a place that holds anything of a platform.

    Raises:
        BackupFault: it does.
    """
    if has_tables():
        raise BackupFault(
            "数据库不是空的，恢复不会覆盖它。请换一个空的数据文件夹（CHENGXIN_DATA）或空的数据库；"
            "确认不要了，可以先运行 chengxin database remove"
        )
    kept = next(belongings(data), None)
    if kept or any(vault.store().hashes()):
        where = data / (kept[0] if kept else "vault")
        raise BackupFault(f"数据文件夹不是空的（{where}），恢复不会覆盖它。请换一个空的数据文件夹（CHENGXIN_DATA）")


def has_tables() -> bool:
    """Say whether anything stands in the database."""
    with closing(psycopg.connect(**connection_parameters())) as owner:
        found = owner.execute(RELATIONS).fetchone()
    return bool(found and found[0])


def ring_of(data: Path, given: keyfile.Keys | None) -> Keyring:
    """Return the keyring of the given keys, else the one that is there.

    Raises:
        BackupFault: there is none, or it is unsafe or broken.
    """
    try:
        if given and keyfile.KEYRING in given.files:
            return read_keyring(given.files[keyfile.KEYRING], name=keyfile.KEYRING)
        return load_keyring(data / "keys" / keyfile.KEYRING)
    except KeyringMissing:
        raise BackupFault(
            "没有封存密钥，个人信息和存档文件将打不开。请用 --keys 给出密钥文件；"
            "密钥确实已丢失时用 --without-keys，其余内容仍可恢复"
        ) from None
    except KeyringUnsafe as problem:
        raise BackupFault(str(problem)) from problem


def require_right_keys(ring: Keyring, manifest: Manifest) -> None:
    """See that the keyring opens what was sealed when the archive was made.

    Raises:
        BackupFault: it does not.
    """
    missing = set(manifest.key_ids) - set(ring.keys)
    try:
        opened = not missing and values.unseal(Sealed(manifest.probe), place=PROBE, keyring=ring).reveal() == PROBE
    except CannotOpen:
        opened = False
    if not opened:
        raise BackupFault("密钥与备份不相符，封存的内容将打不开。请找出与这份备份一起保存的密钥文件")


def unpack(archive: Path, data: Path, done: Restored, advance: Advance) -> None:
    """Restore database and files, member by member as they stand in the archive.

    Raises:
        BackupFault: something could not be written, or the archive changed since it was checked.
    """
    expected = {one.name: one for one in done.manifest.members}
    with opened_archive(archive) as file:
        for content in archive_contents(file, advance):
            place = place_of(content, data, done.manifest.paths)
            if content.name == DUMP:
                done.database = unpack_database(content)
            elif place and place.exists() and place.stat().st_size == content.size:
                done.there += 1
            elif place:
                write_content(content, place)
                done.written += 1
            if content.name in expected and content.pass_over() != expected[content.name]:
                raise altered()


def place_of(content: Content, data: Path, paths: Mapping[str, str]) -> Path | None:
    """Return where a member belongs in the data folder, none if nowhere.

    Raises:
        BackupFault: the archive names a place outside the data folder.
    """
    try:
        if content.name.startswith(VAULT):
            return vault.store().place_of(content.name.removeprefix(VAULT))
        if content.name.startswith(FILES):
            return safe_place(data, paths[content.name])
    except (ValueError, KeyError):
        raise altered() from None
    return None


def unpack_database(content: Content) -> bool:
    """Restore the dump unless an earlier attempt did, and say whether it was done now."""
    if has_tables():
        return False
    parameters = connection_parameters()
    with closing(psycopg.connect(**parameters)) as owner:
        server, words = owner.info.server_version, libpq_words(owner, parameters)
    restore_dump(programs_for(server), words, content)
    return True


def write_content(content: Content, place: Path) -> None:
    """Write a member to its place, under another name until it is whole."""
    aside = place.with_name(f".{place.name[:60]}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := content.read(PIECE_BYTES):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(place)
    except OSError as problem:
        raise explained(problem) from problem
    finally:
        aside.unlink(missing_ok=True)


def write_whole(place: Path, text: bytes) -> None:
    """Write a small file so that it is there whole or not at all."""
    aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        aside.write_bytes(text)
        aside.replace(place)
    except OSError as problem:
        raise explained(problem) from problem


def compare_counts(manifest: Manifest) -> None:
    """Hold the rows of each table to what the manifest counted.

    Raises:
        BackupFault: a table is missing or has another number of rows.
    """
    with closing(psycopg.connect(**connection_parameters())) as owner, owner.cursor() as cursor:
        for table, rows in manifest.counts.items():
            try:
                found = count(cursor, table)
            except psycopg.errors.UndefinedTable:
                raise BackupFault(f"恢复后缺少表 {table}") from None
            if found != rows:
                raise BackupFault(f"表 {table} 恢复后有 {found} 行，备份时有 {rows} 行")


def move_feed_on(manifest: Manifest) -> int:
    """Let the feed's numbers begin beyond all that were ever given; return the transaction they begin with."""
    with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as owner:
        row = owner.execute("SELECT register_feed_goes_on(%s)", [manifest.feed_horizon]).fetchone()
    return int(row[0]) if row else 0


def verify_ledger(manifest: Manifest) -> str:
    """Verify the whole ledger and that it ends with the head of the manifest; return the head's root.

    Raises:
        BackupFault: it does not hold.
    """
    verdict = exports.verify(export_lines())
    if verdict.fault:
        raise BackupFault(f"公示台账不完好：{verdict.fault}")
    root = verdict.head.statement.root.hex() if verdict.head else ""
    if root != (manifest.head["root"] if manifest.head else ""):
        raise BackupFault("公示台账的树头与备份时不同")
    return root


def settle() -> None:
    """Give the planner its figures and see everything onto the disk."""
    connection.close()
    with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as owner:
        owner.execute("SET lock_timeout = 0")
        owner.execute("VACUUM (ANALYZE)")
    os.sync()

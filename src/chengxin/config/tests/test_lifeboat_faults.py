"""Backups and restores that are killed, cut, or meet a full disk; slow, by ``make soak``."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from chengxin.audit.queries.ledger import current_head
from chengxin.config.backup import BackupFault
from chengxin.config.backup.checking import check_archive
from chengxin.config.tests.lifeboat import LETTER, Boat, backed_up, built, elsewhere, keep, keys_beside, read, restored
from chengxin.register.models import Record
from chengxin.register.tests.test_feed import read_settled
from chengxin.vault.queries import wanted_contents
from tests.database.plugin import CommittedDatabase

pytestmark = [pytest.mark.service, pytest.mark.soak]

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
FILES = 40
ALL = 10_000
"""More pieces than there are."""


@pytest.fixture
def boat(committed_db: CommittedDatabase, settings: Settings, tmp_path: Path) -> Boat:  # noqa: ARG001  it stands there
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    boat = built()
    for number in range(FILES):
        keep(boat.officer, LETTER + b"%d" % number)
    return boat


def dying(what: str, archive: Path, data: Path, after: int, word: str = "", *, again: bool = False) -> int:
    """Back up or restore in a process of its own that is killed after so many pieces, or at a word; return its end."""
    doors = {alias: {key: connections[alias].settings_dict[key] for key in ADDRESS} for alias in connections.settings}
    told = {"what": what, "archive": str(archive), "data": str(data), "again": again, "doors": doors}
    told |= {"keys": str(keys_beside(archive)), "after": after, "word": word}
    run = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [
            sys.executable,
            "-m",
            "chengxin.config.tests.drowning",
            json.dumps(told),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "CHENGXIN_DATA": str(data)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode in {0, -signal.SIGKILL}, run.stderr
    return run.returncode


def pieces_of(archive: Path) -> int:
    """Return how many pieces one look at the archive is."""
    seen: list[int] = []
    check_archive(archive, seen.append)
    return len(seen)


def test_a_killed_backup_leaves_no_archive_and_the_next_one_clears_up(boat: Boat, tmp_path: Path) -> None:  # noqa: ARG001  some content
    archive, data = tmp_path / "backups" / "one.tar", tmp_path / "data"
    archive.parent.mkdir()
    for after in (0, 1, 2, 3, 20, FILES + 3, FILES + 5):
        assert dying("backup", archive, data, after) == -signal.SIGKILL
        assert not archive.exists()
        assert len(list(archive.parent.iterdir())) == 1
    assert dying("backup", archive, data, ALL) == 0
    assert list(archive.parent.iterdir()) == [archive]
    check_archive(archive)


def test_a_killed_restore_goes_on(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    manifest = backed_up(archive).manifest
    with elsewhere(committed_db, tmp_path / "new"):
        checked = pieces_of(archive) + 2
        points = [(checked + more, "") for more in (0, 1, 3, FILES, 2 * FILES)]
        points += [(ALL, "更新数据库结构"), (ALL, "更新数据库结构"), (ALL, "核验公示台账")]
        for turn, (after, word) in enumerate(points):
            end = dying("restore", archive, tmp_path / "new", after, word, again=turn > 0)
            assert end == -signal.SIGKILL, f"not killed at {after} {word}"
            with pytest.raises(BackupFault, match="--again"):
                restored(archive)
        assert dying("restore", archive, tmp_path / "new", ALL, again=True) == 0
        assert set(wanted_contents()) == set(manifest.contents)
        assert read(boat.officer, boat.file) == LETTER
        assert len(read_settled()[0]) == Record.objects.count() == 3
        head = current_head()
        assert head is not None
        assert {"size": head.statement.size, "root": head.statement.root.hex()} == manifest.head
        with pytest.raises(BackupFault, match="数据库不是空的"):
            restored(archive)


def test_a_restore_goes_on_with_the_same_archive_only(
    boat: Boat,  # noqa: ARG001  some content
    committed_db: CommittedDatabase,
    tmp_path: Path,
) -> None:
    one, two = tmp_path / "one.tar", tmp_path / "two.tar"
    backed_up(one)
    backed_up(two)
    with elsewhere(committed_db, tmp_path / "new"):
        assert dying("restore", one, tmp_path / "new", pieces_of(one) + FILES) == -signal.SIGKILL
        with pytest.raises(BackupFault, match="另一份备份"):
            restored(two, again=True)
        restored(one, again=True)


def test_a_damaged_archive_touches_nothing(
    boat: Boat,  # noqa: ARG001  some content
    committed_db: CommittedDatabase,
    tmp_path: Path,
) -> None:
    archive = tmp_path / "one.tar"
    backed_up(archive)
    whole = archive.read_bytes()
    with elsewhere(committed_db, tmp_path / "new"):
        for place in range(700, len(whole), len(whole) // 12):
            archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(BackupFault):
                restored(archive)
            archive.write_bytes(whole[:place])
            with pytest.raises(BackupFault):
                restored(archive)
        assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="a small disk is mounted, as root only")
def test_a_full_disk_leaves_nothing(boat: Boat, tmp_path: Path) -> None:  # noqa: ARG001  some content
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(  # noqa: S603  fixed words
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)],  # noqa: S607  root's own path
        check=False,
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"this machine mounts nothing: {mounted.stderr.strip()}")
    try:
        with pytest.raises(BackupFault, match="磁盘已满"):
            backed_up(small / "one.tar")
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)  # noqa: S603, S607  as above


def test_backups_while_files_come_and_go(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        try:
            number = FILES
            while not stop.is_set():
                number += 1
                keep(boat.officer, LETTER + b"%d" % number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        archives = [tmp_path / f"{turn}.tar" for turn in range(4)]
        manifests = [backed_up(archive).manifest for archive in archives]
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert len(manifests[-1].contents) > len(manifests[0].contents)
    for turn, archive in enumerate(archives):
        with elsewhere(committed_db, tmp_path / f"new-{turn}", f"empty_{turn}"):
            restored(archive)
            assert list(wanted_contents()) == sorted(manifests[turn].contents)

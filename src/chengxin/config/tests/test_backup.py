"""A platform backed up and restored into an empty place is the same platform."""

import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.audit.queries.leaves import batch_numbers, check_batch
from chengxin.audit.queries.ledger import current_head
from chengxin.config.backup import BackupFault, keyfile, restoring
from chengxin.config.backup.belongings import MARK
from chengxin.config.backup.checking import check_archive
from chengxin.config.commands.opening import opened
from chengxin.config.tests.lifeboat import (
    CONSOLE,
    LETTER,
    READER,
    Boat,
    backed_up,
    built,
    elsewhere,
    everything,
    keep,
    keys_beside,
    read,
    restored,
)
from chengxin.foundation.actor import system_actor
from chengxin.register import services as register
from chengxin.register.models import ChangeBatch, FeedStart, Record
from chengxin.register.queries.feed import PositionLost, changes_after
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why
from chengxin.register.tests.scenes import Fact, organisation, shown
from chengxin.register.tests.test_feed import read_settled
from chengxin.units.models import Unit
from chengxin.units.tests.visitor import Visitor
from chengxin.vault import queries as vault_queries
from chengxin.vault import services as vault
from chengxin.vault.tests.people import NOW
from tests.database.plugin import CommittedDatabase

pytestmark = pytest.mark.service

NEW_ROWS = {"register_feedstart", "audit_auditentry", "audit_unsealedentry"}
"""Tables in which a restore writes."""


@pytest.fixture
def boat(committed_db: CommittedDatabase, settings: Settings, tmp_path: Path) -> Boat:  # noqa: ARG001  it stands there
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return built()


def test_everything_is_there_again(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:
    before, head = everything(), current_head()
    seen, position = read_settled()
    archive = tmp_path / "备份.tar"
    made = backed_up(archive)
    assert AuditEntry.objects.get(object_id=made.manifest.id).action == "audit.platform-backed-up"
    with elsewhere(committed_db, tmp_path / "new"):
        done = restored(archive)
        after = everything()
        assert {name: rows for name, rows in after.items() if name not in NEW_ROWS} == {
            name: rows for name, rows in before.items() if name not in NEW_ROWS
        }
        assert set(before["audit_auditentry"]) < set(after["audit_auditentry"])
        assert set(AuditEntry.objects.filter(object_kind="archive").values_list("action", "object_id")) == {
            ("audit.platform-restored", done.manifest.id)
        }
        assert current_head() == head
        assert done.ledger == (head.statement.root.hex() if head else None)
        assert read(boat.officer, boat.file) == LETTER
        assert all(not check_batch(number).changed for number in batch_numbers())
        assert (tmp_path / "new" / "law" / "log" / "附加规则").read_text(encoding="utf-8").startswith("不是规则")
        visitor = Visitor()
        visitor.sign_in(boat.user)
        assert "_auth_user_id" in visitor.browser.session
        assert not (tmp_path / "new" / MARK).exists()
        assert read_settled() == (seen, position)
        assert read_settled(position)[0] == []


def test_the_feed_goes_on_after_a_restore(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:
    firm, unit = organisation(), boat.unit
    _seen, before = read_settled()
    backed_up(tmp_path / "one.tar")
    shown(unit, Fact(firm, number="备份之后"))
    reviewer = boat.officer.actor
    why = Why(TakedownReason.SOURCE_WITHDRAWN, "撤回", "来函")
    first = Record.objects.order_by("id")[0].public_id
    register.take_down(actor=reviewer, now=NOW, records=[first], why=why)
    lost, beyond = read_settled(before)
    assert len(lost) == 2
    with elsewhere(committed_db, tmp_path / "new"):
        restored(tmp_path / "one.tar")
        unit = Unit.objects.get(id=unit.id)
        shown(unit, Fact(organisation(), number="恢复之后"))
        register.take_down(actor=reviewer, now=NOW, records=[first], why=why)
        assert len(read_settled(before)[0]) == 2
        assert len(read_settled()[0]) == 5
        with pytest.raises(PositionLost):
            changes_after(READER, beyond)
        start = FeedStart.objects.get()
        assert ChangeBatch.objects.filter(transaction__gte=start.first_transaction).count() == 1
        assert ChangeBatch.objects.filter(id__gte=start.first_batch).count() == 2


def test_the_application_can_not_move_the_feed(boat: Boat, committed_db: CommittedDatabase) -> None:  # noqa: ARG001  some feed
    with committed_db.connect() as application, pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("SELECT register_feed_goes_on(0)")


def test_writes_go_on_meanwhile_and_each_is_in_or_out_as_a_whole(
    boat: Boat, committed_db: CommittedDatabase, tmp_path: Path
) -> None:
    stop, wrote = threading.Event(), threading.Event()
    unit, firm = boat.unit, organisation()

    def write() -> None:
        try:
            for number in range(200):
                shown(unit, Fact(firm, number=f"同时第{number}号"))
                keep(boat.officer, LETTER + b"%d" % number)
                wrote.set()
                if stop.is_set():
                    return
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert wrote.wait(60)
        manifest = backed_up(tmp_path / "one.tar").manifest
    finally:
        stop.set()
        thread.join(60)
    assert check_archive(tmp_path / "one.tar") == manifest
    with elsewhere(committed_db, tmp_path / "new"):
        restored(tmp_path / "one.tar")
        assert set(vault_queries.wanted_contents()) == set(manifest.contents)
        # The snapshot may lie between the merge of a load and its flip: those rows are there, and nobody sees them.
        showing = set(
            Record.objects.filter(versions__load__visible_at__isnull=False).values_list("public_id", flat=True)
        )
        assert {record for record, _kind in read_settled()[0]} == showing
        assert len(showing) >= 4


def test_no_content_goes_while_a_backup_runs(boat: Boat) -> None:
    years, job = timedelta(days=6 * 366), system_actor("vault.delete-expired")
    with vault_queries.contents_kept() as alone:
        assert alone
        first = connections["default"]
        del connections["default"]
        try:
            assert vault.delete_expired(actor=job, now=NOW + years) == 1
        finally:
            connections["default"].close()
            connections["default"] = first
    assert vault_queries.store().place_of(boat.file.sha256).exists()
    assert vault.delete_expired(actor=job, now=NOW + years) == 0
    assert not vault_queries.store().place_of(boat.file.sha256).exists()


def test_one_backup_at_a_time(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:  # noqa: ARG001  some content
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with committed_db.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [vault_queries.KEEPING])
        with pytest.raises(BackupFault, match="另一个备份"):
            backed_up(tmp_path / "one.tar")
    assert list(tmp_path.glob("*.tar*")) == []


def test_nothing_is_overwritten(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:  # noqa: ARG001  some content
    archive = tmp_path / "one.tar"
    backed_up(archive)
    content = archive.read_bytes()
    with pytest.raises(BackupFault, match="不会覆盖"):
        backed_up(archive)
    assert archive.read_bytes() == content
    with pytest.raises(BackupFault, match="数据库不是空的"):
        restored(archive)
    with elsewhere(committed_db, tmp_path / "new"):
        (tmp_path / "new" / "law").mkdir()
        (tmp_path / "new" / "law" / "rule").touch()
        with pytest.raises(BackupFault, match="数据文件夹不是空的"):
            restored(archive)
        with pytest.raises(BackupFault, match="没有中断的恢复"):
            restored(archive, again=True)


def test_a_lost_content_does_not_keep_the_others_from_being_saved(boat: Boat, tmp_path: Path) -> None:
    other = keep(boat.officer, LETTER + b"other")
    vault_queries.store().place_of(boat.file.sha256).unlink()
    manifest = backed_up(tmp_path / "one.tar").manifest
    assert (manifest.missing, manifest.contents) == ([boat.file.sha256], [other.sha256])


def test_tables_of_an_earlier_landing_are_backed_up_by_its_own_program(
    boat: Boat,  # noqa: ARG001  some content
    owner_connection: psycopg.Connection[Any],
    tmp_path: Path,
) -> None:
    owner_connection.execute("DELETE FROM django_migrations WHERE app = 'register' AND name LIKE '0006%'")
    with pytest.raises(BackupFault, match=r"register\.0006"):
        backed_up(tmp_path / "one.tar")


def test_only_its_owner_reads_archive_and_keys(boat: Boat, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    before = os.umask(0)
    try:
        backed_up(archive)
    finally:
        os.umask(before)
    assert archive.stat().st_mode & 0o777 == 0o600
    assert keys_beside(archive).stat().st_mode & 0o777 == 0o600
    content = archive.read_bytes()
    for path in (tmp_path / "data" / "keys").iterdir():
        assert path.read_bytes() not in content
    assert LETTER not in content
    assert boat.file.sha256.encode() in content


def test_wrong_keys_restore_nothing(boat: Boat, committed_db: CommittedDatabase, tmp_path: Path) -> None:
    archive, strange = tmp_path / "one.tar", tmp_path / "two.tar"
    backed_up(archive)
    with elsewhere(committed_db, tmp_path / "other", "other"):
        restored(archive, without_keys=True)
        backed_up(strange)  # a platform that made itself new keys
        with pytest.raises(BackupFault, match="不会覆盖"):
            keyfile.install_keys(tmp_path / "other" / "keys", keyfile.read_key_file(keys_beside(archive)))
    with elsewhere(committed_db, tmp_path / "new"):
        with pytest.raises(BackupFault, match="密钥与备份不相符"):
            restored(archive, keys=keys_beside(strange))
        with pytest.raises(BackupFault, match="没有封存密钥"):
            restoring.restore(restoring.Wish(archive, None, False, False), actor=CONSOLE, now=NOW, announce=print)  # noqa: FBT003  the two switches
        keys_beside(archive).chmod(0o640)
        with pytest.raises(BackupFault, match="权限过宽"):
            restored(archive)
        keys_beside(archive).chmod(0o600)
        assert not restoring.has_tables()
        restored(archive)
        assert read(boat.officer, boat.file) == LETTER


def test_a_platform_that_is_half_restored_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENGXIN_DATA", str(tmp_path))
    (tmp_path / MARK).write_text("{}", encoding="utf-8")
    with pytest.raises(BackupFault, match="--again"), opened():
        pass

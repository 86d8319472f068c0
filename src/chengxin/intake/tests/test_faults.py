"""A full disk, and a database that goes away while a submission is at work: it goes on, and nothing is there twice."""

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connections
from django.test import Client, override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.foundation.tests.working import work
from chengxin.foundation.transport import NoRoom
from chengxin.intake import services
from chengxin.intake.models import Submission
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, bureau, csv_of, recent, reporter, sent, shown
from chengxin.intake.tests.taking import take_in
from chengxin.intake.tests.test_crashes import POINTS, assert_taken_in_once
from chengxin.register.models import ChangeBatch
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile
from chengxin.vault.tests.people import person, sign_in
from tests.database.plugin import CommittedDatabase

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

ROOM = 2_000
"""Bytes that still fit on the disk: fewer than the file has."""


@pytest.fixture
def unit(committed_db: object) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def rows() -> list[dict[str, str]]:
    """Five rows that go in and one that comes back."""
    good = [recent(CX_SXCD="一般", CF_WSH=f"示市监处罚〔2026〕{number}号") for number in range(5)]
    return [*good, recent(CX_SXCD="一般", CF_YJ="")]


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the system refuse to make any file of this process larger than ``ROOM``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files() -> list[Path]:
    """Return the contents and the pieces of contents that are on the disk."""
    return [path for name in ("vault", "work") for path in Path(settings.DATA, name).rglob("*") if path.is_file()]


def test_a_disk_that_is_full_while_sending_keeps_nothing(unit: Unit, rows: list[dict[str, str]]) -> None:
    with full_disk(), pytest.raises(NoRoom) as refused:
        sent(unit, *rows)
    assert "存储空间不足，刚才的内容没有保存" in refused.value.sentence()
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert files() == []

    row = sent(unit, *rows)
    take_in(row.id)
    assert_taken_in_once(row)


def test_a_full_disk_is_a_sentence_at_every_door(
    unit: Unit, rows: list[dict[str, str]], client: Client, tmp_path: Path
) -> None:
    """On the upload page, by the API, and where the body itself finds no room before any of our code has it."""
    sign_in(client, person(unit, Role.REPORTER))
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    small, large = csv_of(*rows), csv_of(*rows) + b"\n" * 2_000_000
    for content, status in ((small, 422), (large, 503)):
        file = SimpleUploadedFile("处罚.csv", content)
        client.raise_request_exception = False
        with full_disk(), override_settings(FILE_UPLOAD_TEMP_DIR=uploads):
            response = client.post("/desk/submissions/upload", {"item": "penalty-organisation", "file": file})
        assert (response.status_code, "存储空间不足" in response.content.decode()) == (status, True)
        assert "没有保存" in response.content.decode()
        assert not list(uploads.iterdir())
    assert not Submission.objects.exists()
    assert files() == []


def test_a_disk_that_is_full_while_checking_is_said_and_the_submission_goes_on(
    unit: Unit, rows: list[dict[str, str]]
) -> None:
    row = sent(unit, *rows)
    with full_disk(), pytest.raises(OSError, match="File too large"):
        take_in(row.id)
    row.refresh_from_db()
    assert (row.state, row.fault) == ("failed", "OSError")
    assert not list(Path(settings.DATA, "work").iterdir())
    assert shown(COMPANY) == ()

    services.retry_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    take_in(row.id)
    assert_taken_in_once(row)


def cut_after(part: str, times: int, database: CommittedDatabase) -> Callable[..., object]:
    """Return what runs each statement and, after one of them, has the server end every connection to the database."""
    seen = 0

    def run(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal seen
        result = execute(sql, *rest)
        seen += part in sql
        if seen == times:
            with database.connect() as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
                )
        return result

    return run


def cut_off(row: Submission, part: str, times: int, database: CommittedDatabase) -> None:
    """Take in, in a thread with connections of its own, until the database goes away."""

    def take() -> None:
        try:
            with connections["default"].execute_wrapper(cut_after(part, times, database)):
                take_in(row.id)
        finally:
            connections.close_all()

    connections.close_all()
    with ThreadPoolExecutor(1) as thread, pytest.raises(DatabaseError):
        thread.submit(take).result()


@pytest.mark.parametrize(("part", "times"), POINTS)
def test_a_database_that_goes_away_loses_nothing(
    unit: Unit, rows: list[dict[str, str]], part: str, times: int, committed_db: CommittedDatabase
) -> None:
    row = sent(unit, *rows)
    cut_off(row, part, times, committed_db)
    row.refresh_from_db()
    assert row.state in {"received", "checking", "loading"}
    assert shown(COMPANY) == ()
    assert not ChangeBatch.objects.exists()

    take_in(row.id)
    assert_taken_in_once(row)


def test_what_the_database_left_behind_is_taken_up_by_itself(
    unit: Unit, rows: list[dict[str, str]], committed_db: CommittedDatabase
) -> None:
    row = sent(unit, *rows)
    ProcrastinateJob.objects.all().update(status="failed")
    cut_off(row, 'INSERT INTO "intake_mergedchunk"', 1, committed_db)
    soon = NOW + timedelta(hours=1)
    assert services.take_up_stalled(actor=system_actor("intake.take-up-stalled"), now=soon) == 1
    work()
    row.refresh_from_db()
    assert (row.state, row.accepted, row.returned) == ("done", 5, 1)
    assert len(shown(COMPANY)) == 5

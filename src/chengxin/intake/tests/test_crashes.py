"""Killed in each phase and run again; two at once."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from chengxin.intake import rules
from chengxin.intake.models import MergedChunk, Submission, SubmissionFinding
from chengxin.intake.services import retry_submission
from chengxin.intake.services.processing import lock_of
from chengxin.intake.services.sending import SameFileAtWork
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, bureau, recent, reporter, sent, shown
from chengxin.intake.tests.taking import take_in
from chengxin.register.models import ChangeBatch, Record, RecordVersion
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
STATE = 'UPDATE "intake_submission"'
POINTS = [
    pytest.param(STATE, 2, id="taken-up"),
    pytest.param(STATE, 4, id="read"),
    pytest.param(STATE, 6, id="findings-kept"),
    pytest.param(STATE, 7, id="checked"),
    pytest.param('INSERT INTO "register_load"', 1, id="load-begun"),
    pytest.param("INSERT INTO register_record (", 1, id="in-the-first-chunk"),
    pytest.param('INSERT INTO "intake_mergedchunk"', 2, id="at-the-end-of-the-second-chunk"),
    pytest.param("subjects_settle_names", 1, id="merged"),
    pytest.param('INSERT INTO "register_changebatch"', 1, id="in-the-flip"),
    pytest.param('INSERT INTO "audit_ledgerbatch"', 1, id="in-the-ledger"),
]


@pytest.fixture
def unit(committed_db: object) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def row(unit: Unit) -> Submission:
    """Five rows that go in and one that comes back."""
    good = [recent(CX_SXCD="一般", CF_WSH=f"示市监处罚〔2026〕{number}号") for number in range(5)]
    return sent(unit, *good, recent(CX_SXCD="一般", CF_YJ=""))


def killed(row: Submission, part: str, times: int) -> None:
    """Take in, in a process of its own, which dies after a statement; wait until the server has noticed."""
    reached = {key: connections["default"].settings_dict[key] for key in ADDRESS}
    told = {"database": reached, "submission": row.id, "part": part, "times": times}
    run = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "chengxin.intake.tests.dying", json.dumps(told)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "CHENGXIN_DATA": str(settings.DATA)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr[-2000:]
    with connection.cursor() as cursor:
        key = lock_of(row.unit_id)
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [key, key])


def assert_taken_in_once(row: Submission) -> None:
    """Hold everything against what a run without a fault leaves."""
    row.refresh_from_db()
    assert (row.state, row.rows, row.accepted, row.unchanged, row.returned) == ("done", 6, 5, 0, 1)
    assert len(shown(COMPANY)) == 5
    assert Record.objects.count() == RecordVersion.objects.count() == 5
    assert MergedChunk.objects.count() == 3
    valid = SubmissionFinding.objects.filter(submission=row, attempt=row.attempt)
    assert list(valid.values_list("row", "code")) == [(6, "missing")]
    assert not list(Path(settings.DATA, "work").iterdir())


@pytest.mark.parametrize(("part", "times"), POINTS)
def test_killed_anywhere_nothing_shows_and_it_goes_on_without_doubles(row: Submission, part: str, times: int) -> None:
    killed(row, part, times)
    assert shown(COMPANY) == ()
    assert not ChangeBatch.objects.exists()

    take_in(row.id)
    assert_taken_in_once(row)


@pytest.mark.parametrize(
    ("part", "times", "deaths"),
    [
        pytest.param(STATE, 2, rules.MOST_DEATHS, id="in-the-check"),
        pytest.param("INSERT INTO register_record (", 1, 1 + rules.MOST_DEATHS, id="once-checked-in-the-first-chunk"),
    ],
)
def test_what_kills_its_workers_fails_and_its_units_next_one_goes_on(
    unit: Unit, row: Submission, part: str, times: int, deaths: int
) -> None:
    following = sent(unit, recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕77号"))
    for _ in range(deaths):
        killed(row, part, times)
    row.refresh_from_db()
    assert (row.state in {"received", "loading"}, row.begun) == (True, rules.MOST_DEATHS)

    left = Path(settings.DATA, "work", row.public_id)
    left.mkdir(parents=True)
    (left / "raw.csv").write_text("in plain")
    take_in(row.id)
    row.refresh_from_db()
    assert (row.state, row.fault, row.begun) == ("failed", "WorkersDied", 0)
    assert not left.exists()
    take_in(following.id)
    following.refresh_from_db()
    assert (following.state, len(shown(COMPANY))) == ("done", 1)

    retry_submission(actor=reporter(unit), now=NOW, submission=row.public_id)
    take_in(row.id)
    row.refresh_from_db()
    assert (row.state, row.accepted, row.returned) == ("done", 5, 1)


def test_a_load_that_comes_further_each_time_is_not_given_up(row: Submission) -> None:
    for _ in range(2):
        killed(row, 'INSERT INTO "intake_mergedchunk"', 2)
    killed(row, "subjects_settle_names", 1)
    row.refresh_from_db()
    assert (row.state, row.begun) == ("loading", 1)
    take_in(row.id)
    assert_taken_in_once(row)


def test_two_workers_at_once_take_it_in_once(row: Submission) -> None:
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            take_in(row.id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(work) for _ in range(2)]:
            future.result()
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 1)
    assert RecordVersion.objects.count() == 5


def test_two_clicks_at_once_send_one_file(unit: Unit) -> None:
    ready = threading.Barrier(2)

    def click() -> bool:
        ready.wait()
        try:
            sent(unit, recent())
        except SameFileAtWork:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        outcomes = [future.result() for future in [pool.submit(click) for _ in range(2)]]
    assert sorted(outcomes) == [False, True]
    assert Submission.objects.count() == 1


def test_two_units_with_the_same_new_subject_wait_for_each_other(unit: Unit) -> None:
    rows = [sent(one, recent(CX_SXCD="一般", CF_WSH=number)) for one, number in ((unit, "甲号"), (bureau(), "乙号"))]
    ready = threading.Barrier(2)

    def work(row: Submission) -> None:
        ready.wait()
        try:
            take_in(row.id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(work, row) for row in rows]:
            future.result()
    assert len(shown(COMPANY)) == 2

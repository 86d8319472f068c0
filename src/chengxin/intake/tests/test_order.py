"""A unit's submissions are worked on in the order in which they came in, however many workers there are."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.foundation.tests.working import work
from chengxin.intake.models import Submission
from chengxin.intake.services import confirm_severities
from chengxin.intake.services.processing import lock_of
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, bureau, processed, recent, reporter, sent, shown
from chengxin.register.models import Record, RecordVersion
from chengxin.units.models import Unit
from tests.database.plugin import CommittedDatabase

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

WORKERS = 3


def corrections(unit: Unit, number: int) -> list[Submission]:
    """Send so many files that each tell the same fact otherwise; every other one is much longer than the next."""
    about = f"示市监处罚〔2026〕{unit.id}号"
    return [
        sent(
            unit,
            recent(CX_SXCD="一般", CF_WSH=about, CF_NR=f"第{one}次"),
            *[recent(CX_SXCD="一般", CF_WSH=f"{about}之{one}之{row}") for row in range(60 * (one % 2))],
        )
        for one in range(number)
    ]


def contents(unit: Unit) -> list[str]:
    """Return what the versions of that fact say, in the order of their numbers."""
    versions = RecordVersion.objects.filter(document_number=f"示市监处罚〔2026〕{unit.id}号").order_by("number")
    return [version.payload["CF_NR"] for version in versions]


def work_off() -> None:
    """Work until nothing waits: a worker that is to stop does not fetch what its last jobs enqueued."""
    while ProcrastinateJob.objects.filter(status="todo").exists():
        work(at_once=WORKERS)


@pytest.mark.parametrize(("units", "number"), [(3, 4), pytest.param(5, 20, marks=pytest.mark.soak)])
def test_many_at_once_keep_their_order(units: int, number: int) -> None:
    bureaus = [bureau() for _ in range(units)]
    rows = {unit.id: corrections(unit, number) for unit in bureaus}
    work_off()
    assert set(Submission.objects.values_list("state", flat=True)) == {"done"}
    for unit in bureaus:
        assert contents(unit) == [f"第{one}次" for one in range(number)]
        ended = Submission.objects.filter(unit=unit).order_by("ended_at").values_list("id", flat=True)
        assert list(ended) == [row.id for row in rows[unit.id]]


def test_one_that_is_not_first_is_left_and_has_the_first_taken_up() -> None:
    unit = bureau()
    first, second = corrections(unit, 2)
    assert processed(second).state == "received"
    assert processed(first).state == "done"
    assert processed(second).state == "done"
    assert contents(unit) == ["第0次", "第1次"]


@contextmanager
def at_work_for(unit: Unit, database: CommittedDatabase) -> Iterator[None]:
    """Have another worker hold the unit."""
    with database.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [lock_of(unit.id)])
        yield


def test_while_somebody_works_for_the_unit_nothing_else_of_it_begins(committed_db: CommittedDatabase) -> None:
    unit, other = bureau(), bureau()
    row, of_another = sent(unit, recent(CX_SXCD="一般")), sent(other, recent(CX_SXCD="一般", CF_WSH="乙号"))
    with at_work_for(unit, committed_db):
        assert processed(row).state == "received"
        assert processed(of_another).state == "done"
    assert processed(row).state == "done"


def test_what_waits_for_the_unit_to_confirm_holds_nothing_up() -> None:
    unit = bureau()
    asks = processed(sent(unit, recent(CF_WSH="甲号")))
    assert asks.state == "to-confirm"
    assert processed(sent(unit, recent(CX_SXCD="一般", CF_WSH="乙号"))).state == "done"
    confirm_severities(actor=reporter(unit), now=NOW, submission=asks.public_id, chosen={})
    assert processed(asks).state == "done"


def at_once(rows: list[Submission]) -> None:
    """Have each submission taken up by a worker of its own at the same moment."""
    ready = threading.Barrier(len(rows))

    def take(row: Submission) -> None:
        ready.wait()
        try:
            processed(row)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as workers:
        for done in [workers.submit(take, row) for row in rows]:
            done.result()


ROWS = [recent(CX_SXCD="一般", CF_WSH=f"示市监处罚〔2026〕{number}号") for number in range(8)]


def test_two_files_of_a_unit_with_the_same_rows_at_once_end_as_one_after_the_other() -> None:
    unit = bureau()
    at_once([sent(unit, *ROWS), sent(unit, *reversed(ROWS))])
    work_off()
    told = [(row.accepted, row.unchanged, row.returned) for row in Submission.objects.order_by("id")]
    assert told == [(8, 0, 0), (0, 8, 0)]
    assert RecordVersion.objects.count() == len(shown(COMPANY)) == 8


def test_two_units_with_the_same_rows_at_once_show_each_fact_once() -> None:
    at_once([sent(bureau(), *ROWS), sent(bureau(), *reversed(ROWS))])
    assert Record.objects.count() == 8
    assert sorted(view.document_number for view in shown(COMPANY)) == sorted(row["CF_WSH"] for row in ROWS)

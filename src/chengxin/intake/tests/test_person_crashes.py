"""A load about natural persons killed in each phase and run again; two loads about one person at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from chengxin.intake.models import MergedChunk, Submission, SubmissionFinding
from chengxin.intake.tests.people import NUMBER, number, recent
from chengxin.intake.tests.scenes import NOW, bureau, reporter, sent
from chengxin.intake.tests.taking import take_in
from chengxin.intake.tests.test_crashes import STATE, killed
from chengxin.register.models import ChangeBatch, PersonRecord, PersonRecordVersion
from chengxin.register.services import Sought, find_person_records
from chengxin.subjects.models import Person
from chengxin.subjects.rules import PaperKind
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]
POINTS = [
    pytest.param(STATE, 2, id="taken-up"),
    pytest.param(STATE, 7, id="checked"),
    pytest.param('INSERT INTO "register_load"', 1, id="load-begun"),
    pytest.param('INSERT INTO "subjects_person"', 1, id="person-recorded"),
    pytest.param('INSERT INTO "register_personrecord"', 1, id="record-made"),
    pytest.param('INSERT INTO "register_personrecordversion"', 1, id="in-the-first-chunk"),
    pytest.param('INSERT INTO "intake_mergedchunk"', 2, id="at-the-end-of-the-second-chunk"),
    pytest.param("subjects_settle_names", 1, id="merged"),
    pytest.param('UPDATE "register_load"', 1, id="in-the-flip"),
]


@pytest.fixture
def unit(committed_db: object) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def row(unit: Unit) -> Submission:
    """Five rows about two persons that go in and one that comes back."""
    good = [recent(CF_WSH=f"示公罚决字〔2026〕{n}号", CF_XDR_ZJHM=number(sequence=n % 2 + 1)) for n in range(5)]
    return sent(unit, *good, recent(CF_YJ="", CF_WSH="六号"), item="penalty-person")


def known(unit: Unit, told: str = NUMBER) -> int:
    sought = Sought(PaperKind.ID_CARD, told)
    lines = find_person_records(actor=reporter(unit), now=NOW, sought=sought, purpose="核对", basis="测试规定")
    return len(lines)


@pytest.mark.parametrize(("part", "times"), POINTS)
def test_killed_anywhere_nothing_stands_and_it_goes_on_without_doubles(
    unit: Unit, row: Submission, part: str, times: int
) -> None:
    killed(row, part, times)
    assert known(unit) == 0

    take_in(row.id)
    row.refresh_from_db()
    assert (row.state, row.rows, row.accepted, row.unchanged, row.returned) == ("done", 6, 5, 0, 1)
    assert (known(unit), known(unit, number(sequence=2))) == (3, 2)
    assert Person.objects.count() == 2
    assert PersonRecord.objects.count() == PersonRecordVersion.objects.count() == 5
    assert MergedChunk.objects.count() == 3
    assert not ChangeBatch.objects.exists()
    valid = SubmissionFinding.objects.filter(submission=row, attempt=row.attempt)
    assert list(valid.values_list("row", "code")) == [(6, "missing")]
    assert not list(Path(settings.DATA, "work").iterdir())


def test_two_units_with_the_same_new_persons_wait_for_each_other(unit: Unit) -> None:
    people = [number(sequence=n) for n in range(1, 9)]
    files = {
        one: [recent(CF_WSH=f"{word}{place}号", CF_XDR_ZJHM=told) for place, told in enumerate(order)]
        for one, word, order in ((unit, "甲", people), (bureau(), "乙", people[::-1]))
    }
    rows = [sent(one, *told, item="penalty-person") for one, told in files.items()]
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
    assert Person.objects.count() == 8
    assert PersonRecordVersion.objects.count() == 16
    assert [known(one) for one in files] == [1, 1]

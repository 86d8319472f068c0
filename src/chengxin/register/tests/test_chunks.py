"""Many chunks: the next is made ready while one merges, each is committed, and only the flip waits for the disk."""

import threading
from collections.abc import Callable

import polars as pl
import pytest
from django.db import connection, connections, transaction

from chengxin.register import services
from chengxin.register.models import Load, RecordVersion
from chengxin.register.services import Merged
from chengxin.register.tests.scenes import PENALTY, Fact, begun, bureau, frame
from chengxin.subjects.models import Organisation
from chengxin.subjects.services import bulk
from chengxin.subjects.tests.invented import organisations

NEW = list(organisations(4, seed=29))


def taken(*rows: int) -> Merged:
    return Merged(taken=rows, unchanged=(), elsewhere=(), repeated=())


def staged(numbers: range) -> pl.DataFrame:
    """Return rows about organisations that this call creates."""
    names = pl.DataFrame({"code": [NEW[n].code for n in numbers], "name": [NEW[n].name for n in numbers]})
    firms = [Organisation.objects.get(id=number) for number in bulk.match_organisations(names)["organisation_id"]]
    return frame([Fact(firm) for firm in firms])


def merged(load: Load, stage: Callable[[range], pl.DataFrame], noted: list[Merged] | None = None) -> list[Merged]:
    chunks = [range(2), range(2, 3), range(3, 4)]
    seen: list[Merged] = [] if noted is None else noted

    def note(_chunk: range, one: Merged) -> None:
        assert connection.in_atomic_block
        seen.append(one)

    return list(services.merge_chunks(load=load, item=PENALTY, chunks=chunks, stage=stage, note=note))


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_chunks_are_made_ready_in_a_thread_and_merged_in_their_order() -> None:
    threads, doors = set(), []

    def stage(numbers: range) -> pl.DataFrame:
        threads.add(threading.current_thread())
        doors.append(connections["default"])
        return staged(numbers)

    assert merged(begun(bureau()), stage) == [taken(1, 2), taken(1), taken(1)]
    assert RecordVersion.objects.count() == Organisation.objects.count() == len(NEW)
    assert len(threads) == 1
    assert threading.current_thread() not in threads
    assert [door.connection for door in doors] == [None, None, None]


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_what_was_merged_before_a_fault_stays_and_a_second_run_goes_on() -> None:
    load = begun(bureau())
    noted: list[Merged] = []

    def stage(numbers: range) -> pl.DataFrame:
        if numbers.start == 3:
            raise RuntimeError("no power")
        return staged(numbers)

    with pytest.raises(RuntimeError, match="no power"):
        merged(load, stage, noted)
    assert RecordVersion.objects.count() == 3
    assert noted == [taken(1, 2), taken(1)]
    assert merged(load, staged) == [taken(1, 2), taken(1), taken(1)]
    assert RecordVersion.objects.count() == len(NEW)


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_only_the_commits_of_chunks_do_not_wait_for_the_disk() -> None:
    said = []

    def listen(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if "synchronous_commit" in sql:
            said.append(sql)
        return execute(sql, *rest)

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        with connection.execute_wrapper(listen):
            merged(begun(bureau()), staged)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    assert said == ["SET LOCAL synchronous_commit = off"] * 3


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_inside_a_transaction_everything_happens_in_it() -> None:
    load, here = begun(bureau()), threading.current_thread()

    def stage(numbers: range) -> pl.DataFrame:
        assert threading.current_thread() is here
        return staged(numbers)

    with transaction.atomic():
        assert merged(load, stage) == [taken(1, 2), taken(1), taken(1)]
        transaction.set_rollback(True)
    assert not RecordVersion.objects.exists()


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_no_chunks_merge_nothing() -> None:
    nothing: list[range] = []
    merging = services.merge_chunks(
        load=begun(bureau()), item=PENALTY, chunks=nothing, stage=staged, note=lambda _chunk, _merged: None
    )
    assert list(merging) == []
    assert not RecordVersion.objects.exists()

"""The feed under concurrent commits, and what it says of what is no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connections, transaction
from django.utils import timezone

from chengxin.catalog.models import CatalogItem
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.register import queries, services
from chengxin.register.models import Record
from chengxin.register.rules import FeedKind, TakedownReason
from chengxin.register.services import Why
from chengxin.register.tests.feeds import settle
from chengxin.register.tests.scenes import (
    JOB,
    NIGHT,
    NOW,
    PENALTY,
    READER,
    Fact,
    bureau,
    merged,
    minutes,
    officer,
    organisation,
    shown,
    the_record,
)
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

WHY = Why(TakedownReason.SOURCE_WITHDRAWN, "撤回", "来函")


@pytest.fixture
def unit(committed_db: object) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@pytest.fixture
def firm(committed_db: object) -> Organisation:  # noqa: ARG001  it stands in that database
    return organisation()


def read_settled(position: str = "", limit: int = 1_000) -> tuple[list[tuple[str, FeedKind]], str]:
    settle()
    return read_all(position, limit)


def read_all(position: str = "", limit: int = 1_000) -> tuple[list[tuple[str, FeedKind]], str]:
    seen: list[tuple[str, FeedKind]] = []
    while True:
        page = queries.changes_after(READER, position, limit=limit)
        seen += [(one.record, one.kind) for one in page.entries]
        position = page.position
        if not page.more:
            return seen, position


def numbered(firm: Organisation, count: int) -> list[Fact]:
    return [Fact(firm, number=f"第{number}号") for number in range(count)]


@contextmanager
def elsewhere() -> Iterator[None]:
    """Let Django use another connection meanwhile, as another process would; the first keeps its open transaction."""
    first = connections["default"]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = first


def test_a_load_appears_in_pages_of_any_size_once(unit: Unit, firm: Organisation) -> None:
    shown(unit, *numbered(firm, 7))
    shown(unit, *numbered(firm, 7), Fact(firm, number="又一号"))
    everything, end = read_settled()
    assert len(everything) == len({record for record, _kind in everything}) == 8
    assert {kind for _record, kind in everything} == {FeedKind.APPEARED}
    for limit in (1, 2, 3, 7, 8):
        assert read_all(limit=limit)[0] == everything
    assert read_all(end) == ([], end)


def test_a_batch_that_commits_late_is_not_passed_over(unit: Unit, firm: Organisation) -> None:
    slow, quick = merged(unit, Fact(firm, number="慢")), merged(unit, Fact(firm, number="快"))
    with transaction.atomic():
        services.show_load(actor=JOB, now=NOW, load=slow.id)  # takes the lower number, and does not commit yet
        with elsewhere():
            services.show_load(actor=JOB, now=NOW, load=quick.id)
            seen, position = read_all()
    assert seen == []  # the later one is held back, or the earlier one would be missed
    after, _end = read_settled(position)
    assert len(after) == 2


def test_two_that_commit_in_the_other_order_are_both_read(unit: Unit, firm: Organisation) -> None:
    first, second, third = (merged(unit, Fact(firm, number=name)) for name in "一二三")
    services.show_load(actor=JOB, now=NOW, load=first.id)
    settle()
    with transaction.atomic():
        services.show_load(actor=JOB, now=NOW, load=second.id)
        with elsewhere():
            services.show_load(actor=JOB, now=NOW, load=third.id)
            seen, position = read_all()
    assert len(seen) == 1
    assert len(read_settled(position)[0]) == 2


def test_no_load_holds_a_takedown_back(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    record = Record.objects.get().public_id
    _seen, position = read_settled()
    slow = merged(unit, Fact(firm, summary="改"), Fact(firm, number="慢"))
    with transaction.atomic():
        services.show_load(actor=JOB, now=NOW, load=slow.id)
        with elsewhere():
            services.take_down(actor=officer(unit, Role.REVIEWER), now=NOW, records=[record], why=WHY)
            seen, position = read_all(position)
    assert seen == [(record, FeedKind.VANISHED)]
    assert (record, FeedKind.VANISHED) in read_settled(position)[0]


def test_no_running_chunk_holds_a_takedown_back(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    record = Record.objects.get().public_id
    with transaction.atomic():
        merged(unit, Fact(firm, summary="改"))  # holds the lock of the record
        with elsewhere():
            services.take_down(actor=officer(unit, Role.REVIEWER), now=NOW, records=[record], why=WHY)
            assert (record, FeedKind.VANISHED) in read_all()[0]


def test_takedowns_become_visible_in_the_order_of_their_numbers(unit: Unit, firm: Organisation) -> None:
    shown(unit, *numbered(firm, 2))
    one, two = Record.objects.order_by("id")
    reviewer = officer(unit, Role.REVIEWER)
    with transaction.atomic():
        services.take_down(actor=reviewer, now=NOW, records=[one.public_id], why=WHY)
        with elsewhere(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(5241903002)")
            assert cursor.fetchone() == (False,)  # a second one waits for the first to commit
    services.take_down(actor=reviewer, now=NOW, records=[two.public_id], why=WHY)
    orders = [record for record, kind in read_all()[0] if kind is FeedKind.VANISHED]
    assert orders[:2] == [one.public_id, two.public_id]


def test_what_is_gone_is_a_tombstone_wherever_it_stood(unit: Unit, firm: Organisation) -> None:
    shown(unit, *numbered(firm, 2))
    gone = Record.objects.order_by("id")[0].public_id
    services.take_down(actor=officer(unit, Role.REVIEWER), now=NOW, records=[gone], why=WHY)
    settle()
    entries = [one for one in queries.changes_after(READER, "").entries if one.record == gone]
    assert len(entries) == 2
    assert {(one.kind, one.item) for one in entries} == {(FeedKind.VANISHED, "")}


def test_a_withdrawn_load_is_told(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm, number="旧"))
    _seen, position = read_settled()
    load = shown(unit, Fact(firm, number="旧", summary="改"), Fact(firm, number="新"))
    seen, position = read_settled(position)
    assert [kind for _record, kind in seen] == [FeedKind.CHANGED, FeedKind.APPEARED]
    services.withdraw_load(actor=officer(unit, Role.REPORTER), now=minutes(1), load=load.id)
    assert [kind for _record, kind in read_settled(position)[0]] == [FeedKind.CHANGED, FeedKind.VANISHED]


def test_the_feed_takes_a_key() -> None:
    bare = Actor(kind=ActorKind.CLIENT, id="k", name="客户端")
    with pytest.raises(NotPermitted):
        queries.changes_after(bare, "")
    keyed = Actor(kind=ActorKind.CLIENT, id="k", name="客户端", client_scopes=frozenset({"changes:read"}))
    assert queries.changes_after(keyed, "").entries == ()


def test_what_the_catalogue_drops_is_a_tombstone_from_midnight_on(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm))
    record = the_record()
    told, position = read_settled()
    assert told == [(record.public_id, FeedKind.APPEARED)]
    now = timezone.now()
    today = timezone.localdate(now)
    ended = replace(PENALTY, valid_until=today)
    row = CatalogItem.objects.get(key=PENALTY.key)
    add_version(row, ended, in_force_from=today, now=now, by="测试")
    assert read_settled()[0] == [(record.public_id, FeedKind.VANISHED)]
    assert read_settled(position)[0] == []
    for _night in range(2):
        services.take_down_all_over(actor=NIGHT, now=now)
    assert read_settled(position)[0] == [(record.public_id, FeedKind.VANISHED)]

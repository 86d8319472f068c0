"""The frame of every write: its shape, its transaction, its entry, its refusals."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules import REFUSED, Action
from chengxin.audit.services import NothingRecorded, record, use_case
from chengxin.audit.services.recording import OutsideUseCase
from chengxin.audit.tests.people import CITY_AUDITOR, COUNTY_REPORTER, NOW
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role

DONE = Action("audit.tried-in-a-test", "测试里做了")
ALSO_DONE = Action("audit.tried-inside-in-a-test", "测试里又做了")
MAY = Permission("audit.try-in-a-test", "测试里可以", roles=frozenset({Role.AUDITOR}))

service = [pytest.mark.service, pytest.mark.django_db]


@use_case
def do(*, actor: Actor, now: datetime, recorded: bool) -> str:
    """Do something, perhaps without a word."""
    AuditEntry.objects.create(at=now, actor_kind="staff", action="audit.trace", facts={}, outcome="done")
    if recorded:
        record(actor=actor, now=now, action=DONE, object_kind="thing", object_id="7", object_label="某物")
    return "done"


@use_case
def do_if_permitted(*, actor: Actor, now: datetime) -> None:
    """Do something that takes a permission, and find out late."""
    record(actor=actor, now=now, action=DONE)
    actor.require(MAY)


@use_case
def do_both(*, actor: Actor, now: datetime, own: bool) -> None:
    """Do something that another use case does a part of."""
    do(actor=actor, now=now, recorded=True)
    if own:
        record(actor=actor, now=now, action=ALSO_DONE)


@use_case
def do_what_is_permitted(*, actor: Actor, now: datetime) -> None:
    """Try a part, and go on without it when it is refused."""
    try:
        do_if_permitted(actor=actor, now=now)
    except NotPermitted:
        record(actor=actor, now=now, action=ALSO_DONE)


@use_case
def call_refused(*, actor: Actor, now: datetime) -> None:
    """Call a part that is refused, and let the refusal through."""
    record(actor=actor, now=now, action=ALSO_DONE)
    do_if_permitted(actor=actor, now=now)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.service
@pytest.mark.django_db
class TestTransaction:
    def test_work_and_entry_are_committed_together(self) -> None:
        assert do(actor=COUNTY_REPORTER, now=NOW, recorded=True) == "done"
        entry = AuditEntry.objects.get(action=DONE.code)
        assert (entry.actor_id, entry.actor_name, entry.unit, entry.unit_name, entry.district) == (
            "county-reporter",
            "演示county-reporter",
            21,
            "演示单位21",
            "990021",
        )
        assert (entry.at, entry.origin, entry.outcome) == (NOW, "192.0.2.1", "done")
        assert (entry.object_kind, entry.object_id, entry.object_label) == ("thing", "7", "某物")

    def test_silent_work_is_rolled_back(self) -> None:
        with pytest.raises(NothingRecorded, match=r"audit\.do"):
            do(actor=COUNTY_REPORTER, now=NOW, recorded=False)
        assert actions() == []

    def test_a_fault_takes_the_entry_along(self) -> None:
        @use_case
        def fail(*, actor: Actor, now: datetime) -> None:
            record(actor=actor, now=now, action=DONE)
            raise NotFound

        with pytest.raises(NotFound):
            fail(actor=COUNTY_REPORTER, now=NOW)
        assert actions() == []

    def test_one_inside_another_records_its_own(self) -> None:
        do_both(actor=COUNTY_REPORTER, now=NOW, own=True)
        assert actions() == ["audit.trace", DONE.code, ALSO_DONE.code]

    def test_the_inner_entry_does_not_count_for_the_outer(self) -> None:
        with pytest.raises(NothingRecorded, match=r"audit\.do_both"):
            do_both(actor=COUNTY_REPORTER, now=NOW, own=False)
        assert actions() == []

    def test_nothing_is_recorded_outside(self) -> None:
        with pytest.raises(OutsideUseCase):
            record(actor=COUNTY_REPORTER, now=NOW, action=DONE)
        do(actor=COUNTY_REPORTER, now=NOW, recorded=True)
        with pytest.raises(OutsideUseCase):
            record(actor=COUNTY_REPORTER, now=NOW, action=DONE)


@pytest.mark.service
@pytest.mark.django_db
class TestRefusals:
    def test_an_attempt_without_permission_stays_visible(self) -> None:
        with pytest.raises(NotPermitted):
            do_if_permitted(actor=COUNTY_REPORTER, now=NOW)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.outcome, entry.object_id) == (REFUSED.code, "refused", "audit.do_if_permitted")
        assert entry.facts == {"permission": MAY.code}
        assert entry.actor_id == "county-reporter"

    def test_one_with_permission_is_done(self) -> None:
        do_if_permitted(actor=CITY_AUDITOR, now=NOW)
        assert actions() == [DONE.code]

    def test_a_refusal_that_comes_through_is_recorded_once(self) -> None:
        with pytest.raises(NotPermitted):
            call_refused(actor=COUNTY_REPORTER, now=NOW)
        assert actions() == [REFUSED.code]

    def test_a_refusal_that_is_dealt_with_is_recorded_too(self) -> None:
        do_what_is_permitted(actor=COUNTY_REPORTER, now=NOW)
        assert actions() == [REFUSED.code, ALSO_DONE.code]


@pytest.mark.service
def test_a_refused_attempt_is_committed_by_itself(committed_db: object) -> None:
    assert committed_db
    with pytest.raises(NotPermitted):
        do_if_permitted(actor=COUNTY_REPORTER, now=NOW)
    assert actions() == [REFUSED.code]


def takes_positional(actor: Actor, *, now: datetime) -> None: ...
def takes_no_actor(*, now: datetime) -> None: ...
def takes_no_now(*, actor: Actor) -> None: ...
def leaves_now_out(*, actor: Actor, now: datetime = NOW) -> None: ...
def takes_anything(*, actor: Actor, now: datetime, **more: object) -> None: ...
def generates(*, actor: Actor, now: datetime) -> Iterator[object]:
    yield actor, now


async def waits(*, actor: Actor, now: datetime) -> None: ...


@pytest.mark.parametrize(
    "function", [takes_positional, takes_no_actor, takes_no_now, leaves_now_out, takes_anything, generates, waits]
)
def test_another_shape_is_refused_at_once(function: object) -> None:
    with pytest.raises(TypeError, match="use case"):
        use_case(function)  # type: ignore[arg-type]  # the point of the test

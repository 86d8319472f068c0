"""An approval under way is looked at again when facts change, and past checks hear of records that were wrong."""

from datetime import timedelta

import pytest

from chengxin.checks import services
from chengxin.checks.models import Approval, LookAgain
from chengxin.checks.services.looking_again import EndUnexplained, NoApproval
from chengxin.checks.tests.scenes import Scene, fresh, list_for_wages, penalise, scene
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import officer
from chengxin.notices.models import Notice
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, mark_disputed, take_down
from chengxin.register.tests.feeds import settle
from chengxin.register.tests.scenes import NOW, OFFICE, bureau, organisation
from chengxin.units.queries import day_of

pytestmark = pytest.mark.service
JOB = system_actor("checks.follow-feed")
UNTIL = day_of(NOW) + timedelta(days=30)


@pytest.fixture
def desk(committed_db: object) -> Scene:  # the feed tells transactions apart
    assert committed_db
    services.follow_feed(actor=JOB, now=NOW)
    return scene()


def follow() -> int:
    settle()
    return services.follow_feed(actor=JOB, now=NOW)


def take(desk: Scene, reason: TakedownReason) -> str:
    record = Record.objects.get(subject=desk.firm, item="penalty-organisation")
    take_down(actor=OFFICE, now=NOW, records=[record.public_id], why=Why(reason, "停止公示", "测试依据"))
    return record.public_id


def test_a_new_entry_is_told_once_with_the_day_of_its_decision(desk: Scene) -> None:
    check = desk.check(UNTIL).check
    list_for_wages(desk.firm)
    assert follow() == 1
    assert follow() == 0
    look = LookAgain.objects.get(owner=check)
    assert [one["decided_on"] for one in look.came] == ["2026-06-16"]
    assert look.visible_at == NOW
    assert Notice.objects.filter(template="checks.change").count() == 1


def test_what_goes_and_what_is_disputed_is_told_too(desk: Scene) -> None:
    penalise(desk.firm)
    check = desk.check(UNTIL).check
    record = Record.objects.get(subject=desk.firm)
    mark_disputed(actor=OFFICE, now=NOW, record_id=record.public_id, basis="异议受理")
    assert follow() == 1
    take(desk, TakedownReason.REPAIRED)
    assert follow() == 1
    disputed, gone = LookAgain.objects.filter(owner=check).order_by("id")
    assert [one["record"] for one in disputed.changed] == [record.public_id]
    assert gone.went == [record.public_id]


def test_without_an_approval_or_after_its_end_nothing_is_followed(desk: Scene) -> None:
    desk.check()
    ended = desk.check(UNTIL).check
    services.end_approval(actor=desk.checker, now=NOW, check=ended.public_id, reason="已经办结")
    over = desk.check(day_of(NOW)).check
    list_for_wages(desk.firm)
    settle()
    assert services.follow_feed(actor=JOB, now=NOW + timedelta(days=1)) == 0
    assert not LookAgain.objects.exists()
    assert Approval.objects.get(owner=over).ended_at is None


def test_another_firms_news_concern_nobody(desk: Scene) -> None:
    desk.check(UNTIL)
    penalise(organisation())
    assert follow() == 0


def test_a_wrong_record_is_told_to_every_past_check_that_used_it(desk: Scene) -> None:
    penalise(desk.firm)
    first, second = desk.check().check, desk.check().check
    clean = desk.check(code=organisation().unified_code).check
    wrong = take(desk, TakedownReason.CORRECTED)
    assert follow() == 2
    assert follow() == 0
    told = LookAgain.objects.filter(corrected=True).order_by("owner")
    assert [(one.owner_id, one.changed) for one in told] == [(first.pk, [wrong]), (second.pk, [wrong])]
    assert not LookAgain.objects.filter(owner=clean).exists()
    assert Notice.objects.filter(template="checks.correction").count() == 1


def test_a_repaired_record_was_not_wrong(desk: Scene) -> None:
    penalise(desk.firm)
    desk.check()
    take(desk, TakedownReason.REPAIRED)
    assert follow() == 0


def test_the_nightly_look_finds_what_is_in_no_feed(desk: Scene) -> None:
    desk.check(UNTIL)
    list_for_wages(desk.firm)
    assert services.look_at_all(actor=JOB, now=NOW) == 1
    assert services.look_at_all(actor=JOB, now=NOW) == 0
    assert follow() == 0


def test_an_approval_ends_once_with_a_reason_by_its_own_unit(desk: Scene) -> None:
    check = desk.check(UNTIL).check.public_id

    def end(actor: Actor, reason: str) -> None:
        services.end_approval(actor=actor, now=NOW, check=check, reason=reason)

    with pytest.raises(EndUnexplained):
        end(desk.checker, " ")
    with pytest.raises(NotFound):
        end(officer(bureau(), Role.CHECKER), "办结")
    end(desk.checker, "办结")
    with pytest.raises(NoApproval):
        end(desk.checker, "办结")


def test_only_the_platform_follows(desk: Scene) -> None:
    with pytest.raises(NotPermitted):
        services.follow_feed(actor=desk.checker, now=NOW)


def test_open_checks_are_reminded_of_once_a_week(desk: Scene) -> None:
    list_for_wages(desk.firm)
    check = desk.check().check
    assert services.remind_of_open(actor=JOB, now=NOW + timedelta(days=4)) == 0
    assert services.remind_of_open(actor=JOB, now=NOW + timedelta(days=6)) == 1
    assert services.remind_of_open(actor=JOB, now=NOW + timedelta(days=7)) == 0
    assert services.remind_of_open(actor=JOB, now=NOW + timedelta(days=14)) == 1
    assert fresh(check).reminded_at == NOW + timedelta(days=14)

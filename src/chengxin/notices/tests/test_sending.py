from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import public_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.rest import BadCursor
from chengxin.foundation.roles import Role
from chengxin.notices import queries, services
from chengxin.notices.models import Dispatch, Notice
from chengxin.notices.rules import Channel, WrongPlaces
from chengxin.notices.services import About, Recipient, Wish
from chengxin.notices.tests.cast import PLAIN, SERVED, send
from chengxin.units.models import Unit, User
from chengxin.vault.tests.people import NOW, Person, bureau, person

pytestmark = pytest.mark.service


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


def test_a_notice_to_a_login_is_in_its_inbox_only(officer: Person, unit: Unit) -> None:
    reader = person(bureau(), Role.REPORTER)
    notice = send(officer, Recipient(user=reader.user.id))
    page = queries.inbox_page(reader.actor, cursor="")
    assert [(row.subject, row.is_read) for row in page.rows] == [("甲案有新情况", False)]
    assert (page.unread, page.next) == (1, "")
    for other in (officer, person(unit, Role.UNIT_ADMINISTRATOR)):
        assert not queries.inbox_for(other.actor).exists()
        with pytest.raises(NotFound):
            queries.notice_page(other.actor, notice.public_id)
    assert not queries.inbox_for(public_actor("192.0.2.1")).exists()
    entry = AuditEntry.objects.get(object_id=notice.public_id)
    assert (entry.action, entry.object_label, entry.facts["to"]) == ("notices.notice-sent", "测试通知", "login")
    assert queries.delivered_on(notice) == date(2018, 6, 30)


def test_a_notice_to_a_role_is_for_those_who_hold_it_there(officer: Person) -> None:
    there, elsewhere = bureau(), bureau()
    holder, colleague = person(there, Role.REVIEWER), person(there, Role.REPORTER)
    namesake, office = person(elsewhere, Role.REVIEWER), person(elsewhere, Role.CREDIT_OFFICE)
    send(officer, Recipient(unit=there.id, role=Role.REVIEWER))
    send(officer, Recipient(unit=there.id), case="乙案")
    assert [row.subject for row in queries.inbox_page(holder.actor, cursor="").rows] == ["乙案有新情况", "甲案有新情况"]
    assert [row.subject for row in queries.inbox_page(colleague.actor, cursor="").rows] == ["乙案有新情况"]
    assert queries.unread_count_for(namesake.actor) == 0
    assert queries.unread_count_for(office.actor) == 0


def test_reading_is_each_login_s_own(officer: Person) -> None:
    there = bureau()
    one, two = person(there, Role.REVIEWER), person(there, Role.REVIEWER)
    notice = send(officer, Recipient(unit=there.id))
    services.mark_read(actor=one.actor, now=NOW, notice_id=notice.public_id)
    assert (queries.unread_count_for(one.actor), queries.unread_count_for(two.actor)) == (0, 1)
    assert queries.notice_page(one.actor, notice.public_id).is_read
    with pytest.raises(services.AlreadyRead):
        services.mark_read(actor=one.actor, now=NOW, notice_id=notice.public_id)
    with pytest.raises(NotFound):
        services.mark_read(actor=officer.actor, now=NOW, notice_id=notice.public_id)
    assert AuditEntry.objects.filter(action="notices.notice-read").count() == 1


def test_pages_of_the_inbox_join_without_gap_or_double(officer: Person) -> None:
    reader = person(bureau(), Role.REPORTER)
    sent = [send(officer, Recipient(user=reader.user.id), case=f"{number}号").subject for number in range(45)]
    seen: list[str] = []
    cursor, turns = "", 0
    while turns == 0 or cursor:
        page = queries.inbox_page(reader.actor, cursor=cursor)
        seen += [row.subject for row in page.rows]
        cursor, turns = page.next, turns + 1
    assert seen == sent[::-1]
    assert turns == 3


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyJ4IiwxXQ", "WyIyMDE4LTA2LTMwIiwxXQ", "WyIyMDE4LTA2LTMwVDAwOjAwOjAwWiIsLTFd"]
)
def test_a_made_up_cursor_is_refused(officer: Person, cursor: str) -> None:
    with pytest.raises(BadCursor):
        queries.inbox_page(officer.actor, cursor=cursor)


def test_who_may_send(officer: Person, unit: Unit) -> None:
    reporter = person(unit, Role.REPORTER)
    with pytest.raises(NotPermitted):
        send(reporter, Recipient(user=officer.user.id))
    with pytest.raises(NotFound):
        services.send_notice(
            actor=officer.actor,
            now=NOW,
            template=PLAIN,
            values={"case": "甲"},
            recipient=Recipient(user=reporter.user.id),
            sender_unit=bureau().id,
            about=About("test", "case", "1"),
            wish=Wish(),
        )
    assert not Notice.objects.exists()


def test_recipients_that_are_none(officer: Person, unit: Unit) -> None:
    gone = person(unit, Role.REPORTER)
    User.objects.filter(id=gone.user.id).update(is_active=False)
    for nobody in (
        Recipient(),
        Recipient(user=gone.user.id),
        Recipient(user=10**9),
        Recipient(unit=10**9),
        Recipient(party=" "),
        Recipient(user=officer.user.id, unit=unit.id),
        Recipient(user=officer.user.id, role=Role.REVIEWER),
        Recipient(party="甲公司", role=Role.REVIEWER),
    ):
        with pytest.raises(services.NobodyThere):
            send(officer, nobody)


@pytest.mark.parametrize(
    ("recipient", "channel"),
    [
        (Recipient(party="甲公司"), Channel.EMAIL),
        (Recipient(party="甲公司", email="a@b"), Channel.EMAIL),
        (Recipient(party="甲公司", email="a@example.org\nBcc: b@example.org"), Channel.EMAIL),
        (Recipient(party="甲公司", email="a@example.org, b@example.org"), Channel.EMAIL),
        (Recipient(party="甲公司"), Channel.SMS),
        (Recipient(party="甲公司", phone="12345"), Channel.SMS),
    ],
)
def test_addresses_that_are_none(officer: Person, recipient: Recipient, channel: Channel) -> None:
    with pytest.raises(services.BadAddress):
        send(officer, recipient, channel)
    assert not Notice.objects.exists()


def test_values_must_fit(officer: Person) -> None:
    with pytest.raises(WrongPlaces):
        services.send_notice(
            actor=officer.actor,
            now=NOW,
            template=PLAIN,
            values={},
            recipient=Recipient(user=officer.user.id),
            sender_unit=officer.actor.unit or 0,
            about=About("test", "case", "1"),
            wish=Wish(),
        )


def test_mail_to_a_role_goes_to_each_holder_with_an_address(officer: Person) -> None:
    there = bureau()
    one = person(there, Role.REVIEWER, email="one@example.org")
    person(there, Role.REVIEWER)
    person(there, Role.REPORTER, email="other@example.org")
    closed = person(there, Role.REVIEWER, email="closed@example.org")
    User.objects.filter(id=closed.user.id).update(is_active=False)
    notice = send(officer, Recipient(unit=there.id, role=Role.REVIEWER), Channel.EMAIL)
    [dispatch] = Dispatch.objects.filter(notice=notice)
    assert one.user.email not in dispatch.address
    assert dispatch.shown_address == "o***@example.org"
    [job] = ProcrastinateJob.objects.filter(task_name="notices.deliver")
    assert (job.args, job.queue_name) == ({"dispatch": dispatch.id}, "urgent")


def test_a_served_notice_is_not_delivered_by_the_inbox(officer: Person) -> None:
    reader = person(bureau(), Role.REPORTER)
    notice = send(officer, Recipient(user=reader.user.id), Channel.PAPER, template=SERVED)
    assert queries.unread_count_for(reader.actor) == 1
    assert queries.delivered_on(notice) is None


def test_a_party_outside_has_no_inbox(officer: Person) -> None:
    notice = send(officer, Recipient(party="某某测试公司"), Channel.PAPER, template=SERVED)
    assert (notice.recipient_name, notice.user_id, notice.unit_id) == ("某某测试公司", None, None)
    assert not notice.deliveries.exists()

import json
import smtplib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.notices import queries, rules, services
from chengxin.notices.models import Delivery, Dispatch
from chengxin.notices.rules import Channel
from chengxin.notices.services import Recipient
from chengxin.notices.tests.cast import PLAIN, WHOLE, send
from chengxin.units.models import Unit
from chengxin.vault.tests.people import NOW, Person, bureau, person

pytestmark = pytest.mark.service

JOB = system_actor("notices.deliver")
OUTSIDE = Recipient(party="某某测试公司", email="clerk@example.org", phone="138 0000 0000")


class Troubled(BaseEmailBackend):
    """A mail server that answers with the next of the troubles given; None takes the mail."""

    troubles: Iterator[Exception | None] = iter(())

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        trouble = next(self.troubles)
        if trouble:
            raise trouble
        mail.outbox.extend(email_messages)
        return len(email_messages)


@pytest.fixture
def troubles(settings: Settings) -> Callable[..., None]:
    settings.EMAIL_BACKEND = f"{__name__}.Troubled"

    def come(*these: Exception | None) -> None:
        Troubled.troubles = iter(these)

    return come


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


def attempt_due(now: datetime) -> int:
    """Do at once what the jobs do that ``deliver_waiting`` enqueues."""
    due = queries.due_dispatches(now, limit=100)
    assert services.deliver_waiting(actor=JOB, now=now) == len(due)
    return sum(services.deliver(actor=JOB, now=now, dispatch=number) for number in due)


def outcomes() -> list[tuple[str, str]]:
    rows = Delivery.objects.exclude(channel=Channel.IN_APP.value).order_by("id")
    return list(rows.values_list("outcome", "detail"))


def test_a_mail_is_sent_once_however_often_the_job_runs(officer: Person) -> None:
    notice = send(officer, OUTSIDE, Channel.EMAIL)
    [dispatch] = Dispatch.objects.all()
    assert services.deliver(actor=JOB, now=NOW, dispatch=dispatch.id)
    assert not services.deliver(actor=JOB, now=NOW, dispatch=dispatch.id)
    assert attempt_due(NOW + timedelta(days=1)) == 0
    [message] = mail.outbox
    assert message.to == ["clerk@example.org"]
    assert message.extra_headers["Message-ID"] == dispatch.message_id
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.attempts) == ("done", 1)
    assert outcomes() == [("delivered", "")]
    assert queries.delivered_on(notice) == date(2018, 6, 30)
    assert AuditEntry.objects.filter(action="notices.delivered").count() == 1


def test_a_mail_says_only_that_a_notice_waits(officer: Person) -> None:
    send(officer, OUTSIDE, Channel.EMAIL, template=PLAIN)
    send(officer, OUTSIDE, Channel.EMAIL, template=WHOLE)
    assert attempt_due(NOW) == 2
    short, whole = mail.outbox
    assert "甲案" not in f"{short.subject}{short.body}"
    assert (whole.subject, whole.body) == ("甲案有新情况", "案件甲案有新情况。")


def test_headers_can_not_be_injected_and_chinese_arrives(officer: Person) -> None:
    send(officer, OUTSIDE, Channel.EMAIL, template=WHOLE, case="乙案\r\nBcc: thief@example.org\r\n\r\n")
    attempt_due(NOW)
    [message] = mail.outbox
    written = message.message()
    assert written["Bcc"] is None
    assert written["Subject"].startswith("=?utf-8?")
    assert message.recipients() == ["clerk@example.org"]
    assert message.subject == "乙案 Bcc: thief@example.org 有新情况"


def test_what_fails_is_tried_again_after_growing_waits(officer: Person, troubles: Callable[..., None]) -> None:
    troubles(ConnectionRefusedError(), smtplib.SMTPDataError(451, b"later"), None)
    send(officer, OUTSIDE, Channel.EMAIL)
    assert attempt_due(NOW) == 1
    assert attempt_due(NOW + timedelta(seconds=59)) == 0
    assert attempt_due(NOW + timedelta(minutes=1)) == 1
    assert attempt_due(NOW + timedelta(minutes=5)) == 0
    assert attempt_due(NOW + timedelta(minutes=6)) == 1
    assert [outcome for outcome, _ in outcomes()] == ["failed", "failed", "delivered"]
    assert [detail for _, detail in outcomes()] == [
        "连不上邮件服务器（ConnectionRefusedError）",
        "邮件服务器答复451",
        "",
    ]
    assert len(mail.outbox) == 1


def test_after_the_last_attempt_the_administrators_are_told(
    officer: Person, unit: Unit, troubles: Callable[..., None]
) -> None:
    administrator = person(unit, Role.UNIT_ADMINISTRATOR, email="admin@example.org")
    troubles(*[TimeoutError()] * rules.LAST_ATTEMPT)
    send(officer, OUTSIDE, Channel.EMAIL)
    for day in range(rules.LAST_ATTEMPT):
        assert attempt_due(NOW + timedelta(days=day)) == 1
    assert attempt_due(NOW + timedelta(days=99)) == 0
    assert Dispatch.objects.get().state == "given-up"
    [alarm] = queries.inbox_page(administrator.actor, cursor="").rows
    assert alarm.subject == "通知没有送达：测试通知"
    assert "c***@example.org" in queries.notice_page(administrator.actor, alarm.public_id).paragraphs[0]
    assert "clerk" not in "".join(queries.notice_page(administrator.actor, alarm.public_id).paragraphs)


@pytest.mark.parametrize(
    "trouble",
    [
        smtplib.SMTPRecipientsRefused({"clerk@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"spam"),
        ValueError("Header values can't contain newlines"),
    ],
)
def test_a_no_for_good_is_not_tried_again(officer: Person, troubles: Callable[..., None], trouble: Exception) -> None:
    troubles(trouble)
    notice = send(officer, OUTSIDE, Channel.EMAIL)
    attempt_due(NOW)
    assert Dispatch.objects.get().state == "given-up"
    [(outcome, detail)] = outcomes()
    assert outcome == "refused"
    assert "clerk@example.org" not in detail
    assert queries.delivered_on(notice) is None


def test_a_bounce_takes_the_delivery_back(officer: Person) -> None:
    notice = send(officer, OUTSIDE, Channel.EMAIL)
    attempt_due(NOW)
    later = NOW + timedelta(hours=1)
    message_id = Dispatch.objects.get().message_id
    services.record_bounce(actor=JOB, now=later, message_id=message_id, detail="550 no such user")
    assert queries.delivered_on(notice) is None
    assert [outcome for outcome, _ in outcomes()] == ["delivered", "failed"]
    with pytest.raises(services.UnknownMessage):
        services.record_bounce(actor=JOB, now=later, message_id="<other@example.org>", detail="")
    with pytest.raises(NotPermitted):
        services.record_bounce(actor=officer.actor, now=later, message_id=message_id, detail="")


def test_only_the_job_delivers(officer: Person) -> None:
    with pytest.raises(NotPermitted):
        services.deliver_waiting(actor=officer.actor, now=NOW)
    with pytest.raises(NotPermitted):
        services.deliver(actor=officer.actor, now=NOW, dispatch=1)


def test_a_worker_that_died_is_followed_by_another(officer: Person) -> None:
    send(officer, OUTSIDE, Channel.EMAIL)
    Dispatch.objects.update(state="sending", claimed_at=NOW, attempts=1)
    assert attempt_due(NOW + rules.STALE_AFTER) == 0
    assert attempt_due(NOW + rules.STALE_AFTER + timedelta(seconds=1)) == 1
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.attempts) == ("done", 2)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [dispatch.message_id]


def test_who_was_overtaken_records_nothing(officer: Person, settings: Settings) -> None:
    send(officer, OUTSIDE, Channel.EMAIL)
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    with pytest.raises(services.TakenOver):
        attempt_due(NOW)
    assert outcomes() == []


class Slow(BaseEmailBackend):
    """A mail server so slow that another worker has taken the dispatch over meanwhile."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Dispatch.objects.update(attempts=2)
        return len(email_messages)


def test_each_due_dispatch_has_one_waiting_job(officer: Person) -> None:
    send(officer, OUTSIDE, Channel.EMAIL)
    ProcrastinateJob.objects.filter(task_name="notices.deliver").update(status="succeeded")
    assert services.deliver_waiting(actor=JOB, now=NOW) == 1
    assert services.deliver_waiting(actor=JOB, now=NOW) == 1
    waiting = ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo")
    assert [job.args for job in waiting] == [{"dispatch": Dispatch.objects.get().id}]


def test_an_address_that_does_not_open_is_given_up_with_an_alarm(officer: Person, unit: Unit) -> None:
    administrator = person(unit, Role.UNIT_ADMINISTRATOR)
    send(officer, OUTSIDE, Channel.EMAIL)
    Dispatch.objects.update(address="v1.aes-gcm.k0.AAAA")
    assert attempt_due(NOW) == 1
    assert outcomes() == [("refused", "保存的地址打不开，请检查平台的密钥")]
    assert queries.unread_count_for(administrator.actor) == 1


def test_short_messages_go_to_the_gateway(officer: Person, data: Path) -> None:
    send(officer, OUTSIDE, Channel.SMS)
    assert Dispatch.objects.get().shown_address == "138******00"
    attempt_due(NOW)
    [file] = (data / "sms").iterdir()
    message = json.loads(file.read_text(encoding="utf-8"))
    assert message["number"] == "13800000000"
    assert message["text"].endswith("】甲案有新情况")
    assert file.stat().st_mode & 0o077 == 0


def test_production_without_a_gateway_says_so(officer: Person, settings: Settings) -> None:
    send(officer, OUTSIDE, Channel.SMS)
    settings.SMS_GATEWAY = "chengxin.notices.adapters.sms.NoGateway"
    attempt_due(NOW)
    assert outcomes() == [("refused", "平台没有接入短信通道")]


@pytest.mark.usefixtures("committed_db")
def test_two_workers_at_once_send_one_mail() -> None:
    officer = person(bureau(), Role.CASE_OFFICER)
    send(officer, OUTSIDE, Channel.EMAIL)
    dispatch = Dispatch.objects.get().id
    together = threading.Barrier(4)

    def work() -> bool:
        together.wait()
        try:
            return services.deliver(actor=JOB, now=NOW, dispatch=dispatch)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        results = [job.result() for job in [pool.submit(work) for _ in range(4)]]
    assert sorted(results) == [False, False, False, True]
    assert len(mail.outbox) == 1
    assert outcomes() == [("delivered", "")]

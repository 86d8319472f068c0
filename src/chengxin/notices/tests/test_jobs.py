import pytest
from django.core import mail
from django.db import transaction

from chengxin.foundation.queue import defer
from chengxin.foundation.roles import Role
from chengxin.foundation.tests.working import work
from chengxin.notices.models import Dispatch
from chengxin.notices.rules import Channel
from chengxin.notices.services import Recipient
from chengxin.notices.tests.cast import send
from chengxin.units.models import Unit
from chengxin.vault.tests.people import Person, bureau, person

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

OUTSIDE = Recipient(party="某某测试公司", email="clerk@example.org")


def send_in_vain(officer: Person) -> None:
    with transaction.atomic():
        send(officer, OUTSIDE, Channel.EMAIL)
        raise InterruptedError


def officer_of(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


def test_the_job_enqueued_with_the_notice_sends_it_once() -> None:
    send(officer_of(bureau()), OUTSIDE, Channel.EMAIL)
    work()
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, len(mail.outbox)) == ("done", 1)
    defer("notices.deliver", queue="urgent", dispatch=dispatch.id)
    defer("notices.deliver-waiting", queue="urgent", timestamp=0)
    work()
    assert len(mail.outbox) == 1


def test_a_notice_that_was_rolled_back_sends_nothing() -> None:
    officer = officer_of(bureau())
    with pytest.raises(InterruptedError):
        send_in_vain(officer)
    work()
    assert mail.outbox == []
    assert not Dispatch.objects.exists()

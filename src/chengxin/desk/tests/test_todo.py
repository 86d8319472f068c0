from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chengxin.desk.pages import Todo
from chengxin.desk.queries import LONGEST_LIST, waiting_for
from chengxin.desk.todo import todo_page
from chengxin.foundation.roles import Role
from chengxin.law import book
from chengxin.notices import services
from chengxin.notices.services import About, Recipient, Wish
from chengxin.notices.tests.cast import PLAIN
from chengxin.units.models import Unit
from chengxin.vault.tests.people import NOW, Person, bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.django_db]

TODAY = date(2018, 6, 13)  # a Wednesday; the 18th is 端午节, a Monday
CALENDAR = book.load(None).calendar("national")


@pytest.fixture
def unit() -> Unit:
    return bureau()


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


def send(sender: Person, recipient: Recipient, case: str, due_on: date | None = None) -> str:
    assert sender.actor.unit is not None
    notice = services.send_notice(
        actor=sender.actor,
        now=NOW,
        template=PLAIN,
        values={"case": case},
        recipient=recipient,
        sender_unit=sender.actor.unit,
        about=About("test", "case", case),
        wish=Wish(channels=frozenset(), due_on=due_on, due_rule="测试期限" if due_on else ""),
    )
    return notice.public_id


def todo(someone: Person) -> Todo:
    return todo_page(waiting_for(someone.actor, now=NOW), today=TODAY, calendar=CALENDAR)


def test_nothing_waits_at_first(officer: Person) -> None:
    page = todo(officer)
    assert page.groups == ()
    assert page.heading == "现在没有等您办理的事"


def test_what_waits_stands_by_urgency_with_working_days_left(officer: Person) -> None:
    mine = Recipient(user=officer.user.id)
    send(officer, mine, "无期限")
    send(officer, mine, "以后", date(2018, 6, 20))
    send(officer, mine, "本周", date(2018, 6, 15))
    send(officer, mine, "今天", TODAY)
    send(officer, mine, "逾期", date(2018, 6, 11))
    page = todo(officer)
    assert page.heading == "5件等您办理"
    assert page.overdue == 1
    shown = [(group.title, [(row.title, row.look, row.left) for row in group.rows]) for group in page.groups]
    assert shown == [
        ("已过期限1件", [("逾期有新情况", "late", "逾期2个工作日")]),
        ("今天到期1件", [("今天有新情况", "near", "今天")]),
        ("本周1件", [("本周有新情况", "good", "2个工作日")]),
        ("以后1件", [("以后有新情况", "good", "4个工作日")]),
        ("没有期限1件", [("无期限有新情况", "", "")]),
    ]


def test_a_limit_that_ended_yesterday_is_late_even_on_a_day_off(officer: Person) -> None:
    send(officer, Recipient(user=officer.user.id), "周五", date(2018, 6, 15))
    page = todo_page(waiting_for(officer.actor, now=NOW), today=date(2018, 6, 16), calendar=CALENDAR)
    assert [(row.look, row.left) for row in page.groups[0].rows] == [("late", "已过期限")]


def test_what_was_read_no_longer_waits(officer: Person) -> None:
    number = send(officer, Recipient(user=officer.user.id), "甲案")
    services.mark_read(actor=officer.actor, now=NOW, notice_id=number)
    assert todo(officer).groups == ()


def test_nobody_sees_what_waits_for_others(officer: Person, unit: Unit) -> None:
    stranger, colleague = person(bureau(), Role.CASE_OFFICER), person(unit, Role.REPORTER)
    send(officer, Recipient(user=officer.user.id), "甲案", TODAY)
    send(officer, Recipient(unit=unit.id, role=Role.CASE_OFFICER), "乙案", TODAY)
    assert todo(stranger).groups == ()
    assert todo(colleague).groups == ()
    assert len(todo(officer).groups[0].rows) == 2


def test_a_long_list_is_cut_and_says_so(officer: Person) -> None:
    for number in range(LONGEST_LIST + 1):
        send(officer, Recipient(user=officer.user.id), f"案{number}")
    page = todo(officer)
    assert page.more
    assert page.heading == f"{LONGEST_LIST}件以上等您办理"
    assert sum(len(group.rows) for group in page.groups) == LONGEST_LIST


def test_the_page_shows_it_with_few_queries(
    officer: Person, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, officer)
    for number in range(5):
        send(officer, Recipient(user=officer.user.id), f"案<{number}>", TODAY)
    client.get("/desk/")
    with django_assert_max_num_queries(15):
        html = client.get("/desk/").content.decode()
    assert html.count('scope="row"') == 5
    assert "案&lt;0&gt;有新情况" in html


def test_the_desk_is_closed_without_a_login(client: Client) -> None:
    for path in ("/desk/", "/desk/help", "/desk/alive"):
        response = client.get(path)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/desk/login/")


def test_somebody_who_is_there_stays(officer: Person, client: Client) -> None:
    sign_in(client, officer)
    response = client.get("/desk/alive")
    assert response.status_code == 204
    assert response.headers["Cache-Control"] == "no-store"
    assert "30分钟" in client.get("/desk/help").content.decode()

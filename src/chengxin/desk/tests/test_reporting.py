"""A unit's own reporting: the first week's guide, what is open, who to ask."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from chengxin.catalog.adapters import standard_items
from chengxin.desk import reporting
from chengxin.desk.reporting import Sources, reporting_page
from chengxin.foundation.roles import Role
from chengxin.intake.queries import Activity, activity_of
from chengxin.intake.rules import SEND
from chengxin.intake.services import start_draft
from chengxin.intake.tests.rows import PENALTY
from chengxin.intake.tests.scenes import NOW, bureau, loaded, processed, recent, reporter, sent
from chengxin.units.models import Unit
from chengxin.units.queries import clients_with_keys, day_of
from chengxin.units.tests import factories
from chengxin.vault.tests.people import person, sign_in

TODAY = date(2026, 6, 16)
MONTH = day_of(NOW).replace(day=1)
pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture
def unit(settings: Settings, tmp_path: Path) -> Unit:
    settings.DATA = tmp_path
    return bureau()


def activity(unit: Unit) -> Activity:
    found = activity_of(reporter(unit), unit.id, since=MONTH, mended_since=NOW - timedelta(days=30))
    return found.get("penalty-organisation", Activity())


def sources(**activity: Activity) -> Sources:
    named = {key.replace("_", "-"): value for key, value in activity.items()}
    return Sources("演示一局", TODAY, [PENALTY], named, [], [], may_hand_over=False)


def test_the_first_week_is_guided_until_rows_were_taken_in() -> None:
    empty = reporting_page(sources())
    assert empty.title == "本单位还没有报送过"
    assert [step.done for step in empty.steps] == [False, False, False, False]
    returned = reporting_page(sources(penalty_organisation=Activity(last=NOW, returned=2)))
    assert [step.done for step in returned.steps] == [True, True, False, False]
    assert returned.lines[0].open == ("2行退回待改",)
    done = reporting_page(sources(penalty_organisation=Activity(last=NOW, taken=12, ever=12)))
    assert (done.title, done.steps) == ("本月接收12行，没有等您办理的", ())
    earlier = reporting_page(sources(penalty_organisation=Activity(last=NOW, ever=12, returned=1)))
    assert (earlier.title, earlier.steps) == ("本月还没有报送，1个目录项等您办理", ())


def test_items_of_nobody_in_particular_stand_apart_once_the_unit_reports() -> None:
    items = [PENALTY, standard_items()["court-enforcement"]]
    first = reporting_page(Sources("演示一局", TODAY, items, {}, [], [], may_hand_over=False))
    assert (len(first.lines), first.others) == (2, ())
    known = {"penalty-organisation": Activity(last=NOW, ever=1)}
    later = reporting_page(Sources("演示一局", TODAY, items, known, [], [], may_hand_over=False))
    assert [line.name for line in later.lines] == [PENALTY.name]
    assert [line.name for line in later.others] == [items[1].name]


def test_a_key_that_soon_ends_is_told() -> None:
    assert reporting.key_words(None, TODAY) == "没有可用的密钥，请找信用办发放"
    assert reporting.key_words(date(2026, 6, 20), TODAY).endswith("请及时更换")
    assert not reporting.key_words(date(2027, 6, 20), TODAY).endswith("请及时更换")


def test_a_unit_sees_what_it_sent_and_what_is_open(unit: Unit) -> None:
    assert activity(unit) == Activity()
    processed(sent(unit, recent()))
    assert (activity(unit).to_settle, activity(unit).taken) == (1, 0)
    loaded(unit, recent(CF_WSH="示市监处罚〔2026〕12号", CX_SXCD="一般"), recent(CF_YJ="", CX_SXCD="一般"))
    start_draft(actor=reporter(unit), now=NOW, unit=unit.id, item="penalty-organisation")
    found = activity(unit)
    assert (found.taken, found.returned, found.to_settle, found.drafts) == (1, 1, 1, 1)


def test_another_unit_has_none_of_it(unit: Unit) -> None:
    processed(sent(unit, recent()))
    other = bureau()
    assert activity_of(reporter(other), unit.id, since=MONTH, mended_since=NOW) == {}
    assert activity_of(reporter(other), other.id, since=MONTH, mended_since=NOW) == {}


def test_clients_are_told_with_their_longest_key(unit: Unit) -> None:
    platform = factories.found(NOW)
    client = factories.client(platform, NOW, "court-system", unit)
    factories.key(platform, NOW, client)
    found = clients_with_keys(reporter(unit), unit, at=NOW, permission=SEND)
    assert [one.name for one in found] == [client.name]
    assert found[0].opens_until is not None
    assert found[0].opens_until > NOW


def test_the_page_is_for_those_who_report(unit: Unit, client: Client) -> None:
    sign_in(client, person(unit, Role.REPORTER))
    page = client.get("/desk/reporting/").content.decode()
    assert "第一次报送，按这四步" in page
    assert "打印本页作为交接单" in page
    sign_in(client, person(unit, Role.AUDITOR))
    assert client.get("/desk/reporting/").status_code == 403

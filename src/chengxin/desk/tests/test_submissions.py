"""What a reporter has to come back to stands on the landing page."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from chengxin.desk.queries import waiting_for
from chengxin.foundation.roles import Role
from chengxin.intake.tests.scenes import confirmed, processed, recent, sent
from chengxin.units.models import Unit
from chengxin.vault.tests.people import Person, bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture
def unit(settings: Settings, tmp_path: Path) -> Unit:
    settings.DATA = tmp_path
    return bureau()


@pytest.fixture
def clerk(unit: Unit, client: Client) -> Person:
    someone = person(unit, Role.REPORTER)
    sign_in(client, someone)
    return someone


def test_the_landing_page_leads_back_to_what_waits(client: Client, clerk: Person, unit: Unit) -> None:
    row = processed(sent(unit, recent(), recent(CF_YJ=""), actor=clerk.actor))
    assert "确认失信程度：处罚.csv" in client.get("/desk/").content.decode()
    row = confirmed(unit, row)
    assert "改正退回的1行：处罚.csv" in client.get("/desk/").content.decode()
    sent(unit, recent(), recent(CF_WSH="甲号"), actor=clerk.actor, follows=row.public_id)
    assert [one.title for one in waiting_for(clerk.actor, now=timezone.now())] == ["正在处理：处罚.csv"]

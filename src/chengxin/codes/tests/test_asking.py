"""One number judged by the API and the command line."""

import io
import json
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from chengxin.codes.tests.scenes import code, register, wrong_end
from chengxin.subjects.models import OldNumber
from chengxin.units.tests import factories
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform

pytestmark = pytest.mark.service
NUMBER = "990100000000013"


@pytest.fixture
def secret(cast: Cast, platform: Platform, now: datetime) -> str:
    client = factories.client(platform, now, "approval", cast.bureau, scopes=("subjects:read",))
    (organisation,) = register((code(1), "测试甲贸易有限公司"))
    OldNumber.objects.create(organisation_id=organisation, kind="registration-number", number=NUMBER)
    return factories.key(platform, now, client).secret


def asked(secret: str, number: str, **query: str) -> Any:
    return Client().get(f"/api/v1/codes/{number}", query, headers={"Authorization": f"Bearer {secret}"})


def test_a_right_code_and_each_fault(secret: str) -> None:
    right = asked(secret, code(1)).json()
    assert (right["right"], right["faults"], right["name"]) == (True, [], "测试甲贸易有限公司")
    wrong = asked(secret, wrong_end(code(1))).json()
    assert (wrong["right"], [one["kind"] for one in wrong["faults"]]) == (False, ["bad-check-digit"])


def test_an_old_number_is_refused_by_the_day_and_mapped(secret: str) -> None:
    before = asked(secret, NUMBER, decided_on="2017-12-31").json()
    assert (before["refused"], before["code"], before["old_number"]) == (False, code(1), "registration-number")
    after = asked(secret, NUMBER, decided_on="2018-01-01").json()
    assert (after["refused"], after["refused_from"], after["code"]) == (True, "2018-01-01", code(1))


def test_what_is_no_day_and_who_has_no_key(secret: str) -> None:
    assert asked(secret, NUMBER, decided_on="2018-02-30").status_code == 422
    assert asked(secret, NUMBER, decided_on="1700-01-01").status_code == 422
    assert asked("nonsense", NUMBER).status_code == 401


def look_up(asked: str, **options: str) -> Any:
    told = io.StringIO()
    call_command("codes_look_up", asked, stdout=told, **options)
    return json.loads(told.getvalue())


def test_the_command_line_offers_the_mapped_code(secret: str) -> None:
    assert secret
    found = look_up(NUMBER, decided_on="2018-01-01")
    assert (found["refused"], found["code"], found["old_number"]) == (True, code(1), "工商注册号")
    assert look_up(wrong_end(code(1)))["faults"] == ["校验码不对"]
    assert look_up("测试") is None
    assert look_up("无") is None
    with pytest.raises(CommandError, match="2018-06-30"):
        look_up(NUMBER, decided_on="31.12.2017")
    with pytest.raises(CommandError):
        look_up(NUMBER, decided_on="1700-01-01")

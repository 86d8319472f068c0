"""The API's door: keys, limits and what a client may know of itself."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.units import services
from chengxin.units.tests import factories
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform
from chengxin.units.tests.visitor import Visitor

pytestmark = pytest.mark.service
OWN = "/api/v1/client"


@pytest.fixture
def secret(cast: Cast, platform: Platform, now: datetime) -> str:
    client = factories.client(platform, now, "approval", cast.bureau)
    return factories.key(platform, now, client).secret


def test_a_client_sees_itself(secret: str, cast: Cast) -> None:
    answer = Client().get(OWN, headers={"Authorization": f"bearer  {secret} "})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["unit"], body["calls_a_minute"]) == ("approval", cast.bureau.name, 100)
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("100", "99")
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", "Basic {secret}", "Bearer {secret}x", "{secret}"])
def test_without_a_valid_key_there_is_a_problem_document(secret: str, given: str) -> None:
    answer = Client().get(OWN, headers={"Authorization": given.format(secret=secret)})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "foundation.not-signed-in"
    assert answer["RateLimit-Limit"] == str(settings.API_ANONYMOUS_CALLS_A_MINUTE)


def test_a_key_in_the_address_is_no_key(secret: str) -> None:
    answer = Client().get(OWN, {"key": secret, "access_token": secret})
    assert answer.status_code in {401, 422}
    assert secret not in answer.content.decode()


def test_the_limit_is_announced_and_kept(secret: str, cast: Cast, platform: Platform, now: datetime) -> None:
    client = factories.client(platform, now, "small", cast.bureau)
    services.change_client(
        actor=platform.security, now=now, client=client.id, name="小", scopes=client.scopes, calls_a_minute=2
    )
    key = factories.key(platform, now, client).secret
    answers = [Client().get(OWN, headers={"Authorization": f"Bearer {key}"}) for _ in range(4)]
    codes = [answer.status_code for answer in answers]
    if codes.count(429) == 0:  # the minute turned between the calls
        answers = [Client().get(OWN, headers={"Authorization": f"Bearer {key}"}) for _ in range(4)]
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused["Retry-After"] == refused["RateLimit-Reset"]
    assert refused["RateLimit-Remaining"] == "0"
    assert refused.json()["code"] == "foundation.too-many"
    assert Client().get(OWN, headers={"Authorization": f"Bearer {secret}"}).status_code == 200


@pytest.mark.django_db
def test_guessing_keys_uses_up_the_addresss_allowance(settings: Settings) -> None:
    settings.API_ANONYMOUS_CALLS_A_MINUTE = 2
    codes = [Client().get(OWN, headers={"Authorization": "Bearer guess"}).status_code for _ in range(6)]
    assert set(codes) == {401, 429}
    assert codes[-1] == 429


def test_a_session_opens_no_route_and_a_key_no_page(secret: str, cast: Cast, platform: Platform, now: datetime) -> None:
    visitor = Visitor()
    visitor.sign_in(factories.ready(factories.person(platform, now, "somebody", cast.bureau, Role.REPORTER), now))
    assert visitor.browser.get(OWN).status_code == 401
    page = Client().get("/desk/units/", headers={"Authorization": f"Bearer {secret}"})
    assert page.status_code == 302


def test_a_client_without_the_scope_is_refused(cast: Cast, platform: Platform, now: datetime) -> None:
    client = factories.client(platform, now, "bare", cast.bureau, scopes=())
    key = factories.key(platform, now, client).secret
    answer = Client().get(OWN, headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "foundation.not-permitted")

"""Keys, scopes and limits of the API, and that neither key nor session opens the other's door."""

import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from chengxin.foundation.roles import Role
from chengxin.units import queries, rules, services
from chengxin.units.tests import factories
from tests.contracts.conftest import System, make_system

pytestmark = pytest.mark.service
OWN = "/api/v1/client"
THREE = 3
"""Calls after which a limit of one is used up, even if a minute begins in between."""


def call(system: System, secret: str = "") -> HttpResponse:
    """Call the route every client has."""
    return system.browser(secret).get(OWN)


def test_an_open_key_tells_its_client_and_the_limits(system: System) -> None:
    response = call(system)
    assert response.status_code == 200
    assert json.loads(response.content) == {
        "code": "county-system",
        "name": "测试客户端county-system",
        "unit": "测试单位county-bureau",
        "scopes": sorted(rules.CLIENT_SCOPES),
        "calls_a_minute": 100,
    }
    assert response.headers["RateLimit-Limit"] == "100"
    assert response.headers["RateLimit-Remaining"] == "99"
    assert 1 <= int(response.headers["RateLimit-Reset"]) <= 60


def test_a_client_without_the_scope_is_refused(system: System) -> None:
    now = factories.real_now()
    bare = factories.client(system.platform, now, "bare", system.unit, scopes=())
    response = call(system, factories.key(system.platform, now, bare).secret)
    assert response.status_code == 403
    assert json.loads(response.content)["code"] == "foundation.not-permitted"


@pytest.mark.parametrize(
    "how", ["revoked", "expired", "closed", "ended", "unknown", "cut", "spaces", "huge", "not-ascii"]
)
def test_a_key_that_is_not_open_opens_nothing(system: System, how: str) -> None:
    now, platform = factories.real_now(), system.platform
    secret = system.key.secret
    match how:
        case "revoked":
            services.revoke_key(actor=platform.security, now=now, key=system.key.row.id)
        case "expired":
            long_ago = now - timedelta(days=366)
            old = factories.client(platform, long_ago, "old", system.unit)
            secret = factories.key(platform, long_ago, old).secret
        case "closed":
            services.close_client(actor=platform.security, now=now, client=system.client.id)
        case "ended":
            day = queries.day_of(now)
            services.end_unit(
                actor=platform.system, now=now, unit=system.unit.id, valid_until=day, basis="文件〔2018〕1号"
            )
        case "unknown":
            secret = "cx_00000000_" + "a" * 43
        case "cut":
            secret = secret[:-1]
        case "spaces":
            secret = secret[:10] + " " + secret[10:]
        case "huge":
            secret = "x" * 60_000
        case _:
            secret = "密钥"
    response = call(system, secret)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert json.loads(response.content)["code"] == "foundation.not-signed-in"


def test_a_second_key_is_open_beside_the_first_until_it_is_revoked(system: System) -> None:
    now = factories.real_now()
    second = factories.key(system.platform, now, system.client)
    assert [call(system).status_code, call(system, second.secret).status_code] == [200, 200]
    services.revoke_key(actor=system.platform.security, now=now, key=system.key.row.id)
    assert [call(system).status_code, call(system, second.secret).status_code] == [401, 200]


def test_beyond_the_limit_the_answer_says_when_to_come_back(system: System) -> None:
    now = factories.real_now()
    services.change_client(
        actor=system.platform.security,
        now=now,
        client=system.client.id,
        name="少量",
        scopes=["client:read"],
        calls_a_minute=1,
    )
    answers = [call(system) for _ in range(THREE)]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert json.loads(refused.content)["code"] == "foundation.too-many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Remaining"] == "0"


@override_settings(API_ANONYMOUS_CALLS_A_MINUTE=1)
def test_calls_without_a_key_share_a_limit_by_address(system: System) -> None:
    nobody = Client(raise_request_exception=False)
    statuses = [nobody.get("/api/v1/openapi.json").status_code for _ in range(THREE)]
    assert 429 in statuses
    assert call(system).status_code == 200
    elsewhere = nobody.get("/api/v1/openapi.json", REMOTE_ADDR="198.51.100.9")
    assert elsewhere.status_code == 200


@override_settings(API_ANONYMOUS_CALLS_A_MINUTE=1)
def test_guessing_keys_uses_up_the_limit_of_the_address(system: System) -> None:
    statuses = [call(system, f"cx_guess_{number}").status_code for number in range(THREE)]
    assert 429 in statuses


def test_a_session_opens_no_route_and_a_key_no_page(system: System) -> None:
    now = factories.real_now()
    new = factories.person(system.platform, now, "checker", system.unit, Role.CHECKER)
    person = Client(raise_request_exception=False)
    person.force_login(factories.ready(new, now), "django.contrib.auth.backends.ModelBackend")
    assert person.get("/desk/units/").status_code == 200
    assert person.get(OWN).status_code == 401
    program = system.browser()
    assert program.get(OWN).status_code == 200
    assert program.get("/desk/units/").status_code == 302


def test_through_a_real_server(served: str) -> None:
    with transaction.atomic():
        system = make_system()
    request = urllib.request.Request(f"{served}{OWN}", headers={"Authorization": f"Bearer {system.key.secret}"})  # noqa: S310  our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310  our own server
        assert json.loads(answer.read())["code"] == "county-system"
        assert answer.headers["RateLimit-Limit"] == "100"
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{served}{OWN}")  # noqa: S310  our own server
    with refused.value as answer:
        assert answer.status == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.read())["side"] == "client"

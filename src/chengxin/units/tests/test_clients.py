"""API clients, their keys, and the count of their calls."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.units import queries, rules, services
from chengxin.units.models import ApiClient, ApiKey, Usage
from chengxin.units.services import checking, clients
from chengxin.units.tests import factories, trail
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform

pytestmark = pytest.mark.service


def register(actor: Actor, now: datetime, unit: int, **changes: Any) -> ApiClient:
    given: dict[str, Any] = {
        "code": "approval",
        "name": "审批系统",
        "scopes": ["client:read"],
        "calls_a_minute": 60,
    }
    return services.create_client(actor=actor, now=now, unit=unit, **{**given, **changes})


def test_a_key_is_kept_as_its_digest_only(cast: Cast, now: datetime) -> None:
    client = register(cast.city_office, now, cast.bureau.id)
    made = services.issue_key(actor=cast.city_office, now=now, client=client.id)

    row = ApiKey.objects.get()
    assert made.secret.startswith(f"cx_{row.prefix}_")
    assert bytes(row.digest) == clients.digest_of(made.secret)
    assert made.secret not in repr(made)
    caller = services.authenticate_key(secret=made.secret, now=now)
    assert caller == queries.Caller(
        client.code, client.name, ["client:read"], 60, cast.bureau.id, cast.bureau.name, cast.bureau.district
    )
    assert trail.last(rules.CLIENT_KEY_ISSUED).facts == {"key": row.prefix}
    assert trail.last(rules.CLIENT_CREATED).facts["scopes"] == ["client:read"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"scopes": ["client:read", "everything"]}, clients.UnknownScope),
        ({"calls_a_minute": 0}, clients.BadLimit),
        ({"calls_a_minute": 6001}, clients.BadLimit),
        ({"code": "审批"}, checking.BadCode),
        ({"name": ""}, checking.TextMissing),
        ({"code": "there"}, checking.CodeTaken),
    ],
)
def test_a_client_that_can_not_be(cast: Cast, now: datetime, changes: dict[str, Any], refusal: type[Refusal]) -> None:
    register(cast.city_office, now, cast.bureau.id, code="there")
    with pytest.raises(refusal):
        register(cast.city_office, now, cast.bureau.id, **changes)


def test_whose_clients_who_keeps(cast: Cast, platform: Platform, now: datetime) -> None:
    far = register(cast.far_office, now, cast.far_bureau.id)
    key = services.issue_key(actor=cast.far_office, now=now, client=far.id).row
    with pytest.raises(NotFound):
        register(cast.county_office, now, cast.bureau.id, code="other")
    with pytest.raises(NotFound):
        services.issue_key(actor=cast.county_office, now=now, client=far.id)
    with pytest.raises(NotFound):
        services.revoke_key(actor=cast.county_office, now=now, key=key.id)
    with pytest.raises(NotPermitted):
        register(cast.keeper, now, cast.bureau.id, code="other")
    with pytest.raises(NotPermitted):
        services.close_client(actor=platform.system, now=now, client=far.id)
    assert list(queries.clients_for(cast.county_office)) == []


def test_changes_hold_from_the_next_call(cast: Cast, now: datetime) -> None:
    client = register(cast.city_office, now, cast.bureau.id)
    services.change_client(actor=cast.city_office, now=now, client=client.id, name="新名", scopes=[], calls_a_minute=5)
    key = services.issue_key(actor=cast.city_office, now=now, client=client.id)
    caller = services.authenticate_key(secret=key.secret, now=now)
    assert caller is not None
    assert (caller.name, caller.scopes, caller.calls_a_minute) == ("新名", [], 5)
    assert trail.last(rules.CLIENT_CHANGED).facts["before"]["calls_a_minute"] == 60
    with pytest.raises(NotPermitted):
        queries.own_client(queries.client_actor(caller, ""))


def test_two_keys_at_a_time(cast: Cast, now: datetime) -> None:
    client = register(cast.city_office, now, cast.bureau.id)
    first = services.issue_key(actor=cast.city_office, now=now, client=client.id)
    second = services.issue_key(actor=cast.city_office, now=now, client=client.id)
    with pytest.raises(clients.TooManyKeys):
        services.issue_key(actor=cast.city_office, now=now, client=client.id)

    services.revoke_key(actor=cast.city_office, now=now, key=first.row.id)

    assert services.authenticate_key(secret=first.secret, now=now) is None
    caller = services.authenticate_key(secret=second.secret, now=now)
    assert caller is not None
    assert caller.code == client.code
    assert trail.last(rules.CLIENT_KEY_REVOKED).facts == {"key": first.row.prefix}
    with pytest.raises(checking.AlreadyEnded):
        services.revoke_key(actor=cast.city_office, now=now, key=first.row.id)


def test_when_a_key_opens_nothing(cast: Cast, platform: Platform, now: datetime) -> None:
    client = register(cast.city_office, now, cast.bureau.id)
    key = services.issue_key(actor=cast.city_office, now=now, client=client.id)

    def opens(at: datetime = now) -> bool:
        return services.authenticate_key(secret=key.secret, now=at) is not None

    assert opens(now + timedelta(days=364))
    assert not opens(now + timedelta(days=365))
    assert services.authenticate_key(secret=key.secret[:-1], now=now) is None
    services.end_unit(
        actor=platform.system,
        now=now,
        unit=cast.bureau.id,
        valid_until=queries.day_of(now) + timedelta(days=1),
        basis="撤销",
    )
    assert opens()
    assert not opens(now + timedelta(days=1))


def test_a_closed_client_stays_closed(cast: Cast, now: datetime) -> None:
    client = register(cast.city_office, now, cast.bureau.id)
    key = services.issue_key(actor=cast.city_office, now=now, client=client.id)
    services.close_client(actor=cast.city_office, now=now, client=client.id)
    assert services.authenticate_key(secret=key.secret, now=now) is None
    assert trail.last(rules.CLIENT_CLOSED).object_label == "审批系统（approval）"
    with pytest.raises(checking.AlreadyEnded):
        services.issue_key(actor=cast.city_office, now=now, client=client.id)
    with pytest.raises(checking.AlreadyEnded):
        services.close_client(actor=cast.city_office, now=now, client=client.id)
    with pytest.raises(checking.AlreadyEnded):
        services.change_client(
            actor=cast.city_office, now=now, client=client.id, name="改", scopes=[], calls_a_minute=5
        )


@pytest.mark.django_db
def test_an_allowance_is_a_minutes() -> None:
    at = datetime.fromisoformat("2026-06-16T10:00:50+08:00")
    seen = [services.use_allowance(caller="client:x", limit=2, now=at) for _ in range(3)]
    assert [(use.remaining, use.exceeded, use.seconds) for use in seen] == [
        (1, False, 10),
        (0, False, 10),
        (0, True, 10),
    ]
    later = services.use_allowance(caller="client:x", limit=2, now=at + timedelta(seconds=10))
    assert (later.remaining, later.seconds) == (1, 60)
    assert not services.use_allowance(caller="client:y", limit=2, now=at).exceeded


@pytest.mark.django_db
def test_counts_are_forgotten_after_an_hour() -> None:
    at = datetime.fromisoformat("2026-06-16T10:00:50+08:00")
    services.use_allowance(caller="client:x", limit=2, now=at)
    assert services.forget_old_usage(now=at + timedelta(minutes=59)) == 0
    assert services.forget_old_usage(now=at + timedelta(minutes=61)) == 1
    assert services.forget_old_usage(now=at + timedelta(minutes=61)) == 0


@pytest.mark.django_db
def test_sessions_that_are_over_are_forgotten() -> None:
    at = datetime.fromisoformat("2026-06-16T10:00:50+08:00")
    for minutes in (-1, 1):
        Session.objects.create(session_key=str(minutes), session_data="", expire_date=at + timedelta(minutes=minutes))
    assert services.forget_old_sessions(now=at) == 1
    assert Session.objects.get().session_key == "1"


def test_calls_at_the_same_moment_are_counted_once_each(committed_db: object) -> None:  # noqa: ARG001  real commits
    at = factories.real_now()

    def call() -> None:
        try:
            services.use_allowance(caller="client:x", limit=100, now=at)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Usage.objects.get().calls == 8

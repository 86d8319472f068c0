import dataclasses

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from chengxin.config import operations

TOKEN = "t" * 40


def with_environment(settings: Settings, **changes: object) -> None:
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, **changes)


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.json() == {"status": "alive"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.service
@pytest.mark.django_db
def test_ready_when_the_tables_fit(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "database": "answers", "tables": "fit", "worker": "none"}


@pytest.mark.service
@pytest.mark.django_db
def test_not_ready_before_migrations_ran(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "_missing_migrations", lambda: ["units.0009"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["tables"] == "migrate"


def test_not_ready_while_the_database_is_silent(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> list[str]:
        raise DatabaseError("gone")

    monkeypatch.setattr(operations, "_missing_migrations", silent)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "database": "silent"}


@pytest.mark.service
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "headers", "address", "status"),
    [
        (0, {}, "127.0.0.1", 200),
        (0, {}, "::1", 200),
        (0, {}, "192.0.2.7", 404),
        (0, {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 404),
        (1, {"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", 404),
        (1, {"X-Forwarded-For": "127.0.0.1"}, "10.0.0.1", 200),
        (1, {"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {TOKEN}"}, "10.0.0.1", 200),
        (0, {"Authorization": "Bearer wrong"}, "192.0.2.7", 404),
        (0, {"Authorization": "Bearer "}, "192.0.2.7", 404),
    ],
)
def test_figures_go_to_this_machine_or_to_the_token(
    client: Client, settings: Settings, *, proxies: int, headers: dict[str, str], address: str, status: int
) -> None:
    with_environment(settings, proxies=proxies, metrics_token=TOKEN)
    response = client.get("/metrics", REMOTE_ADDR=address, headers=headers)
    assert response.status_code == status


@pytest.mark.service
@pytest.mark.django_db
def test_without_a_token_set_an_empty_one_does_not_open(client: Client, settings: Settings) -> None:
    with_environment(settings, metrics_token="")
    response = client.get("/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer "})
    assert response.status_code == 404


@pytest.mark.service
@pytest.mark.django_db
def test_figures_are_written_for_prometheus(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    assert "chengxin_workers 0.0" in text
    assert "chengxin_migrations_missing 0.0" in text


@pytest.mark.service
@pytest.mark.django_db
@pytest.mark.parametrize(("silent_for", "worker"), [(0, "seen"), (3600, "silent")])
def test_a_worker_is_seen_until_its_heartbeat_is_old(client: Client, silent_for: int, worker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [silent_for],
        )
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["worker"] == worker

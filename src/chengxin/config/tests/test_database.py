"""Settings of the connections: from the environment, or of the embedded server without starting it."""

from pathlib import Path

import pytest

from chengxin.config import embedded
from chengxin.config.database import connections, is_external, running
from chengxin.config.environment import Misconfigured

ADDRESS = "postgresql://app:p%40ss@db.example:6432/city?sslmode=verify-full"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_PUBLIC_URL", "CHENGXIN_STATEMENT_SECONDS"):
        monkeypatch.delenv(name, raising=False)


def test_reading_settings_starts_nothing_and_makes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    found = connections(data)
    assert not data.exists()
    assert not embedded.status(embedded.places_for(data)).exists
    assert {alias: settings["USER"] for alias, settings in found.items()} == {
        "default": "chengxin_app",
        "owner": "chengxin_owner",
        "public": "chengxin_public",
    }
    assert {settings["PASSWORD"] for settings in found.values()} == {""}


def test_with_an_address_the_embedded_server_is_never_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    assert is_external()
    with running(tmp_path / "data") as server:
        assert server is None
    places = embedded.places_for(tmp_path / "data")
    assert not places.home.exists()
    assert not places.sockets.exists()


def test_one_address_serves_all_three_until_others_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", ADDRESS)
    assert {settings["USER"] for settings in connections(tmp_path).values()} == {"app"}
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example/city")
    monkeypatch.setenv("DATABASE_PUBLIC_URL", "postgresql://reader@replica.example/city")
    found = connections(tmp_path)
    assert [(found[alias]["USER"], found[alias]["HOST"]) for alias in ("default", "owner", "public")] == [
        ("app", "db.example"),
        ("owner", "db.example"),
        ("reader", "replica.example"),
    ]
    assert found["default"]["PASSWORD"] == "p@ss"
    assert found["default"]["PORT"] == "6432"
    assert found["default"]["OPTIONS"]["sslmode"] == "verify-full"


def test_the_portal_s_connection_is_read_only(tmp_path: Path) -> None:
    assert "default_transaction_read_only=on" in connections(tmp_path)["public"]["OPTIONS"]["options"]


def test_the_longest_statement_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "statement_timeout=30s" in connections(tmp_path)["default"]["OPTIONS"]["options"]
    monkeypatch.setenv("CHENGXIN_STATEMENT_SECONDS", "900")
    assert "statement_timeout=900s" in connections(tmp_path)["default"]["OPTIONS"]["options"]
    monkeypatch.setenv("CHENGXIN_STATEMENT_SECONDS", "long")
    with pytest.raises(Misconfigured, match="CHENGXIN_STATEMENT_SECONDS"):
        connections(tmp_path)


@pytest.mark.parametrize("address", ["mysql://a@b/c", "sqlite:///x", "postgresql://a@b/c?unknown=1", "postgresql://[x"])
def test_an_address_that_is_none_is_refused_without_repeating_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(Misconfigured) as refused:
        connections(tmp_path)
    assert "DATABASE_URL" in str(refused.value)
    assert address not in str(refused.value)

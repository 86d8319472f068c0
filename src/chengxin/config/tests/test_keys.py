"""``chengxin keys``, and the start that is refused without a keyring in production."""

from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from chengxin.config.commands.keys import app
from chengxin.foundation.sealed import installed
from chengxin.foundation.sealed.keyring import KeyringMissing, load_keyring

RUN = CliRunner()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return where the keyring of an empty data folder would stand."""
    monkeypatch.setenv("CHENGXIN_DATA", str(tmp_path))
    return tmp_path / "keys" / "sealed.json"


def test_a_keyring_is_made_once(ring: Path) -> None:
    assert RUN.invoke(app, ["create"]).exit_code == 0
    first = ring.read_bytes()
    assert ring.stat().st_mode & 0o777 == 0o600
    again = RUN.invoke(app, ["create"])
    assert again.exit_code == 1
    assert "已经存在" in again.output
    assert ring.read_bytes() == first


def test_a_new_key_seals_and_the_old_one_stays(ring: Path) -> None:
    RUN.invoke(app, ["create"])
    old = load_keyring(ring)
    assert RUN.invoke(app, ["rotate", "--suite", "sm"]).exit_code == 0
    new = load_keyring(ring)
    assert new.sealing != old.sealing
    assert old.sealing in new.keys
    shown = RUN.invoke(app, ["status"]).output
    assert "2 把封存密钥" in shown
    assert new.keys[new.sealing].secret.hex() not in shown


def test_production_does_not_start_without_one(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.PRODUCTION = tmp_path, True
    with pytest.raises(KeyringMissing, match="chengxin keys create"):
        installed.installed_keyring()
    assert not (tmp_path / "keys").exists()

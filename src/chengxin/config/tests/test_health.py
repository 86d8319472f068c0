"""The doctor's findings: what is bad is said to be bad, with what to do."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from chengxin.config.city import City, load_city
from chengxin.config.commands.doctor import doctor
from chengxin.config.environment import Environment
from chengxin.config.health import Line, State, installation, machine
from chengxin.config.health.database import demonstration
from chengxin.config.health.rounds import guarded

CITY: City = load_city()


def environment(data: Path, *, production: bool = False, smtp: str = "") -> Environment:
    return Environment(data=data, production=production, secret_key="x", hosts=(), proxies=0, smtp=smtp)


def only(lines: Iterator[Line]) -> Line:
    (line,) = lines
    return line


def test_a_key_others_may_read_is_bad(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "session.key").touch(mode=0o600)
    assert only(installation.secrets(tmp_path)).state is State.GOOD
    (keys / "session.key").chmod(0o640)
    line = only(installation.secrets(tmp_path))
    assert (line.state, "keys/session.key" in line.says, "chmod" in line.advice) == (State.BAD, True, True)


@pytest.mark.parametrize(("mode", "state"), [(0o700, State.GOOD), (0o755, State.GOOD), (0o775, State.BAD)])
def test_a_data_folder_others_may_write_is_bad(tmp_path: Path, mode: int, state: State) -> None:
    tmp_path.chmod(mode)
    assert only(installation.data_folder(tmp_path)).state is state


def test_a_data_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert only(installation.data_folder(tmp_path / "var")).state is State.LOOK
    assert only(machine.room(tmp_path / "var" / "deep")).key == "disk"


def test_production_without_a_mail_server_is_bad(tmp_path: Path) -> None:
    assert only(installation.mail(environment(tmp_path))).state is State.GOOD
    assert only(installation.mail(environment(tmp_path, production=True))).state is State.BAD


def test_a_clock_before_the_programs_files_is_bad() -> None:
    assert only(machine.clock(datetime(2001, 1, 1, tzinfo=UTC))).state is State.BAD
    assert only(machine.clock(datetime(2099, 1, 1, tzinfo=UTC))).state is State.GOOD


def test_the_end_of_the_known_calendar_is_announced_before_it_comes() -> None:
    far, near = date(2018, 6, 1), date(2026, 12, 1)
    nowhere = Path(os.devnull).parent / "nowhere"
    assert [line.state for line in installation.law(nowhere, CITY.calendar, far)] == [State.GOOD]
    assert State.LOOK in {line.state for line in installation.law(nowhere, CITY.calendar, near)}


def test_demonstration_accounts_are_bad_in_production_only(tmp_path: Path) -> None:
    development, production = environment(tmp_path), environment(tmp_path, production=True)
    assert demonstration(3, production, CITY).state is State.BAD
    assert demonstration(0, production, CITY).state is State.GOOD
    assert demonstration(3, development, CITY).state is State.GOOD
    assert demonstration(0, development, CITY).advice == "chengxin demo load"


def test_a_check_that_breaks_becomes_a_line() -> None:
    def breaks() -> Iterator[Line]:
        yield from machine.python()
        raise RuntimeError("half-way")

    lines = list(guarded(breaks))
    assert [line.key for line in lines] == ["python", "doctor"]
    assert "half-way" in lines[1].says


def test_json_is_all_there_is_and_the_status_says_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHENGXIN_ENV", "production")
    monkeypatch.setenv("CHENGXIN_SECRET_KEY", "too short")
    monkeypatch.setenv("CHENGXIN_DATA", str(tmp_path))
    app = typer.Typer()
    app.command()(doctor)
    answer = CliRunner().invoke(app, ["--json"])
    document = json.loads(answer.stdout)
    assert (answer.exit_code, document["healthy"]) == (1, False)
    (settings,) = [line for line in document["findings"] if line["key"] == "settings"]
    assert settings["state"] == "bad"
    assert "CHENGXIN_SECRET_KEY" in settings["says"]

"""The commands as an operator calls them, on an embedded server of their own, as root and as an ordinary user; slow."""

import json
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from chengxin.config.embedded.server import remove
from chengxin.config.tests.test_embedded import ENVIRONMENT, PYTHON, SOURCE, USERS, places_of

pytestmark = [pytest.mark.service, pytest.mark.soak]

NIGHTLY = SOURCE.parent / "deploy" / "nightly-backup"
FOUNDING = (
    "staff create-administrators --unit-code fgw --unit-name 海棠市发展和改革委员会 --unit-short-name 市发改委"
    " --system guan.yi:关一 --security guan.er:关二 --audit guan.san:关三 --json"
)
DAY = 24 * 60 * 60
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass
class Operator:
    """Somebody at a terminal, with a folder of their own."""

    top: Path
    user: str | None

    def calls(self, data: Path, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        """Call the program with a data folder and see how it ends."""
        return self.runs(data, str(PYTHON), "-m", "chengxin.config.cli", *words, status=status)

    def runs(
        self, data: Path, *words: str, status: int = 0, more: Mapping[str, str] = NOTHING
    ) -> subprocess.CompletedProcess[str]:
        """Run a program with a data folder and see how it ends."""
        outside = {
            name: value for name, value in ENVIRONMENT.items() if not name.startswith(("DATABASE_", "CHENGXIN_"))
        }
        entry = pwd.getpwnam(self.user) if self.user else None
        done = subprocess.run(  # noqa: S603  our own program
            words,
            env=outside | {"CHENGXIN_DATA": str(data), "HOME": str(self.top)} | dict(more),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=entry.pw_uid if entry else None,
            group=entry.pw_gid if entry else None,
            extra_groups=[] if entry else None,
        )
        assert done.returncode == status, done.stderr + done.stdout
        return done

    def folder(self, name: str) -> Path:
        """Return a folder of theirs."""
        path = self.top / name
        path.mkdir()
        if self.user:
            shutil.chown(path, self.user)
        return path


@pytest.fixture(params=USERS)
def operator(request: pytest.FixtureRequest) -> Iterator[Operator]:
    top = Path(tempfile.mkdtemp(prefix="cx-"))
    operator = Operator(top, request.param)
    if operator.user:
        shutil.chown(top, operator.user)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, top)
        for name in ("平台 一", "平台 二"):
            stack.callback(remove, places_of(top / name, operator.user))
        yield operator


def test_a_night_and_a_drill(operator: Operator) -> None:
    one, two, backups = operator.top / "平台 一", operator.top / "平台 二", operator.folder("备份 夜")
    operator.calls(one, "migrate")
    logins = json.loads(operator.calls(one, *shlex.split(FOUNDING)).stdout)
    assert len(logins) == 3
    old, other = backups / "chengxin-20200101T000000Z.tar", backups / "别的.tar"
    for path in (old, other):
        path.touch()
        os.utime(path, (time.time() - 40 * DAY, time.time() - 40 * DAY))

    script = nightly(operator)
    ours = {"CHENGXIN_BACKUPS": str(backups), "PATH": os.defpath}
    nowhere = ours | {"DATABASE_URL": "postgresql://chengxin@/none?host=/nowhere"}
    failed = operator.runs(one, str(script), status=1, more=nowhere)
    assert "数据库无法连接" in failed.stderr
    assert set(backups.iterdir()) == {old, other}
    operator.runs(one, str(script), more=ours)
    assert not old.exists()
    assert other.exists()
    (archive,) = set(backups.glob("chengxin-*.tar"))
    found = archive.stat()
    assert found.st_mode & 0o777 == 0o600
    assert found.st_uid == (pwd.getpwnam(operator.user).pw_uid if operator.user else os.geteuid())

    told = json.loads(
        operator.calls(one, "backup", str(backups), "--keys", str(operator.top / "钥匙"), "--json").stdout
    )
    assert told["keys"].endswith(".tar.keys")
    assert Path(told["keys"]).stat().st_mode & 0o777 == 0o600
    assert "不会覆盖" in operator.calls(one, "restore", told["archive"], "--keys", told["keys"], status=1).stderr
    restored = json.loads(operator.calls(two, "restore", told["archive"], "--keys", told["keys"], "--json").stdout)
    assert restored["rows"] == told["rows"] > 100
    assert "1 把封存密钥" in operator.calls(two, "keys", "status").stderr
    assert json.loads(operator.calls(two, "ledger", "check", "--json").stdout)["valid"]
    again = operator.calls(two, *shlex.split(FOUNDING), status=1)  # its administrators are there
    assert "■" in again.stderr


def nightly(operator: Operator) -> Path:
    """Return the nightly script beside an installation that leads to this one."""
    program = operator.folder("opt") / ".venv" / "bin" / "chengxin"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m chengxin.config.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = operator.top / "opt" / "deploy" / "nightly-backup"
    script.parent.mkdir()
    shutil.copy(NIGHTLY, script)
    return script

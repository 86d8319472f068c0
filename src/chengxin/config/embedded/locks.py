"""File locks that the kernel drops when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chengxin.config.embedded.faults import unreachable


def open_lock(path: Path) -> int:
    """Return a descriptor of the lock file, which is made if missing. Not inherited by programs we start.

    Raises:
        DatabaseFault: the file can not be opened.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as problem:
        raise unreachable(path, problem) from problem


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if nobody stands in the way and say whether it was taken."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_locked(path: Path, against: int = fcntl.LOCK_SH) -> bool:
    """Say whether anybody keeps a lock on the file that bars one of the kind. A missing file is not locked.

    Asking takes the lock for a moment: whoever then tries for an exclusive one must try more than once.
    """
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor, against)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, kind: int) -> Iterator[int]:
    """Keep the lock within the block, waiting for it as long as it takes."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)

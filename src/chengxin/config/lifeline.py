"""Children that do not outlive the process that started them, even if that one is killed."""

import ctypes
import os
import signal
import sys
from pathlib import Path

PARENT = "CHENGXIN_PARENT"
"""Variable by which a process tells its children who they hang on."""

PR_SET_PDEATHSIG = 1


def child_environment(base: dict[str, str]) -> dict[str, str]:
    """Return the environment of a child that is to end with this process."""
    return base | {PARENT: str(os.getpid())}


def named_parent() -> int | None:
    """Return the process number of the parent named in the environment."""
    words = os.environ.get(PARENT, "")
    return int(words) if words.isdecimal() else None


def end_with_parent(parent: int | None, what: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel signal this process when its parent ends. Called first thing in a child.

    Linux only; elsewhere, and without a parent, nothing happens. If the parent ended before we came here, we end at
    once.
    """
    if parent is None or sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(what), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), what)


def has_lost_parent() -> bool:
    """Say whether a parent was named and has ended, or is ending.

    The kernel signals us when the parent's first thread is gone; as long as others are, it is still the parent.
    """
    parent = named_parent()
    return parent is not None and (os.getppid() != parent or _is_ending(parent))


def _is_ending(process: int) -> bool:
    """Say whether the process's first thread is gone (state Z or X of ``proc(5)``). Nothing is known but on Linux."""
    try:
        words = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return words.rpartition(")")[2].split()[0] in {"Z", "X"}

"""Children that do not outlive the process that started them, even if that one is killed."""

import ctypes
import os
import signal
import sys

PARENT = "CHENGXIN_PARENT"
"""Variable by which a process tells its children who they hang on."""

PR_SET_PDEATHSIG = 1


def child_environment(base: dict[str, str]) -> dict[str, str]:
    """Return the environment of a child that is to end with this process."""
    return base | {PARENT: str(os.getpid())}


def end_with_parent(what: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel signal this process when the one named in the environment ends. Called first thing in a child.

    Linux only; elsewhere, and in a process that nobody named a parent for, nothing happens. If the parent ended before
    we came here, we end at once.
    """
    parent = os.environ.get(PARENT)
    if not parent or sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(what), 0, 0, 0)
    if os.getppid() != int(parent):
        os.kill(os.getpid(), what)

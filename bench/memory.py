"""The most memory a process had, from Linux.

Not ``ru_maxrss``: a child keeps there what its parent had when it began.
"""

from pathlib import Path


def peak(process: int | str = "self") -> int:
    """Return the most memory a process had, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024

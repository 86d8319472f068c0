#!/usr/bin/env python3
"""Chengxin in one command: ``python3 run.py`` sets everything up beside this file and serves it.

This file holds only what must run on any Python: it looks at the version, goes on with a newer Python if the machine
has one, and otherwise says what is missing. Everything else stands in ``setup/`` (standard library only).
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TO_LOOK_FOR = 19
ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))"
WAYS = (
    ("apt-get", "sudo apt install python3.11 python3.11-venv"),
    ("dnf", "sudo dnf install python3.11 python3.11-pip"),
    ("yum", "sudo yum install python3.11 python3.11-pip"),
    ("zypper", "sudo zypper install python311 python311-pip"),
    ("brew", "brew install python@3.12"),
)


def newer_python() -> str:
    """Return the path of a Python on this machine that is new enough and starts; empty if there is none."""
    for minor in range(NEWEST_TO_LOOK_FOR, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.call([found, "-c", ENOUGH], stderr=subprocess.DEVNULL) == 0:
            return found
    return ""


def refuse() -> int:
    """Say that this Python is too old and how to get another."""
    here = "{}.{}.{}".format(*sys.version_info[:3])
    lines = [
        f"■ 需要 Python 3.11 以上，这台机器是 {here}（{sys.executable}）。",
        f"  Chengxin needs Python 3.11 or newer; this machine runs {here}.",
    ]
    way = next((words for tool, words in WAYS if shutil.which(tool)), "")
    if way:
        lines.append(f"  → {way}   然后 then:  python3.11 run.py")
    sys.stderr.write("\n".join(lines) + "\n")
    return 1


def main() -> int:
    """Run the command named by the arguments and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.version_info < OLDEST:
        newer = newer_python()
        if not newer:
            return refuse()
        sys.stdout.flush()
        os.execv(newer, [newer, os.path.abspath(__file__), *sys.argv[1:]])  # noqa: S606, PTH100 - no shell; old Pythons
    from setup.commands import main as command  # noqa: PLC0415 - its syntax needs the version checked above

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

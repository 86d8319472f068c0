"""Modules that promise to be pure are imported where Django and the database can not be."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.guards.tree import SOURCE

BLOCKED = ("django", "psycopg", "procrastinate", "ninja", "structlog")
PROGRAM = f"""
import importlib, importlib.abc, sys

class Wall(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {BLOCKED!r}:
            raise ImportError("imports " + name)
        return None

sys.meta_path.insert(0, Wall())
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(name + ": " + str(error))
"""


def impure(names: Iterable[str], source: Path = SOURCE) -> list[str]:
    """Return a sentence for each module that can not be imported without Django or a database driver."""
    run = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-c", PROGRAM, *names],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(source)},
    )
    return run.stdout.splitlines()

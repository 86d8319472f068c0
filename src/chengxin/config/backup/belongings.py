"""Which files of the data folder can not be made again. What is not known is kept."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from chengxin.config.backup.container import altered

MARK = "restoring.json"
"""Stands in the data folder from a restore's begin to its end."""

LEFT_OUT = {
    "postgres": "the database has its own way",
    "vault": "its contents go by the rows that want them",
    "keys": "never in the same archive",
    "static": "made afresh at each start",
    "work": "plain files of running jobs, which are taken up again from the sealed one",
    "demonstration-loading": "a mark of a running process",
    MARK: "a mark of a running restore",
}
"""First parts of paths, and why they are in no archive."""


def belongings(data: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files to keep, each by its path below the data folder as a manifest has it; links are left out."""
    for folder, folders, names in os.walk(data):
        here = Path(folder)
        out: Mapping[str, str] = LEFT_OUT if here == data else {}
        folders[:] = sorted(name for name in folders if name not in out)
        for name in sorted(name for name in names if name not in out):
            path = here / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data).as_posix(), path


def safe_place(data: Path, told: str) -> Path:
    """Return where a file of an archive belongs.

    Raises:
        BackupFault: the path leads out of the data folder, or to what no archive holds.
    """
    path = PurePosixPath(told)
    if not path.parts or path.is_absolute() or ".." in path.parts or path.parts[0] in LEFT_OUT or "\0" in told:
        raise altered()
    return data / path

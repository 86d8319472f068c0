"""The law as it stands in this installation, for programs that ask it many times."""

from functools import lru_cache
from pathlib import Path

from chengxin.law import book
from chengxin.law.overlays import FOLDER


def law_in_force(data: Path) -> book.Law:
    """Return the law with what the office has added in the data folder.

    It is loaded once and again only after a rule file was added or withdrawn, which makes a new file in the log.

    Raises:
        AlteredOverlay: an added file does not match its signature or hash.
    """
    log = data / FOLDER / "log"
    return _loaded(data, log.stat().st_mtime_ns if log.is_dir() else 0)


@lru_cache(maxsize=2)
def _loaded(data: Path, _last_change: int) -> book.Law:
    return book.load(data)

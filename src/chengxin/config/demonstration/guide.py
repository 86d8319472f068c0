"""What a visitor of the demonstration may look for: the stories of ``guide.toml`` beside the city. No database."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = "guide.toml"


@dataclass(frozen=True)
class Story:
    """A story: ``search`` finds it on the public site, ``account`` is the login that sees more of it, ``at`` where."""

    what: str
    search: str = ""
    account: str = ""
    at: str = ""


@dataclass(frozen=True)
class Guide:
    """The stories; the unit (its code, a login of it) for which files are made; a login of the credit office."""

    stories: tuple[Story, ...]
    unit: str = ""
    account: str = ""
    office: str = ""


def read_guide(folder: Path) -> Guide:
    """Return what the city's guide says; nothing where it has none.

    Raises:
        TypeError: a table has a key that there is not.
    """
    file = folder / FILE
    if not file.is_file():
        return Guide(())
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    stories = tuple(Story(**row) for row in told.get("story", ()))
    return Guide(stories, **told.get("workbooks", {}))

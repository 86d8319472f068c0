"""File names as they are shown and sent: one line, no folders, no disguise, no ID number."""

import re
import unicodedata
from datetime import date

from chengxin.foundation import identifiers

LONGEST = 150
UNNAMED = "未命名"
_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}", re.ASCII)
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)


def clean_name(raw: str, *, on: date) -> str:
    """Return the name without folders, control and direction characters, ID numbers masked, at most 150 characters.

    The extension is kept when the name is cut. ``on`` is the day after which nobody can be born.
    """
    last = _SEPARATORS.split(raw)[-1]
    visible = "".join(character for character in last if unicodedata.category(character) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible))
    name = " ".join(name.split()).strip(". ")
    name = _NUMBER.sub(lambda found: _masked(found.group(), on), name)
    extension = extension_of(name)
    stem = name.rpartition(".")[0].rstrip(". ") if extension else name
    return (stem[: LONGEST - len(extension)].strip() or UNNAMED) + extension


def extension_of(name: str) -> str:
    """Return the extension in lower case with its dot, or nothing; of two only the last counts."""
    _, dot, end = name.rpartition(".")
    extension = f".{end.strip().lower()}"
    return extension if dot and _EXTENSION.fullmatch(extension) else ""


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def _masked(number: str, on: date) -> str:
    person = identifiers.kind_of(number, on=on) in {
        identifiers.IdentifierKind.ID_NUMBER,
        identifiers.IdentifierKind.OLD_ID_NUMBER,
    }
    return identifiers.mask_id_number(number).replace("*", "＊") if person else number

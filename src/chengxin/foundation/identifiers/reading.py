"""What every reading of a number has in common: tidying, the kinds of fault, placeholders."""

from dataclasses import dataclass, field
from enum import StrEnum

LONGEST = 64
"""No number of ours, however it is spaced out, is longer; longer text is not looked at further."""

PLACEHOLDER_WORDS = frozenset(
    {"无", "零", "暂无", "未办", "空", "测试", "0", "1", "/", "\\", "*", "NULL", "NONE", "NA", "N/A"}
)
"""What people write when they have no number (seen in real files); runs of dashes or stars are found by shape."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_DASHES = "-‐‑‒–—―−－"


class Fault(StrEnum):
    """What can be wrong with a number; the values are finding codes."""

    MISSING = "missing"
    PLACEHOLDER = "placeholder-code"
    LENGTH = "bad-length"
    CHARACTER = "bad-character"
    CATEGORY = "unknown-category"
    DIVISION = "bad-division"
    CHECK = "bad-check-digit"
    INNER_CHECK = "bad-inner-check-digit"
    BIRTH_DATE = "bad-birth-date"
    OLD_NUMBER = "old-number"


class Change(StrEnum):
    """What tidying did; the value as written was not well written, though it may be valid."""

    SPACES = "spaces-removed"
    INVISIBLE = "invisible-removed"
    APOSTROPHE = "apostrophe-removed"
    HYPHENS = "hyphens-removed"
    FULL_WIDTH = "full-width-narrowed"
    LOWER_CASE = "upper-cased"


@dataclass(frozen=True)
class Reading:
    """A number as read. ``raw`` and ``text`` (tidied) do not show in the representation: they may name a person."""

    raw: str = field(repr=False)
    text: str = field(repr=False)
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]

    @property
    def valid(self) -> bool:
        """Whether no fault was found; tidying may still have changed something."""
        return not self.faults


def tidy(raw: str) -> tuple[str, tuple[Change, ...]]:
    """Return the text narrowed to ASCII, upper-cased, without spaces, hyphens, invisible characters; and what changed.

    Only ASCII letters change case: Python's ``upper`` would turn ``ſ`` into ``S``. Text beyond any number's length is
    returned as it is.
    """
    if len(raw) > LONGEST or _is_tidy(raw):
        return raw, ()
    steps = (
        (Change.INVISIBLE, lambda text: text.translate(_INVISIBLE)),
        (Change.SPACES, lambda text: "".join(text.split())),
        (Change.FULL_WIDTH, lambda text: text.translate(_FULL_WIDTH)),
        (Change.APOSTROPHE, lambda text: text.removeprefix("'").removeprefix("‘").removeprefix("’")),
        (Change.HYPHENS, lambda text: "".join(character for character in text if character not in _DASHES)),
        (Change.LOWER_CASE, lambda text: text.translate(_UPPER)),
    )
    text = raw
    changes = []
    for change, step in steps:
        changed = step(text)
        if changed != text:
            changes.append(change)
        text = changed
    return text, tuple(changes)


def _is_tidy(raw: str) -> bool:
    return raw.isascii() and raw.isalnum() and raw == raw.upper()


def absence(text: str) -> Fault | None:
    """Return the fault of a tidied text that stands for "no number": empty, a word for nothing, or one repeated sign.

    ``00000000000000000X`` and the like count as placeholders: all but the check character are the same.
    """
    if not text.strip("*") or text in PLACEHOLDER_WORDS:
        return Fault.MISSING
    body = text.removesuffix("X")
    if len(set(body)) == 1 and len(text) > 1:
        return Fault.PLACEHOLDER
    return None

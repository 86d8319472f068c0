"""How keys, codes and texts of an item may look, and how much of each there may be."""

import re
from collections.abc import Iterable

KEY_SHAPE = r"[a-z][a-z0-9-]{0,59}"
"""Of items and code lists."""
CODE_SHAPE = r"[A-Z][A-Z0-9_]{0,29}"
"""Of fields: the column code."""
VALUE_SHAPE = r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"
"""Of values of code lists."""
TAKEN_KEYS = frozenset({"new", "import", "lists", "editions", "kinds", "measures", "plans"})
"""Keys that are words of addresses already."""
MOST_FIELDS, MOST_VALUES, MOST_ALIASES, MOST_BASES, MOST_PROVIDERS = 200, 2_000, 40, 40, 500
MOST_LENGTH, MOST_MONTHS = 100_000, 1_200
LONGEST_NAME, LONGEST_TEXT = 100, 300
SEPARATORS = re.compile(r"[;；\n\r]+")
"""What stands between several values in one box or cell."""


def is_key(text: str) -> bool:
    """Say whether an item or a code list may have this key."""
    return re.fullmatch(KEY_SHAPE, text) is not None and text not in TAKEN_KEYS


def is_code(text: str) -> bool:
    """Say whether a field may have this column code."""
    return re.fullmatch(CODE_SHAPE, text) is not None


def is_value_code(text: str) -> bool:
    """Say whether a value of a code list may have this code."""
    return re.fullmatch(VALUE_SHAPE, text) is not None


def parted(text: str) -> tuple[str, ...]:
    """Return the several values of one text, trimmed, each once."""
    return tuple(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def joined(values: Iterable[str]) -> str:
    """Return several values as one text; ``parted`` reads it again."""
    return "；".join(values)

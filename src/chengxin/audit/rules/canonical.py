"""One way to write a value as bytes, so that a hash over it can be computed again by anybody.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for the values we allow: text, whole numbers within
±(2^53 - 1), booleans, null, lists, and objects with text keys. Keys are sorted, nothing stands between the tokens, the
bytes are UTF-8. Fractions are refused because their spelling differs between languages.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

Plain: TypeAlias = "bool | int | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""A value that canonical JSON can write."""

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


class NotPlain(TypeError):  # noqa: N818  reads as a sentence where it is raised
    """A value has no canonical form."""


def canonical_json(value: Plain) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        NotPlain: it holds a fraction, a number beyond ±(2^53 - 1), a lone surrogate, a key that is no text, or
            anything else JSON does not know.
    """
    _require_plain(value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise NotPlain("a lone surrogate") from error


_ALWAYS_PLAIN = frozenset({str, bool, type(None)})
"""Types of most values; asked first, as whole answers are written by the ten thousand."""


def _require_plain(value: object) -> None:
    if type(value) in _ALWAYS_PLAIN or isinstance(value, str):
        return
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            if type(item) not in _ALWAYS_PLAIN:
                _require_plain(item)
        return
    if isinstance(value, dict) and all(map(_sorts_alike, value)):
        for item in value.values():
            if type(item) not in _ALWAYS_PLAIN:
                _require_plain(item)
        return
    raise NotPlain(f"no canonical form for {type(value).__name__}")


@lru_cache(maxsize=4096)
def _sorts_alike(key: object) -> bool:
    """Say whether a key is text whose order is the same by UTF-16 unit, as RFC 8785 sorts, and by code point."""
    return isinstance(key, str) and (key.isascii() or max(key) < "\ud800")

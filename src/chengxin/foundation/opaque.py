"""Opaque public ids: random, not to be guessed or counted, easy to read out. Pure."""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
LENGTH = 26
SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
BITS = 128
_LETTER_OF_BYTE = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))


def new_opaque_id() -> str:
    """Return a new id of 26 characters that carries 128 random bits."""
    number = secrets.randbits(BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5))


def new_opaque_ids(count: int) -> list[str]:
    """Return so many new ids of 130 random bits, as fast as a load needs them."""
    letters = secrets.token_bytes(LENGTH * count).translate(_LETTER_OF_BYTE).decode("ascii")
    return [letters[at : at + LENGTH] for at in range(0, len(letters), LENGTH)]


def is_opaque_id(text: str) -> bool:
    """Say whether the text has the shape of such an id."""
    return bool(SHAPE.fullmatch(text))

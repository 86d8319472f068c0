"""Opaque public ids: random, not to be guessed or counted, easy to read out. Pure."""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
LENGTH = 26
SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
BITS = 128


def new_opaque_id() -> str:
    """Return a new id of 26 characters that carries 128 random bits."""
    number = secrets.randbits(BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5))


def is_opaque_id(text: str) -> bool:
    """Say whether the text has the shape of such an id."""
    return bool(SHAPE.fullmatch(text))

"""Opaque public ids: random, not to be guessed or counted, easy to read out. Pure."""

import base64
import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
LENGTH = 26
SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
BITS = 128
_TO_ALPHABET = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())


def new_opaque_id() -> str:
    """Return a new id of 26 characters that carries 128 random bits."""
    number = secrets.randbits(BITS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5))


def new_opaque_ids(count: int) -> list[str]:
    """Return so many new ids, as fast as a load needs them."""
    size = BITS // 8
    chance = secrets.token_bytes(size * count)
    letters = (base64.b32encode(chance[at : at + size]) for at in range(0, len(chance), size))
    return [text.rstrip(b"=").translate(_TO_ALPHABET).decode("ascii") for text in letters]


def is_opaque_id(text: str) -> bool:
    """Say whether the text has the shape of such an id."""
    return bool(SHAPE.fullmatch(text))

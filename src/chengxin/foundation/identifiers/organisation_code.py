"""组织机构代码 (GB 11714): eight characters and a check character, printed as ``XXXXXXXX-C``."""

from chengxin.foundation.identifiers.reading import Fault, Reading, absence, tidy

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""A character's value is its index: A is 10."""
VALUE = {character: value for value, character in enumerate(ALPHABET)}
LENGTH = 9


class OrganisationCode(Reading):
    """An organisation code as read; ``text`` is without the hyphen."""


def organisation_code_check(body: str) -> str:
    """Return the check character of eight characters out of ``ALPHABET``."""
    check = 11 - sum(VALUE[character] * weight for character, weight in zip(body, WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def read_organisation_code(raw: str) -> OrganisationCode:
    """Read an organisation code, with or without its hyphen."""
    text, changes = tidy(raw)
    return OrganisationCode(raw, text, changes, _faults(text))


def _faults(text: str) -> tuple[Fault, ...]:
    if absent := absence(text):
        return (absent,)
    if len(text) != LENGTH:
        return (Fault.LENGTH,)
    if any(character not in VALUE for character in text):
        return (Fault.CHARACTER,)
    return () if organisation_code_check(text[:8]) == text[8] else (Fault.CHECK,)

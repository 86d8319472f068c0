"""公民身份号码 (GB 11643-1999): address, birth date, sequence, check character (ISO 7064 MOD 11-2).

The address part may be a division abolished long ago or one for residents from abroad, Hong Kong, Macao and Taiwan:
unknown divisions are not refused.
"""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.identifiers.reading import Fault, Reading, absence, tidy

LENGTH = 18
OLD_LENGTH = 15
WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
CHECKS = "10X98765432"
"""The check character by the weighted sum modulo 11."""
FIRST_BIRTH_YEAR = 1880
"""Nobody born before it lives; an earlier year shows that the text is no ID number."""
FULL_AGE = 18
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class IdNumber(Reading):
    """An ID number as read. ``birth_date`` is None where it can not be told."""

    birth_date: date | None

    def age_on(self, day: date) -> int | None:
        """Return the age in full years on the day, or None without a birth date."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_minor_on(self, day: date) -> bool:
        """Say whether the person is under 18 on the day (民法典 art. 17: adult from the 18th birthday).

        False without a birth date: the number then carries a fault of its own.
        """
        age = self.age_on(day)
        return age is not None and age < FULL_AGE


def id_number_check(body: str) -> str:
    """Return the check character of seventeen digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def read_id_number(raw: str, *, on: date) -> IdNumber:
    """Read an ID number; ``on`` is the day after which nobody can be born.

    A well-formed number of 15 digits, given until 1999, carries the fault ``old-number``.
    """
    text, changes = tidy(raw)
    faults = _faults(text, on)
    unreadable = {Fault.MISSING, Fault.PLACEHOLDER, Fault.LENGTH, Fault.CHARACTER}
    born = None if unreadable.intersection(faults) else _birth_date(text, on)
    return IdNumber(raw, text, changes, faults, born)


def upgrade_old_id_number(old: str) -> str:
    """Return the 18-character number that replaced one of 15 digits: ``19`` put in, check character added."""
    body = f"{old[:6]}19{old[6:]}"
    return body + id_number_check(body)


def _faults(text: str, on: date) -> tuple[Fault, ...]:
    if absent := absence(text):
        return (absent,)
    if len(text) not in {LENGTH, OLD_LENGTH}:
        return (Fault.LENGTH,)
    body = text[:17]
    if not _DIGITS.issuperset(body) or (len(text) == LENGTH and text[17] not in CHECKS):
        return (Fault.CHARACTER,)
    found = (
        (Fault.OLD_NUMBER, len(text) == OLD_LENGTH),
        (Fault.BIRTH_DATE, _birth_date(text, on) is None),
        (Fault.CHECK, len(text) == LENGTH and id_number_check(body) != text[17]),
    )
    return tuple(fault for fault, wrong in found if wrong)


def _birth_date(text: str, on: date) -> date | None:
    digits = text[6:14] if len(text) == LENGTH else f"19{text[6:12]}"
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born.year >= FIRST_BIRTH_YEAR and born <= on else None

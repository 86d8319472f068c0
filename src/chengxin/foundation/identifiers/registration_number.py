"""工商注册号: 15 digits with a check digit (ISO 7064 MOD 11,10), and the 13-digit numbers before them, without one."""

from dataclasses import dataclass

from chengxin.foundation.identifiers.reading import Fault, Reading, absence, tidy

LENGTH = 15
OLD_LENGTH = 13
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class RegistrationNumber(Reading):
    """A registration number as read; a 13-digit one carries the fault ``old-number`` and has no check digit."""

    @property
    def authority(self) -> str:
        """The registration authority's code, six digits."""
        return self.text[:6]


def mod_11_10_holds(digits: str) -> bool:
    """Say whether the last digit is the check digit of those before it (ISO 7064 MOD 11,10)."""
    product = 10
    for digit in digits[:-1]:
        total = (product + int(digit)) % 10
        product = (total or 10) * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def read_registration_number(raw: str) -> RegistrationNumber:
    """Read a registration number."""
    text, changes = tidy(raw)
    return RegistrationNumber(raw, text, changes, _faults(text))


def _faults(text: str) -> tuple[Fault, ...]:
    if absent := absence(text):
        return (absent,)
    if len(text) not in {LENGTH, OLD_LENGTH}:
        return (Fault.LENGTH,)
    if not _DIGITS.issuperset(text):
        return (Fault.CHARACTER,)
    if len(text) == OLD_LENGTH:
        return (Fault.OLD_NUMBER,)
    return () if mod_11_10_holds(text) else (Fault.CHECK,)

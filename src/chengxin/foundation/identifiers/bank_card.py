"""Bank card numbers (GB/T 19584, ISO/IEC 7812): recognised so that they can be kept out, never stored."""

import re

from chengxin.foundation.identifiers.reading import tidy

SHAPE = re.compile(r"[3-6][0-9]{15,18}", re.ASCII)


def luhn_holds(digits: str) -> bool:
    """Say whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)  # noqa: PLR2004  the cross sum of a two-digit product
    return total % 10 == 0


def is_bank_card_number(raw: str) -> bool:
    """Say whether the text is 16 to 19 digits that can be a card; one number in ten of that shape is so by chance."""
    text, _ = tidy(raw)
    return bool(SHAPE.fullmatch(text)) and len(set(text)) > 1 and luhn_holds(text)

"""Numbers as headings write them."""

DIGITS = "〇一二三四五六七八九"
TEN = 10


def chinese(number: int) -> str:
    """Return a number as headings write it (一, 十二); from a hundred on, and for nothing, in figures."""
    tens, ones = divmod(number, TEN)
    if not 0 < number < TEN * TEN:
        return str(number)
    last = DIGITS[ones] if ones else ""
    return f"{DIGITS[tens] if tens > 1 else ''}十{last}" if tens else last

"""How a person's data are shown when they are shown at all."""

from chengxin.foundation.identifiers.reading import tidy

SHOWN_END = 4


def mask_id_number(number: str) -> str:
    """Return stars with the last four characters: enough to tell two papers apart, without place and date of birth.

    A text too short to hide anything that way becomes stars throughout.
    """
    text, _ = tidy(number)
    if len(text) <= SHOWN_END * 2:
        return "*" * len(text)
    return "*" * (len(text) - SHOWN_END) + text[-SHOWN_END:]


def mask_phone(number: str) -> str:
    """Return the number with all but the first three and last two digits as stars."""
    text, _ = tidy(number)
    if len(text) <= SHOWN_END * 2:
        return "*" * len(text)
    return text[:3] + "*" * (len(text) - 5) + text[-2:]


def mask_name(name: str) -> str:
    """Return the first character with one or two stars (张三: ``张*``, 欧阳修: ``欧**``); further length is hidden."""
    text = "".join(name.split())
    if len(text) <= 1:
        return "*" * len(text)
    return text[0] + "*" * min(len(text) - 1, 2)

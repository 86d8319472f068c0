"""Telephone numbers of the mainland: shapes, to find them where they do not belong."""

import re

from chengxin.foundation.identifiers.reading import tidy

MOBILE = re.compile(r"(?:\+?86|0086)?1[3-9][0-9]{9}", re.ASCII)
LANDLINE = re.compile(r"(?:\+?86)?0[1-9][0-9]{1,2}[2-8][0-9]{6,7}", re.ASCII)


def is_mobile_number(raw: str) -> bool:
    """Say whether the text has the shape of a mobile number, with or without the country's prefix."""
    return bool(MOBILE.fullmatch(tidy(raw)[0]))


def is_telephone_number(raw: str) -> bool:
    """Say whether the text has the shape of a mobile number or of a landline with its area code."""
    text = tidy(raw)[0].replace("(", "").replace(")", "")
    return bool(MOBILE.fullmatch(text) or LANDLINE.fullmatch(text))

"""What somebody of the public may send about a draft edition, and what of it may be published. Pure."""

import re

from chengxin.audit.rules.entries import has_identity_number
from chengxin.foundation.identifiers.phone import is_mobile_number

COMMENTS_A_MINUTE = 5
"""From one network address; more is refused with the time to wait."""
LONGEST_SENDER = 100
DIGITS = re.compile(r"(?<![0-9])[0-9]{11}(?![0-9])")
MAILBOX = re.compile(r"[^\s@，。；：、]+@[^\s@，。；：、]+\.[^\s@，。；：、]+")


def has_contact(text: str) -> bool:
    """Say whether a mobile number or an e-mail address stands in a text."""
    return bool(MAILBOX.search(text)) or any(is_mobile_number(found.group()) for found in DIGITS.finditer(text))


def tells_who(text: str) -> bool:
    """Say whether an identity number, a mobile number or an e-mail address stands in a text."""
    return has_identity_number(text) or has_contact(text)

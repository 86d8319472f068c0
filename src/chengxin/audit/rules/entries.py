"""What may stand in the trail: plain values, no sealed numbers, nothing the database could not keep."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from chengxin.audit.rules.canonical import Plain, canonical_json
from chengxin.foundation.refusals import Invalid

FACTS_BYTES = 16_384
"""The most room the facts of one entry may take, as JSON."""

_EIGHTEEN = re.compile(r"(?=([0-9]{17}[0-9Xx]))")
_DIGEST = re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{32,}\b")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class Outcome(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    REFUSED = "refused"


class SealedNumber(Invalid):
    """A person's identity number is about to be written into the trail, where it would stand for ever."""

    code = "audit.sealed-number"
    says = "“{where}”里有居民身份证号码，不能写进操作留痕，请去掉后再试"


class PurposeMissing(Invalid):
    """Reading what is not public takes a purpose and a legal basis or consent."""

    code = "audit.purpose-missing"
    says = "查看非公开信息必须写明用途和依据"
    field = "purpose"


def has_identity_number(text: str) -> bool:
    """Say whether an identity number of 18 characters stands in the text (GB 11643-1999).

    Looked for are 17 digits and a check character, with a possible birth date between 1900 and 2099 and the right check
    character (ISO 7064 MOD 11-2), at any place, also inside a longer run. Hexadecimal digests are passed over: one in a
    million would look like a number, and for ever.
    """
    return any(_is_identity_number(found.group(1).upper()) for found in _EIGHTEEN.finditer(_DIGEST.sub("", text)))


def _is_identity_number(number: str) -> bool:
    if number[6:8] not in ("19", "20"):
        return False
    try:
        datetime.strptime(number[6:14], "%Y%m%d")  # noqa: DTZ007  only asks whether there is such a day
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17]


def plain_text(value: str, limit: int) -> str:
    """Return the text as the database can keep it, cut to ``limit`` characters.

    What comes from outside may hold a NUL or half a surrogate pair; an attempt with such a name must be recorded too.
    """
    text = value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return text.encode("utf-8", "replace").decode()[:limit]


def plain_facts(facts: Mapping[str, object]) -> dict[str, Plain]:
    """Return the facts as JSON can write them: dates as ISO text, all text cleaned.

    Raises:
        TypeError: a value is not plain (text, whole number, truth, date, null, or lists and objects of these).
    """
    return {plain_text(key, 80): _plain(value) for key, value in facts.items()}


def facts_text(plain: Mapping[str, Plain]) -> str:
    """Return plain facts as canonical JSON.

    What has no canonical form is refused here, with its cause at hand: the sealer could not hash it later.

    Raises:
        TypeError: a number or a text has no canonical form.
        ValueError: they are longer than ``FACTS_BYTES``.
    """
    told = canonical_json(plain)
    if len(told) > FACTS_BYTES:
        raise ValueError(f"the facts of an entry take more than {FACTS_BYTES} bytes")
    return told.decode()


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return plain_text(str(value), FACTS_BYTES)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {plain_text(str(key), 80): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in (value if isinstance(value, (list, tuple)) else sorted(value, key=str))]
    raise TypeError(f"a fact of the trail is plain, not a {type(value).__name__}")


def refuse_identity_numbers(texts: Mapping[str, str]) -> None:
    """Do nothing if none of the texts, by their Chinese names, holds an identity number.

    Raises:
        SealedNumber: one does; it names which, never the number.
    """
    if not has_identity_number("\n".join(texts.values())):
        return
    for where, text in texts.items():
        if has_identity_number(text):
            raise SealedNumber(where=where)

"""The numbers that stand before titles: 一、 （一） 1. ①."""

import re
import unicodedata

from chengxin.oversight.rules.reading.cleaning import narrow

_CHINESE = "一二三四五六七八九"
_NUMERAL = f"[{_CHINESE}十百〇零]{{1,5}}"
_CIRCLED = "[①-⑳⑴-⒇⒈-⒛㈠-㈩]"
_BRACKETED = re.compile(rf"[（(]\s*({_NUMERAL}|\d{{1,4}})\s*[）)]\s*[、.]?\s*")
_MARKED = re.compile(rf"(?:第\s*)?({_NUMERAL}|\d{{1,4}})\s*(?:[、:：）)\n]|\.(?=\d{{4}}年|\d{{1,2}}月)|\.(?!\d))\s*")
_ROUND = re.compile(rf"({_CIRCLED})\s*[、.]?\s*")
_BARE = re.compile(rf"(?:第\s*)?({_NUMERAL}|\d{{1,4}})\s*[项条]?")


def numbered(text: str) -> tuple[int | None, str]:
    """Return the number before a title and the title without it; no number if none stands there."""
    plain = narrow(text)
    for form in (_BRACKETED, _MARKED, _ROUND):
        found = form.match(plain)
        if found:
            return number_of(found[1]), text[found.end() :].strip()
    return None, text.strip()


def number_of(text: str) -> int | None:
    """Return the number that a cell holds and nothing else: 12, 十二, （十二）, ⑫, 12.0; none otherwise."""
    plain = narrow(text).strip().strip("（()）、.").removesuffix(".0")
    if len(plain) == 1 and not plain.isdecimal() and plain not in f"{_CHINESE}十百〇零":
        value = unicodedata.numeric(plain, None)
        return int(value) if value is not None and value.is_integer() else None
    found = _BARE.fullmatch(plain)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else _chinese_number(found[1])


def _chinese_number(text: str) -> int | None:
    """Return 二十三 as 23, 二〇三〇 as 2030; none for 十十."""
    digits = {character: place for place, character in enumerate(_CHINESE, start=1)} | {"〇": 0, "零": 0}
    if all(character in digits for character in text):
        return int("".join(str(digits[character]) for character in text))
    found = re.fullmatch(rf"(?:([{_CHINESE}])百零?)?(?:([{_CHINESE}])?(十))?([{_CHINESE}])?", text)
    if found is None:
        return None
    hundreds, tens, ten, ones = (part or "" for part in found.groups())
    return digits.get(hundreds, 0) * 100 + (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0)


def arabic(text: str) -> str:
    """Return the text with Chinese numerals before 年, 月, 日 and 季 as digits: 二〇三〇年六月 becomes 2030年6月."""
    return re.sub(rf"[{_CHINESE}十〇○零]{{1,4}}(?=[年月日号季])", _as_digits, narrow(text))


def _as_digits(found: re.Match[str]) -> str:
    number = _chinese_number(found[0].replace("○", "〇"))
    return found[0] if number is None else str(number)

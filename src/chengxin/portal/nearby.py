"""What else somebody may have meant who found nothing. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LEGAL_FORMS = re.compile(
    "(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|总公司|分公司|公司|集团|合伙企业|专业合作社|合作社)+$"
)
PLACE_ENDINGS = ("省", "市", "县", "区", "自治区", "自治县", "经济技术开发区")
BRACKETS = re.compile(r"[（(].*?[)）]")
SHORTEST = 2
MOST = 4


def shorter_questions(wanted: str, places: Iterable[str]) -> tuple[str, ...]:
    """Return up to four shorter questions that may find what was meant, the most telling first.

    Without the legal form, without the names of the city's places (``places``), then halves of what is left.
    """
    found = dict.fromkeys(_shorter(wanted, sorted(_written(places), key=len, reverse=True)))
    return tuple(one for one in found if len(one) >= SHORTEST and one != wanted)[:MOST]


def _shorter(wanted: str, places: list[str]) -> Iterator[str]:
    plain = BRACKETS.sub("", wanted).strip()
    core = LEGAL_FORMS.sub("", plain)
    for place in places:
        core = core.removeprefix(place) if len(core) - len(place) >= SHORTEST else core
    yield core
    middle = len(core) // 2
    yield core[:middle]
    yield core[middle:]
    yield core[:SHORTEST]
    yield core[-SHORTEST:]


def _written(places: Iterable[str]) -> Iterator[str]:
    """Yield names of places as they stand in front of names: with and without what kind of place it is."""
    for place in places:
        yield place
        yield from (
            place.removesuffix(ending)
            for ending in PLACE_ENDINGS
            if place.endswith(ending) and len(place) - len(ending) >= SHORTEST
        )


def unusual_characters(text: str) -> str:
    """Return the Han characters of a text that GB 2312 has not: traditional forms, and rare ones."""
    return "".join(dict.fromkeys(character for character in text if _is_unusual(character)))


def _is_unusual(character: str) -> bool:
    if not unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH"):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False

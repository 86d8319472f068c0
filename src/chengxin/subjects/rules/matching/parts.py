"""What a name is made of: place, word (字号), trade, form, and what belongs to a branch of the organisation.

企业名称登记管理规定第六条 names the parts of an enterprise's name: 行政区划名称、字号、行业或者经营特点、组织形式.
Others have something like them. Where nothing tells where a part ends it is the word that gets longer; nothing is lost.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chengxin.subjects.rules.matching.vocabulary import (
    COMPANY,
    FIRST_OF_MARKERS,
    FORM_ENDS,
    FORMS,
    MARKERS,
    NO_MARKERS,
    NO_PLACES,
    TRADE_ENDS,
    TRADES,
)
from chengxin.subjects.rules.matching.writing import compared_text

SHORTEST_WORD = 2
WIDEST = ("中国", "全国", "新疆")
"""Names of places that are no division's own."""
MARKED = 6
"""A place that no list holds has at most so many characters before what it ends with."""

_PEOPLES = re.compile(r"(.{2,}?)(?:.{1,4}族)+")
_BRANCH = re.compile(
    r"(?:公司|(?:合作社|信用社|银行)(?!联合社|联社|股份|有限))(?P<branch>(?!分公司$|企业$).+)$"
    r"|(?P<numbered>第?[一二三四五六七八九十\d]+(?:分?[店厂部场站]|分公司|门市部|营业部|分校))$"
    r"|(?P<plain>分公司|分店|分厂|分部|支行|分行)$"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places without what they end with (省, 市, 县 …); by their first two characters, how long they are."""

    bare: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]


NOWHERE = Places(frozenset(), {})
"""No list of places: only what ends like a place is one."""


def places_from(names: Iterable[str]) -> Places:
    """Return the places of a list of divisions; those with one character only (东区) are left out."""
    bare = frozenset(short for name in (*names, *WIDEST) for short in _bare(name) if len(short) >= SHORTEST_WORD)
    lengths: dict[str, set[int]] = {}
    for name in bare:
        lengths.setdefault(name[:SHORTEST_WORD], set()).add(len(name))
    return Places(bare, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})


def _bare(name: str) -> tuple[str, ...]:
    """Return a place's name without what it ends with; that of an autonomous place also without its peoples."""
    for marker in MARKERS:
        if name.endswith(marker) and len(name) - len(marker) >= SHORTEST_WORD:
            short = name.removesuffix(marker)
            people = _PEOPLES.fullmatch(short) if marker.startswith("自治") else None
            return (short, people[1]) if people else (short,)
    return (name,)


class NameParts(NamedTuple):
    """A name's ``text`` as it is compared, and its parts; ``places`` are bare names, the widest first."""

    text: str
    places: tuple[str, ...]
    word: str
    trade: str
    form: str
    branch: str


def name_parts(name: str, places: Places) -> NameParts:
    """Return the parts of a name."""
    text = compared_text(name)
    head, branch = _branch(text)
    rest, form = _form(head)
    found, rest = _places(rest, places)
    word, trade = _trade(rest)
    return NameParts(text, found, word, trade, form, branch)


def _branch(text: str) -> tuple[str, str]:
    if _is_whole(text):
        return text, ""
    match = _BRANCH.search(text)
    if match is None:
        return text, ""
    start = match.start(match.lastgroup or 0)
    return (text[:start], text[start:]) if start >= SHORTEST_WORD else (text, "")


def _is_whole(text: str) -> bool:
    """Say at a glance that a name is a company's own, as most are: nothing follows the first 公司."""
    if text.find(COMPANY) != len(text) - len(COMPANY) or len(text) == len(COMPANY):
        return False
    return "分公司" not in text and "合作社" not in text and "信用社" not in text and "银行" not in text


def _form(head: str) -> tuple[str, str]:
    """Cut off the longest form at the end, unless nothing but a character would be left."""
    cut = _longest_end(head, FORMS, FORM_ENDS)
    return (head[:-cut], head[-cut:]) if cut else (head, "")


def _longest_end(text: str, words: frozenset[str], ends: frozenset[str]) -> int:
    """Return how long the longest word at the end of a text is that leaves a word's length before it; 0 without one."""
    found, length, most = 0, 1, len(text) - SHORTEST_WORD
    while length <= most and (end := text[-length:]) in ends:
        if end in words:
            found = length
        length += 1
    return found


def _places(rest: str, places: Places) -> tuple[tuple[str, ...], str]:
    """Cut places off the beginning, or, if there are none, one off the end: 海棠华海 and 华海（海棠）."""
    found: list[str] = []
    while len(rest) > SHORTEST_WORD:
        length, bare = _place_at(rest, places)
        # a word may be a place's name as well: 丰顺|矿业
        if not length or length == len(rest) or (length == len(bare) and rest[length:] in TRADES):
            break
        found.append(bare)
        rest = rest[length:]
    if not found and len(rest) >= 2 * SHORTEST_WORD:
        word, trade = _trade(rest)
        if word[-SHORTEST_WORD:] in places.bare and len(word) >= 2 * SHORTEST_WORD:
            return (word[-SHORTEST_WORD:],), word[:-SHORTEST_WORD] + trade
    return tuple(found), rest


def _place_at(rest: str, places: Places) -> tuple[int, str]:
    """Return how many characters at the beginning are a place, and its bare name; 0 if none are."""
    for length in places.lengths.get(rest[:SHORTEST_WORD], ()):
        if length < len(rest) and rest[:length] in places.bare:
            return length + _marker_at(rest, length), rest[:length]
    for length in range(SHORTEST_WORD, min(MARKED, len(rest) - SHORTEST_WORD) + 1):
        if rest[length] in FIRST_OF_MARKERS:
            marker = _marker_at(rest, length)
            if marker:
                return length + marker, rest[:length]
    return 0, ""


def _marker_at(rest: str, start: int) -> int:
    before, after = rest[start - 1 : start + 1], rest[start : start + 2]
    if after[:1] not in FIRST_OF_MARKERS or before in NO_PLACES or after in NO_MARKERS:
        return 0
    for marker in MARKERS:
        if rest.startswith(marker, start):
            return len(marker)
    return 0


def _trade(rest: str) -> tuple[str, str]:
    """Cut trades off the end as long as a word is left: 海棠|建筑装饰|工程."""
    word, trade = rest, ""
    while cut := _longest_end(word, TRADES, TRADE_ENDS):
        word, trade = word[:-cut], word[-cut:] + trade
    return word, trade


def is_company(form: str) -> bool:
    """Say whether a form is that of a company (公司), of whatever kind."""
    return form.endswith(COMPANY)

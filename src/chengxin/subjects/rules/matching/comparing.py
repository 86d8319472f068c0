"""Two names side by side: the evidence, and what follows for the names alone.

``same`` means one way or another of writing one name. It does not make one subject of two: two codes may lawfully
share a name, and only a number beside it tells (``linking``). ``different`` names an aspect in which organisations
differ that are not one: word, trade, kind of form, branch, place. Everything else is for a person to look at.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

from chengxin.subjects.rules.matching.evidence import Aspect, Evidence, Finding
from chengxin.subjects.rules.matching.parts import NameParts, Places, is_company, name_parts
from chengxin.subjects.rules.matching.vocabulary import LIMITED, NUMERALS
from chengxin.subjects.rules.matching.writing import has_unreadable

SLIP_LENGTH = 3
"""From so many characters on a word with one other character may be a slip of the pen."""


class Verdict(StrEnum):
    """What two names say by themselves."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


VERDICT_LABELS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.SAME: "同一名称，写法不同",
        Verdict.REVIEW: "要由人来看",
        Verdict.DIFFERENT: "不是同一名称",
    }
)


class Comparison(NamedTuple):
    """What comparing two names gave. Their evidence is put together when it is asked for: few of many are shown."""

    verdict: Verdict
    one: NameParts
    other: NameParts

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for the names being one, and what against it."""
        if self.one.text == self.other.text:
            return (_of_equal(self.verdict),)
        return tuple(look(self.one, self.other) for look in _LOOKS)


def compare_names(one: str, other: str, places: Places) -> Comparison:
    """Compare two names as they are written."""
    return compare_parts(name_parts(one, places), name_parts(other, places))


def compare_parts(one: NameParts, other: NameParts) -> Comparison:
    """Compare two names whose parts are known."""
    if one.text == other.text:
        return Comparison(Verdict.REVIEW if has_unreadable(one.text) else Verdict.SAME, one, other)
    contradicted = any(look(one, other).finding is Finding.DIFFERS for look in _LOOKS)
    if contradicted and not _is_slip(one.text, other.text):
        return Comparison(Verdict.DIFFERENT, one, other)
    return Comparison(Verdict.REVIEW, one, other)


def closeness(one: NameParts, other: NameParts) -> float:
    """Return how much two names have in common, 0 to 1: only the order in which candidates are laid before a person.

    Characters count more than their order, so that 华海 finds 海华; a word or branch that is equal counts by itself.
    """
    shared = _common(one.text, other.text)
    ordered = _common_pairs(one.text, other.text)
    word = 1.0 if one.word == other.word else _common(one.word, other.word) * 0.7
    branch = 1.0 if one.branch == other.branch else _common(one.branch, other.branch) * 0.7
    return 0.25 * shared + 0.3 * ordered + 0.3 * word + 0.15 * branch


def _of_equal(verdict: Verdict) -> Evidence:
    if verdict is Verdict.SAME:
        words = "除括号、空格、全半角、大小写、繁简写法外，名称逐字相同"
        return Evidence(Aspect.NAME, Finding.AGREES, words)
    return Evidence(Aspect.NAME, Finding.NEAR, "名称里有遮住的或者认不出的字，不能断定是同一名称")


def _words(one: NameParts, other: NameParts) -> Evidence:
    mine, theirs = one.word, other.word
    if mine == theirs:
        return Evidence(Aspect.WORD, Finding.AGREES, "字号都是“{}”", (mine,))
    # where the other one's list of places or trades was shorter, part of it stands in the word
    if mine + one.trade == theirs + other.trade:
        return Evidence(Aspect.WORD, Finding.AGREES, "字号和行业合起来都是“{}”", (mine + one.trade,))
    near = _how_near(mine, theirs)
    if near:
        return Evidence(Aspect.WORD, Finding.NEAR, near, (mine, theirs))
    turned = len(mine) == len(theirs) and sorted(mine) == sorted(theirs)
    says = "“{}”和“{}”字同序不同，一般是两家" if turned else "字号不同：“{}”和“{}”"
    return Evidence(Aspect.WORD, Finding.DIFFERS, says, (mine, theirs))


def _how_near(mine: str, theirs: str) -> str:
    """Return the sentence that says why two words may be one, or nothing."""
    if _fits_masked(mine, theirs) or _fits_masked(theirs, mine):
        return "“{}”和“{}”：遮住或认不出的字以外相同"
    if _ends_alike(mine, theirs):
        return "“{}”和“{}”一个包含另一个，多的可能是地名"
    if _same_sound(mine, theirs):
        return "“{}”和“{}”读音相同，可能写错"
    if min(len(mine), len(theirs)) >= SLIP_LENGTH and _is_slip(mine, theirs):
        return "“{}”和“{}”只差一个字，可能写错"
    return ""


def _fits_masked(masked: str, word: str) -> bool:
    return (
        len(masked) == len(word)
        and has_unreadable(masked)
        and all(a == b or has_unreadable(a) for a, b in zip(masked, word, strict=True))
    )


def _ends_alike(mine: str, theirs: str) -> bool:
    if len(mine) > len(theirs):
        return len(theirs) > 1 and mine.endswith(theirs)
    return len(mine) > 1 and theirs.endswith(mine)


def _places(one: NameParts, other: NameParts) -> Evidence:
    mine, theirs = "".join(one.places), "".join(other.places)
    if mine == theirs:
        return Evidence(Aspect.PLACE, Finding.AGREES, "地名都是“{}”" if mine else "都没有写地名", (mine,))
    if not mine or not theirs:
        return Evidence(Aspect.PLACE, Finding.SILENT, "只有一方写了地名“{}”", (mine or theirs,))
    if not set(one.places).isdisjoint(other.places):
        return Evidence(Aspect.PLACE, Finding.NEAR, "地名部分相同：“{}”和“{}”", (mine, theirs))
    return Evidence(Aspect.PLACE, Finding.DIFFERS, "地名不同：“{}”和“{}”；也可能一个是另一个的下级", (mine, theirs))


def _trades(one: NameParts, other: NameParts) -> Evidence:
    mine, theirs = one.trade, other.trade
    if mine == theirs:
        return Evidence(Aspect.TRADE, Finding.AGREES, "行业都是“{}”" if mine else "都没有写行业", (mine,))
    if not mine or not theirs:
        return Evidence(Aspect.TRADE, Finding.SILENT, "只有一方写了行业“{}”", (mine or theirs,))
    if not set(mine).isdisjoint(theirs):
        return Evidence(Aspect.TRADE, Finding.NEAR, "行业相近：“{}”和“{}”", (mine, theirs))
    return Evidence(Aspect.TRADE, Finding.DIFFERS, "行业不同：“{}”和“{}”", (mine, theirs))


def _forms(one: NameParts, other: NameParts) -> Evidence:
    mine, theirs = one.form, other.form
    facts = (mine, theirs)
    if mine == theirs:
        return Evidence(Aspect.FORM, Finding.AGREES, "组织形式都是“{}”" if mine else "都没有写组织形式", facts)
    if not mine or not theirs:
        return Evidence(Aspect.FORM, Finding.SILENT, "只有一方写了组织形式“{}”", (mine or theirs,))
    if mine in LIMITED and theirs in LIMITED:
        return Evidence(Aspect.FORM, Finding.NEAR, "有限责任公司和有限公司是同一种形式的两种写法")
    if is_company(mine) and is_company(theirs):
        return Evidence(Aspect.FORM, Finding.NEAR, "“{}”和“{}”，公司可能改过制", facts)
    if mine.endswith(theirs) or theirs.endswith(mine):
        return Evidence(Aspect.FORM, Finding.NEAR, "“{}”和“{}”写法相近", facts)
    return Evidence(Aspect.FORM, Finding.DIFFERS, "组织形式不同：“{}”和“{}”", facts)


def _branches(one: NameParts, other: NameParts) -> Evidence:
    mine, theirs = one.branch, other.branch
    if mine == theirs:
        return Evidence(Aspect.BRANCH, Finding.AGREES, "都是“{}”" if mine else "都不是分支机构", (mine,))
    if not mine or not theirs:
        says = "一方是分支机构“{}”，分支机构另有代码"
        return Evidence(Aspect.BRANCH, Finding.DIFFERS, says, (mine or theirs,))
    return Evidence(Aspect.BRANCH, Finding.DIFFERS, "分支机构不同：“{}”和“{}”", (mine, theirs))


_LOOKS = (_words, _places, _trades, _forms, _branches)
"""The aspects in the order in which they are shown; the word comes first, as it tells most pairs apart."""


def _is_slip(one: str, other: str) -> bool:
    """Say whether a slip of the pen makes one text of the other: a character too many, or another one of its sound.

    Another character in the place of one is a slip in long texts only if it sounds the same; a numeral never is.
    """
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        extra = one[len(other) :] or other[len(one) :]
        return extra not in NUMERALS
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :] and _may_be_taken_for(one[start], other[start])
    shorter, longer = sorted((one, other), key=len)
    return longer[start + 1 :] == shorter[start:] and longer[start] not in NUMERALS


def _may_be_taken_for(one: str, other: str) -> bool:
    return not {one, other} & NUMERALS and _sound(one) == _sound(other)


def _same_sound(mine: str, theirs: str) -> bool:
    return len(mine) == len(theirs) and all(
        a == b or _may_be_taken_for(a, b) for a, b in zip(mine, theirs, strict=True)
    )


@lru_cache(maxsize=16_384)
def _sound(character: str) -> str:
    return lazy_pinyin(character, style=Style.NORMAL)[0]


def _common(one: str, other: str) -> float:
    total = len(one) + len(other)
    if not total:
        return 1.0
    left = other
    for character in one:
        left = left.replace(character, "", 1)
    return 2 * (len(other) - len(left)) / total


def _common_pairs(one: str, other: str) -> float:
    mine, theirs = pairs_of(one), pairs_of(other)
    total = len(mine) + len(theirs)
    return 2 * len(mine & theirs) / total if total else 1.0


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text."""
    return {text[place : place + 2] for place in range(len(text) - 1)}

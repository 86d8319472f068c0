"""The forms of a name that are stored beside it, fast enough for a million: comparison, search, tokens, sorting.

What they are is said in ``chengxin.foundation.names``; a test holds the short cuts here against the functions there.
A stored name is indexed by its pairs of neighbouring characters, the last one paired with an end mark. So each
character begins exactly one pair: a single character is found as the beginning of a pair, and the index is half as
large as one of characters and pairs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg import mmseg, simpleseg

from chengxin.foundation.names import LONGEST, may_be_person, read_name, search_text

END = "$"
"""Stands after the last character; no searched text holds it."""
KEY_LENGTH = 1600
LANES = 1024
SHORTEST_ORGANISATION = 4

_PLAIN = re.compile(r"[㐀-䶿一-鿿A-Z0-9()]+")
_DISTRICT = re.compile(r"[0-9A-Z]{2,12}")
_COMMON_HAN = re.compile(r"[一-鿿]+")
_BRACKETS = str.maketrans("（）", "()")
_NO_BRACKETS = str.maketrans("", "", "()")
_WORDS_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class NameForms:
    """``normal`` compares names, ``text`` is what search looks at, ``tokens`` finds it; ``personal`` protects people.

    ``tokens`` is written as PostgreSQL reads a ``tsvector``. A name as short as a natural person's is ``personal``: a
    个体工商户 without a trade name is registered under its operator's.
    """

    normal: str
    text: str
    tokens: str
    personal: bool


def name_forms(name: str) -> NameForms:
    """Return the stored forms of a name."""
    normal = normal_form(name)
    plain = _PLAIN.fullmatch(normal)
    text = normal.translate(_NO_BRACKETS) if plain else search_text(normal)[:LONGEST]
    personal = len(normal) < SHORTEST_ORGANISATION and may_be_person(normal)
    return NameForms(normal, text, " ".join(set(_pairs(text + END))), personal)


def normal_form(name: str) -> str:
    """Return the comparison key of a name, cut to a length that an index takes: some signs unfold to eighteen."""
    simple = name.translate(_BRACKETS)
    return (simple if _PLAIN.fullmatch(simple) else read_name(name).key)[:LONGEST]


def tokens_wanted(text: str) -> str:
    """Return what the tokens of a name must hold so that the text may stand in it, as PostgreSQL reads a ``tsquery``.

    Names found so still have to be compared with the text: its pairs may stand apart.
    """
    if len(text) == 1:
        return f"{text}:*"
    return " & ".join(sorted(set(_pairs(text))))


def labels(kind: str, district: str) -> str:
    """Return the labels that stand among the tokens of an organisation's names, so that a search can be narrowed.

    They begin with signs that no searched text holds. A district that is no division code gets none.
    """
    return f"={kind} @{district}" if _DISTRICT.fullmatch(district) else f"={kind}"


def labels_wanted(kinds: Sequence[str], districts: Sequence[str]) -> str:
    """Return what the labels must be, as PostgreSQL reads a ``tsquery``; empty for any."""
    wanted = [[f"'={kind}'" for kind in kinds], [f"'@{district}'" for district in districts]]
    return " & ".join(f"( {' | '.join(alternatives)} )" for alternatives in wanted if alternatives)


def is_district(text: str) -> bool:
    """Say whether the text can be a division code: of GB/T 2260, or a zone's local one."""
    return bool(_DISTRICT.fullmatch(text))


def _pairs(text: str) -> list[str]:
    return [first + second for first, second in pairwise(text)]


def sorting_key(name: str) -> str:
    """Return the key by which names sort by pinyin: as ``foundation.names.pinyin_key``, words remembered."""
    normal = normal_form(name)
    syllables = _greedy(normal) if _COMMON_HAN.fullmatch(normal) else _slowly(normal)
    return " ".join([*syllables, "", normal])[:KEY_LENGTH]


def _greedy(text: str) -> list[str]:
    """Return the syllables of a text of Han characters, cut into the longest known words from the left.

    The same cut as pypinyin's, which leaves an end that only begins a word in single characters.
    """
    found: list[str] = []
    start, length = 0, len(text)
    while start < length:
        end, word_end = start + 1, start + 1
        while end < length and text[start : end + 1] in mmseg.p_set:
            end += 1
            if text[start:end] in PHRASES_DICT:
                word_end = end
        if end == length and word_end == start + 1:
            return [*found, *(syllable for character in text[start:] for syllable in _syllables(character))]
        found += _syllables(text[start:word_end])
        start = word_end
    return found


def _slowly(text: str) -> list[str]:
    return [syllable for word in simpleseg.seg(text) for syllable in _syllables(word)]


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _syllables(word: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))

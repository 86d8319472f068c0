"""Which pairs of characters a name may share with another one that is to be laid before a person as its candidate."""

from collections.abc import Mapping

from chengxin.subjects.rules.matching.comparing import pairs_of
from chengxin.subjects.rules.matching.parts import NameParts
from chengxin.subjects.rules.matching.vocabulary import FORMS

COMMON = frozenset(pair for form in FORMS if len(form) > 1 for pair in pairs_of(form))
"""Pairs of legal forms: most names hold one, so they tell nothing and are many to look at."""


def pairs_wanted(parts: NameParts) -> tuple[str, ...]:
    """Return the pairs of a name without those of forms, and those of its word turned round (华海, 海华)."""
    word = parts.word
    turned = {word[place + 1] + word[place] for place in range(len(word) - 1)}
    every = pairs_of(parts.text) | turned
    return tuple(sorted(every - COMMON or every))


def rarest(counted: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the pairs that the fewest names hold, as many of them as hold no more than ``most`` names together.

    One is returned at least, if any name holds one.
    """
    chosen: list[str] = []
    names = 0
    for pair, count in sorted(counted.items(), key=lambda item: (item[1], item[0])):
        if chosen and names and names + count > most:
            break
        chosen.append(pair)
        names += count
    return tuple(chosen)

"""Which pairs of characters a name must share with another one to be laid before a person as its candidate."""

from chengxin.subjects.rules.matching.comparing import pairs_of
from chengxin.subjects.rules.matching.parts import NameParts

MOST_OF_BRANCH = 8


def pairs_wanted(parts: NameParts) -> tuple[str, ...]:
    """Return the telling pairs of a name: those around its word, also turned round, and those of its branch.

    Pairs of place, trade and form alone are left out, as thousands of names share them. A name without a word gives all
    its pairs.
    """
    text, word = parts.text, parts.word
    start = text.find(word) if word else -1
    if start < 0 or not word:
        return tuple(sorted(pairs_of(text)))
    around = text[max(0, start - 1) : start + len(word) + 1]
    turned = {word[place + 1] + word[place] for place in range(len(word) - 1)}
    last = text[max(0, len(text) - len(parts.branch) - 1) :] if parts.branch else ""
    found = pairs_of(around) | turned | set(sorted(pairs_of(last))[:MOST_OF_BRANCH])
    return tuple(sorted(found))

"""Names of authorities as files write them: which unit one may mean, for a person to say. Pure.

市发改委 stands for …市发展和改革委员会: an abbreviation keeps characters in their order. What was renamed or merged no
text tells; the office knows it.
"""

from collections.abc import Sequence

from chengxin.subjects.rules.matching.comparing import closeness
from chengxin.subjects.rules.matching.parts import NOWHERE, name_parts
from chengxin.subjects.rules.matching.writing import compared_text


def likely_units(text: str, names: Sequence[str], *, limit: int = 3) -> tuple[str, ...]:
    """Return the names that a text most likely means, the likeliest first: abbreviated by it, then the closest."""
    written = compared_text(text)
    mine = name_parts(text, NOWHERE)
    ordered = sorted(
        names,
        key=lambda name: (_abbreviates(written, compared_text(name)), closeness(mine, name_parts(name, NOWHERE))),
        reverse=True,
    )
    return tuple(ordered[:limit])


def _abbreviates(short: str, full: str) -> bool:
    """Say whether the short text's characters stand in the full one in their order, with the last one near its end."""
    rest = iter(full)
    return bool(short) and all(character in rest for character in short)

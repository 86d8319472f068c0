"""Text without what nobody sees, and the places at which a person would cut it."""

import re
from collections.abc import Iterator

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000D_\n?")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_WIDE = str.maketrans(
    {0xFF10 + place: str(place) for place in range(10)} | {"．": ".", "－": "-", "／": "/", "～": "~"}
)
_OPEN, _CLOSE = "（([【〔［《〈{｛", "）)]】〕］》〉}｝"
_NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "空", "N/A", "n/a", "None"})


def cleaned(text: str) -> str:
    """Return the text without control, direction and zero-width characters, blank lines and spaces at line ends."""
    visible = _SPACES.sub(" ", _INVISIBLE.sub("", _BREAKS.sub("\n", text)))
    return "\n".join(line for line in (part.strip() for part in visible.split("\n")) if line)


def joined(text: str) -> str:
    """Return a title that was broken over lines as one."""
    return text.replace("\n", "")


def narrow(text: str) -> str:
    """Return the text with full-width digits, points and strokes as narrow ones; it keeps its length."""
    return text.translate(_WIDE)


def is_nothing(text: str) -> bool:
    """Say whether a cell is empty, or says that there is nothing."""
    return text in _NOTHING


def cut(text: str, at: str) -> Iterator[tuple[str, str]]:
    """Yield the parts between the characters of ``at`` outside brackets and titles, each with what ended it.

    A bracket that is never closed, or closed without being opened, hides nothing.
    """
    begin = 0
    depth = 0
    hidden = _hidden(text)
    for place, character in enumerate(text):
        depth += hidden[place]
        if not depth and character in at:
            yield text[begin:place], character
            begin = place + 1
    yield text[begin:], ""


def _hidden(text: str) -> list[int]:
    """Return +1 where a bracket opens that closes again, -1 where it closes, 0 elsewhere."""
    steps = [0] * len(text)
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _OPEN:
            waiting.append((character, place))
        elif character in _CLOSE and waiting:
            _opened, at = waiting.pop()
            steps[at], steps[place] = 1, -1
    return steps

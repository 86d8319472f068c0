"""Organisation names: one way of writing for comparison, tokens for search, a key for sorting. Pure.

No name equals another by itself: two codes may share a name and one code may have several. Equal comparison keys make
two rows candidates for a person to look at, never the same subject.
"""

import re
import string
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from pypinyin import Style, lazy_pinyin

LONGEST = 300
"""Real names run from 4 to 47 characters; text beyond this is not normalised further."""

_OPENING, _CLOSING = "（﹙〔［【〖〈《{[", "）﹚〕］】〗〉》}]"
_VARIANTS = str.maketrans(
    {
        **dict.fromkeys(_OPENING, "("),
        **dict.fromkeys(_CLOSING, ")"),
        **dict.fromkeys("·•・‧∙･", "·"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
    }
)
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003FFFF]")
_PERSON = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003FFFF]{2,3}")


class NameNote(StrEnum):
    """What was odd about a name as written; it is told, never silently dropped."""

    SPACES = "inner-spaces"
    WIDTH_OR_FORM = "width-or-form"
    PRIVATE_USE = "private-use-character"
    REPLACEMENT = "replacement-character"
    CONTROL = "control-character"
    MIXED_BRACKETS = "mixed-brackets"
    MASKED = "masked"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class OrganisationName:
    """A name as written (``raw``), its comparison key, and what was odd.

    The key is NFKC, ASCII upper case, with one form of brackets, dots, dashes and quotes and without any space.
    Characters for private use stay in the key: two of them never compare equal to a question mark or to nothing.
    """

    raw: str
    key: str
    notes: tuple[NameNote, ...]


def read_name(raw: str) -> OrganisationName:
    """Return the name with its comparison key and notes."""
    if len(raw) > LONGEST:
        return OrganisationName(raw, raw, (NameNote.TOO_LONG,))
    plain = "".join(character for character in raw if unicodedata.category(character) not in {"Cc", "Cf"})
    compatible = unicodedata.normalize("NFKC", plain.translate(_VARIANTS)).translate(_VARIANTS)
    # normalised once more: a sign that stood behind a space may now belong to the letter before it
    key = unicodedata.normalize("NFKC", "".join(compatible.split())).translate(_UPPER)
    found = (
        (NameNote.SPACES, len("".join(raw.split())) != len(raw.strip())),
        (NameNote.WIDTH_OR_FORM, unicodedata.normalize("NFKC", plain) != plain),
        (NameNote.PRIVATE_USE, any(unicodedata.category(character) == "Co" for character in raw)),
        (NameNote.REPLACEMENT, "\ufffd" in raw or "?" in key),
        (NameNote.CONTROL, plain != raw),
        (NameNote.MIXED_BRACKETS, _brackets_mixed(raw)),
        (NameNote.MASKED, "*" in key),
    )
    return OrganisationName(raw, key, tuple(note for note, holds in found if holds))


def _brackets_mixed(raw: str) -> bool:
    pairs = {"(": ")", **dict(zip(_OPENING, _CLOSING, strict=True))}
    expected: list[str] = []
    for character in raw:
        if character in pairs:
            expected.append(pairs[character])
        elif character in pairs.values() and (not expected or expected.pop() != character):
            return True
    return bool(expected)


def written_alike(one: str, other: str) -> bool:
    """Say whether two names differ in spaces, brackets, width and case only. It does not make them one subject."""
    return read_name(one).key == read_name(other).key


def search_text(name: str) -> str:
    """Return the part of a name that search looks at: letters, digits and Han characters of the key, joined."""
    return "".join(character for character in read_name(name).key if character.isalnum() or _is_private(character))


def _is_private(character: str) -> bool:
    return unicodedata.category(character) == "Co"


def name_tokens(name: str) -> list[str]:
    """Return the tokens to index for a name: its single characters and pairs of neighbours, sorted, once each."""
    text = search_text(name)
    return sorted({*text, *_pairs(text)})


def query_tokens(query: str) -> list[str]:
    """Return the tokens a name must have to hold the query: its pairs, or the one character; empty for no text.

    Names with all tokens still have to be compared with ``search_text`` of the query: pairs may stand apart.
    """
    text = search_text(query)
    return sorted(set(_pairs(text))) if len(text) > 1 else list(text)


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def pinyin_key(name: str) -> str:
    """Return a key by which names sort as in a dictionary, in plain byte order: syllables with tones, then the name.

    A syllable sorts before a longer one with the same start, as the space after it is lower than any letter.
    """
    key = read_name(name).key
    syllables = lazy_pinyin(key, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join([*syllables, "", key])


def may_be_person(name: str) -> bool:
    """Say whether a name is so short that it is a natural person's: two or three Han characters.

    No organisation out of three million has so few; longer personal names exist and are not found this way.
    """
    return bool(_PERSON.fullmatch(read_name(name).key))


def has_han(text: str) -> bool:
    """Say whether the text holds a Han character."""
    return bool(_HAN.search(text))

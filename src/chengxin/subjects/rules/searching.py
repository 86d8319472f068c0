"""What a search asks for, read from what somebody typed, and where in a name it was found."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from chengxin.foundation.identifiers import tidy
from chengxin.foundation.names import search_text
from chengxin.foundation.refusals import Invalid
from chengxin.subjects.rules.kinds import Kind
from chengxin.subjects.rules.naming import is_district

LONGEST_QUESTION = 100
PAGE_ROWS = 20
LARGEST_PAGE = 100
COUNT_LIMIT = 10_000
"""Counted exactly up to here; beyond it is said that there are more."""
SHORTEST_CODE_PART = 6

_CODE_PART = re.compile(rf"[0-9A-Z]{{{SHORTEST_CODE_PART},50}}")


class NothingToSearch(Invalid):
    """What was typed holds no letter, digit or Han character."""

    code = "subjects.nothing-to-search"
    says = "请输入名称中的至少一个字，或者统一社会信用代码"
    field = "q"


class QuestionTooLong(Invalid):
    """What was typed is longer than any name."""

    code = "subjects.question-too-long"
    says = "查询内容太长，请不要超过{limit}个字"
    field = "q"


class UnknownKind(Invalid):
    """A filter names a kind of organisation that there is not."""

    code = "subjects.unknown-kind"
    says = "没有“{kind}”这种主体类型"
    field = "kind"


class UnknownDistrict(Invalid):
    """A filter names something that can not be a division."""

    code = "subjects.unknown-district"
    says = "“{district}”不是区划代码"
    field = "district"


@dataclass(frozen=True)
class Question:
    """What is searched for: ``text`` in names; ``code`` at the start of a code, or empty if it can not be one.

    ``kinds`` and ``districts`` limit the answer; empty means any.
    """

    text: str
    code: str
    kinds: tuple[str, ...]
    districts: tuple[str, ...]

    @property
    def mark(self) -> int:
        """A number that binds a cursor to this question."""
        return zlib.crc32("\0".join((self.text, self.code, *self.kinds, "", *self.districts)).encode())


def read_question(typed: str, *, kinds: Sequence[str] = (), districts: Sequence[str] = ()) -> Question:
    """Return the question behind what was typed.

    Raises:
        QuestionTooLong: more than ``LONGEST_QUESTION`` characters.
        NothingToSearch: no letter, digit or Han character.
        UnknownKind: a filter that is no kind.
        UnknownDistrict: a filter that is no division code.
    """
    if len(typed) > LONGEST_QUESTION:
        raise QuestionTooLong(limit=LONGEST_QUESTION)
    text = search_text(typed)
    if not text:
        raise NothingToSearch
    for kind in kinds:
        if kind not in set(Kind):
            raise UnknownKind(kind=kind[:20])
    for district in districts:
        if not is_district(district):
            raise UnknownDistrict(district=district[:20])
    code, _ = tidy(typed)
    return Question(
        text=text,
        code=code if _CODE_PART.fullmatch(code) else "",
        kinds=tuple(sorted(set(kinds))),
        districts=tuple(sorted(set(districts))),
    )


def place_in(name: str, text: str) -> tuple[int, int] | None:
    """Return where the searched text stands in a name as written: start and end, or None if it can not be shown."""
    written = [(place, sign) for place, character in enumerate(name) for sign in search_text(character)]
    start = "".join(sign for _, sign in written).find(text)
    if start < 0 or not text:
        return None
    return written[start][0], written[start + len(text) - 1][0] + 1

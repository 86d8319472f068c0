"""Pages of a search: stage after stage until the page is full."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chengxin.foundation.rest import BadCursor, read_cursor, write_cursor
from chengxin.subjects.queries.search import statements
from chengxin.subjects.queries.search.sources import Source
from chengxin.subjects.rules.naming import LANES, labels_wanted, tokens_wanted
from chengxin.subjects.rules.searching import Question, place_in

FEW = 1_000
"""Up to so many names are sorted; beyond, they are met along their lanes."""
FIRST_STEP = 1
"""So many lanes are looked at first, and ``LONGER`` times as many with each further step."""
LONGER = 8
LARGEST_ID = 2**63
LAST_CHARACTER = "\U0010ffff"


class Stage(StrEnum):
    """Where in the answer a hit stands; the order of the answer."""

    CODE = "code"
    CODE_BEGINS = "code-begins"
    INNER_CODE_BEGINS = "inner-code-begins"
    NAME_BEGINS = "name-begins"
    NAME_HOLDS = "name-holds"
    FEW_HOLD = "few-hold"
    MANY_HOLD = "many-hold"


@dataclass(frozen=True)
class Position:
    """A place in the answer: the stage, and the key and number of the last hit in it."""

    stage: Stage
    key: str = ""
    number: int = 0


@dataclass(frozen=True)
class Hit:
    """An organisation found. ``former_name`` is the name that matched if it is not the current one, else empty.

    ``shown`` is where in ``name`` (or ``former_name``) the text stands: start and end, None if found by a number.
    """

    public_id: str
    code: str
    name: str
    former_name: str
    shown: tuple[int, int] | None
    kind: str
    status: str
    district: str


@dataclass(frozen=True)
class SearchPage:
    """A page of hits and the cursor of the next one, empty after the last."""

    hits: tuple[Hit, ...]
    following: str


@dataclass(frozen=True)
class _Found:
    row: Mapping[str, Any]
    position: Position


def search(source: Source, question: Question, *, cursor: str, limit: int, few: int = FEW) -> SearchPage:
    """Return the page after the cursor (empty: the first).

    Raises:
        BadCursor: the cursor is not ours, or of another question.
    """
    found: list[_Found] = []
    for hit in _hits(_Asking(source, question, few), _position(question, cursor), limit + 1):
        found.append(hit)
        if len(found) > limit:
            break
    shown = found[:limit]
    following = _cursor(question, shown[-1].position) if len(found) > limit else ""
    return SearchPage(tuple(_hit(question, one.row) for one in shown), following)


def beginning(stage: Stage, question: Question) -> Position:
    """Return the position before the first hit of a stage."""
    keys = {Stage.NAME_BEGINS: question.text, Stage.CODE_BEGINS: question.code, Stage.INNER_CODE_BEGINS: question.code}
    return Position(stage, keys.get(stage, ""))


def values_of(question: Question) -> dict[str, object]:
    """Return the values that the statements ask of the question alone."""
    wanted = labels_wanted(question.kinds, question.districts)
    return {
        "text": question.text,
        "above": above(question.text),
        "pattern": f"%{question.text}%",
        "tokens": " & ".join(filter(None, (tokens_wanted(question.text), wanted))),
        "labels": wanted or None,
        "code": question.code,
        "code_above": above(question.code) if question.code else "",
        "kinds": list(question.kinds) or None,
        "districts": list(question.districts) or None,
    }


def above(text: str) -> str:
    """Return the first text, byte by byte, behind all that begin with this one.

    The last character of all has none behind it: texts made of it alone have no end.
    """
    last = ord(text[-1]) + 1
    if text[-1] == LAST_CHARACTER:
        return above(text[:-1]) if len(text) > 1 else text + LAST_CHARACTER * 4
    return text[:-1] + chr(0xE000 if last == 0xD800 else last)  # noqa: PLR2004  surrogates are no characters


@dataclass(frozen=True)
class _Asking:
    source: Source
    question: Question
    few: int

    def rows(self, statement: str, limit: int, **values: object) -> list[Mapping[str, Any]]:
        return list(self.source.rows(statement, values_of(self.question) | {"limit": limit, "few": self.few} | values))


_ORDERED: Mapping[Stage, str] = {
    Stage.CODE: statements.BY_CODE,
    Stage.CODE_BEGINS: statements.BY_CODE_BEGINNING,
    Stage.INNER_CODE_BEGINS: statements.BY_INNER_BEGINNING,
    Stage.NAME_BEGINS: statements.BY_NAME_BEGINNING,
}


def _hits(asking: _Asking, start: Position, limit: int) -> Iterator[_Found]:
    """Yield the hits after the position, in the order of the answer; each stage is asked for so many at most."""
    stages = [Stage.NAME_BEGINS, Stage.NAME_HOLDS]
    if asking.question.code:
        stages = [Stage.CODE, Stage.CODE_BEGINS, Stage.INNER_CODE_BEGINS, *stages]
    stages = stages[stages.index(start.stage) :] if start.stage in stages else [start.stage]
    for stage in stages:
        position = start if stage is start.stage else beginning(stage, asking.question)
        yield from _WAYS.get(stage, _ordered)(asking, position, limit)


def _ordered(asking: _Asking, start: Position, limit: int) -> Iterator[_Found]:
    for row in asking.rows(_ORDERED[start.stage], limit, key=start.key, number=start.number):
        yield _at(start.stage, row)


def _beginning(asking: _Asking, start: Position, limit: int) -> Iterator[_Found]:
    """Yield the names that begin with the text; narrowed, the index of texts may hold a great many that do not fit."""
    if asking.question.kinds or asking.question.districts:
        rows = asking.rows(statements.FEW_BEGIN_WITH_IT, limit, key=start.key, number=start.number)
        if rows[0]["held"] <= asking.few:
            yield from (_at(Stage.NAME_BEGINS, row) for row in rows if row["id"] is not None)
            return
    yield from _ordered(asking, start, limit)


def _holding(asking: _Asking, _start: Position, limit: int) -> Iterator[_Found]:
    """Yield the hits of the last stage, the way that fits: few or many."""
    first = [_along(row) for row in _many_rows(asking, (-1, 0), FIRST_STEP, limit)]
    if len(first) >= limit:
        yield from first
        return
    surely_many = len(first) * LANES // FIRST_STEP > asking.few * LONGER
    held = None if surely_many else _few_rows(asking, Position(Stage.FEW_HOLD), limit)
    if held is not None:
        yield from held
        return
    yield from first
    yield from _walk(asking, (FIRST_STEP - 1, LARGEST_ID - 1), FIRST_STEP * LONGER, limit - len(first))


def _few(asking: _Asking, start: Position, limit: int) -> Iterator[_Found]:
    # what was few when the search began may have become many: the order stays, whatever it takes
    yield from _few_rows(replace(asking, few=LARGEST_ID - 2), start, limit) or ()


def _few_rows(asking: _Asking, start: Position, limit: int) -> list[_Found] | None:
    """Return the hits after the position, or None if more than few names hold the text."""
    statement = statements.FEW_HOLD_IT_BESIDE_CODES if asking.question.code else statements.FEW_HOLD_IT
    rows = asking.rows(statement, limit, key=start.key, number=start.number)
    if rows[0]["held"] > asking.few:
        return None
    return [_at(Stage.FEW_HOLD, row) for row in rows if row["id"] is not None]


def _many(asking: _Asking, start: Position, limit: int) -> Iterator[_Found]:
    yield from _walk(asking, (int(start.key), start.number), FIRST_STEP, limit)


def _walk(asking: _Asking, start: tuple[int, int], step: int, limit: int) -> Iterator[_Found]:
    """Yield hits along the lanes, looking at more of them each time until there are enough."""
    while limit > 0 and start[0] < LANES:
        rows = _many_rows(asking, start, start[0] + step, limit)
        yield from map(_along, rows)
        limit -= len(rows)
        # the next step begins with the first lane that this one left out
        start, step = (start[0] + step - 1, LARGEST_ID - 1), step * LONGER


def _many_rows(asking: _Asking, start: tuple[int, int], until: int, limit: int) -> list[Mapping[str, Any]]:
    lane, number = start
    return asking.rows(statements.MANY_HOLD_IT, limit, lane=lane, number=number, until=min(until, LANES))


def _at(stage: Stage, row: Mapping[str, Any]) -> _Found:
    return _Found(row, Position(stage, row["key"], row["number"]))


def _along(row: Mapping[str, Any]) -> _Found:
    return _Found(row, Position(Stage.MANY_HOLD, str(row["lane"]), row["number"]))


_WAYS: Mapping[Stage, Callable[[_Asking, Position, int], Iterator[_Found]]] = {
    Stage.NAME_BEGINS: _beginning,
    Stage.NAME_HOLDS: _holding,
    Stage.FEW_HOLD: _few,
    Stage.MANY_HOLD: _many,
}


def _position(question: Question, cursor: str) -> Position:
    if not cursor:
        return beginning(Stage.CODE if question.code else Stage.NAME_BEGINS, question)
    stage, key, number, mark = read_cursor(cursor, str, str, int, int)
    is_key = _is_lane if stage == Stage.MANY_HOLD else _is_text
    if mark != question.mark or stage not in set(Stage) or not 0 <= int(number) < LARGEST_ID or not is_key(str(key)):
        raise BadCursor
    return Position(Stage(str(stage)), str(key), int(number))


def _is_lane(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) <= len(str(LANES)) and int(key) < LANES


def _is_text(key: str) -> bool:
    return "\0" not in key and not any("\ud800" <= character <= "\udfff" for character in key)


def _cursor(question: Question, position: Position) -> str:
    return write_cursor(position.stage.value, position.key, position.number, question.mark)


def _hit(question: Question, row: Mapping[str, Any]) -> Hit:
    former = "" if row["current"] or row["matched"] == row["name"] else row["matched"]
    return Hit(
        public_id=row["public_id"],
        code=row["unified_code"] or "",
        name=row["name"],
        former_name=former,
        shown=place_in(former or row["name"], question.text) if row["matched"] is not None else None,
        kind=row["kind"],
        status=row["status"],
        district=row["district"],
    )

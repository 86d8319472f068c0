"""The life of an edition of the catalogue (目录版本): states, what may be done in each, and its papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from chengxin.law.catalogues import Step

STANDARD = "标准目录"
"""Who put in force what comes with the product."""


class EditionState(StrEnum):
    """How far an edition is. Whether one that was adopted is in force follows from the days (``standings``)."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    SETTLING = "settling"
    ADOPTED = "adopted"
    GIVEN_UP = "given-up"


class EditionMove(StrEnum):
    """What may be done to an edition."""

    CHANGE_ITEMS = "change-items"
    CONSULT = "consult"
    COMMENT = "comment"
    ANSWER = "answer"
    RECORD = "record"
    SETTLE = "settle"
    ADOPT = "adopt"
    GIVE_UP = "give-up"


MOVES: Mapping[tuple[EditionState, EditionMove], EditionState] = MappingProxyType(
    {
        (EditionState.DRAFT, EditionMove.CHANGE_ITEMS): EditionState.DRAFT,
        (EditionState.DRAFT, EditionMove.CONSULT): EditionState.CONSULTATION,
        (EditionState.DRAFT, EditionMove.GIVE_UP): EditionState.GIVEN_UP,
        (EditionState.CONSULTATION, EditionMove.COMMENT): EditionState.CONSULTATION,
        (EditionState.CONSULTATION, EditionMove.ANSWER): EditionState.CONSULTATION,
        (EditionState.CONSULTATION, EditionMove.RECORD): EditionState.CONSULTATION,
        (EditionState.CONSULTATION, EditionMove.SETTLE): EditionState.SETTLING,
        (EditionState.CONSULTATION, EditionMove.GIVE_UP): EditionState.GIVEN_UP,
        (EditionState.SETTLING, EditionMove.CHANGE_ITEMS): EditionState.SETTLING,
        (EditionState.SETTLING, EditionMove.CONSULT): EditionState.CONSULTATION,
        (EditionState.SETTLING, EditionMove.RECORD): EditionState.SETTLING,
        (EditionState.SETTLING, EditionMove.ADOPT): EditionState.ADOPTED,
        (EditionState.SETTLING, EditionMove.GIVE_UP): EditionState.GIVEN_UP,
    }
)
"""What is not here is refused. What was consulted upon stays as it was read until the consultation is over."""

UNDER_WAY = frozenset({EditionState.DRAFT, EditionState.CONSULTATION, EditionState.SETTLING})
"""Of editions in these states there is one at a time."""

STATE_LABELS: Mapping[EditionState, str] = MappingProxyType(
    {
        EditionState.DRAFT: "起草",
        EditionState.CONSULTATION: "征求意见",
        EditionState.SETTLING: "定稿",
        EditionState.ADOPTED: "已通过",
        EditionState.GIVEN_UP: "已放弃",
    }
)


class Standing(StrEnum):
    """How an adopted edition stands on a day."""

    TO_COME = "to-come"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"


STANDING_LABELS: Mapping[Standing, str] = MappingProxyType(
    {Standing.TO_COME: "将要施行", Standing.IN_FORCE: "施行中", Standing.SUPERSEDED: "已被取代"}
)


class Part(StrEnum):
    """What an edition does with an item."""

    KEPT = "kept"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


PART_LABELS: Mapping[Part, str] = MappingProxyType(
    {Part.KEPT: "保留", Part.ADDED: "增加", Part.CHANGED: "修改", Part.REMOVED: "删去"}
)


class Choice(StrEnum):
    """What the office may choose for an item of an edition."""

    KEEP = "keep"
    TAKE_DRAFT = "take-draft"
    REMOVE = "remove"
    LEAVE_OUT = "leave-out"


CHOICE_LABELS: Mapping[Choice, str] = MappingProxyType(
    {
        Choice.KEEP: "照现行的保留",
        Choice.TAKE_DRAFT: "用草稿",
        Choice.REMOVE: "从目录里删去",
        Choice.LEAVE_OUT: "不放进这一版",
    }
)


class Outcome(StrEnum):
    """What became of a comment."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not-adopted"


OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.ADOPTED: "采纳", Outcome.PARTLY: "部分采纳", Outcome.NOT_ADOPTED: "不采纳"}
)


@dataclass(frozen=True)
class Paper:
    """What is on record of a step of the procedure."""

    number: str = ""
    dated_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    result: str = ""
    has_file: bool = False


def choices_for(*, in_force: bool, drafted: bool) -> tuple[Choice, ...]:
    """Return what may be chosen for an item: one in force is kept, changed or removed, another is taken up or not."""
    found = [Choice.KEEP] if in_force else []
    found += [Choice.TAKE_DRAFT] if drafted else []
    return (*found, Choice.REMOVE if in_force else Choice.LEAVE_OUT)


def part_of(choice: Choice, *, in_force: bool) -> Part | None:
    """Return what an edition does with an item after a choice, None where it says nothing of it."""
    if choice is Choice.TAKE_DRAFT:
        return Part.CHANGED if in_force else Part.ADDED
    return {Choice.KEEP: Part.KEPT, Choice.REMOVE: Part.REMOVED}.get(choice)


def after(state: EditionState, move: EditionMove) -> EditionState | None:
    """Return the state after a move, None where it can not be made."""
    return MOVES.get((state, move))


def standings(adopted: Iterable[date], on: date) -> dict[date, Standing]:
    """Return how editions stand on a day, by the day on which each comes in force; one is in force at most."""
    days = sorted(adopted)
    begun = [day for day in days if day <= on]
    return {
        day: Standing.TO_COME if day > on else Standing.IN_FORCE if day == begun[-1] else Standing.SUPERSEDED
        for day in days
    }


LACKS: Mapping[str, str] = MappingProxyType(
    {"number": "文号", "date": "日期", "file": "文件", "period": "起止日期", "result": "结果"}
)


def lacking(step: Step, paper: Paper | None) -> tuple[str, ...]:
    """Return what is not yet on record of a step, in words; nothing if the step is done."""
    said = paper or Paper()
    there = {
        "number": bool(said.number),
        "date": said.dated_on is not None,
        "file": said.has_file,
        "period": said.begins_on is not None and said.ends_on is not None,
        "result": bool(said.result),
    }
    return tuple(LACKS[need] for need in step.needs if not there[need])


def steps_lacking(steps: Iterable[Step], papers: Mapping[str, Paper]) -> list[tuple[Step, tuple[str, ...]]]:
    """Return the steps that are not done, each with what it lacks."""
    found = [(step, lacking(step, papers.get(step.step))) for step in steps]
    return [(step, words) for step, words in found if words]

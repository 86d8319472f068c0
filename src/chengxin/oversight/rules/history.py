"""What changed between two states of a task, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "module": "模块",
        "heading": "重点任务",
        "title": "任务",
        "requirement": "要求",
        "units": "责任单位",
        "due_on": "期限",
        "milestones": "节点",
        "bases": "依据",
        "remark": "备注",
        "closed_at": "办结",
    }
)
"""The parts of a definition (``queries.definition_of``) that people change, with what they are called."""

CUT = 200


@dataclass(frozen=True)
class Change:
    """One part of a task that changed, before and after, in words; empty where there was nothing."""

    part: str
    label: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs between two definitions of a task, in the order in which the parts stand."""
    return tuple(
        Change(part, label, _words(part, before.get(part)), _words(part, after.get(part)))
        for part, label in LABELS.items()
        if before.get(part) != after.get(part)
    )


def as_facts(found: tuple[Change, ...]) -> dict[str, list[str]]:
    """Return changes as the trail keeps them: each text cut; the whole stands in the history of the task."""
    return {change.part: [change.before[:CUT], change.after[:CUT]] for change in found}


def _words(part: str, value: Any) -> str:
    if part == "milestones":
        return "；".join(_milestone(one) for one in value or ())
    if part == "units":
        return "、".join(_unit(one) for one in value or ())
    if part == "bases":
        return "；".join(f"{one['title']} {one['number']}".strip() for one in value or ())
    return str(value or "")


def _milestone(one: Mapping[str, Any]) -> str:
    met = "（已完成）" if one.get("met_at") else ""
    return f"{one['due_on'] or ''} {one['text']}{met}".strip()


def _unit(one: Mapping[str, Any]) -> str:
    meant = one.get("unit") or one.get("group")
    return f"{one['text']}（{meant}）" if meant else str(one["text"])

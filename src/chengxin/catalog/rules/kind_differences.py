"""What changes between two definitions of a kind of list or of a measure, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chengxin.catalog.rules.kind_words import (
    ENTRY_FIELD_LABELS,
    FORCE_LABELS,
    LEVEL_LABELS,
    LIST_TYPE_LABELS,
    MEASURE_KIND_LABELS,
    ORDERED_BY_LABELS,
)
from chengxin.catalog.rules.labels import SUBJECT_KIND_LABELS

KEY_OF_LAW = "instrument"
"""Of an article the words are told, not the key of its instrument."""
EMPTY: tuple[Any, ...] = (None, "", [])

LABELS: Mapping[str, str] = {
    "name": "名称",
    "type": "名单种类",
    "field": "领域",
    "region": "地区",
    "listing_bodies": "列入机关",
    "basis": "依据",
    "basis_level": "依据层级",
    "standards": "认定标准",
    "term": "期限",
    "exit_rule": "退出规则",
    "public_fields": "公开的内容",
    "in_force_from": "从哪一天起",
    "last_day": "最后一天",
    "decided_elsewhere": "由外部机关决定",
    "persons": "公开自然人的依据",
    "units": "本市的单位",
    "remark": "说明",
    "kind": "种类",
    "content": "内容",
    "implementing": "实施机关",
    "force": "应当或者可以",
    "ordered_by": "由谁决定",
    "matter": "事项",
    "list_kinds": "触发的名单",
    "items": "触发的目录项",
    "subjects": "对谁",
}


Names = Mapping[str, Mapping[str, str]]
"""Of each part of a definition, what its values are called."""


def _words(*tables: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): words for table in tables for value, words in table.items()}


WORDS: Names = {
    "type": _words(LIST_TYPE_LABELS),
    "basis_level": _words(LEVEL_LABELS),
    "public_fields": _words(ENTRY_FIELD_LABELS),
    "kind": _words(MEASURE_KIND_LABELS),
    "force": _words(FORCE_LABELS),
    "ordered_by": _words(ORDERED_BY_LABELS),
    "subjects": _words(SUBJECT_KIND_LABELS),
}
"""What the values are called that are the same everywhere."""
NOTHING: Mapping[str, str] = MappingProxyType({})


def differences_of(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> list[str]:
    """Return what differs, one sentence a part; 新建 where there was nothing before.

    ``names`` are those of what is named by a code or key: of ``units``, ``list_kinds``, ``items``, ``field`` and
    ``region``.
    """
    if not before:
        return ["新建"]
    every = {**WORDS, **names}
    return [
        f"{label}由“{words_of(before.get(name), every.get(name, NOTHING))}”"
        f"改为“{words_of(after.get(name), every.get(name, NOTHING))}”"
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    ]


def words_of(value: Any, called: Mapping[str, str]) -> str:
    """Return a part of a definition on one line, by names where there are any; what is empty as 空."""
    if isinstance(value, Mapping):
        told = (words_of(one, called) for name, one in value.items() if name != KEY_OF_LAW and one not in EMPTY)
        return "，".join(told) or "空"
    if isinstance(value, list | tuple):
        return "、".join(words_of(one, called) for one in value) or "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in EMPTY else called.get(str(value), str(value))

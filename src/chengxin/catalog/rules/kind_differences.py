"""What changes between two definitions of a kind of list or of a measure, in sentences."""

from collections.abc import Mapping
from typing import Any

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


def differences_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what differs, one sentence a part; everything that is said where there was nothing before."""
    if not before:
        return ["新建"]
    return [
        f"{label}由“{words_of(before.get(name))}”改为“{words_of(after.get(name))}”"
        for name, label in LABELS.items()
        if before.get(name) != after.get(name)
    ]


def words_of(value: Any) -> str:
    """Return a part of a definition on one line; what is empty as 空."""
    if isinstance(value, Mapping):
        return "，".join(words_of(one) for one in value.values() if one not in (None, "", [])) or "空"
    if isinstance(value, list | tuple):
        return "、".join(words_of(one) for one in value) or "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in (None, "") else str(value)

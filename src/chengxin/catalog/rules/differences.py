"""What one version of an item has other than another, said in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chengxin.catalog.rules.item import CodeList, Field, Item
from chengxin.catalog.rules.labels import (
    AREA_LABELS,
    CYCLE_LABELS,
    DISCLOSURE_LABELS,
    FAMILY_LABELS,
    MEANS_LABELS,
    ORIGIN_LABELS,
    SUBJECT_KIND_LABELS,
    TYPE_LABELS,
)
from chengxin.catalog.rules.words import (
    basis_words,
    need_words,
    publicity_words,
    retention_words,
    rule_words,
    value_words,
)


@dataclass(frozen=True)
class Difference:
    """One difference: ``field`` is the code of the field it is about, empty for the item itself."""

    field: str
    words: str


Trait = tuple[str, Callable[[Item], str]]
FieldTrait = tuple[str, Callable[[Item, Field], str]]
TRAITS: tuple[Trait, ...] = (
    ("名称", lambda item: item.name),
    ("类别", lambda item: FAMILY_LABELS[item.family]),
    ("不利信息", lambda item: "是" if item.adverse else "否"),
    ("来源", lambda item: ORIGIN_LABELS[item.origin]),
    ("公开属性", lambda item: DISCLOSURE_LABELS[item.disclosure]),
    ("关于谁", lambda item: "、".join(SUBJECT_KIND_LABELS[kind] for kind in sorted(item.subject_kinds))),
    ("更新周期", lambda item: CYCLE_LABELS[item.cycle]),
    ("保存期限", retention_words),
    ("公示期限", publicity_words),
    ("记录键", lambda item: "、".join(item.business_key)),
    ("从哪一天起", lambda item: item.valid_from.isoformat()),
    ("到哪一天为止", lambda item: item.valid_until.isoformat() if item.valid_until else "没有写"),
    ("只收的严重或恶意情节", lambda item: item.grave_ground or "没有写"),
    ("报送单位", lambda item: "、".join(sorted(item.providers)) or "不限"),
    ("归集", lambda item: "由平台的认定程序产生" if item.by_procedure else "已归集" if item.collected else "尚未归集"),
    ("领域", lambda item: AREA_LABELS[item.area] if item.area else "没有写"),
    ("信息来源", lambda item: item.source or "没有写"),
    ("说明", lambda item: item.remark or "没有"),
)
FIELD_TRAITS: tuple[FieldTrait, ...] = (
    ("名称", lambda _item, field: field.name),
    ("类型", lambda _item, field: TYPE_LABELS[field.type]),
    ("长度", lambda _item, field: str(field.length)),
    ("填写要求", need_words),
    ("代码集", lambda _item, field: field.list.name if field.list else "没有"),
    ("含义", lambda _item, field: MEANS_LABELS[field.means] if field.means else "没有写"),
    ("公开属性", lambda _item, field: DISCLOSURE_LABELS[field.disclosure]),
    ("别名", lambda _item, field: "、".join(field.aliases) or "没有"),
    ("提示", lambda _item, field: field.hint or "没有"),
    ("示例", lambda _item, field: field.example or "没有"),
    ("本市自定", lambda _item, field: "是" if field.ours else "否"),
)


def differences(before: Item, after: Item) -> list[Difference]:
    """Return what changed from one version to the other: the item's facts, its basis, fields, code lists."""
    return [
        *(
            Difference("", _changed(label, said(before), said(after)))
            for label, said in TRAITS
            if said(before) != said(after)
        ),
        *_of_basis(before, after),
        *_of_fields(before, after),
        *_of_rules(before, after),
        *_of_lists(before, after),
    ]


def _changed(label: str, old: str, new: str) -> str:
    return f"{label}由“{old}”改为“{new}”"


def _of_basis(before: Item, after: Item) -> Iterable[Difference]:
    yield from (Difference("", f"删去依据{basis_words(one)}") for one in before.basis if one not in after.basis)
    yield from (Difference("", f"增加依据{basis_words(one)}") for one in after.basis if one not in before.basis)
    if before.basis != after.basis and set(before.basis) == set(after.basis):
        yield Difference("", "依据的先后顺序变了")


def _of_fields(before: Item, after: Item) -> Iterable[Difference]:
    old = {field.code: field for field in before.fields}
    new = {field.code: field for field in after.fields}
    yield from (Difference(code, f"删去字段“{old[code].name}”（{code}）") for code in old if code not in new)
    yield from (Difference(code, f"增加字段“{new[code].name}”（{code}）") for code in new if code not in old)
    for code, field in new.items():
        if code in old:
            yield from _of_field(before, old[code], after, field)
    if [code for code in old if code in new] != [code for code in new if code in old]:
        yield Difference("", "字段的先后顺序变了")


def _of_field(before: Item, old: Field, after: Item, new: Field) -> Iterable[Difference]:
    for label, said in FIELD_TRAITS:
        was, is_now = said(before, old), said(after, new)
        if was != is_now:
            yield Difference(new.code, f"“{new.name}”的{_changed(label, was, is_now)}")


def _of_rules(before: Item, after: Item) -> Iterable[Difference]:
    old = {(rule_words(before, rule), rule.warns): rule for rule in before.rules}
    new = {(rule_words(after, rule), rule.warns): rule for rule in after.rules}
    yield from (Difference(old[one].field, f"删去校验：{one[0]}") for one in old if one not in new)
    yield from (Difference(new[one].field, f"增加校验：{one[0]}") for one in new if one not in old)


def _of_lists(before: Item, after: Item) -> Iterable[Difference]:
    old, new = lists_of(before), lists_of(after)
    for key in new:
        if key in old:
            yield from (
                Difference("", f"代码集“{new[key].name}”{words}") for words in list_differences(old[key], new[key])
            )


def lists_of(item: Item) -> dict[str, CodeList]:
    """Return the code lists that the item's fields use, by key, in the order of the fields."""
    return {field.list.key: field.list for field in item.fields if field.list}


def list_differences(before: CodeList, after: CodeList) -> list[str]:
    """Return what changed in a code list, each a sentence without its subject."""
    old = {value.code: value for value in before.values}
    new = {value.code: value for value in after.values}
    found = [_changed("名称", before.name, after.name)] if before.name != after.name else []
    found += [f"删去“{old[code].label}”" for code in old if code not in new]
    found += [f"增加“{value_words(new[code])}”" for code in new if code not in old]
    for code, value in new.items():
        if code in old and old[code] != value:
            was, is_now = value_words(old[code]), value_words(value)
            found.append(_changed("值", was, is_now) if was != is_now else f"“{value.label}”的别名变了")
    if not found and before != after:
        found.append("的先后顺序变了")
    return found

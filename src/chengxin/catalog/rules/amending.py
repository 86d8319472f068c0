"""What an edition of the catalogue decides: changed between two editions, it takes the papers of an edition. Pure.

Article 19 of 广西壮族自治区社会信用条例: a catalogue says of each item the behaviour, whether it is public, how far it
is shared, where it comes from and how often. What only helps to report what was decided (hints, aliases, examples,
lengths, checks, code lists, the units that report, the beginning of collection) may change by itself.
"""

from chengxin.catalog.rules.item import Field, Item


def decided_by_edition(before: Item | None, after: Item) -> tuple[str, ...]:
    """Return what of a change is for an edition to decide, in words; nothing if it may come in force by itself."""
    if before is None:
        return ("新增目录项",)
    said = [words for words, was, is_now in _traits(before, after) if was != is_now]
    old, new = _fields(before), _fields(after)
    said += [f"删去字段“{old[code].name}”" for code in old if code not in new]
    said += [f"增加字段“{new[code].name}”" for code in new if code not in old]
    both = [(old[code], new[code]) for code in new if code in old]
    said += [f"改字段“{was.name}”的名称、含义或者公开属性" for was, is_now in both if _weight(was) != _weight(is_now)]
    return tuple(said)


def _traits(before: Item, after: Item) -> tuple[tuple[str, object, object], ...]:
    return (
        ("改名称", before.name, after.name),
        ("改类别", before.family, after.family),
        ("改是否不利信息", before.adverse, after.adverse),
        ("改来源（基础目录或者补充目录）", before.origin, after.origin),
        ("改公开属性", before.disclosure, after.disclosure),
        ("改关于谁", before.subject_kinds, after.subject_kinds),
        ("改更新周期", before.cycle, after.cycle),
        ("改保存期限", before.retention_months, after.retention_months),
        ("改公示期限", before.publicity_item, after.publicity_item),
        ("改结束的日子", before.valid_until, after.valid_until),
        ("改只收的严重或恶意情节", before.grave_ground, after.grave_ground),
        ("改信息来源", before.source, after.source),
        ("改依据", frozenset(before.basis), frozenset(after.basis)),
    )


def _fields(item: Item) -> dict[str, Field]:
    return {field.code: field for field in item.fields}


def _weight(field: Field) -> tuple[object, ...]:
    return (field.name, field.means, field.disclosure)

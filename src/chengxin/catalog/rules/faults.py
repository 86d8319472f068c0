"""What keeps an item from being put in force, said as findings about the item."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chengxin.catalog.rules.item import (
    Condition,
    Disclosure,
    Family,
    Field,
    FieldType,
    Item,
    Means,
    Need,
    Rule,
    RuleKind,
    SubjectKind,
)
from chengxin.catalog.rules.labels import ADVERSE_PUBLICITY, MEANS_LABELS, PUBLICITY_LABELS

CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
CONVERSION_NEEDS = (Means.OLD_NUMBER_KIND, Means.OLD_NUMBER, Means.SUBJECT_KIND, Means.DISTRICT)
"""What is asked of every old registration (``codes.services.CONVERSION``)."""
ADVERSE_NEEDS = (
    Means.SUBJECT_NAME,
    Means.DOCUMENT_NUMBER,
    Means.DECIDED_ON,
    Means.DECIDING_BODY,
    Means.BASIS,
)
"""What each adverse fact must say (no adverse item without law)."""

NEVER_TOLD = frozenset({Means.SUBJECT_NAME, Means.PERSON_NUMBER, Means.BORN_ON})
"""What tells who a natural person is: never in a finding, a message or a list."""

PERSON_NEEDS = {
    Means.PERSON_PAPER: {Need.ALWAYS},
    Means.PERSON_NUMBER: {Need.ALWAYS},
    Means.BORN_ON: {Need.ALWAYS, Need.WHEN},
    Means.SUBJECT_NAME: {Need.ALWAYS},
    Means.DOCUMENT_NUMBER: {Need.ALWAYS},
    Means.DECIDED_ON: {Need.ALWAYS},
}
"""What each fact about a natural person must say; the birth date at least where the number does not tell it."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend: ``field`` is a column code or empty for the item itself."""

    code: str
    field: str
    message: str


def faults_of(item: Item) -> list[Fault]:
    """Return what keeps the item from being put in force by itself, in the order of the item; see ``law_faults``."""
    return [
        *_of_item(item),
        *_of_kind(item),
        *_of_publicity(item),
        *_of_persons(item),
        *_of_codes(item),
        *(fault for field in item.fields for fault in _of_field(item, field)),
        *(fault for rule in item.rules for fault in _of_rule(item, rule)),
    ]


def _of_item(item: Item) -> list[Fault]:
    found = []
    if not item.basis:
        found.append(Fault("no-basis", "", "没有写明法律、法规或政策依据，不能生效"))
    nameless = [basis for basis in item.basis if not _names_a_document(basis.text)]
    if nameless:
        found.append(Fault("basis-names-nothing", "", "依据要写出文件的名称，用书名号括起来"))
    if not item.subject_kinds:
        found.append(Fault("no-subject", "", "没有写明是关于谁的"))
    if not item.business_key:
        found.append(Fault("no-key", "", "没有写明哪几个字段合起来确定一条记录"))
    if item.meaning(Means.SUBJECT_NAME) is None:
        found.append(Fault("no-subject-name", "", "没有一个字段是主体名称"))
    if item.subject_kinds != {SubjectKind.PERSON} and item.meaning(Means.SUBJECT_CODE) is None:
        found.append(Fault("no-subject-code", "", "没有一个字段是统一社会信用代码"))
    if item.valid_until is not None and item.valid_until <= item.valid_from:
        found.append(Fault("no-time", "", "终止的日子要在开始的日子之后"))
    return found


def _of_kind(item: Item) -> Iterable[Fault]:
    if item.adverse:
        missing = [means for means in ADVERSE_NEEDS if item.meaning(means) is None]
        yield from (
            Fault("adverse-needs", "", f"不利信息必须有含义是“{MEANS_LABELS[means]}”的字段") for means in missing
        )
    if item.family is Family.CONVERSION:
        missing = [means for means in CONVERSION_NEEDS if item.meaning(means) is None]
        yield from (
            Fault("conversion-needs", "", f"存量转换的目录项必须有含义是“{MEANS_LABELS[means]}”的字段")
            for means in missing
        )
    if item.family is Family.PENALTY and not item.adverse:
        yield Fault("penalty-is-adverse", "", "行政处罚属于不利信息")
    if item.family is Family.HONOUR and item.adverse:
        yield Fault("honour-is-good", "", "良好记录不能是不利信息")


def _names_a_document(text: str) -> bool:
    """Say whether a basis names a document: 《…》 with something between."""
    before, mark, rest = text.partition("《")
    title, end, _after = rest.partition("》")
    return bool(mark and end and title.strip()) and "》" not in before


def _of_publicity(item: Item) -> Iterable[Fault]:
    if item.publicity_item not in PUBLICITY_LABELS:
        yield Fault("publicity-unknown", "", f"没有“{item.publicity_item}”这种公示期限")
    elif item.is_public and item.adverse and item.publicity_item not in ADVERSE_PUBLICITY:
        yield Fault("publicity-of-adverse", "", "不利信息公开的，要选一种依法到期或者移出后撤下的公示期限")
    if item.is_public and SubjectKind.PERSON in item.subject_kinds:
        yield Fault("person-public", "", "关于自然人的目录项不能公开公示")


def _of_persons(item: Item) -> Iterable[Fault]:
    """What an item about natural persons needs, so that its records can be kept sealed and minors are known."""
    if not item.is_about_persons:
        return
    if item.subject_kinds != {SubjectKind.PERSON}:
        yield Fault("persons-apart", "", "关于自然人的要和关于组织的分成两个目录项")
    for means, needs in PERSON_NEEDS.items():
        field = item.meaning(means)
        if field is None:
            yield Fault("person-needs", "", f"关于自然人的目录项必须有含义是“{MEANS_LABELS[means]}”的字段")
        elif field.required not in needs:
            yield Fault("person-needs", field.code, f"“{field.name}”在关于自然人的目录项里不能不填")
    number = item.meaning(Means.PERSON_NUMBER)
    if number is not None and (number.type is not FieldType.ID_NUMBER or number.code not in item.business_key):
        yield Fault("person-number", number.code, f"“{number.name}”的类型要是身份证件号码，并且在记录键里")
    for field in item.fields:
        if field.disclosure is Disclosure.PUBLIC:
            yield Fault("person-field-public", field.code, f"“{field.name}”是自然人的信息，不能公开公示")
        if field.means in NEVER_TOLD and field.disclosure is not Disclosure.AUTHORISED:
            yield Fault("person-field-told", field.code, f"“{field.name}”说出是谁，公开属性要是授权查询")


def _of_codes(item: Item) -> list[Fault]:
    known = {field.code for field in item.fields}
    found = [
        Fault("unknown-key-field", code, f"记录键里的{code}不是本目录项的字段")
        for code in item.business_key
        if code not in known
    ]
    twice = [code for code, times in Counter(field.code for field in item.fields).items() if times > 1]
    found += [Fault("field-twice", code, f"字段代码{code}出现两次") for code in twice]
    names = Counter(field.name.strip() for field in item.fields)
    found += [
        Fault("name-twice", field.code, f"字段名称“{field.name}”出现两次，表头会分不清")
        for field in item.fields
        if field.name.strip() and names[field.name.strip()] > 1
    ]
    meanings = Counter(field.means for field in item.fields if field.means)
    found += [
        Fault("means-twice", field.code, f"含义“{MEANS_LABELS[field.means]}”有两个字段")
        for field in item.fields
        if field.means and meanings[field.means] > 1
    ]
    return found


def _of_field(item: Item, field: Field) -> list[Fault]:
    found = []
    if not field.name.strip():
        found.append(Fault("no-name", field.code, f"字段{field.code}没有名称"))
    if field.length < 1:
        found.append(Fault("bad-length", field.code, f"“{field.name}”的长度必须大于0"))
    if field.type is FieldType.ID_NUMBER and field.disclosure is Disclosure.PUBLIC:
        found.append(Fault("number-public", field.code, f"“{field.name}”是身份证件号码，不能公开公示"))
    if field.list is not None and not field.list.values:
        found.append(Fault("empty-list", field.code, f"代码集“{field.list.name}”里还没有值"))
    if (field.type in CHOICES) != (field.list is not None):
        found.append(Fault("list-and-type", field.code, f"“{field.name}”要么选代码集并设为选择，要么都不设"))
    if (field.required is Need.WHEN) != (field.when is not None):
        found.append(Fault("when", field.code, f"“{field.name}”按条件必填时要写明条件，其他时候不写"))
    if field.when is not None:
        found += _of_condition(item, field, field.when)
    return found


def _of_condition(item: Item, field: Field, when: Condition) -> list[Fault]:
    other = next((one for one in item.fields if one.code == when.field), None)
    if other is None:
        return [Fault("when-field", field.code, f"“{field.name}”的条件所指的{when.field}不是本目录项的字段")]
    if other.list is None:
        return [Fault("when-field", field.code, f"“{field.name}”的条件只能看选择字段，“{other.name}”不是")]
    codes = {value.code for value in other.list.values}
    return [
        Fault("when-value", field.code, f"“{field.name}”的条件里的“{value}”不在“{other.list.name}”代码集里")
        for value in when.values
        if value not in codes
    ]


DATES, NUMBERS = frozenset({FieldType.DATE}), frozenset({FieldType.INTEGER, FieldType.AMOUNT})
RULE_TYPES: Mapping[RuleKind, tuple[frozenset[FieldType], frozenset[FieldType]]] = {
    RuleKind.NOT_BEFORE: (DATES, DATES),
    RuleKind.NEEDED_WITH: (frozenset(FieldType), frozenset(FieldType)),
    RuleKind.DIFFERS: (frozenset(FieldType), frozenset(FieldType)),
    RuleKind.YEAR_BEFORE: (frozenset({FieldType.INTEGER}), DATES),
    RuleKind.WITHIN: (NUMBERS, frozenset()),
    RuleKind.WRITTEN_AS: (frozenset({FieldType.TEXT}), frozenset()),
}
"""Of which types the field of a rule may be, and the other one; without types there is no other one."""


def _of_rule(item: Item, rule: Rule) -> list[Fault]:
    kinds = {field.code: field.type for field in item.fields}
    mine, others = RULE_TYPES[rule.kind]
    if kinds.get(rule.field) not in mine:
        return [Fault("rule-field", rule.field, f"校验所指的{rule.field}不是本目录项的字段，或者类型不合适")]
    if others and (kinds.get(rule.other) not in others or rule.other == rule.field):
        return [Fault("rule-field", rule.field, f"校验所比的{rule.other}不是本目录项的另一个字段，或者类型不合适")]
    limits = rule.least is not None and rule.most is not None and rule.least <= rule.most
    if (rule.kind is RuleKind.WITHIN and not limits) or (rule.kind is RuleKind.WRITTEN_AS and rule.shape is None):
        return [Fault("rule-limits", rule.field, f"{rule.field}的校验要写明范围或者写法")]
    return []

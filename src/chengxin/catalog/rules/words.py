"""An item's contents said in sentences, the same in pages, templates and the trail."""

from chengxin.catalog.rules.item import Basis, CodeValue, Field, Item, Need, Rule, RuleKind
from chengxin.catalog.rules.labels import NEED_LABELS, PUBLICITY_LABELS, SHAPE_LABELS


def need_words(item: Item, field: Field) -> str:
    """Return when a field must be filled: 必填, 可以不填, or under which condition."""
    when = field.when
    if field.required is not Need.WHEN or when is None:
        return NEED_LABELS[field.required]
    other = next((one for one in item.fields if one.code == when.field), None)
    labels = {value.code: value.label for value in other.list.values} if other and other.list else {}
    values = "、".join(f"“{labels.get(value, value)}”" for value in when.values)
    verb = "含有" if when.contains else "是"
    return f"“{other.name if other else when.field}”{verb}{values}时必填"


def rule_words(item: Item, rule: Rule) -> str:
    """Return a check of the item's own as a sentence: “移出日期”不能早于“列入日期”."""
    names = {field.code: field.name for field in item.fields}
    one, other = f"“{names.get(rule.field, rule.field)}”", f"“{names.get(rule.other, rule.other)}”"
    match rule.kind:
        case RuleKind.NOT_BEFORE:
            return f"{one}不能早于{other}"
        case RuleKind.NEEDED_WITH:
            return f"填了{other}，就要填{one}"
        case RuleKind.DIFFERS:
            return f"{one}不能和{other}相同"
        case RuleKind.YEAR_BEFORE:
            return f"{one}要早于{other}所在的年份"
        case RuleKind.WITHIN:
            return f"{one}应在{rule.least}到{rule.most}之间"
        case RuleKind.WRITTEN_AS:
            return f"{one}应写成{SHAPE_LABELS[rule.shape] if rule.shape else ''}"


def basis_words(basis: Basis) -> str:
    """Return an instrument with its article."""
    return f"{basis.text}{basis.article}"


def value_words(value: CodeValue) -> str:
    """Return a value of a code list with its time: 通报批评（2021-07-15起）."""
    if value.since and value.until:
        return f"{value.label}（{value.since}起，{value.until}前）"
    if value.since:
        return f"{value.label}（{value.since}起）"
    return f"{value.label}（{value.until}前）" if value.until else value.label


def publicity_words(item: Item) -> str:
    """Return by which rule of publicity the item's records are taken down."""
    return PUBLICITY_LABELS.get(item.publicity_item, item.publicity_item)


def retention_words(item: Item) -> str:
    """Return how long records are kept."""
    return f"{item.retention_months}个月" if item.retention_months else "不限"

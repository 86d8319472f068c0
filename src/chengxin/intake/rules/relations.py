"""What an item's own rules find (``catalog.rules.Rule``): relations of fields, limits, ways of writing.

Expressions over columns like every check; ``checking`` makes them checks.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from chengxin.catalog.rules import Field, FieldType, Item, Means, Rule, RuleKind, Shape, SubjectKind, rule_words
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.values import CENTS_IN_TEN_THOUSAND, raw, wrong_of

Found = tuple[Field, Code, Severity, pl.Expr, str]
"""Where, what, how badly, where a row is wrong, and what to tell the clerk."""

YEAR_IN_BRACKETS = r"[〔\[［【（(](19|20)\d{2}[〕\]］】）)]"
SHAPES = {
    Shape.DOCUMENT_NUMBER: rf"^\S.*{YEAR_IN_BRACKETS}.*\d+号?$",
    Shape.CASE_NUMBER: rf"^{YEAR_IN_BRACKETS}\S+\d+号(之[一二三四五六七八九十\d]+)?$",
}
"""Brackets of four kinds, as documents have them."""
SOLE_TRADER_PREFIX = "92"


def of_rules(item: Item) -> Iterator[Found]:
    """Return what the rules of an item find."""
    for rule in item.rules:
        severity = Severity.WARNING if rule.warns else Severity.ERROR
        yield (
            item.field(rule.field),
            CODES[rule.kind],
            severity,
            _broken(item, rule),
            f"{rule_words(item, rule)}，请核对",
        )


CODES = {
    RuleKind.NOT_BEFORE: Code.DATE_ORDER,
    RuleKind.NEEDED_WITH: Code.MISSING,
    RuleKind.DIFFERS: Code.SAME_VALUE,
    RuleKind.YEAR_BEFORE: Code.DATE_ORDER,
    RuleKind.WITHIN: Code.OUT_OF_RANGE,
    RuleKind.WRITTEN_AS: Code.BAD_SHAPE,
}


def _broken(item: Item, rule: Rule) -> pl.Expr:
    """Return where a row breaks the rule; where a value is missing or unread, another check speaks."""
    value, other = pl.col(rule.field), pl.col(rule.other)
    match rule.kind:
        case RuleKind.NOT_BEFORE:
            return value < other
        case RuleKind.NEEDED_WITH:
            return pl.col(raw(rule.other)).is_not_null() & pl.col(raw(rule.field)).is_null()
        case RuleKind.DIFFERS:
            return pl.col(raw(rule.field)) == pl.col(raw(rule.other))
        case RuleKind.YEAR_BEFORE:
            return value >= other.dt.year()
        case RuleKind.WITHIN:
            unit = CENTS_IN_TEN_THOUSAND if item.field(rule.field).type is FieldType.AMOUNT else 1
            return (value < (rule.least or 0) * unit) | (value > (rule.most or 0) * unit)
        case RuleKind.WRITTEN_AS:
            return ~value.str.contains(SHAPES[rule.shape]) if rule.shape else pl.lit(value=False)


def of_meanings(item: Item, received_on: date) -> Iterator[Found]:
    """Return what follows from meanings: days that are still to come, a sole trader where none belongs."""
    for means in (Means.PUBLISHED_ON, Means.REMOVED_ON):
        field = item.meaning(means)
        if field is not None:
            words = f"“{field.name}”在报送日（{received_on:%Y年%-m月%-d日}）之后，请核对"
            yield field, Code.FUTURE_DATE, Severity.ERROR, pl.col(field.code) > received_on, words
    code = item.meaning(Means.SUBJECT_CODE)
    if code is not None and item.subject_kinds == {SubjectKind.ORGANISATION}:
        trader = (pl.col(wrong_of(code.code)) == 0) & pl.col(code.code).str.starts_with(SOLE_TRADER_PREFIX)
        words = "代码以92开头的是个体工商户，本目录项只收法人和非法人组织，请删去这一行"
        yield code, Code.KIND_MISMATCH, Severity.ERROR, trader, words

"""Compiles an item into checks over columns, runs them, and says which rows go on.

A check is an expression that is true where a row is wrong; nothing here loops over cells.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from chengxin.catalog.rules import CodeList, Condition, Disclosure, Family, Field, FieldType, Item, Means, Need
from chengxin.foundation.identifiers import bulk
from chengxin.foundation.identifiers.bulk import Wrong
from chengxin.intake.rules import old_numbers, persons, relations, values
from chengxin.intake.rules.across import Across
from chengxin.intake.rules.findings import SCHEMA, SEALED_VALUE, Severity, no_findings
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.normalising import normalised
from chengxin.intake.rules.values import raw

EARLIEST = date(1949, 10, 1)
EARLIEST_BIRTH = date(1880, 1, 1)
SIMPLE_WORDS = "简易程序|当场处罚|当场作出|当场行政处罚"
SOLE_TRADER_PREFIX = "92"


@dataclass(frozen=True)
class Circumstances:
    """What a check needs to know beside the file.

    ``received_on`` is the Beijing day of receipt; ``due_on`` gives the last day on which a decision of a date is on
    time, or None where no such rule holds.
    """

    received_on: date
    due_on: Callable[[date], date | None]


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong: where, how badly, when (``bad``), and what to tell the clerk.

    ``across`` is set if the rows are compared with each other; ``bad`` then says the same of a whole table.
    """

    field: Field
    code: Code
    severity: Severity
    bad: pl.Expr
    message: str | pl.Expr
    across: Across | None = None


@dataclass(frozen=True)
class Answer:
    """The outcome of a check of a file.

    ``table``: the normalised rows (``row``, a column a field, ``CODE|raw``), all of them; ``returned``: the numbers of
    the rows with an error; ``findings``: see ``findings.SCHEMA``, by row.
    """

    table: pl.DataFrame
    returned: frozenset[int]
    findings: pl.DataFrame

    @property
    def accepted(self) -> pl.DataFrame:
        """The rows without an error."""
        return self.table.filter(~pl.col("row").is_in(sorted(self.returned)))


def check(item: Item, frame: pl.DataFrame, circumstances: Circumstances) -> Answer:
    """Judge the rows of a file against an item.

    ``frame``: ``row`` (UInt32, 1 is the first data row), a String column for each field found, and for cells of a
    workbook that were numbers or errors the Boolean columns ``numeric|CODE`` and ``error|CODE``.
    """
    table = normalised(frame, item.fields)
    found = pl.concat([no_findings(), *found_by(table, list(every_check(item, table, circumstances)))])
    findings = persons.without_minors(found).sort("row", maintain_order=True)
    errors = findings.filter(pl.col("severity") == Severity.ERROR.value)["row"]
    return Answer(table=table, returned=frozenset(errors.to_list()), findings=findings)


def compiled(item: Item, columns: frozenset[str], circumstances: Circumstances) -> Iterator[Check]:
    """Return the checks of an item for a table with these columns."""
    for field in item.fields:
        yield from _of_cells(field, columns)
        yield from _of_need(item, field, columns)
        yield from _of_type(field)
        if field.list is not None:
            yield from _of_list(item, field, field.list)
    yield from _of_dates(item, circumstances)
    yield from _of_subject(item)
    yield from _of_collection(item)
    yield from _of_key(item)
    yield from (Check(*one) for one in relations.of_rules(item))
    yield from (Check(*one) for one in relations.of_meanings(item, circumstances.received_on))
    yield from (Check(*one) for one in old_numbers.of_old_numbers(item, circumstances.received_on))
    if item.is_about_persons:
        yield from (Check(*wrong) for wrong in persons.checks(item, circumstances.received_on))


def every_check(item: Item, table: pl.DataFrame, circumstances: Circumstances) -> Iterator[Check]:
    """Return the checks of an item for the rows of a table."""
    yield from compiled(item, frozenset(table.columns), circumstances)
    yield from _late(item, table, circumstances)
    yield from _same_names(item)


def found_by(table: pl.DataFrame, checks: list[Check]) -> list[pl.DataFrame]:
    """Return the findings of every check. All are asked at once: what several ask for is computed once."""
    wrong = table.lazy().select(one.bad.fill_null(value=False).alias(str(place)) for place, one in enumerate(checks))
    return [_among(table, one, rows) for one, rows in zip(checks, wrong.collect().iter_columns(), strict=True)]


def _among(table: pl.DataFrame, one: Check, wrong: pl.Series) -> pl.DataFrame:
    """Return the findings of a check about the rows it found wrong; only its few columns are filtered."""
    if not wrong.any():
        return no_findings()
    # In one piece: Polars 2.1 panics where it puts texts together out of columns that are cut in different places.
    rows = table.select("row", one.field.code, raw(one.field.code)).filter(wrong).rechunk()
    message = pl.lit(one.message) if isinstance(one.message, str) else one.message
    return rows.select(
        pl.col("row").cast(pl.UInt32), *words_of(one), shown_value(one).alias("value"), message.alias("message")
    ).match_to_schema(SCHEMA)


def words_of(one: Check) -> tuple[pl.Expr, ...]:
    """Return the columns ``field``, ``code``, ``severity`` of a check's findings."""
    return (
        pl.lit(one.field.code).alias("field"),
        pl.lit(one.code.value).alias("code"),
        pl.lit(one.severity.value).alias("severity"),
    )


def shown_value(one: Check) -> pl.Expr:
    """Return the text as written, as a finding shows it."""
    if one.field.disclosure is Disclosure.AUTHORISED:
        return pl.lit(SEALED_VALUE)
    return pl.col(raw(one.field.code)).fill_null("").str.head(200)


def _of_cells(field: Field, columns: frozenset[str]) -> Iterator[Check]:
    """What only the workbook knows: cells that were errors, codes that were typed as numbers."""
    if f"error|{field.code}" in columns:
        words = f"“{field.name}”是公式错误（如#N/A、#REF!），请填实际内容"
        yield Check(field, Code.ERROR_CELL, Severity.ERROR, pl.col(f"error|{field.code}"), words)
    if field.type in values.CODE_TYPES and f"numeric|{field.code}" in columns:
        words = f"“{field.name}”在表格里是数字，位数可能已经丢失。请把这一列设为文本格式后重新填写"
        yield Check(field, Code.NUMERIC_CODE, Severity.ERROR, pl.col(f"numeric|{field.code}"), words)
    if f"broken|{field.code}" in columns:
        words = f"“{field.name}”里有无法识别的字符，请对照原件重新填写"
        yield Check(field, Code.BROKEN_CHARACTER, Severity.ERROR, pl.col(f"broken|{field.code}"), words)


def _of_need(item: Item, field: Field, columns: frozenset[str]) -> Iterator[Check]:
    empty = pl.col(raw(field.code)).is_null()
    if field.required is Need.ALWAYS:
        yield Check(field, Code.MISSING, Severity.ERROR, empty, f"“{field.name}”必须填写")
    if field.required is Need.WHEN and field.when is not None:
        other = item.field(field.when.field)
        labels = [value.label for value in other.list.values if value.code in field.when.values] if other.list else []
        words = f"“{other.name}”是{'、'.join(labels)}时，必须填写“{field.name}”"
        yield Check(field, Code.MISSING, Severity.ERROR, _holds(field.when, other) & empty, words)
    if f"long|{field.code}" in columns:
        words = f"“{field.name}”最多{field.length}个字符，请缩短"
        yield Check(field, Code.TOO_LONG, Severity.ERROR, pl.col(f"long|{field.code}"), words)


def _holds(when: Condition, other: Field) -> pl.Expr:
    column = pl.col(when.field)
    if other.type is FieldType.CHOICES:
        return column.list.eval(pl.element().is_in(list(when.values))).list.any()
    return column.is_in(list(when.values))


def _of_type(field: Field) -> Iterator[Check]:
    written, value = pl.col(raw(field.code)), pl.col(field.code)
    unread = written.is_not_null() & value.is_null()
    match field.type:
        case FieldType.DATE:
            words = f"“{field.name}”不是完整的日期，请写成2026/06/16这样的年月日"
            yield Check(field, Code.BAD_TYPE, Severity.ERROR, unread, words)
            first = EARLIEST_BIRTH if field.means is Means.BORN_ON else EARLIEST
            yield Check(
                field,
                Code.IMPLAUSIBLE_DATE,
                Severity.ERROR,
                value < first,
                f"“{field.name}”早于{first:%Y年%-m月%-d日}，请核对年份",
            )
        case FieldType.AMOUNT:
            words = f"“{field.name}”应是数字，单位万元，最多6位小数，例如0.2"
            yield Check(field, Code.BAD_TYPE, Severity.ERROR, unread, words)
            yield Check(field, Code.BAD_TYPE, Severity.ERROR, value < 0, f"“{field.name}”不能是负数")
        case FieldType.INTEGER:
            yield Check(field, Code.BAD_TYPE, Severity.ERROR, unread, f"“{field.name}”应是整数")
        case FieldType.UNIFIED_CODE:
            yield from _of_unified_code(field)
        case FieldType.ORGANISATION_CODE:
            wrong = value.is_not_null() & ~bulk.organisation_check_holds(value)
            words = f"“{field.name}”的校验码不对，请对照证书核对"
            yield Check(field, Code.BAD_CHECK_DIGIT, Severity.WARNING, wrong, words)
        case _:
            return


def _of_unified_code(field: Field) -> Iterator[Check]:
    """A placeholder has no other finding; a wrong shape none about checks; the two checks are told apart."""
    name, error = field.name, Severity.ERROR
    length = pl.format("“{}”应是18位，现在是{}位", pl.lit(name), pl.col(field.code).str.len_chars())
    found: tuple[tuple[Wrong, Code, Severity, str | pl.Expr], ...] = (
        (
            Wrong.PLACEHOLDER,
            Code.PLACEHOLDER_CODE,
            error,
            f"“{name}”是占位的假代码，请填营业执照或登记证书上的代码",
        ),
        (Wrong.LENGTH, Code.BAD_LENGTH, error, length),
        (
            Wrong.CHARACTER,
            Code.BAD_CHARACTER,
            error,
            f"“{name}”里有不会出现的字符（没有字母I、O、S、V、Z），请对照证书核对",
        ),
        (
            Wrong.CHECK,
            Code.BAD_CHECK_DIGIT,
            error,
            f"“{name}”的最后一位校验码不对，多半抄错了一位，请对照证书核对",
        ),
        (Wrong.INNER_CHECK, Code.BAD_INNER_CHECK_DIGIT, error, f"“{name}”第9到17位的校验码不对，请对照证书核对"),
        (
            Wrong.CATEGORY,
            Code.UNKNOWN_CATEGORY,
            Severity.WARNING,
            f"“{name}”的前两位不是标准里的登记部门和机构类别，请核对",
        ),
    )
    for wrong, code, severity, message in found:
        yield Check(field, code, severity, values.is_wrong(field.code, wrong), message)


def _of_list(item: Item, field: Field, codes: CodeList) -> Iterator[Check]:
    value, written = pl.col(field.code), pl.col(raw(field.code))
    choices = "、".join(f"“{entry.label}”" if "、" in entry.label else entry.label for entry in codes.values)
    several = field.type is FieldType.CHOICES
    absent = value.list.eval(pl.element().is_null()).list.any() if several else written.is_not_null() & value.is_null()
    tail = "；多个用分号隔开" if several else ""
    words = f"“{field.name}”只能填：{choices}{tail}"
    yield Check(field, Code.NOT_IN_CODE_LIST, Severity.ERROR, absent, words)
    decided = item.meaning(Means.DECIDED_ON)
    for entry in codes.values:
        if decided is None or (entry.since is None and entry.until is None):
            continue
        day = pl.col(decided.code)
        outside = (day < entry.since if entry.since else pl.lit(value=False)) | (
            day >= entry.until if entry.until else pl.lit(value=False)
        )
        chosen = value.list.contains(entry.code) if several else value == entry.code
        words = f"“{entry.label}”不适用于这个决定日期，请按当时的法律选择"
        yield Check(field, Code.OUTSIDE_EDITION, Severity.WARNING, chosen & outside, words)


def _of_dates(item: Item, circumstances: Circumstances) -> Iterator[Check]:
    decided, begin, end = (item.meaning(m) for m in (Means.DECIDED_ON, Means.VALID_FROM, Means.VALID_UNTIL))
    if decided is not None:
        day = f"{circumstances.received_on:%Y年%-m月%-d日}"
        words = f"“{decided.name}”在报送日（{day}）之后，请核对"
        yield Check(decided, Code.FUTURE_DATE, Severity.ERROR, pl.col(decided.code) > circumstances.received_on, words)
    for early, late in ((begin, end), (decided, end)):
        if early is not None and late is not None:
            words = f"“{late.name}”早于“{early.name}”，请核对两个日期"
            yield Check(late, Code.DATE_ORDER, Severity.ERROR, pl.col(late.code) < pl.col(early.code), words)


def _of_subject(item: Item) -> Iterator[Check]:
    """A category that the code contradicts: 92… is a sole trader, anything else is not."""
    category, code = item.meaning(Means.SUBJECT_CATEGORY), item.meaning(Means.SUBJECT_CODE)
    if category is None or code is None:
        return
    sound = pl.col(values.wrong_of(code.code)) == 0
    trader = pl.col(code.code).str.starts_with(SOLE_TRADER_PREFIX)
    said = pl.col(category.code)
    as_organisation = sound & trader & (said == "organisation")
    words = "代码以92开头的是个体工商户，类别应填“个体工商户”"
    yield Check(category, Code.KIND_MISMATCH, Severity.ERROR, as_organisation, words)
    as_trader = sound & ~trader & (said == "sole-trader")
    words = "个体工商户的代码以92开头，这个代码不是，请核对类别和代码"
    yield Check(category, Code.KIND_MISMATCH, Severity.ERROR, as_trader, words)
    words = "自然人的记录不在这个目录项里报送，请使用自然人的目录项"
    yield Check(category, Code.KIND_MISMATCH, Severity.ERROR, said == "person", words)


def _of_collection(item: Item) -> Iterator[Check]:
    """Simple-procedure penalties are not collected; this follows from explicit words only, never from an amount."""
    if item.family is not Family.PENALTY:
        return
    procedure = item.meaning(Means.PROCEDURE)
    if procedure is not None:
        words = "简易程序（当场）处罚不归集，请删去这一行"
        yield Check(procedure, Code.NOT_COLLECTED, Severity.ERROR, pl.col(procedure.code) == "simple", words)
    for means in (Means.SUMMARY, Means.DOCUMENT_NUMBER):
        field = item.meaning(means)
        if field is not None:
            words = f"“{field.name}”写明是简易程序（当场）处罚，不归集，请删去这一行"
            simple = pl.col(field.code).str.contains(SIMPLE_WORDS)
            yield Check(field, Code.NOT_COLLECTED, Severity.ERROR, simple, words)


def _of_key(item: Item) -> Iterator[Check]:
    """The second of two rows that are one fact."""
    numbers = {field.code for field in item.fields if field.type is FieldType.ID_NUMBER}
    keys = [pl.col(code if code in numbers else raw(code)) for code in item.business_key]
    again = Across(alike=tuple(keys), asked=pl.all_horizontal(key.is_not_null() for key in keys))
    names = "、".join(f"“{item.field(code).name}”" for code in item.business_key)
    first = item.field(item.business_key[0])
    words = f"与前面一行的{names}都相同，是同一条，请删去一行"
    yield Check(first, Code.DUPLICATE_IN_FILE, Severity.ERROR, again.bad, words, again)


def _late(item: Item, table: pl.DataFrame, circumstances: Circumstances) -> Iterator[Check]:
    decided = item.meaning(Means.DECIDED_ON)
    if decided is None or item.family not in {Family.PENALTY, Family.LICENCE}:
        return
    days: Iterable[date] = table[decided.code].drop_nulls().unique().to_list()
    due = {day: circumstances.due_on(day) for day in days if EARLIEST <= day <= circumstances.received_on}
    late = {day: last for day, last in due.items() if last is not None and last < circumstances.received_on}
    if not late:
        return
    words = {day: f"应在{last:%Y年%-m月%-d日}前报送（7个工作日），这一条迟了" for day, last in late.items()}
    messages = pl.col(decided.code).replace_strict(
        list(words), list(words.values()), default="", return_dtype=pl.String
    )
    yield Check(decided, Code.LATE, Severity.WARNING, pl.col(decided.code).is_in(list(late)), messages)


def _same_names(item: Item) -> Iterator[Check]:
    """Equal names with different codes in one file: a note, for two bodies may lawfully share a name."""
    name, code = item.meaning(Means.SUBJECT_NAME), item.meaning(Means.SUBJECT_CODE)
    if name is None or code is None:
        return
    several = Across(alike=(pl.col(name.code),), asked=pl.col(name.code).is_not_null(), differ=pl.col(code.code))
    words = "本文件里另有一行名称相同、代码不同，请确认不是填错"
    yield Check(name, Code.SAME_NAME, Severity.NOTE, several.bad, words, several)

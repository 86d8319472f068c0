"""From a table's own columns to the item's: joined, re-coded and completed as its layout asks, and said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from chengxin.catalog.rules import Field, FieldType, Item, Means, Need
from chengxin.intake.rules import values
from chengxin.intake.rules.findings import SCHEMA, SEALED_VALUE, Severity, file_finding, no_findings
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.recognition import PERSON, STATE, Recognition

SOLE_TRADER, ORGANISATION = "个体工商户", "法人及非法人组织"
REVOKED_WORDS = ("1", "撤销", "已撤销")
SEVERAL = r"[;；,，、/&|\s]+"
_TERM = r"^([一二三四五六七八九十\d]{1,3})个?(年|月)$"
_DIGITS = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}


@dataclass(frozen=True)
class Translated:
    """The rows under their field codes (see ``checking.check``); ``item`` does not ask for what the layout lacks.

    ``findings`` are about the file and about rows that belong elsewhere; ``elsewhere`` are the numbers of those rows.
    """

    item: Item
    frame: pl.DataFrame
    findings: pl.DataFrame
    elsewhere: frozenset[int]


def translate(
    item: Item, data: pl.DataFrame, recognition: Recognition, layout: Layout | None, *, first: int = 1
) -> Translated:
    """Return the data rows as the item's columns, numbered from ``first`` on.

    ``data`` has a column for each place and ``line``.
    """
    frame = _joined(data, recognition).with_row_index("row", first)
    notes: list[pl.DataFrame] = []
    if layout is not None:
        frame = frame.with_columns(_recoded(item, frame, layout))
        frame = frame.with_columns(_terms(item, frame))
    for derived, words in _derived(item, frame, recognition):
        frame = frame.with_columns(derived)
        notes.append(file_finding(Code.DERIVED, Severity.NOTE, words, derived.meta.output_name()))
    notes.extend(_about_lacking(item, frame, recognition))
    rows = pl.concat([_persons(item, frame), _revoked(item, frame)]).unique("row", keep="first", maintain_order=True)
    return Translated(
        item=relaxed(item, recognition.excused),
        frame=frame.drop(PERSON, STATE, strict=False),
        findings=pl.concat([no_findings(), *notes, rows]),
        elsewhere=frozenset(rows["row"].to_list()),
    )


def relaxed(item: Item, excused: frozenset[str]) -> Item:
    """Return the item without asking for the fields that the layout has no column for."""
    if not excused:
        return item
    fields = (replace(one, required=Need.NEVER, when=None) if one.code in excused else one for one in item.fields)
    return replace(item, fields=tuple(fields))


def _joined(data: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Return a column for each target; where two columns become one field their values stand joined."""
    found = []
    for target in dict.fromkeys(column.target for column in recognition.columns if column.target):
        places = [pl.col(str(place)) for place in recognition.places_of(target)]
        if len(places) == 1:
            found.append(places[0].alias(target))
            continue
        joined = pl.concat_str(places, separator=";", ignore_nulls=True)
        found.append(pl.when(joined == "").then(None).otherwise(joined).alias(target))
    return data.select(found)


def _recoded(item: Item, frame: pl.DataFrame, layout: Layout) -> Iterator[pl.Expr]:
    """Give the columns whose writings mean something else in the layout than in today's lists."""
    for code, meant in layout.values.items():
        if code not in frame.columns:
            continue
        old, new, text = list(meant), list(meant.values()), pl.col(code).str.strip_chars()
        if item.field(code).type is FieldType.CHOICES:
            one = "|".join(old)
            coded = text.str.contains(f"^({one})({SEVERAL[:-1]}+({one}))*[;；]?$")
            parts = text.str.replace_all(SEVERAL, ";").str.strip_chars(";").str.split(";")
            yield pl.when(coded).then(parts.list.eval(pl.element().replace(old, new)).list.join(";")).otherwise(text)
        else:
            yield text.replace(old, new).fill_null(pl.lit(meant.get(""), pl.String))


def _terms(item: Item, frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Give the claimed end as a day where the layout says a term, such as 一年, from the decision on."""
    end, decided = item.meaning(Means.CLAIMED_END), item.meaning(Means.DECIDED_ON)
    if end is None or decided is None or not {end.code, decided.code} <= set(frame.columns):
        return
    term = pl.col(end.code).str.replace_all(r"\s", "").str.extract_groups(_TERM)
    number = term.struct.field("1").str.replace_many(_DIGITS).cast(pl.Int64, strict=False)
    months = pl.when(term.struct.field("2") == "年").then(number * 12).otherwise(number)
    begin = values.as_date(pl.col(decided.code))
    day = begin.dt.offset_by(pl.concat_str(months.cast(pl.String), pl.lit("mo"))).dt.to_string("%Y-%m-%d")
    yield pl.when(months.is_not_null()).then(day).otherwise(pl.col(end.code)).alias(end.code)


def _derived(item: Item, frame: pl.DataFrame, recognition: Recognition) -> Iterator[tuple[pl.Expr, str]]:
    """Give what the layout has no column for and other columns say, with the sentence that says so."""
    have = set(frame.columns)
    name, code = recognition.source

    def lacks(means: Means) -> Field | None:
        field = item.meaning(means)
        return field if field and field.code in recognition.excused and field.code not in have else None

    category, subject = lacks(Means.SUBJECT_CATEGORY), item.meaning(Means.SUBJECT_CODE)
    if category and subject and subject.code in have:
        number = values.as_identifier(pl.col(subject.code))
        kind = pl.when(number.str.starts_with("92")).then(pl.lit(SOLE_TRADER)).otherwise(pl.lit(ORGANISATION))
        words = "没有这一列，按代码推出：92开头的是个体工商户，其余是法人及非法人组织"
        yield pl.when(number.is_not_null()).then(kind).alias(category.code), f"“{category.name}”{words}"
    begin, decided = lacks(Means.VALID_FROM), item.meaning(Means.DECIDED_ON)
    if begin and decided and decided.code in have:
        yield pl.col(decided.code).alias(begin.code), f"“{begin.name}”没有这一列，按决定日期填"
    number_of, body = lacks(Means.DECIDING_BODY_CODE), item.meaning(Means.DECIDING_BODY)
    if number_of and body and body.code in have and recognition.bodies:
        found = pl.col(body.code).str.strip_chars().replace_strict(dict(recognition.bodies), default=None)
        yield found.alias(number_of.code), f"“{number_of.name}”没有这一列，按机关名称从单位名录里查得"
    for means, told in ((Means.SOURCE_UNIT, name), (Means.SOURCE_UNIT_CODE, code)):
        field = lacks(means)
        if field and told:
            yield pl.lit(told).alias(field.code), f"“{field.name}”没有这一列，按报送单位填"


def _about_lacking(item: Item, frame: pl.DataFrame, recognition: Recognition) -> Iterator[pl.DataFrame]:
    have = set(frame.columns)
    lacking = [field.name for field in item.fields if field.code in recognition.excused and field.code not in have]
    if lacking:
        words = f"这个版式没有{'、'.join(lacking)}，不填也接收"
        yield file_finding(Code.NOT_IN_LAYOUT, Severity.NOTE, words)
    body = item.meaning(Means.DECIDING_BODY)
    if recognition.bodies and body and body.code in have:
        names = frame[body.code].str.strip_chars().drop_nulls().unique(maintain_order=True).to_list()
        strange = [name for name in names if name not in recognition.bodies]
        if strange:
            words = (
                f"单位名录里没有这些机关，机关代码没有填：{'、'.join(strange[:5])}{'等' if len(strange) > 5 else ''}"  # noqa: PLR2004  a handful of names
            )
            yield file_finding(Code.NOT_IN_LAYOUT, Severity.NOTE, words, body.code)


def _persons(item: Item, frame: pl.DataFrame) -> pl.DataFrame:
    """Return findings about rows of natural persons: a person's number, and no code of an organisation."""
    subject, name = item.meaning(Means.SUBJECT_CODE), item.meaning(Means.SUBJECT_NAME)
    if PERSON not in frame.columns or subject is None or name is None:
        return no_findings()
    code = values.as_identifier(pl.col(subject.code)) if subject.code in frame.columns else pl.lit(None, pl.String)
    persons = frame.filter(values.as_identifier(pl.col(PERSON)).is_not_null() & code.is_null())
    words = f"这一行是自然人的，不在这个目录项里收，请在“{item.name.partition('（')[0]}（自然人）”里报送"
    return _rows(persons, name.code, Code.NATURAL_PERSON, words)


def _revoked(item: Item, frame: pl.DataFrame) -> pl.DataFrame:
    """Return findings about decisions that the file itself says are revoked."""
    if STATE not in frame.columns:
        return no_findings()
    revoked = frame.filter(pl.col(STATE).str.strip_chars().is_in(REVOKED_WORDS))
    words = "这一行的当前状态是撤销，撤销了的决定不收；以前报送过的，请在记录页办理撤销"
    return _rows(revoked, item.business_key[0], Code.REVOKED, words)


def _rows(rows: pl.DataFrame, field: str, code: Code, words: str) -> pl.DataFrame:
    return rows.select(
        "row",
        field=pl.lit(field),
        code=pl.lit(code.value),
        severity=pl.lit(Severity.ERROR.value),
        value=pl.lit(SEALED_VALUE),
        message=pl.lit(words),
    ).match_to_schema(SCHEMA)

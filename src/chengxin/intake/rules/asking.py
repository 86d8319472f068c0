"""What a row asks of the law: until when it is shown, and which severity to propose where the unit named none.

Thousands of rows ask the same few questions, so each different question is asked once and its answer joined back.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chengxin.catalog.rules import Family, Field, FieldType, Item, Means
from chengxin.law.book import Law
from chengxin.law.facts import Facts
from chengxin.law.refusals import BadDate, MissingFacts, NoRule, UnknownValue
from chengxin.law.windows import Window

OTHER_KIND = "other"
AMOUNT = "amount"
AMOUNTS = ("lower", "middle", "larger", "huge")
"""Classes of fines the law tells apart; no file says which one a fine is."""

ASKED_MEANS: Mapping[Means, str] = {
    Means.PENALTY_KINDS: "kind",
    Means.FIELD: "field",
    Means.PROCEDURE: "procedure",
    Means.SEVERITY: "severity",
}
"""Fields whose codes are words of the law."""

OTHER_DAYS = {
    "published_on": Means.PUBLISHED_ON,
    "term_ends_on": Means.LISTED_UNTIL,
    "removed_on": Means.REMOVED_ON,
}
"""Days that only some items have; a question has no column for a day that its item does not know."""

QUESTION = pl.Schema(
    {
        "decided_on": pl.Date(),
        "severity": pl.String(),
        "kinds": pl.List(pl.String()),
        "field": pl.String(),
        "procedure": pl.String(),
        **dict.fromkeys(OTHER_DAYS, pl.Date()),
    }
)
"""The columns of a question beside ``row``; days that its item does not know are left out; codes are the item's."""

WINDOW = pl.Schema(
    {
        "publish": pl.Boolean(),
        "starts_on": pl.Date(),
        "minimum_ends_on": pl.Date(),
        "earliest_repair_on": pl.Date(),
        "ends_on": pl.Date(),
        "rule": pl.String(),
        "reason": pl.String(),
        "law_version": pl.String(),
        "fault": pl.String(),
    }
)
"""The columns of an answer; ``fault`` is a Chinese sentence where the law gives none, else null."""

PROPOSAL = pl.Schema({"proposed": pl.String(), "ground": pl.String()})


Asked = tuple[object, ...]
Answer = tuple[object, ...]


@dataclass(frozen=True)
class Words:
    """The codes of an item's fields as words of the law: by fact and code, the keys of its terms."""

    keys: Mapping[str, Mapping[str, tuple[str, ...]]]

    def of(self, fact: str, code: str | None) -> tuple[str, ...]:
        """Return the law's keys for a code; none where nothing was said or the law does not know it."""
        return self.keys.get(fact, {}).get(code or "", ())

    def code(self, fact: str, key: str) -> str:
        """Return the item's code for a key of the law, empty where it has none."""
        return next((code for code, keys in self.keys.get(fact, {}).items() if key in keys), "")


def law_words(item: Item, law: Law) -> Words:
    """Return the law's words for the choices of an item."""
    found = {}
    for means, fact in ASKED_MEANS.items():
        field = item.meaning(means)
        if field is not None and field.list is not None:
            found[fact] = {value.code: _keys(law, fact, value.code, value.label) for value in field.list.values}
    return Words(found)


def _keys(law: Law, fact: str, code: str, label: str) -> tuple[str, ...]:
    for word in (label, code):
        try:
            return law.words.keys(fact, word)
        except UnknownValue:
            continue
    return (OTHER_KIND,) if fact == "kind" else ()


def questions(item: Item, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``row`` and the columns of ``QUESTION`` for the rows of a normalised table."""
    named = {
        "decided_on": _column(item, Means.DECIDED_ON, pl.Date()),
        "severity": _column(item, Means.SEVERITY, pl.String()),
        "kinds": _kinds(item),
        "field": _column(item, Means.FIELD, pl.String()),
        "procedure": _column(item, Means.PROCEDURE, pl.String()),
        **{name: _column(item, means, pl.Date()) for name, means in OTHER_DAYS.items() if item.meaning(means)},
    }
    return table.select("row", *[column.alias(name) for name, column in named.items()])


def _column(item: Item, means: Means, kind: pl.DataType) -> pl.Expr:
    field = item.meaning(means)
    return pl.lit(None, kind) if field is None else pl.col(field.code).cast(kind)


def _kinds(item: Item) -> pl.Expr:
    field = item.meaning(Means.PENALTY_KINDS)
    if field is None:
        return pl.lit(None, pl.List(pl.String()))
    return pl.concat_list(field.code) if field.type is FieldType.CHOICE else pl.col(field.code)


def asks_severity(item: Item) -> Field | None:
    """Return the field in which a unit names the severity, None where the item has no severities."""
    return item.meaning(Means.SEVERITY) if item.family is Family.PENALTY else None


def windows(
    item: Item, asked: pl.DataFrame, *, law: Law, as_of: date, known: dict[Asked, Answer] | None = None
) -> pl.DataFrame:
    """Return ``row`` and the columns of ``WINDOW`` for questions (``row`` and ``QUESTION``), as seen on a day.

    ``known`` keeps the answers of one item, law and day for the next call about the same.
    """
    names = [name for name in QUESTION.names() if name in asked.columns]
    different = asked.select(names).unique(maintain_order=True)
    words, answers = law_words(item, law), {} if known is None else known
    facts: dict[Asked, Facts] = {}
    told = []
    for question in different.iter_rows(named=True):
        key = tuple(tuple(value) if isinstance(value, list) else value for value in question.values())
        if key not in answers:
            about = key[1:]
            if about not in facts:
                facts[about] = _facts(item, question, words)
            answers[key] = _window(item, question["decided_on"], facts[about], law, as_of)
        told.append(answers[key])
    answered = different.hstack(pl.DataFrame(told, schema=WINDOW, orient="row"))
    joined = asked.join(answered, on=names, how="left", nulls_equal=True, maintain_order="left")
    return joined.select("row", *WINDOW.names())


def _window(item: Item, day: object, facts: Facts, law: Law, as_of: date) -> Answer:
    if item.publicity_item == "none":
        shown = item.is_public and item.family is not Family.REGISTRATION
        return (shown, day, None, None, None, "", "目录项没有规定公示期限", law.version, None)
    if not isinstance(day, date):
        return _without("没有决定日期，不能确定公示期限", law)
    try:
        return _told(law.publicity(facts, decided_on=day, as_of=as_of))
    except (NoRule, MissingFacts, BadDate) as refusal:
        return _without(refusal.sentence(), law)


def _told(window: Window) -> tuple[object, ...]:
    return (
        window.publish,
        window.starts_on,
        window.minimum_ends_on,
        window.earliest_repair_on,
        window.ends_on,
        window.rule or "",
        window.reason,
        window.law_version,
        None,
    )


def _without(fault: str, law: Law) -> tuple[object, ...]:
    return (False, None, None, None, None, "", "", law.version, fault)


def _facts(item: Item, question: Mapping[str, object], words: Words, amount: str | None = None) -> Facts:
    kinds = question["kinds"]
    codes = [str(code) for code in kinds if code] if isinstance(kinds, list) else []
    return Facts(
        item=item.publicity_item,
        severity=next(iter(words.of("severity", _text(question["severity"]))), None),
        kinds=tuple(dict.fromkeys(key for code in codes for key in words.of("kind", code))),
        field=next(iter(words.of("field", _text(question["field"]))), None),
        procedure=next(iter(words.of("procedure", _text(question["procedure"]))), "ordinary"),
        amount=amount,
        published_on=_day(question.get("published_on")),
        term_ends_on=_day(question.get("term_ends_on")),
        removed_on=_day(question.get("removed_on")),
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def proposals(item: Item, asked: pl.DataFrame, *, law: Law, on: date) -> pl.DataFrame:
    """Return ``row``, ``key``, ``proposed`` and ``ground`` for the questions without a severity.

    ``proposed`` is a code of the item's severities, empty where the rules in force on the day allow none; ``ground``
    the sentence why; ``key`` the same for rows with the same two.
    """
    if asks_severity(item) is None:
        return pl.DataFrame(schema={"row": pl.UInt32, "key": pl.String, **PROPOSAL})
    open_ones = asked.filter(pl.col("severity").is_null())
    different = open_ones.select("kinds", "field", "procedure").unique(maintain_order=True)
    words = law_words(item, law)
    found = [_proposal(item, {**one, "severity": None}, words, law, on) for one in different.iter_rows(named=True)]
    answered = different.hstack(pl.DataFrame(found, schema=PROPOSAL, orient="row"))
    keys = pl.Series("key", [_group_key(*one) for one in found], dtype=pl.String)
    joined = open_ones.join(
        answered.with_columns(keys),
        on=["kinds", "field", "procedure"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return joined.select("row", "key", *PROPOSAL.names())


def _group_key(proposed: str, ground: str) -> str:
    return hashlib.sha256(f"{proposed}\x1f{ground}".encode()).hexdigest()[:16]


def _proposal(item: Item, question: Mapping[str, object], words: Words, law: Law, on: date) -> tuple[str, str]:
    """Ask for a proposal; where it hangs on the class of a fine, every class is tried: they may all agree."""
    try:
        said = [law.severity(_facts(item, question, words), on=on)]
    except MissingFacts as refusal:
        if refusal.facts.get("keys") != (AMOUNT,):
            return "", refusal.sentence()
        said = [law.severity(_facts(item, question, words, amount), on=on) for amount in AMOUNTS]
    except NoRule as refusal:
        return "", refusal.sentence()
    if len({one.severity for one in said}) > 1:
        return "", "罚款属于哪一档决定失信程度，请由作出决定的单位选择"
    code = words.code("severity", said[0].severity)
    name = law.words.name("severity", said[0].severity)
    if len(said) > 1:
        ground = (
            f"罚款不论属于哪一档，建议失信程度都是{name}，依据{said[0].instrument}。这是建议，由作出决定的单位确认。"
        )
        return code, ground
    return code, said[0].reason

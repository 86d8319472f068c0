"""The answer to a file that is only checked: counts, causes, findings, with what may not be shown left out. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from chengxin.catalog.rules import Disclosure, Field, FieldType, Item, Means
from chengxin.intake.rules.causes import NOT_UNLOCKING, repair_of, title_of
from chengxin.intake.rules.findings import SEALED_VALUE, SEVERITY_LABELS, Severity

EXAMPLES = 3
ORDER = (Severity.ERROR.value, Severity.WARNING.value, Severity.NOTE.value)
HEADS = ("原文件行号", "字段代码", "字段", "程度", "问题", "原内容", "怎么改", "代号")
"""Heads of a list of findings."""
PERSONAL = frozenset({Means.LEGAL_REPRESENTATIVE})


@dataclass(frozen=True)
class Found:
    """One thing found: the line as the sender's program shows it (0: the whole file), the field, what to do."""

    line: int
    field: str
    field_name: str
    code: str
    title: str
    severity: str
    value: str
    message: str

    def cells(self, word: Callable[[str], str]) -> tuple[str, ...]:
        """Return it as a line below ``HEADS``; ``word`` translates."""
        line = str(self.line) if self.line else ""
        severity = word(SEVERITY_LABELS[Severity(self.severity)])
        return line, self.field, self.field_name, severity, self.title, self.value, self.message, self.code


@dataclass(frozen=True)
class FoundCause:
    """Findings with the same cause; ``unlocks`` counts the rows in which nothing else is wrong."""

    code: str
    title: str
    severity: str
    count: int
    unlocks: int
    repair: str
    examples: tuple[Found, ...]


@dataclass(frozen=True)
class Validation:
    """What became of a file that was only checked: rows = accepted + returned. Nothing of it is kept anywhere."""

    item: str
    item_name: str
    rows: int
    accepted: int
    returned: int
    causes: tuple[FoundCause, ...]
    findings: tuple[Found, ...]

    @property
    def errors(self) -> tuple[FoundCause, ...]:
        """The causes for which rows come back."""
        return tuple(cause for cause in self.causes if cause.severity == Severity.ERROR.value)

    @property
    def remarks(self) -> tuple[FoundCause, ...]:
        """What does not keep a row from going on."""
        return tuple(cause for cause in self.causes if cause.severity != Severity.ERROR.value)


def is_hidden(field: Field) -> bool:
    """Say whether a field's value is not shown again: numbers and names of persons, and what is not public."""
    personal = field.type is FieldType.ID_NUMBER or field.means in PERSONAL
    return personal or field.disclosure is not Disclosure.PUBLIC


@dataclass(frozen=True)
class Told:
    """What was found in a file: rows read, how many come back, every finding by row."""

    rows: int
    returned: int
    findings: tuple[Found, ...]


def told_of(versions: Sequence[Item], findings: pl.DataFrame, lines: pl.Series, *, returned: int) -> Told:
    """Return the findings (``findings.SCHEMA``) without what may not be shown.

    ``lines`` is the sender's line of each row by place. ``versions`` are those that judged a row, the one of today
    first. A field that one of them hides stays hidden.
    """
    fields = {field.code: field for version in reversed(versions) for field in version.fields}
    hidden = frozenset(field.code for version in versions for field in version.fields if is_hidden(field))
    by_row = findings.sort("row", maintain_order=True).iter_rows(named=True)
    found = tuple(_found(one, fields, hidden, lines) for one in by_row)
    return Told(rows=len(lines), returned=returned, findings=found)


def validation_of(item: Item, told: Told) -> Validation:
    """Return the answer to what was found."""
    return Validation(
        item=item.key,
        item_name=item.name,
        rows=told.rows,
        accepted=told.rows - told.returned,
        returned=told.returned,
        causes=tuple(_causes(told.findings)),
        findings=told.findings,
    )


def _found(one: dict[str, str | int], fields: dict[str, Field], hidden: frozenset[str], lines: pl.Series) -> Found:
    row, code, value = int(one["row"]), str(one["code"]), str(one["value"])
    field = fields.get(str(one["field"]))
    name = field.name if field else str(one["field"])
    return Found(
        line=int(lines[row - 1]) if row else 0,
        field=str(one["field"]),
        field_name=name,
        code=code,
        title=title_of(code, name),
        severity=str(one["severity"]),
        value=SEALED_VALUE if value and one["field"] in hidden else value,
        message=str(one["message"]),
    )


def _causes(told: tuple[Found, ...]) -> Iterator[FoundCause]:
    """Yield the causes: errors first, those first that let the most rows go on, then by frequency."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    wrong: dict[int, set[tuple[str, str, str]]] = {}
    for one in told:
        key = (one.severity, one.code, one.field)
        groups.setdefault(key, []).append(one)
        if one.severity == Severity.ERROR.value and one.line:
            wrong.setdefault(one.line, set()).add(key)
    single = (next(iter(keys)) for keys in wrong.values() if len(keys) == 1)
    alone = Counter(key for key in single if key[1] not in NOT_UNLOCKING)
    for key in sorted(groups, key=lambda one: (ORDER.index(one[0]), -alone[one], -len(groups[one]), one)):
        members = groups[key]
        first = members[0]
        yield FoundCause(
            code=first.code,
            title=first.title,
            severity=first.severity,
            count=len(members),
            unlocks=alone[key],
            repair=repair_of(first.code, first.field_name, first.message),
            examples=tuple(members[:EXAMPLES]),
        )

"""One typed row judged as a row of a file would be, with what the law says of it before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.conf import settings

from chengxin.catalog.queries import timeline_of
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.intake.rules import FindingCode, Judgement, Severity, asking, check, comparing
from chengxin.intake.rules.normalising import normalised
from chengxin.intake.rules.typed import typed_fields
from chengxin.intake.services.checking import with_the_database
from chengxin.intake.services.reading import Read, circumstances
from chengxin.law.current import law_in_force
from chengxin.register.rules import Window

ONE_LINE = pl.Series("line", [1], dtype=pl.UInt32)
WINDOW_NAMES = tuple(Window.__dataclass_fields__)


@dataclass(frozen=True)
class Remark:
    """Something found about a field; an error keeps the row from going on."""

    field: str
    code: str
    severity: str
    message: str


@dataclass(frozen=True)
class TypedRow:
    """A row as far as it was typed.

    ``severity`` is the code the unit chose, ``proposed`` the one the rules propose (empty: none) with its ``ground``.
    ``window`` is None where the law gives none yet; then ``fault`` says what is missing.
    """

    item: Item
    table: pl.DataFrame
    remarks: tuple[Remark, ...]
    decided_on: date | None
    severity: str
    proposed: str
    ground: str
    window: Window | None
    fault: str

    @property
    def faults(self) -> tuple[Remark, ...]:
        """What must be changed before the row can go on."""
        return tuple(remark for remark in self.remarks if remark.severity == Severity.ERROR.value)


def judge_row(actor: Actor, item: Item, values: Mapping[str, str], *, on: date) -> TypedRow:
    """Return the judgement of a typed row, received on a day; ``values`` are texts by column code.

    It meets the same checks as a row of a file, by the version of the item in force on its day of decision. A severity
    has to be chosen here, so that nothing is left to confirm.
    """
    item, outside = _by_edition(actor, item, values)
    table, findings = _checked(actor, item, values, on)
    law = law_in_force(settings.DATA)
    asked = asking.questions(item, table)
    proposal = asking.proposals(item, asked.with_columns(severity=pl.lit(None, pl.String)), law=law, on=on)
    proposed, ground = (proposal["proposed"][0], proposal["ground"][0]) if len(proposal) else ("", "")
    chosen = asked["severity"][0] or ""
    complete = asked.with_columns(severity=pl.lit(chosen or proposed or None, pl.String))
    answer = asking.windows(item, complete, law=law, as_of=on).row(0, named=True)
    decided = item.meaning(Means.DECIDED_ON)
    remarks = [_remark(row) for row in findings.iter_rows(named=True)]
    return TypedRow(
        item=item,
        table=table,
        remarks=(*outside, *remarks, *_of_severity(item, chosen), *_of_window(item, chosen, asked, answer)),
        decided_on=table[decided.code][0] if decided else None,
        severity=chosen,
        proposed=proposed,
        ground=ground,
        window=None if answer["fault"] else Window(**{name: answer[name] for name in WINDOW_NAMES}),
        fault=answer["fault"] or "",
    )


def version_for(actor: Actor, item: Item, values: Mapping[str, str]) -> Item:
    """Return the version of the item that judges what was typed: that in force on its day of decision, if it says one.

    A day that lies in no edition, or none, is judged by ``item``.
    """
    return _by_edition(actor, item, values)[0]


def _by_edition(actor: Actor, item: Item, values: Mapping[str, str]) -> tuple[Item, tuple[Remark, ...]]:
    decided = item.meaning(Means.DECIDED_ON)
    typed = values.get(decided.code) if decided else None
    if decided is None or not typed:
        return item, ()
    day = normalised(pl.DataFrame({"row": [1], decided.code: [typed]}), (decided,))[decided.code][0]
    timeline = timeline_of(actor, item.key)
    if day is None or not timeline.stages:
        return item, ()
    version = timeline.on(day)
    if version is not None:
        return version, ()
    error = Severity.ERROR.value
    return item, (Remark(decided.code, FindingCode.NOT_IN_EDITION.value, error, timeline.why_not(day)),)


def _checked(actor: Actor, item: Item, values: Mapping[str, str], on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    schema = {field.code: pl.String for field in typed_fields(item)}
    frame = pl.DataFrame([{code: values.get(code) or None for code in schema}], schema=schema).with_row_index("row", 1)
    answer = check(item, frame, circumstances(on))
    judgement = Judgement(
        rows=1, returned=answer.returned, findings=answer.findings, table=answer.table, lines=ONE_LINE
    )
    return answer.table, with_the_database(actor, Read(item, name="", encoding="", judgement=judgement), on)


def _remark(row: Mapping[str, Any]) -> Remark:
    return Remark(row["field"], row["code"], row["severity"], row["message"])


def _of_severity(item: Item, chosen: str) -> tuple[Remark, ...]:
    field = asking.asks_severity(item)
    if field is None or chosen:
        return ()
    return (Remark(field.code, FindingCode.MISSING.value, Severity.ERROR.value, f"请选择“{field.name}”"),)


def _of_window(item: Item, chosen: str, asked: pl.DataFrame, answer: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Nothing adverse goes on without its end; what is still to be chosen is said at its own field."""
    field = item.meaning(Means.DECIDED_ON)
    if field is None or (asking.asks_severity(item) and not chosen):
        return ()
    answered = pl.DataFrame(
        [{"row": 1, "fault": answer["fault"]}], schema={"row": asked.schema["row"], "fault": pl.String}
    )
    found = comparing.without_window(field.code, answered, asked)
    return tuple(_remark(row) for row in found.iter_rows(named=True))

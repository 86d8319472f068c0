"""A correction typed in a form: judged like a reported row, then a new version in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from chengxin.catalog.queries import timeline_of
from chengxin.catalog.rules import Family, Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.intake.rules import FindingCode, asking, staging
from chengxin.intake.rules.typed import typed_fields, typed_text
from chengxin.intake.services.judging_rows import TypedRow, judge_row
from chengxin.intake.services.loading import BY_UNIT
from chengxin.intake.services.sending import ItemNotInForce
from chengxin.intake.services.typing import RowFaulty
from chengxin.register import queries as register
from chengxin.register import rules as register_rules
from chengxin.register import services as register_services
from chengxin.register.rules import State
from chengxin.units.queries import day_of


class NotToCorrect(Conflict):
    """Registration facts tell what an organisation is; they are reported again."""

    code = "intake.not-to-correct"
    says = "登记信息不能逐条更正，请用正确的内容重新报送"


@dataclass(frozen=True)
class Standing:
    """What a correction starts from: the item as on the day of decision, the state that stands, its values as typed."""

    item: Item
    state: State
    values: Mapping[str, str]

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that say which fact it is and about whom; they can not be corrected."""
        code = self.item.meaning(Means.SUBJECT_CODE)
        about = () if code is None or code.code in self.item.business_key else (code.code,)
        return (*self.item.business_key, *about)


def standing_for_correction(actor: Actor, record: str, *, on: date) -> Standing:
    """Return what a correction of a record (public id) starts from.

    Raises:
        NotFound: there is no such record within the actor's reach.
        ItemNotInForce: its item was not in force on the day of its decision.
        NotToCorrect: it is of registration facts.
    """
    key, state = register.item_and_state_for(actor, record, permission=register_rules.CORRECT)
    day = state.decided_on or on
    item = timeline_of(actor, key, permission=register_rules.CORRECT).on(day)
    if item is None:
        raise ItemNotInForce(key=key)
    if item.family is Family.REGISTRATION:
        raise NotToCorrect
    values = {field.code: typed_text(field, state.payload.get(field.code)) for field in typed_fields(item)}
    severity = item.meaning(Means.SEVERITY)
    if severity and state.severity:
        values[severity.code] = state.severity
    return Standing(item, state, values)


def judge_correction(actor: Actor, standing: Standing, values: Mapping[str, str], *, on: date) -> TypedRow:
    """Return the judgement of a correction: what is fixed stays, and being late is no question any more."""
    fixed = {code: standing.values[code] for code in standing.fixed}
    row = judge_row(actor, standing.item, {**values, **fixed}, on=on)
    return replace(row, remarks=tuple(one for one in row.remarks if one.code != FindingCode.LATE.value))


def correct_record(*, actor: Actor, now: datetime, record: str, values: Mapping[str, str], why: str) -> bool:
    """Let a typed correction supersede what stands of a record (public id), and say whether anything changed.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
        ItemNotInForce: its item is not in force any more.
        NotToCorrect: it is of registration facts.
        RowFaulty: a check of the item fails.
        WhyMissing: no reason is given.
    """
    actor.require(register_rules.CORRECT)
    on = day_of(now)
    standing = standing_for_correction(actor, record, on=on)
    row = judge_correction(actor, standing, values, on=on)
    if row.faults or row.window is None:
        raise RowFaulty(faults=max(1, len(row.faults)))
    return register_services.correct_record(
        actor=actor, now=now, record_id=record, item=standing.item, state=state_of(row, standing.state), why=why
    )


def state_of(row: TypedRow, before: State) -> State:
    """Return the state a judged row gives. A severity nobody touched stays as it was judged, and by whom."""
    if row.window is None:
        raise TypeError("a row without a window is not kept")
    payload = staging.values_of(staging.payloads(row.table, row.item)[0])
    field = asking.asks_severity(row.item)
    severity, author = "", ""
    if field is not None:
        kept = row.severity == before.severity
        severity, author = row.severity, before.severity_author if kept else BY_UNIT
        if kept and field.code not in before.payload:
            payload.pop(field.code, None)
    return State(
        payload=payload,
        decided_on=row.decided_on,
        document_number=_text(row, Means.DOCUMENT_NUMBER),
        deciding_body=_text(row, Means.DECIDING_BODY),
        severity=severity,
        severity_author=author,
        window=row.window,
    )


def _text(row: TypedRow, means: Means) -> str:
    field = row.item.meaning(means)
    return str(row.table[field.code][0] or "")[:200] if field else ""

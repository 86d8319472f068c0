"""One record mended, or taken down because its decision no longer holds."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from chengxin.audit.services import record, use_case
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.law.book import Law
from chengxin.register import rules
from chengxin.register.models import Record, Revocation
from chengxin.register.queries.scoped import records_for_change, standing_version
from chengxin.register.rules import RevocationKind, State, TakedownReason
from chengxin.register.services.flips import show_load
from chengxin.register.services.loading import begin_load
from chengxin.register.services.merging import ROWS, merge_chunk
from chengxin.register.services.takedowns import Why, end_publicity
from chengxin.units.queries import day_of


class KeyChanged(Invalid):
    """What tells the fact from others can not be corrected: it would be another fact."""

    code = "register.key-changed"
    says = "决定该条记录身份的内容（如文书号、主体、机关、日期）不能更正，请停止公示后重新报送"
    field = "payload"


class WhyMissing(Invalid):
    """A correction says what was wrong."""

    code = "register.why-missing"
    says = "请写明更正的原因"
    field = "why"


class RevocationIncomplete(Invalid):
    """A revocation names its document and says why."""

    code = "register.revocation-incomplete"
    says = "请写明变更、撤销、确认违法或者无效的文书号和理由"
    field = "document_number"


class RevokedInFuture(Invalid):
    """A decision can not have been revoked tomorrow."""

    code = "register.revoked-in-future"
    says = "变更、撤销、确认违法或者无效的日期不能晚于今天"
    field = "revoked_on"


class AlreadyRevoked(Conflict):
    """Somebody did it before."""

    code = "register.already-revoked"
    says = "该条记录已经因决定变更、撤销、确认违法或者无效撤回"


@dataclass(frozen=True)
class Ruling:
    """The act that ended a decision: what it did, its document, the day it was made, why in a sentence."""

    kind: RevocationKind
    document_number: str
    revoked_on: date
    sentence: str


@use_case
def correct_record(*, actor: Actor, now: datetime, record_id: str, item: Item, state: State, why: str) -> bool:
    """Let a new version supersede what stands and say whether anything changed.

    The end of publicity never moves later, and a record that was taken down stays down.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
        KeyChanged: the new values describe another fact.
        WhyMissing: no reason is given.
    """
    actor.require(rules.CORRECT)
    if not why.strip():
        raise WhyMissing
    (found,) = records_for_change(actor, [record_id], permission=rules.CORRECT)
    if rules.key_of(rules.key_text(item, state.payload)) != bytes(found.business_key):
        raise KeyChanged
    unit = standing_version(found).source_unit_id
    load = begin_load(submission=f"correction-{new_opaque_id()}", unit=unit, item=item, now=now)
    merged = merge_chunk(load=load, item=item, rows=_row(found, item, state))
    show_load(actor=actor, now=now, load=load.id)
    record(
        actor=actor,
        now=now,
        action=rules.RECORD_CORRECTED,
        object_kind="record",
        object_id=record_id,
        object_label=item.name,
        facts={"why": why.strip(), "changed": bool(merged.taken)},
    )
    return bool(merged.taken)


def _row(found: Record, item: Item, state: State) -> pl.DataFrame:
    values = {
        "row": 1,
        "subject_id": found.subject_id,
        "business_key": rules.key_text(item, state.payload),
        "payload": rules.payload_text(state.payload),
        "decided_on": state.decided_on,
        "document_number": state.document_number,
        "deciding_body": state.deciding_body,
        "severity": state.severity,
        "severity_author": state.severity_author,
        **vars(state.window),
    }
    return pl.DataFrame({name: [values[name]] for name in ROWS})


@use_case
def revoke_record(
    *, actor: Actor, now: datetime, record_id: str, ruling: Ruling, law: Law, calendar: str
) -> Revocation:
    """Take a record down because its decision was changed, revoked, confirmed illegal or void; return the revocation.

    The takedown is at once; ``due_on`` says by when the law demanded it, counted by ``calendar`` from the ruling
    (行政处罚法第四十八条).

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
        RevocationIncomplete: document number or sentence is blank.
        RevokedInFuture: the ruling is dated after today.
        AlreadyRevoked: the record has a revocation.
        NoRule, BadDate: the law knows no limit for that day.
    """
    actor.require(rules.REVOKE)
    if not ruling.document_number.strip() or not ruling.sentence.strip():
        raise RevocationIncomplete
    if ruling.revoked_on > day_of(now):
        raise RevokedInFuture
    found = records_for_change(actor, [record_id], permission=rules.REVOKE)
    due = law.due(rules.WITHDRAWAL_CLOCK, ruling.revoked_on, calendar=calendar)
    basis = f"{ruling.document_number.strip()}；{due.instrument}{due.article}"
    end_publicity(found, Why(TakedownReason.REVOKED, _sentence(ruling), basis), now)
    if Revocation.objects.filter(record=found[0]).exists():
        raise AlreadyRevoked
    revocation = Revocation.objects.create(
        record=found[0],
        kind=ruling.kind,
        document_number=ruling.document_number.strip(),
        revoked_on=ruling.revoked_on,
        due_on=due.due_on,
        due_reason=due.reason,
        at=now,
    )
    record(
        actor=actor,
        now=now,
        action=rules.RECORD_REVOKED,
        object_kind="record",
        object_id=record_id,
        object_label=rules.REVOCATION_LABELS[ruling.kind],
        basis=basis,
        facts={"revoked_on": ruling.revoked_on.isoformat(), "due_on": due.due_on.isoformat()},
    )
    return revocation


def _sentence(ruling: Ruling) -> str:
    return f"原决定已被{rules.REVOCATION_LABELS[ruling.kind]}：{ruling.sentence.strip()}"

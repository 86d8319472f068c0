"""What a case does to the register: marks put on and taken off, publicity ended. Part of the caller's use case."""

from collections.abc import Sequence
from datetime import datetime

from chengxin.foundation.actor import Actor
from chengxin.register.queries import records_for
from chengxin.register.queries.standing import standing_of_records
from chengxin.register.rules import MARK_DISPUTED, TakedownReason
from chengxin.register.services import Why, clear_dispute, mark_disputed, take_down
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.rules.doings import HANDLE
from chengxin.relief.rules.procedure import RESULT_LABELS, Result
from chengxin.units.queries import day_of

ENDS = {
    Result.DELETE: (TakedownReason.CORRECTED, "经异议核查，记录有误，停止公示。"),
    Result.END: (TakedownReason.CORRECTED, "经异议核查，披露期限已过或者不应公开，停止公示。"),
    Result.REPAIR: (TakedownReason.REPAIRED, "已经信用修复，停止公示。"),
}
"""Results that end the publicity of a record, with the reason and the sentence that are told."""


def mark(actor: Actor, now: datetime, case: Case, records: Sequence[CaseRecord]) -> None:
    """Mark the records as disputed."""
    for one in records:
        mark_disputed(actor=actor, now=now, record_id=one.record, basis=case.written_number)


def clear_marks(actor: Actor, now: datetime, case: Case, records: Sequence[CaseRecord]) -> None:
    """Take the marks of the case off; a record that was withdrawn meanwhile has none any more."""
    ids = [one.record for one in records]
    there = records_for(actor, permission=MARK_DISPUTED).filter(public_id__in=ids)
    present = set(there.values_list("public_id", flat=True))
    for one in records:
        if one.record not in present:
            continue
        clear_dispute(actor=actor, now=now, record_id=one.record, basis=case.written_number)


def carry_out(actor: Actor, now: datetime, case: Case, records: Sequence[CaseRecord], *, basis: str = "") -> None:
    """End the publicity of records whose result says so; what is down already stays so.

    ``basis`` names the decision, where it was made elsewhere; else the case is it.
    """
    standing = standing_of_records(actor, [one.record for one in records], on=day_of(now), permission=HANDLE)
    for result, (reason, sentence) in ENDS.items():
        gone = [one.record for one in records if one.result == result.value and one.record in standing]
        if gone:
            told = basis or f"{case.written_number}：{RESULT_LABELS[result]}"
            take_down(actor=actor, now=now, records=gone, why=Why(reason, sentence, told))

"""A person closes a fault, or opens it again. What is said is held against what the register knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeFault
from chengxin.codes.queries.faults import fault_for
from chengxin.codes.rules.doings import FAULT_CLOSED, FAULT_REOPENED, WORK_FAULTS
from chengxin.codes.rules.kinds import (
    FAULT_LABELS,
    OUTCOME_LABELS,
    FaultKind,
    FaultState,
    Move,
    Outcome,
    outcomes_for,
)
from chengxin.codes.rules.verdict import verdict_of
from chengxin.codes.services.moves import write_move
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.law.current import law_in_force
from chengxin.subjects.models import NamePeriod, Organisation
from chengxin.subjects.queries import confirmed_codes
from chengxin.subjects.rules import Status
from chengxin.subjects.rules.naming import normal_form
from chengxin.subjects.services import confirm_faulty_code, correct_code
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload

LONGEST_REASON = 300


class FaultClosed(Conflict):
    """Somebody closed it meanwhile."""

    code = "codes.fault-closed"
    says = "这一条已经办结：{outcome}"


class FaultOpen(Conflict):
    """There is nothing to open again."""

    code = "codes.fault-open"
    says = "这一条没有办结，不用重新打开"


class OutcomeNotPossible(Invalid):
    """A fault of this kind is not closed so."""

    code = "codes.outcome-not-possible"
    says = "“{kind}”不能这样办结"
    field = "outcome"


class ReasonMissing(Invalid):
    """Why, nobody said, or at too great length."""

    code = "codes.reason-missing"
    says = "请写明情况，不超过{limit}个字"
    field = "reason"


class RightCodeMissing(Invalid):
    """Corrected into what, nobody said."""

    code = "codes.right-code-missing"
    says = "请填写改正以后的统一社会信用代码"
    field = "right_code"


class RightCodeWrong(Invalid):
    """The code given as right has a fault itself."""

    code = "codes.right-code-wrong"
    says = "填写的代码本身不对：{faults}"
    field = "right_code"


class RightCodeUnknown(Invalid):
    """No report has told of the code given as right."""

    code = "codes.right-code-unknown"
    says = "平台还没有收到这个代码的登记信息。请先报送改好的登记信息，再来办结"
    field = "right_code"


class RevocationUntold(Invalid):
    """No report says that one of the subjects is struck off."""

    code = "codes.revocation-untold"
    says = "平台收到的登记状态里还没有注销。请先报送注销，再来办结"
    field = "outcome"


class ScanMissing(Invalid):
    """A certificate is confirmed with its scan."""

    code = "codes.scan-missing"
    says = "请附上证照的扫描件"
    field = "scan"


class ConfirmedForGood(Conflict):
    """A confirmed certificate stays confirmed."""

    code = "codes.confirmed-for-good"
    says = "证照已经确认存档，不能撤销。代码确实有误的，请与信用办联系"


@dataclass(frozen=True)
class Closing:
    """How a fault is closed: what was done, why, the code carried now, the scan of the certificate."""

    outcome: Outcome
    reason: str
    right_code: str = ""
    scan: Upload | None = None


@use_case
def close_fault(*, actor: Actor, now: datetime, fault: str, closing: Closing) -> CodeFault:
    """Close a fault and return it.

    ``corrected``: the code given as right is sound and the register knows it; the subject that carried the wrong one in
    the register carries it from now on. ``revoked``: one of the subjects is reported struck off. ``confirmed``: the
    scan is kept and the code is accepted from then on.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such fault, or it lies outside the actor's reach.
        FaultClosed: it is closed already.
        OutcomeNotPossible, ReasonMissing, RightCodeMissing, RightCodeWrong, RightCodeUnknown, RevocationUntold,
        ScanMissing: what was given does not close it.
        CodeTaken, CodeOfAnotherKind, AlreadyConfirmed, FileRefused: as ``subjects`` and ``vault`` say.
    """
    actor.require(WORK_FAULTS)
    row = fault_for(actor, fault, permission=WORK_FAULTS, lock=True)
    if row.state == FaultState.CLOSED:
        raise FaultClosed(outcome=OUTCOME_LABELS[Outcome(row.outcome)])
    kinds = frozenset(FaultKind(kind) for kind in row.kinds)
    if closing.outcome not in outcomes_for(kinds):
        raise OutcomeNotPossible(kind="、".join(FAULT_LABELS[kind] for kind in kinds))
    reason = _reason(closing.reason)
    right = SETTLING[closing.outcome](actor, now, row, closing)
    row.state, row.outcome, row.closed_on = FaultState.CLOSED, closing.outcome, day_of(now)
    row.save(update_fields=["state", "outcome", "closed_on"])
    write_move(actor, now, row, Move.CLOSED, reason=reason, right_code=right)
    _record(actor, now, FAULT_CLOSED, row, {"outcome": row.outcome, "reason": reason, "right_code": right})
    return row


@use_case
def reopen_fault(*, actor: Actor, now: datetime, fault: str, reason: str) -> CodeFault:
    """Open a closed fault again, with the reason, and return it. What was changed elsewhere stays as it is.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such fault, or it lies outside the actor's reach.
        FaultOpen: it is open.
        ConfirmedForGood: a certificate was confirmed for it.
        ReasonMissing: no reason, or too long a one.
    """
    actor.require(WORK_FAULTS)
    row = fault_for(actor, fault, permission=WORK_FAULTS, lock=True)
    if row.state == FaultState.OPEN:
        raise FaultOpen
    if row.outcome == Outcome.CONFIRMED:
        raise ConfirmedForGood
    why = _reason(reason)
    row.state, row.outcome, row.closed_on = FaultState.OPEN, "", None
    row.save(update_fields=["state", "outcome", "closed_on"])
    write_move(actor, now, row, Move.REOPENED, reason=why)
    _record(actor, now, FAULT_REOPENED, row, {"reason": why})
    return row


def _correct(actor: Actor, now: datetime, row: CodeFault, closing: Closing) -> str:
    """Return the code that is right; a subject that carries the wrong one in the register gets it."""
    if not closing.right_code.strip() and _name_fits_now(row):
        return ""
    right = _sound(actor, now, closing.right_code)
    if right == row.code:
        raise RightCodeMissing
    carrier = row.organisation if not {FaultKind.NAME, FaultKind.SHARED}.intersection(row.kinds) else None
    if carrier is not None and carrier.unified_code == row.code:
        correct_code(actor=actor, now=now, organisation=carrier.id, code=right)
    elif not Organisation.objects.filter(unified_code=right).exists():
        raise RightCodeUnknown
    return right


def _give_up(_actor: Actor, _now: datetime, row: CodeFault, _closing: Closing) -> str:
    of_both = [one for one in (row.organisation_id, row.other_id) if one]
    over = Organisation.objects.filter(id__in=of_both, status=Status.DEREGISTERED)
    if not over.exists():
        raise RevocationUntold
    return ""


def _confirm(actor: Actor, now: datetime, row: CodeFault, closing: Closing) -> str:
    if closing.scan is None:
        raise ScanMissing
    unit = row.unit_id or actor.unit
    if unit is None:
        raise ScanMissing
    confirm_faulty_code(actor=actor, now=now, code=row.code, name=row.name, scan=closing.scan, unit=unit)
    return row.code


def _find_no_fault(_actor: Actor, _now: datetime, _row: CodeFault, _closing: Closing) -> str:
    return ""


SETTLING: Mapping[Outcome, Callable[[Actor, datetime, CodeFault, Closing], str]] = {
    Outcome.CORRECTED: _correct,
    Outcome.REVOKED: _give_up,
    Outcome.CONFIRMED: _confirm,
    Outcome.NOT_A_FAULT: _find_no_fault,
}


def _sound(actor: Actor, now: datetime, typed: str) -> str:
    prefixes = law_in_force(settings.DATA).code_categories(on=day_of(now))
    verdict = verdict_of(typed, prefixes=prefixes)
    if verdict.absent:
        raise RightCodeMissing
    if verdict.kinds and verdict.text not in confirmed_codes(actor, [verdict.text]):
        raise RightCodeWrong(faults="、".join(FAULT_LABELS[kind] for kind in verdict.kinds))
    return verdict.text


def _name_fits_now(row: CodeFault) -> bool:
    """Say whether the name that misfitted is one of the organisation's by now: its registration was reported since."""
    if FaultKind.NAME not in row.kinds or row.organisation_id is None:
        return False
    return NamePeriod.objects.filter(organisation=row.organisation_id, normal=normal_form(row.name)).exists()


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ReasonMissing(limit=LONGEST_REASON)
    return reason


def _record(actor: Actor, now: datetime, action: Action, row: CodeFault, facts: Mapping[str, object]) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="code-fault",
        object_id=row.public_id,
        object_label=f"{row.code} {row.name}",
        facts={"code": row.code, "kinds": " ".join(row.kinds), **facts},
    )

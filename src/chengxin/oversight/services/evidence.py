"""Evidence for tasks: handed in by units, reviewed by the city's credit office; a task is closed by a person."""

from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, NotFound, NotPermitted, Refusal
from chengxin.oversight.models import Evidence, PlanMilestone, PlanTask
from chengxin.oversight.queries.evidence import own_evidence_for, reviewed_evidence_for
from chengxin.oversight.queries.plans import task_for
from chengxin.oversight.queries.responsible import responsible_on
from chengxin.oversight.rules import doings
from chengxin.oversight.rules.board import Doing, EvidenceState, PlanState
from chengxin.oversight.services.checking import TaskClosed, checked_text
from chengxin.oversight.services.trail import keep_history, note_evidence, note_task
from chengxin.units.queries import day_of
from chengxin.vault.services import Owner, Upload, keep_file


class NotYourTask(NotPermitted):
    """The unit the actor acts for is neither named by the task, nor in a group it names, nor took over from one."""

    code = "oversight.not-your-task"
    says = "这项任务的责任单位里没有本单位"


class AlreadyReviewed(Conflict):
    """The evidence was reviewed or withdrawn."""

    code = "oversight.already-reviewed"
    says = "这份凭证已经审核过或撤回了"


class OwnEvidence(Refusal):
    """Nobody reviews what they handed in themselves."""

    code = "oversight.own-evidence"
    says = "自己报送的凭证要由信用办的另一位同事审核"


class NothingAccepted(Conflict):
    """A task is closed on evidence that was accepted."""

    code = "oversight.nothing-accepted"
    says = "还没有采纳过凭证，不能办结"


class EvidenceWaits(Conflict):
    """There is evidence that nobody has reviewed."""

    code = "oversight.evidence-waits"
    says = "还有{n}份凭证没有审核，审核完再办结"


class TaskOpen(Conflict):
    """The task is not closed."""

    code = "oversight.task-open"
    says = "这项任务没有办结"


def require_answering(actor: Actor, now: datetime, task: PlanTask) -> int:
    """Return the unit the actor acts for, which answers for the task.

    Raises:
        NotYourTask: it does not.
    """
    answering = responsible_on([task], day_of(now))[task.id]
    if actor.unit is None or actor.unit not in answering:
        raise NotYourTask(permission=doings.GIVE_EVIDENCE.code)
    return actor.unit


@use_case
def give_evidence(*, actor: Actor, now: datetime, year: int, no: int, upload: Upload, words: str) -> Evidence:
    """Hand in a file for a task of the own unit, and return the evidence; it waits for the credit office.

    Raises:
        NotPermitted: the actor's role hands in nothing.
        NotYourTask: the own unit does not answer for the task.
        NotFound: there is no such task in a published plan.
        TaskClosed: the task is done.
        TextMissing, TextTooLong: of the words.
        FileRefused: as ``vault.services.keep_file``.
    """
    actor.require(doings.GIVE_EVIDENCE)
    task = task_for(actor, year, no, lock=True)
    unit = require_answering(actor, now, task)
    if task.closed_at is not None:
        raise TaskClosed
    said = checked_text(words, what="说明", field="words")
    number = new_opaque_id()
    owner = Owner("oversight", "evidence", number)
    file = keep_file(actor=actor, now=now, purpose=doings.EVIDENCE_FILE, upload=upload, unit=unit, owner=owner)
    evidence = Evidence.objects.create(
        public_id=number,
        task=task,
        unit=file.unit,
        file=file,
        words=said,
        state=EvidenceState.WAITING,
        given_at=now,
        given_by=actor.id,
        given_by_name=actor.name,
    )
    note_evidence(actor, now, doings.EVIDENCE_GIVEN, evidence, words=said, sha256=file.sha256)
    return evidence


@use_case
def withdraw_evidence(*, actor: Actor, now: datetime, evidence: str) -> Evidence:
    """Withdraw evidence of the own unit that nobody has reviewed; the file stays for its time.

    Raises:
        NotPermitted: the actor's role hands in nothing.
        NotFound: there is none of the own unit.
        AlreadyReviewed: it was reviewed or withdrawn.
    """
    actor.require(doings.GIVE_EVIDENCE)
    row = own_evidence_for(actor, evidence, lock=True)
    _require_waiting(row)
    row.state = EvidenceState.WITHDRAWN
    row.save(update_fields=["state"])
    note_evidence(actor, now, doings.EVIDENCE_WITHDRAWN, row)
    return row


@use_case
def review_evidence(
    *, actor: Actor, now: datetime, evidence: str, accept: bool, reason: str, milestone: int | None
) -> Evidence:
    """Accept evidence or return it with a reason; accepted evidence may show that a milestone was reached.

    Raises:
        NotPermitted: the actor does not review for the whole city.
        NotFound: there is no such evidence, or no such open milestone of its task.
        OwnEvidence: the actor handed it in.
        AlreadyReviewed: it was reviewed or withdrawn.
        TextMissing, TextTooLong: of the reason, which is obligatory when it is returned.
    """
    actor.require_everywhere(doings.REVIEW_TASKS)
    row = reviewed_evidence_for(actor, evidence, lock=True)
    if row.given_by == actor.id:
        raise OwnEvidence
    _require_waiting(row)
    said = " ".join(reason.split())
    row.state = EvidenceState.ACCEPTED if accept else EvidenceState.RETURNED
    row.reason = checked_text(said, what="理由", field="reason") if said or not accept else ""
    row.reviewed_at, row.reviewed_by = now, actor.name
    row.save(update_fields=["state", "reason", "reviewed_at", "reviewed_by"])
    action = doings.EVIDENCE_ACCEPTED if accept else doings.EVIDENCE_RETURNED
    met = _meet(actor, now, row, milestone) if accept and milestone is not None else ""
    note_evidence(actor, now, action, row, reason=row.reason, milestone=met)
    return row


@use_case
def close_task(*, actor: Actor, now: datetime, year: int, no: int, words: str) -> PlanTask:
    """Close a task as done, on accepted evidence; a decision of the city's credit office.

    Raises:
        NotPermitted: the actor does not review for the whole city.
        NotFound: there is no such task in a published plan.
        TaskClosed: it is closed.
        EvidenceWaits: some was not reviewed.
        NothingAccepted: none was accepted.
        TextTooLong: of the words.
    """
    actor.require_everywhere(doings.REVIEW_TASKS)
    task = task_for(actor, year, no, lock=True)
    if task.closed_at is not None:
        raise TaskClosed
    given = Evidence.objects.filter(task=task)
    waiting = given.filter(state=EvidenceState.WAITING).count()
    if waiting:
        raise EvidenceWaits(n=waiting)
    accepted = given.filter(state=EvidenceState.ACCEPTED).count()
    if not accepted:
        raise NothingAccepted
    said = checked_text(words, what="办结说明", field="words") if words.strip() else ""
    _set_closed(task, now, actor.name, said)
    keep_history(actor, now, task, Doing.CLOSED, said)
    note_task(actor, now, doings.TASK_CLOSED, task, words=said, accepted=accepted)
    return task


@use_case
def reopen_task(*, actor: Actor, now: datetime, year: int, no: int, reason: str) -> PlanTask:
    """Open a closed task again, with a reason.

    Raises:
        NotPermitted: the actor does not review for the whole city.
        NotFound: there is no such task in a published plan.
        TaskOpen: it is not closed.
        TextMissing, TextTooLong: of the reason.
    """
    actor.require_everywhere(doings.REVIEW_TASKS)
    task = task_for(actor, year, no, lock=True)
    if task.closed_at is None:
        raise TaskOpen
    said = checked_text(reason, what="理由", field="reason")
    _set_closed(task, None, "", "")
    keep_history(actor, now, task, Doing.REOPENED, said)
    note_task(actor, now, doings.TASK_REOPENED, task, reason=said)
    return task


def _set_closed(task: PlanTask, at: datetime | None, by: str, words: str) -> None:
    task.closed_at, task.closed_by, task.closing_words, task.number = at, by, words, task.number + 1
    task.save(update_fields=["closed_at", "closed_by", "closing_words", "number"])


def _require_waiting(evidence: Evidence) -> None:
    if evidence.state != EvidenceState.WAITING:
        raise AlreadyReviewed


def _meet(actor: Actor, now: datetime, evidence: Evidence, milestone: int) -> str:
    """Note that a milestone of the task was reached, and return its text."""
    row = PlanMilestone.objects.filter(id=milestone, task=evidence.task, met_at__isnull=True).first()
    if row is None:
        raise NotFound
    row.met_at, row.met_by = now, actor.name
    row.save(update_fields=["met_at", "met_by"])
    plan = evidence.task.plan
    task = task_for(actor, plan.year, evidence.task.no, state=PlanState(plan.state))
    keep_history(actor, now, task, Doing.MET, row.text[:200])
    return row.text

"""What a person decides of a row that waits for its subject: it is this organisation, it is none of them, or neither.

A decision reports the row again, by a job, as a submission of its own that follows the one it came back from: with the
code, and with the registered name where the row's own is another. What the unit wrote stays as it wrote it.
"""

import json
from datetime import datetime, timedelta
from io import BytesIO

import polars as pl

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import Conflict
from chengxin.intake import queries, rules
from chengxin.intake.adapters import read_file
from chengxin.intake.models import IdentifyingStep, Submission, UnidentifiedRow
from chengxin.intake.rules import Move, Origin, State, after
from chengxin.intake.rules.identifying import FATE_LABELS, NOT_OURS, NOT_OURS_LABEL, Fate
from chengxin.intake.rules.judging import columns_of
from chengxin.intake.rules.ours import LINE
from chengxin.intake.services.asking_registrars import asked_of, tell_unit
from chengxin.intake.services.moving import move
from chengxin.intake.services.processing import end_without
from chengxin.intake.services.reading import recognition_of, unsealed
from chengxin.intake.services.sending import send_submission
from chengxin.register.rules import WITHDRAWAL_TIME
from chengxin.register.services import withdraw_load
from chengxin.subjects.queries.matching import Candidate
from chengxin.subjects.rules.naming import normal_form
from chengxin.vault.services import Upload

SEND_JOB = "intake.send-identified"
TAKE_BACK_JOB = "intake.take-back-identified"
REASON = "按认定的主体重新报送退回的行"


class AlreadyDecided(Conflict):
    """Somebody else was faster."""

    code = "intake.already-decided"
    says = "这一行现在是“{fate}”，由{who}办理，没有再改"


class DecidedElsewhere(Conflict):
    """The unit of the row, or an office, decided it: a registering unit does not take that back."""

    code = "intake.decided-elsewhere"
    says = "这一行由{who}认定，要撤销请联系报送单位"


class NothingToUndo(Conflict):
    """The row waits: there is no decision to take back."""

    code = "intake.nothing-to-undo"
    says = "这一行还没有认定，没有可撤销的"


class TooLateToUndo(Conflict):
    """What was reported again has been public for an hour."""

    code = "intake.too-late-to-undo"
    says = "按这次认定报送的记录入库已超过1小时，不能整条撤回，请在那条记录上更正或者停止公示"


class SubjectWithoutCode(Conflict):
    """A row is reported with a code, and this organisation has none."""

    code = "intake.subject-without-code"
    says = "“{name}”没有统一社会信用代码，不能据此报送"


@use_case
def identify_row(*, actor: Actor, now: datetime, row_id: str, organisation: str) -> UnidentifiedRow:
    """Decide that a row is about an organisation (public id or code), have it reported again, and return the row.

    The evidence between the two, as things are known now, is kept with the decision.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such row within the actor's reach, its unit mended it, or there is no such organisation.
        AlreadyDecided: somebody was faster.
        SubjectWithoutCode: the organisation has no code.
    """
    actor.require(rules.IDENTIFY)
    row = _open_row(actor, row_id)
    chosen = queries.evidence_with(actor, row, organisation)
    if not chosen.code:
        raise SubjectWithoutCode(name=chosen.name)
    _decide(actor, now, row, Fate.FOUND, chosen)
    _note(actor, now, rules.ROW_IDENTIFIED, row, organisation=chosen.public_id)
    defer(SEND_JOB, queue="urgent", lock=f"{SEND_JOB}.{row.id}", row=row.id)
    return row


@use_case
def find_nobody(*, actor: Actor, now: datetime, row_id: str) -> UnidentifiedRow:
    """Decide that a row is about none of the candidates, and return it: it stays with the unit it came back to.

    Of another unit's row a registering unit says so much only that it has registered nobody of that name: it is asked
    no more, and the row goes on waiting for the others.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such row within the actor's reach, or its unit mended it.
        AlreadyDecided: somebody was faster.
    """
    actor.require(rules.IDENTIFY)
    row = _open_row(actor, row_id)
    if queries.concern_of(actor).owns(row):
        _decide(actor, now, row, Fate.NOBODY, None)
        _note(actor, now, rules.ROW_NOT_FOUND, row)
    else:
        _refer_back(actor, now, row)
        _note(actor, now, rules.ROW_NOT_OURS, row)
    return row


@use_case
def undo_identifying(*, actor: Actor, now: datetime, row_id: str) -> UnidentifiedRow:
    """Take back what was decided of a row, with what was reported because of it, and return the row: it waits again.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such row within the actor's reach.
        NothingToUndo: nothing was decided.
        DecidedElsewhere: a registering unit may take back only what it decided itself.
        TooLateToUndo: what was reported has been in the register for an hour.
    """
    actor.require(rules.IDENTIFY)
    row = queries.unidentified_row_for(actor, row_id, lock=True)
    _require_own_step(actor, row)
    sent = row.sent
    if sent is not None and _stands_too_long(sent, now):
        raise TooLateToUndo
    _ask_again(actor, row)
    _decide(actor, now, row, Fate.OPEN, None)
    row.sent = None
    row.save(update_fields=["sent", "departments"])
    _note(actor, now, rules.IDENTIFYING_UNDONE, row, sent=sent.public_id if sent else "")
    if sent is not None:
        defer(TAKE_BACK_JOB, queue="urgent", lock=f"{TAKE_BACK_JOB}.{sent.id}", submission=sent.id)
    return row


@use_case
def send_identified(*, actor: Actor, now: datetime, row: int) -> None:
    """Report a row that was identified; safe to run twice, and does nothing if the decision was taken back meanwhile.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is no such row.
    """
    actor.require(rules.PROCESS)
    held = queries.identified_row_by_number(actor, row)
    if held.fate == Fate.FOUND and held.sent is None:
        held.sent = send_submission(
            actor=actor,
            now=now,
            unit=held.unit_id,
            item=held.submission.item,
            upload=_file_of(actor, held, now),
            origin=Origin.FORM,
            follows=held.submission.public_id,
        )
        held.save(update_fields=["sent"])
    _note(actor, now, rules.IDENTIFIED_ROW_SENT, held, sent=held.sent.public_id if held.sent else "")


@use_case
def take_back_identified(*, actor: Actor, now: datetime, submission: int) -> None:
    """Take back what was reported because of a decision that was undone; safe to run twice.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is no such submission.
    """
    actor.require(rules.PROCESS)
    row = queries.submission_by_number(actor, submission, lock=True)
    state = State(row.state)
    if state in {State.CHECKING, State.LOADING}:
        row.cancel_asked_at = now
        row.save(update_fields=["cancel_asked_at"])
    elif after(state, Move.CANCEL) is not None:
        end_without(actor, row, now)
    elif after(state, Move.WITHDRAW) is not None and row.accepted and row.load_id is not None:
        move(row, Move.WITHDRAW)
        withdraw_load(actor=actor, now=now, load=row.load_id)
        row.save(update_fields=["state"])
    record(
        actor=actor,
        now=now,
        action=rules.IDENTIFIED_ROW_TAKEN_BACK,
        object_kind="submission",
        object_id=row.public_id,
        object_label=row.item_name,
        facts={"unit": row.unit.name, "state": row.state},
    )


def _stands_too_long(sent: Submission, now: datetime) -> bool:
    if sent.state != State.DONE or not sent.accepted or sent.ended_at is None:
        return False
    return now - sent.ended_at > WITHDRAWAL_TIME - timedelta(minutes=1)


def _open_row(actor: Actor, row_id: str) -> UnidentifiedRow:
    row = queries.unidentified_row_for(actor, row_id, lock=True)
    concern = queries.concern_of(actor)
    if row.fate != Fate.OPEN:
        raise AlreadyDecided(fate=FATE_LABELS[Fate(row.fate)], who=row.changed_by_name)
    if not concern.owns(row) and not concern.is_asked(row):
        raise AlreadyDecided(fate=NOT_OURS_LABEL, who=row.changed_by_name)
    return row


def _decide(actor: Actor, now: datetime, row: UnidentifiedRow, fate: Fate, chosen: Candidate | None) -> None:
    owns = queries.concern_of(actor).owns(row)
    row.fate, row.changed_at, row.changed_by_name = fate, now, _who(actor, owns=owns)
    row.organisation = queries.organisation_of(actor, chosen) if chosen else None
    row.save(update_fields=["fate", "organisation", "changed_at", "changed_by_name"])
    _keep_step(actor, now, row, fate.value, tuple(piece.words for piece in chosen.evidence) if chosen else ())
    if not owns:
        tell_unit(actor, now, row, fate.value)


def _refer_back(actor: Actor, now: datetime, row: UnidentifiedRow) -> None:
    """Ask the actor's unit no more about another unit's row."""
    concern = queries.concern_of(actor)
    ours = concern.named.departments_of(concern.scope.units, row.district)
    row.departments = "".join(one for one in row.departments if one not in ours)
    row.changed_at, row.changed_by_name = now, _who(actor, owns=False)
    row.save(update_fields=["departments", "changed_at", "changed_by_name"])
    _keep_step(actor, now, row, NOT_OURS, ())
    tell_unit(actor, now, row, NOT_OURS)


def _require_own_step(actor: Actor, row: UnidentifiedRow) -> None:
    """Do nothing if there is something to take back, and the actor may.

    Raises:
        NothingToUndo, DecidedElsewhere: as said where this is called.
    """
    concern, last = queries.concern_of(actor), queries.steps_of(row).first()
    if concern.owns(row):
        if row.fate == Fate.OPEN:
            raise NothingToUndo
        return
    if last is None or last.fate == Fate.OPEN:
        raise NothingToUndo
    if last.by_unit_id not in concern.scope.units:
        raise DecidedElsewhere(who=last.by_name)


def _ask_again(actor: Actor, row: UnidentifiedRow) -> None:
    """Put back the departments that a registering unit had taken off a row because nobody of that name is its own."""
    concern = queries.concern_of(actor)
    if concern.owns(row):
        return
    ours = concern.named.departments_of(concern.scope.units, row.district)
    asked, _ = asked_of(row, row.unit)
    row.departments = "".join(one for one in asked if one in row.departments or one in ours)


def _who(actor: Actor, *, owns: bool) -> str:
    return actor.name if owns else f"{actor.unit_name}{actor.name}"


def _keep_step(actor: Actor, now: datetime, row: UnidentifiedRow, fate: str, evidence: tuple[str, ...]) -> None:
    IdentifyingStep.objects.create(
        row=row,
        fate=fate,
        organisation=row.organisation,
        evidence=list(evidence),
        at=now,
        by=actor.id,
        by_name=_who(actor, owns=queries.concern_of(actor).owns(row)),
        by_unit_id=actor.unit,
    )


def _file_of(actor: Actor, row: UnidentifiedRow, now: datetime) -> Upload:
    """Return the row as it was written, with the code, as the file that is kept and read like any other."""
    first = row.submission
    item = item_of_hash(actor, first.item_version, permission=rules.PROCESS)
    with unsealed(actor, first, now=now, reason=REASON, folder=new_opaque_id()) as path:
        sheet = read_file(path)
    _, places = columns_of(item, sheet, recognition_of(first))
    (cells,) = sheet.cells.filter(pl.col("line") == row.line).drop("line").iter_rows()
    values = {code: cells[place] or "" for code, place in places.items() if (row.line, place) not in sheet.errors}
    told = {**values, **_corrected(item, row), LINE: str(row.line)}
    content = json.dumps([told], ensure_ascii=False, indent=1).encode()
    return Upload(content=BytesIO(content), name="认定主体-1行.json", claimed_type="application/json")


def _corrected(item: Item, row: UnidentifiedRow) -> dict[str, str]:
    code, name, organisation = item.meaning(Means.SUBJECT_CODE), item.meaning(Means.SUBJECT_NAME), row.organisation
    if code is None or name is None or organisation is None:
        raise TypeError("a row that was identified has code, name and organisation")
    known = organisation.merged_into or organisation
    names = {one.normal for one in known.names.all()}
    called = {} if normal_form(row.name) in names else {name.code: organisation.name}
    return {code.code: organisation.unified_code or "", **called}


def _note(actor: Actor, now: datetime, action: Action, row: UnidentifiedRow, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="unidentified-row",
        object_id=row.public_id,
        object_label=row.name,
        facts={"submission": row.submission.public_id, "line": row.line, **facts},
    )

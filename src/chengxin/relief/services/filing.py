"""A case is filed at the window, taken in or not, completed, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.law.periods import chinese
from chengxin.register.models import RecordVersion
from chengxin.register.queries import RecordLine, lines_for
from chengxin.register.queries.histories import standing_for
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.queries import advice_for
from chengxin.relief.queries.dues import FILE
from chengxin.relief.rules import doings
from chengxin.relief.rules.doings import HANDLE
from chengxin.relief.rules.procedure import DISPUTED, PROCEDURE_LABELS, Move, Need, Procedure, State
from chengxin.relief.rules.repairs import Chance
from chengxin.relief.services.effects import clear_marks, mark
from chengxin.relief.services.moving import (
    CaseChangedMeanwhile,
    Said,
    add_move,
    checked_words,
    kept,
    moved,
    note,
    require,
    taken_up,
)
from chengxin.relief.services.telling import tell_party
from chengxin.subjects.queries import organisation_for
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Upload

MOST_RECORDS = 50
OLDEST = timedelta(days=366)


class NoRecords(Invalid):
    """An objection names the records it is about."""

    code = "relief.no-records"
    says = "请选择记录，一次最多{most}条"
    field = "records"


class NoWords(Invalid):
    """An objection says what is wrong."""

    code = "relief.no-words"
    says = "请写明理由：异议写哪里不对、应当是什么，修复写怎样改正和履行"
    field = "words"


class BadFilingDay(Invalid):
    """An application comes in today or came in before; and nobody leaves one lying for years."""

    code = "relief.bad-filing-day"
    says = "收到申请的日期不能晚于今天，也不能早于一年以前"
    field = "filed_on"


class NotItsRecord(Invalid):
    """A record is not about the applicant."""

    code = "relief.not-its-record"
    says = "“{document}”不是这个主体的记录"
    field = "records"


class AlreadyInCase(Conflict):
    """The record is in a case that is open."""

    code = "relief.already-in-case"
    says = "“{document}”已经在办理中的{number}里"


@dataclass(frozen=True)
class Application:
    """What an organisation applies for: its public id, the records (public ids), what it says, the day it came in."""

    subject: str
    records: tuple[str, ...]
    words: str
    filed_on: date


class NotRepairable(Conflict):
    """The repair of a record can not be applied for on the day."""

    code = "relief.not-repairable"
    says = "“{document}”在{day}还不能申请修复，请看修复指引"


@use_case
def file_objection(*, actor: Actor, now: datetime, unit: int, application: Application, scan: Upload | None) -> Case:
    """Write down an objection that came to the window and return the case.

    Raises:
        NotPermitted: the actor may not.
        NotFound: unit, subject or a record lies outside the actor's reach.
        NoRecords, NoWords, BadFilingDay, NotItsRecord, NumberInWords, WordsTooLong: the application is none.
        AlreadyInCase: a record is in an open case.
        FileRefused, NoRoom: the scan is not kept.
    """
    actor.require(HANDLE)
    return _file(actor, now, unit, application, scan=scan, procedure=Procedure.OBJECTION)


@use_case
def file_repair(*, actor: Actor, now: datetime, unit: int, application: Application, scan: Upload | None) -> Case:
    """Write down an application for repair that came to the window and return the case.

    Raises:
        NotPermitted, NotFound, NoRecords, NoWords, BadFilingDay, NotItsRecord, NumberInWords, WordsTooLong,
        AlreadyInCase, FileRefused, NoRoom: as ``file_objection``.
        NotRepairable: the first day of a record has not come, or no rule gives one.
    """
    actor.require(HANDLE)
    row = _file(actor, now, unit, application, scan=scan, procedure=Procedure.REPAIR)
    told = advice_for(actor, row.subject.public_id, on=row.filed_on)
    possible = {one.record for one in told if one.chance is Chance.NOW}
    for one in row.records.all():
        if one.record not in possible:
            raise NotRepairable(document=one.document_number or one.item_name, day=chinese(row.filed_on))
    return row


def _file(
    actor: Actor, now: datetime, unit: int, application: Application, *, scan: Upload | None, procedure: Procedure
) -> Case:
    house = unit_for(actor, unit, permission=HANDLE)
    subject = organisation_for(actor, application.subject)
    words, today = checked_words(application.words), day_of(now)
    if not words:
        raise NoWords
    if not today - OLDEST <= application.filed_on <= today:
        raise BadFilingDay
    rows = _rows(actor, application, today)
    number = _next_number(house, procedure, today)
    row = Case.objects.create(
        public_id=new_opaque_id(),
        procedure=procedure.value,
        unit=house,
        year=today.year,
        number=number,
        written_number=f"{house.short_name}{PROCEDURE_LABELS[procedure]}〔{today.year}〕{number}号",
        subject=subject,
        subject_name=subject.name,
        subject_code=subject.unified_code or "",
        words=words,
        filed_on=application.filed_on,
        state=State.RECEIVED.value,
        filed_at=now,
        filed_by_name=actor.shown_name,
    )
    _take(row, rows)
    add_move(actor, now, row, FILE, before="", said=Said(words=words, scan=kept(actor, now, row, scan)))
    action = doings.FILED if procedure is Procedure.OBJECTION else doings.REPAIR_FILED
    note(actor, now, row, action, records=[one.record for one in rows])
    return row


def _take(case: Case, rows: Sequence[CaseRecord]) -> None:
    """Write the records of a case; of two cases at the same moment the second is told."""
    for one in rows:
        one.case = case
    try:
        with transaction.atomic():
            CaseRecord.objects.bulk_create(rows)
    except IntegrityError as error:
        raise _busy([one.record for one in rows]) from error


def reopen(records: Sequence[CaseRecord]) -> None:
    """Open records of a case again, for a review.

    Raises:
        AlreadyInCase: one is in another open case by now.
    """
    ids = [one.record for one in records]
    try:
        with transaction.atomic():
            CaseRecord.objects.filter(id__in=[one.id for one in records]).update(open=True)
    except IntegrityError as error:
        raise _busy(ids) from error


def _busy(records: Sequence[str]) -> Conflict:
    there = CaseRecord.objects.filter(record__in=records, open=True).select_related("case").first()
    if there is None:  # it was closed at the same moment
        return CaseChangedMeanwhile()
    return AlreadyInCase(document=there.document_number or there.item_name, number=there.case.written_number)


def _rows(actor: Actor, application: Application, today: date) -> list[CaseRecord]:
    """Return the records as they stand, each about the subject and in no open case; the case is set later."""
    wanted = tuple(dict.fromkeys(application.records))
    if not 1 <= len(wanted) <= MOST_RECORDS:
        raise NoRecords(most=MOST_RECORDS)
    lines = {one.public_id: one for one in lines_for(actor, application.subject, today=today)}
    versions = [standing_for(actor, one, permission=HANDLE) for one in wanted]
    for one in versions:
        if one.record.public_id not in lines:
            raise NotItsRecord(document=one.document_number)
    if CaseRecord.objects.filter(record__in=wanted, open=True).exists():
        raise _busy(wanted)
    # in one order in every case: two at the same moment wait for each other's records one way only
    return [_row(one, lines[one.record.public_id]) for one in sorted(versions, key=lambda one: one.record_id)]


def _row(one: RecordVersion, line: RecordLine) -> CaseRecord:
    return CaseRecord(
        record=one.record.public_id,
        item_name=line.item_name[:200],
        summary=line.summary[:400],
        document_number=one.document_number,
        unit=one.source_unit,
        version=one.number,
    )


def _next_number(unit: Unit, procedure: Procedure, today: date) -> int:
    """Return the number of the unit's next case of the year; its row is locked, so that they follow each other.

    The lock lets others write rows that name the unit: two windows would wait for each other for ever.
    """
    Unit.objects.select_for_update(no_key=True).get(id=unit.id)
    there = Case.objects.filter(unit=unit, procedure=procedure.value, year=today.year)
    return int(there.aggregate(Max("number"))["number__max"] or 0) + 1


@use_case
def accept(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Accept an objection and mark its records as disputed; tell the applicant.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.ACCEPT, now, permission=HANDLE)
    require(row, Move.ACCEPT, standing, {})
    mark(actor, now, row, standing.records)
    told = "你单位的异议已经受理，所涉记录已经标注“数据存在异议”。标注不影响记录的公示，也不影响申请信用修复。"
    notice = tell_party(actor, now, row, "异议受理通知书", told)
    return moved(
        actor, now, row, Move.ACCEPT, to=step.to, action=doings.ACCEPTED, said=Said(words=words, notice=notice)
    )


@use_case
def refuse(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Do not accept an application, and tell the applicant why.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.REFUSE, now, permission=HANDLE)
    require(row, Move.REFUSE, standing, {Need.WORDS: bool(words.strip())})
    told = f"你单位的申请不予受理。理由：{checked_words(words)}\n不服的，可以依法申请行政复议或者提起行政诉讼。"
    notice = tell_party(actor, now, row, "不予受理通知书", told)
    _release(standing.records)
    return moved(actor, now, row, Move.REFUSE, to=step.to, action=doings.REFUSED, said=Said(words=words, notice=notice))


@use_case
def ask_papers(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Ask the applicant for papers that are missing. The time begins anew when they come.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.ASK_PAPERS, now, permission=HANDLE)
    require(row, Move.ASK_PAPERS, standing, {Need.WORDS: bool(words.strip())})
    told = f"请补正下列材料：{checked_words(words)}\n收到材料后重新计算办理期限；不补正不影响以后再提出。"
    notice = tell_party(actor, now, row, "材料补正通知书", told)
    return moved(
        actor, now, row, Move.ASK_PAPERS, to=step.to, action=doings.PAPERS_ASKED, said=Said(words=words, notice=notice)
    )


@use_case
def take_papers(*, actor: Actor, now: datetime, case: str, seen: int, words: str, scan: Upload | None) -> Case:
    """Write down that the missing papers came.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        FileRefused, NoRoom: the scan is not kept.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.TAKE_PAPERS, now, permission=HANDLE)
    require(row, Move.TAKE_PAPERS, standing, {Need.WORDS: bool(words.strip())})
    said = Said(words=words, scan=kept(actor, now, row, scan))
    return moved(actor, now, row, Move.TAKE_PAPERS, to=step.to, action=doings.PAPERS_TAKEN, said=said)


@use_case
def withdraw(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Write down that the applicant takes the application back; marks come off.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.WITHDRAW, now, permission=HANDLE)
    require(row, Move.WITHDRAW, standing, {Need.WORDS: bool(words.strip())})
    if State(row.state) in DISPUTED:
        clear_marks(actor, now, row, standing.records)
    _release(standing.records)
    return moved(actor, now, row, Move.WITHDRAW, to=step.to, action=doings.WITHDRAWN, said=Said(words=words))


def _release(records: Sequence[CaseRecord]) -> None:
    CaseRecord.objects.filter(id__in=[one.id for one in records]).update(open=False)

"""Letters (通报): drafted by the office, numbered and frozen when issued, confirmed and answered by the units."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.oversight.models import Letter, LetterUnit
from chengxin.oversight.queries.figures import unit_figures
from chengxin.oversight.queries.letters import draft_letter_for, receipt_for
from chengxin.oversight.rules import reporting_doings as doings
from chengxin.oversight.rules.months import written
from chengxin.oversight.rules.reporting import LetterState
from chengxin.oversight.services.checking import checked_lines, checked_text
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for, units_for

LONGEST_TITLE, LONGEST_BODY, LONGEST_REPLY = 200, 20_000, 2_000


class NoUnits(Invalid):
    """A letter goes to somebody."""

    code = "oversight.letter-to-nobody"
    says = "请选择要通报的单位"
    field = "units"


class NotADraft(Conflict):
    """The letter was issued or given up."""

    code = "oversight.letter-not-a-draft"
    says = "这份通报已经发出或放弃，不能再改"


class LetterChangedMeanwhile(Conflict):
    """A colleague changed the draft after it was looked at."""

    code = "oversight.letter-changed-meanwhile"
    says = "这份草稿刚刚由同事改过，请重新打开再改"


class ConfirmedAlready(Conflict):
    """The unit has confirmed that it received the letter."""

    code = "oversight.letter-confirmed-already"
    says = "本单位已经确认收到这份通报"


class RepliedAlready(Conflict):
    """The unit has replied."""

    code = "oversight.letter-replied-already"
    says = "本单位已经回复过这份通报"


@dataclass(frozen=True)
class LetterText:
    """What a letter says, and to which units (ids) it goes."""

    month: date
    title: str
    body: str
    units: frozenset[int]


@use_case
def begin_letter(*, actor: Actor, now: datetime, text: LetterText) -> Letter:
    """Begin a draft in the name of the own office and return it.

    Raises:
        NotPermitted: the actor writes no letters.
        NoUnits: it goes to nobody in the actor's reach.
        TextMissing, TextTooLong: of title and body.
    """
    actor.require(doings.WRITE_LETTERS)
    office = _own_office(actor)
    letter = Letter.objects.create(
        public_id=new_opaque_id(),
        office=office,
        month=text.month,
        title=checked_text(text.title, what="标题", field="title", limit=LONGEST_TITLE),
        body=checked_lines(text.body, what="正文", field="body", limit=LONGEST_BODY),
        state=LetterState.DRAFT,
        begun_at=now,
        begun_by=actor.name,
    )
    _address(actor, letter, text.units)
    _note(actor, now, doings.LETTER_BEGUN, letter, units=len(text.units))
    return letter


@use_case
def change_letter(*, actor: Actor, now: datetime, letter: str, seen: int, text: LetterText) -> Letter:
    """Change a draft.

    Raises:
        NotPermitted: the actor writes no letters.
        NotFound: there is none of the own office.
        NotADraft: it was issued or given up.
        LetterChangedMeanwhile: somebody was faster.
        NoUnits: it goes to nobody in the actor's reach.
        TextMissing, TextTooLong: of title and body.
    """
    actor.require(doings.WRITE_LETTERS)
    row = _draft(actor, letter)
    if row.seen != seen:
        raise LetterChangedMeanwhile
    row.month = text.month
    row.title = checked_text(text.title, what="标题", field="title", limit=LONGEST_TITLE)
    row.body = checked_lines(text.body, what="正文", field="body", limit=LONGEST_BODY)
    row.seen += 1
    row.save(update_fields=["month", "title", "body", "seen"])
    row.units.all().delete()
    _address(actor, row, text.units)
    _note(actor, now, doings.LETTER_CHANGED, row, units=len(text.units))
    return row


@use_case
def discard_letter(*, actor: Actor, now: datetime, letter: str) -> Letter:
    """Give a draft up; it never had a number.

    Raises:
        NotPermitted: the actor writes no letters.
        NotFound: there is none of the own office.
        NotADraft: it was issued or given up.
    """
    actor.require(doings.WRITE_LETTERS)
    row = _draft(actor, letter)
    row.state = LetterState.DISCARDED
    row.save(update_fields=["state"])
    _note(actor, now, doings.LETTER_DISCARDED, row)
    return row


@use_case
def issue_letter(*, actor: Actor, now: datetime, letter: str) -> Letter:
    """Issue a draft: it gets the next number of the year, its figures are written down, its units are told.

    Raises:
        NotPermitted: the actor writes no letters.
        NotFound: there is none of the own office.
        NotADraft: it was issued or given up.
    """
    actor.require(doings.WRITE_LETTERS)
    row = _draft(actor, letter)
    office = unit_for(actor, row.office_id, permission=doings.WRITE_LETTERS, lock=True)
    year = day_of(now).year
    last = Letter.objects.filter(office=office, year=year).order_by("-number").values_list("number", flat=True).first()
    units = list(row.units.values_list("unit_id", flat=True))
    row.figures = [one.texts for one in unit_figures(actor, row.month, units)]
    row.state, row.year, row.number = LetterState.ISSUED, year, (last or 0) + 1
    row.issued_at, row.issued_by = now, actor.name
    row.save(update_fields=["figures", "state", "year", "number", "issued_at", "issued_by"])
    for unit in units:
        _tell(actor, now, row, unit)
    _note(actor, now, doings.LETTER_ISSUED, row, number=row.written_number, units=len(units))
    return row


def _tell(actor: Actor, now: datetime, letter: Letter, unit: int) -> None:
    send_notice(
        actor=actor,
        now=now,
        template=doings.LETTER_NOTICE,
        values={"title": letter.title, "number": letter.written_number},
        recipient=Recipient(unit=unit),
        sender_unit=letter.office_id,
        about=About("oversight", "letter", letter.public_id),
        wish=Wish(),
    )


@use_case
def confirm_letter(*, actor: Actor, now: datetime, letter: str) -> LetterUnit:
    """Confirm for the own unit that a letter was received.

    Raises:
        NotPermitted: the actor may not.
        NotFound: none went to the unit.
        ConfirmedAlready: it was confirmed.
    """
    actor.require(doings.ANSWER_LETTERS)
    row = receipt_for(actor, letter, lock=True)
    if row.confirmed_at is not None:
        raise ConfirmedAlready
    row.confirmed_at, row.confirmed_by = now, actor.name
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    _note(actor, now, doings.LETTER_CONFIRMED, row.letter, unit=row.unit.short_name)
    return row


@use_case
def reply_to_letter(*, actor: Actor, now: datetime, letter: str, words: str) -> LetterUnit:
    """Reply for the own unit, once; that confirms the receipt, too.

    Raises:
        NotPermitted: the actor may not.
        NotFound: none went to the unit.
        RepliedAlready: there is a reply.
        TextMissing, TextTooLong: of the words.
    """
    actor.require(doings.ANSWER_LETTERS)
    row = receipt_for(actor, letter, lock=True)
    if row.replied_at is not None:
        raise RepliedAlready
    row.reply = checked_lines(words, what="回复", field="words", limit=LONGEST_REPLY)
    row.replied_at, row.replied_by = now, actor.name
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by = now, actor.name
    row.save(update_fields=["reply", "replied_at", "replied_by", "confirmed_at", "confirmed_by"])
    _note(actor, now, doings.LETTER_REPLIED, row.letter, unit=row.unit.short_name)
    return row


def _own_office(actor: Actor) -> Unit:
    if actor.unit is None:
        raise NotFound
    return unit_for(actor, actor.unit, permission=doings.WRITE_LETTERS)


def _draft(actor: Actor, letter: str) -> Letter:
    row = draft_letter_for(actor, letter, lock=True)
    if row.state != LetterState.DRAFT:
        raise NotADraft
    return row


def _address(actor: Actor, letter: Letter, units: Collection[int]) -> None:
    known = units_for(actor, permission=doings.WRITE_LETTERS).filter(id__in=units)
    made = LetterUnit.objects.bulk_create(LetterUnit(letter=letter, unit=one) for one in known)
    if not made or len(made) != len(units):
        raise NoUnits


def _note(actor: Actor, now: datetime, action: Action, letter: Letter, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="letter",
        object_id=letter.public_id,
        object_label=f"{written(letter.month)} {letter.title}"[:200],
        facts=facts,
    )

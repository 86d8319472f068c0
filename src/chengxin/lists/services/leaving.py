"""The way out: period over, repaired, basis revoked, or another list; by the same channel as the way in."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.catalog.rules.list_kinds import JOINT_TYPES, ListType
from chengxin.foundation.actor import Actor
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import Invalid
from chengxin.law.periods import chinese
from chengxin.lists.models import Entry, Paper
from chengxin.lists.queries import ended_by, entry_for, hits_of, open_honours
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import CHOSEN_GROUNDS, EXIT_LABELS, TAKEDOWN_OF, UNSIGNED_WORDS, ExitGround
from chengxin.lists.rules.procedure import Move, Need, PaperKind, State, Track
from chengxin.lists.services.moving import checked_words, moved, note, require, taken_up
from chengxin.lists.services.papers import make_paper
from chengxin.lists.services.recording import record_exit
from chengxin.notices.rules import NoticeTemplate
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.register.services import Why, take_down
from chengxin.units.queries import day_of

END_JOINT_ACTION = "measures.end-joint-action"
"""The room of measures does it; it is told the public id of the entry's record in the register."""


class BadExit(Invalid):
    """A way out that a person opens names its paper, its words and the head who signed."""

    code = "lists.bad-exit"
    says = "请写明移出的事由、所依据文书的文号、理由和签发的负责人；日期不能早于列入决定，也不能晚于今天"
    field = "number"


@dataclass(frozen=True)
class WayOut:
    """Why a person takes an entry off the list: ground, number of the paper it rests on, words, who signed when."""

    ground: ExitGround
    number: str
    words: str
    signed_by: str
    signed_on: date


@use_case
def leave(*, actor: Actor, now: datetime, entry: str, seen: int, way: WayOut) -> Paper:
    """Take an entry off the list because it was repaired or its basis was revoked; return the paper of removal.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadExit: ground, paper, words or signature do not fit.
    """
    actor.require(doings.DECIDE)
    row, _step, standing = taken_up(actor, entry, seen, Move.EXIT, now, permission=doings.DECIDE)
    told = all(text.strip() for text in (way.number, way.words, way.signed_by))
    fits = row.decided_on is not None and row.decided_on <= way.signed_on <= day_of(now)
    if way.ground not in CHOSEN_GROUNDS or not told or not fits:
        raise BadExit
    require(row, Move.EXIT, standing, {Need.EXIT_GROUND: True})
    why = (
        f"{EXIT_LABELS[way.ground]}：{checked_words(way.words)}（{checked_words(way.number, what='文号', limit=200)}）"
    )
    return _take_off(actor, now, row, way.ground, why, signed_by=way.signed_by.strip()[:100], day=way.signed_on)


@use_case
def end_listing(*, actor: Actor, now: datetime, entry: str) -> bool:
    """Take an entry off whose last day is over, and say whether that was so. A job does it; safe to run twice.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is none.
    """
    actor.require(doings.FOLLOW_LAW)
    row = entry_for(actor, entry, lock=True)
    over = State(row.state) is State.PUBLISHED and row.until is not None and row.until < day_of(now)
    if not over:
        note(actor, now, row, doings.END_CHECKED, over=False)
        return False
    why = f"{EXIT_LABELS[ExitGround.ENDED]}（{chinese(row.until)}）" if row.until else EXIT_LABELS[ExitGround.ENDED]
    paper = _take_off(actor, now, row, ExitGround.ENDED, why)
    _tell(actor, now, row, doings.REMOVED_BY_LAW, {"why": why, "number": paper.written_number})
    return True


@use_case
def check_honour(*, actor: Actor, now: datetime, entry: str) -> bool:
    """Compare one honour with the lists of the dishonest; a hit stops or removes it, with the reason; say whether.

    The law's consequence (发改财金规〔2017〕1798号): a job follows it, the unit is told. Safe to run twice.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is none.
    """
    actor.require(doings.FOLLOW_LAW)
    row = entry_for(actor, entry, lock=True)
    state = State(row.state)
    hits = hits_of(actor, row.subject_id, on=day_of(now)) if row.track == Track.HONEST.value else ()
    if not hits or state in {State.EXITED, State.STOPPED}:
        note(actor, now, row, doings.RED_CHECKED, hits=len(hits))
        return False
    why = f"交叉比对命中：{'、'.join(hit.words for hit in hits)}"[:1000]
    if state is State.PUBLISHED:
        ground = ExitGround.ADVERSE_HIT
        paper = _take_off(actor, now, row, ground, f"{EXIT_LABELS[ground]}：{why}")
        _tell(actor, now, row, doings.REMOVED_BY_LAW, {"why": why, "number": paper.written_number})
    else:
        moved(actor, now, row, Move.STOP, to=State.STOPPED, action=doings.STOPPED, words=why, facts={"hits": len(hits)})
        _tell(actor, now, row, doings.STOPPED_BY_HIT, {"why": why})
    return True


def check_honours(*, actor: Actor, now: datetime) -> int:
    """Compare every honour with the lists of the dishonest, one use case each; return how many were hit.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(doings.FOLLOW_LAW)
    return sum(check_honour(actor=actor, now=now, entry=one) for one in open_honours())


def end_listings(*, actor: Actor, now: datetime) -> int:
    """Take off every entry whose last day is over, one use case each; return how many.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(doings.FOLLOW_LAW)
    return sum(end_listing(actor=actor, now=now, entry=one) for one in ended_by(day_of(now)))


def _take_off(
    actor: Actor,
    now: datetime,
    entry: Entry,
    ground: ExitGround,
    why: str,
    *,
    signed_by: str = "",
    day: date | None = None,
) -> Paper:
    """Take down the record and say in it why, make the paper, end the joint action: every place the entry reached."""
    paper = make_paper(
        actor,
        now,
        entry,
        PaperKind.REMOVAL,
        paragraphs=(f"现将{entry.subject_name}移出{entry.kind_name}。移出的事由：{why}。",),
        closing=("自移出之日起停止公布，依据该条目采取的措施相应停止。",),
        signed_by=signed_by,
        unsigned=UNSIGNED_WORDS.get(ground, ""),
        day=day,
    )
    take_down(
        actor=actor,
        now=now,
        records=[entry.record],
        why=Why(TAKEDOWN_OF[ground], f"移出{entry.kind_name}：{why}。", paper.written_number),
    )
    entry.exit_ground, entry.exited_at = ground.value, now
    told = record_exit(actor, now, entry, ground)
    facts = {"ground": ground.value, "paper": paper.written_number, "recorded": told}
    changed = ("exit_ground", "exited_at")
    moved(actor, now, entry, Move.EXIT, to=State.EXITED, action=doings.EXITED, changed=changed, words=why, facts=facts)
    if ListType(entry.list_type) in JOINT_TYPES:
        defer(END_JOINT_ACTION, entry=entry.record)
    return paper


def _tell(actor: Actor, now: datetime, entry: Entry, template: NoticeTemplate, values: dict[str, str]) -> None:
    send_notice(
        actor=actor,
        now=now,
        template=template,
        values={"party": entry.subject_name, "kind": entry.kind_name, **values},
        recipient=Recipient(unit=entry.unit_id),
        sender_unit=entry.unit_id,
        about=About("lists", "entry", entry.public_id),
        wish=Wish(),
    )

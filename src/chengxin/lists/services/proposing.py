"""The beginning of a listing: proposed by one, reviewed by another, sent back, mended, stopped."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import use_case
from chengxin.catalog.queries.kinds import list_kind
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import IdentifierKind, kind_of
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.lists.models import Entry, EntryMove
from chengxin.lists.queries import hash_of_kind, hits_of, law_permits, may_list
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import Ground, track_of
from chengxin.lists.rules.procedure import Move, Need, State, Track
from chengxin.lists.services.moving import checked_words, moved, note, require, taken_up
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries import organisation_for
from chengxin.subjects.rules import Kind
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for

PROPOSE = "propose"
LONGEST_TEXT = 200
PERSONAL = frozenset({IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER})


class PersonNotListed(Invalid):
    """The subject is a natural person, or protected like one."""

    code = "lists.person-not-listed"
    says = "自然人和个体工商户不在这里列入名单：没有一种名单的依据要求公布自然人"
    field = "subject"


class UnknownSubject(Invalid):
    """No organisation has this code."""

    code = "lists.unknown-subject"
    says = "没有统一社会信用代码是“{code}”的主体，请先核对代码"
    field = "subject"


class DecidedElsewhere(Invalid):
    """A court or an authority outside decides this list."""

    code = "lists.decided-elsewhere"
    says = "“{kind}”由{bodies}认定，决定书作为信用信息报送，不在这里认定"
    field = "kind"


class NotYourList(Invalid):
    """The unit does not list on this kind."""

    code = "lists.not-your-list"
    says = "本单位不是“{kind}”的认定单位"
    field = "kind"


class NoBasis(Invalid):
    """The law has no basis for this kind of list on the day."""

    code = "lists.no-basis"
    says = "今天没有使用“{kind}”的法定依据，不能列入"
    field = "kind"


class GroundMissing(Invalid):
    """A listing rests on a decision or judgment, and says which and why."""

    code = "lists.ground-missing"
    says = "请写明列入事由，和列入所依据的决定或者裁判：文书号、作出的机关、日期（不能晚于今天）"
    field = "ground_number"


class OnAdverseList(Conflict):
    """Who stands on a list of the dishonest is proposed for no honour."""

    code = "lists.on-adverse-list"
    says = "交叉比对命中，不能列入守信名单：{hits}"


class AlreadyUnderWay(Conflict):
    """The unit has an open procedure, or a standing entry, about the subject on this list."""

    code = "lists.already-under-way"
    says = "这个主体在这一名单上已有没有办完的程序或者在列的条目"


@dataclass(frozen=True)
class Proposal:
    """What is proposed: the kind of list by key, the subject by code or opaque id, why, and what it rests on."""

    kind: str
    subject: str
    reason: str
    ground: Ground


@use_case
def propose(*, actor: Actor, now: datetime, unit: int, proposal: Proposal) -> Entry:
    """Propose a subject for a list in the name of a unit, and return the entry; nothing is listed by it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: the unit lies outside the actor's reach.
        UnknownListKind: there is no such kind on the day.
        UnknownSubject, PersonNotListed, DecidedElsewhere, NotYourList, NoBasis: of the subject or the kind.
        GroundMissing: no reason, or no decision that it rests on.
        OnAdverseList: the kind is an honour, and the subject is on a list of the dishonest.
        AlreadyUnderWay: there is an open procedure.
    """
    actor.require(doings.PROPOSE)
    body = unit_for(actor, unit, permission=doings.PROPOSE)
    today = day_of(now)
    kind = list_kind(actor, proposal.kind, on=today)
    _check_kind(kind, body, today)
    subject = _subject(actor, proposal.subject, today)
    reason, ground = _checked(proposal, today)
    track = track_of(kind)
    hits = hits_of(actor, subject.id, on=today) if track is Track.HONEST else ()
    if hits:
        raise OnAdverseList(hits="、".join(hit.words for hit in hits))
    entry = Entry(
        public_id=new_opaque_id(),
        kind=kind.key,
        kind_name=kind.name,
        kind_hash=hash_of_kind(kind),
        list_type=kind.type.value,
        track=track.value,
        unit=body,
        subject=subject,
        subject_name=subject.name[:400],
        subject_code=subject.unified_code or "",
        state=State.PROPOSED.value,
        reason=reason,
        ground_number=ground.number,
        ground_body=ground.body,
        ground_on=ground.on,
        basis=basis_of(kind),
        proposed_at=now,
        proposed_by=actor.id,
        proposed_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        raise AlreadyUnderWay from None
    EntryMove.objects.create(
        entry=entry,
        number=1,
        move=PROPOSE,
        to_state=entry.state,
        at=now,
        by=actor.id,
        by_name=actor.name,
        words=reason,
    )
    note(actor, now, entry, doings.PROPOSED, ground=ground.number)
    return entry


def basis_of(kind: ListKind) -> str:
    """Return what a kind rests on, as papers write it."""
    return "；".join(f"{one.text}{one.article}" for one in kind.basis)[:500]


def _check_kind(kind: ListKind, unit: Unit, today: date) -> None:
    if kind.decided_elsewhere:
        raise DecidedElsewhere(kind=kind.name, bodies="、".join(kind.listing_bodies))
    if not may_list(kind, unit):
        raise NotYourList(kind=kind.name)
    if not law_permits(kind, today):
        raise NoBasis(kind=kind.name)


def _subject(actor: Actor, key: str, today: date) -> Organisation:
    clean = key.strip().upper() if len(key.strip()) <= 18 else key.strip()  # noqa: PLR2004  a code, or an opaque id
    try:
        subject = organisation_for(actor, clean)
    except NotFound:
        if kind_of(clean, on=today) in PERSONAL:
            raise PersonNotListed from None
        raise UnknownSubject(code=clean) from None
    if subject.kind == Kind.SOLE_TRADER.value or subject.name_is_personal:
        raise PersonNotListed
    return subject


def _checked(proposal: Proposal, today: date) -> tuple[str, Ground]:
    given = proposal.ground
    reason = checked_words(proposal.reason, what="列入事由")
    number = checked_words(given.number, what="文书号", limit=LONGEST_TEXT)
    body = checked_words(given.body, what="机关", limit=LONGEST_TEXT)
    if not (reason and number and body) or given.on > today:
        raise GroundMissing
    return reason, Ground(number, body, given.on)


@use_case
def amend_proposal(*, actor: Actor, now: datetime, entry: str, seen: int, reason: str, ground: Ground) -> Entry:
    """Mend a proposal that was sent back, and propose it again.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        GroundMissing: no reason, or no decision that it rests on.
    """
    actor.require(doings.PROPOSE)
    row, step, standing = taken_up(actor, entry, seen, Move.AMEND, now, permission=doings.PROPOSE)
    said, given = _checked(Proposal(row.kind, "", reason, ground), day_of(now))
    require(row, Move.AMEND, standing, {Need.GROUND: True})
    kind = list_kind(actor, row.kind, on=day_of(now))
    row.reason, row.ground_number, row.ground_body, row.ground_on = said, given.number, given.body, given.on
    row.kind_hash, row.basis = hash_of_kind(kind), basis_of(kind)
    row.proposed_by, row.proposed_by_name = actor.id, actor.name
    changed = (
        "reason", "ground_number", "ground_body", "ground_on", "kind_hash", "basis", "proposed_by", "proposed_by_name",
    )  # fmt: skip
    return moved(actor, now, row, Move.AMEND, to=step.to, action=doings.AMENDED, changed=changed, words=said)


@use_case
def review(*, actor: Actor, now: datetime, entry: str, seen: int, approve: bool, words: str) -> Entry:
    """Approve a proposal, or send it back with the reason. Who proposed it does not review it.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(doings.DECIDE)
    move = Move.APPROVE if approve else Move.SEND_BACK
    row, step, standing = taken_up(actor, entry, seen, move, now, permission=doings.DECIDE)
    require(row, move, standing, {Need.WORDS: bool(words.strip())})
    action = doings.APPROVED if approve else doings.SENT_BACK
    return moved(actor, now, row, move, to=step.to, action=action, words=words)


@use_case
def stop(*, actor: Actor, now: datetime, entry: str, seen: int, words: str) -> Entry:
    """End a procedure without a listing, with the reason.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.STOP, now, permission=doings.DECIDE)
    require(row, Move.STOP, standing, {Need.WORDS: bool(words.strip())})
    return moved(actor, now, row, Move.STOP, to=step.to, action=doings.STOPPED, words=words)

"""One procedure: its facts, what is missing for the next move, papers with their service, statements, all moves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.lists import queries, services
from chengxin.lists.models import Entry, EntryMove, Paper
from chengxin.lists.queries import Standing
from chengxin.lists.rules.doings import DECIDE, HEAR, PROPOSE, SEE_LISTS
from chengxin.lists.rules.entries import EXIT_LABELS, MANNER_LABELS, ExitGround, Manner
from chengxin.lists.rules.procedure import (
    NEED_WORDS,
    Move,
    Need,
    PaperKind,
    State,
    Track,
    missing,
    move_label,
    open_moves,
)
from chengxin.lists.views.parts import LOOKS, state_words, to_entries, to_entry
from chengxin.notices.rules import RECORD_PAPER
from chengxin.register.rules import SEE_RECORDS
from chengxin.ui.pieces import Deed, Lacking
from chengxin.units.queries import day_of
from chengxin.vault.models import StoredFile
from chengxin.vault.queries import files_of

TYPED = frozenset({Need.GROUND, Need.WORDS, Need.TIME_TO_ANSWER, Need.SIGNED, Need.TERM, Need.EXIT_GROUND})
"""Facts that come with the form of a move."""

ADDRESSES = {
    Move.SEND_BACK: ("lists:send-back", DECIDE),
    Move.AMEND: ("lists:amend", PROPOSE),
    Move.APPROVE: ("lists:approve", DECIDE),
    Move.NOTIFY: ("lists:notify", DECIDE),
    Move.HEAR: ("lists:hear", HEAR),
    Move.ANSWER: ("lists:answer", DECIDE),
    Move.DECIDE: ("lists:decide", DECIDE),
    Move.PUBLISH: ("lists:publish", DECIDE),
    Move.EXIT: ("lists:exit", DECIDE),
    Move.STOP: ("lists:stop", DECIDE),
    Move.SIGN: ("lists:sign", DECIDE),
}
UNASKED = frozenset({Move.ANSWER, Move.SIGN})
"""Moves that nothing waits for until there is a statement, or a removal by the platform."""
SECONDARY = frozenset({Move.SEND_BACK, Move.STOP, Move.HEAR})


@dataclass(frozen=True)
class ScanLink:
    """A scan that is kept: where it is read, its name and its SHA-256."""

    address: str
    name: str
    sha256: str


@dataclass(frozen=True)
class PaperLine:
    """A paper with its service: ``serve`` leads to where it is recorded, ``receipts`` to what this person may read."""

    title: str
    number: str
    at: datetime
    by: str
    signed: str
    unsigned: str
    file: str
    served: bool
    delivered_on: date | None
    serve: str
    receipts: tuple[ScanLink, ...]


@dataclass(frozen=True)
class StatementLine:
    """What was said, and the answer."""

    on: date
    manner: str
    words: str
    followed: str
    answer: str
    scan: ScanLink | None


@dataclass(frozen=True)
class MoveLine:
    """One move; ``paper`` is the number of the paper that was made with it."""

    at: datetime
    what: str
    who: str
    words: str
    paper: str


@dataclass(frozen=True)
class EntryPage:
    """A procedure with all that is known of it."""

    title: str
    entry: Entry
    look: str
    state: str
    honest: bool
    answer_until: date | None
    exit_words: str
    hits: tuple[str, ...]
    deeds: tuple[Deed, ...]
    lacking: tuple[Lacking, ...]
    papers: tuple[PaperLine, ...]
    statements: tuple[StatementLine, ...]
    moves: tuple[MoveLine, ...]
    record: str


@require_safe
@staff(SEE_LISTS)
def entry(request: Request, entry_id: str) -> HttpResponse:
    """Show one procedure, on record."""
    shown = _shown(request, entry_id)
    return render(request, "lists/entry.html", {"page": shown, "steps": (to_entries(),)})


@require_safe
@staff(SEE_LISTS)
def entry_print(request: Request, entry_id: str) -> HttpResponse:
    """Show all of one procedure as it is printed for the file, on record, in the order in which it happened."""
    shown = _shown(request, entry_id)
    context = {"page": shown, "steps": to_entry(shown.entry), "moves": shown.moves[::-1], "now": request.now}
    return render(request, "lists/entry_print.html", context)


def _shown(request: Request, entry_id: str) -> EntryPage:
    row = services.look_at_entry(actor=request.actor, now=request.now, entry=entry_id)
    standing = queries.standing_of(request.actor, row, today=day_of(request.now))
    deeds, lacking = _moves(request.actor, row, standing)
    return EntryPage(
        title=row.subject_name,
        entry=row,
        look=LOOKS[State(row.state)],
        state=state_words(row),
        honest=row.track == Track.HONEST.value,
        answer_until=standing.answer_until,
        exit_words=_(EXIT_LABELS[ExitGround(row.exit_ground)]) if row.exit_ground else "",
        hits=tuple(hit.words for hit in standing.hits),
        deeds=deeds,
        lacking=lacking,
        papers=_papers(request.actor, row, standing),
        statements=_statements(standing),
        moves=tuple(_move(row, one) for one in row.moves.order_by("-number")),
        record=reverse("register:record", args=[row.record]) if row.record and request.actor.may(SEE_RECORDS) else "",
    )


def _moves(actor: Actor, row: Entry, standing: Standing) -> tuple[tuple[Deed, ...], tuple[Lacking, ...]]:
    """Return the buttons of what may be done now, and of the other open moves what each still needs."""
    track, state = Track(row.track), State(row.state)
    deeds, lacking = [], []
    for move in open_moves(track, state):
        name, permission = ADDRESSES[move]
        needs = missing(track, state, move, standing.facts | TYPED)
        label = _(move_label(track, move))
        if needs:
            lacking += [] if move in UNASKED else [Lacking(label, tuple(_(NEED_WORDS[need]) for need in needs))]
        elif _reaches(actor, row, permission):
            deeds.append(Deed(label, reverse(name, args=[row.public_id]), move not in SECONDARY))
    return tuple(deeds), tuple(lacking)


def _reaches(actor: Actor, row: Entry, permission: Permission) -> bool:
    return actor.may(permission) and actor.scope(permission).covers(unit=row.unit_id, district=row.unit.district)


def _papers(actor: Actor, row: Entry, standing: Standing) -> tuple[PaperLine, ...]:
    may_serve = _reaches(actor, row, RECORD_PAPER)
    return tuple(
        PaperLine(
            title=_(one.title),
            number=one.written_number,
            at=one.made_at,
            by=one.made_by_name,
            signed=one.content["signed_by"],
            unsigned=_unsigned(one, standing),
            file=reverse("vault:file", args=[one.file.public_id]),
            served=one.notice is not None,
            delivered_on=standing.delivered.get(PaperKind(one.kind)),
            serve=reverse("notices:paper", args=[one.notice.public_id]) if one.notice and may_serve else "",
            receipts=_receipts(actor, one),
        )
        for one in standing.papers
    )


def _unsigned(paper: Paper, standing: Standing) -> str:
    """Return what stands in the place of a signature: nobody signed yet, or by which paper somebody did since."""
    words: str = paper.content.get("unsigned", "")
    signed = next((one for one in standing.papers if one.kind == PaperKind.CONFIRMATION.value), None)
    return _("平台自动移出，已由{number}补签").format(number=signed.written_number) if words and signed else words


def _receipts(actor: Actor, paper: Paper) -> tuple[ScanLink, ...]:
    if paper.notice is None:
        return ()
    found = files_of(actor, room="notices", kind="notice", number=paper.notice.public_id).filter(deleted_at=None)
    return tuple(_link(file) for file in found)


def _statements(standing: Standing) -> tuple[StatementLine, ...]:
    lines = []
    for one in standing.statements:
        answer = getattr(one, "answer", None)
        followed = "" if answer is None else _("采纳") if answer.followed else _("不采纳")
        manner = _(MANNER_LABELS[Manner(one.manner)])
        said = answer.words if answer else ""
        lines.append(StatementLine(one.said_on, manner, one.words, followed, said, _scan(one.scan)))
    return tuple(lines)


def _scan(file: StoredFile | None) -> ScanLink | None:
    return _link(file) if file else None


def _link(file: StoredFile) -> ScanLink:
    return ScanLink(reverse("vault:file", args=[file.public_id]), file.name, file.sha256)


def _move(row: Entry, one: EntryMove) -> MoveLine:
    what = _("提出拟列入") if one.move == services.PROPOSE else _(move_label(Track(row.track), Move(one.move)))
    return MoveLine(one.at, what, one.by_name, one.words, one.facts.get("paper", ""))

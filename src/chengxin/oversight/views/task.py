"""The page of one task: what it asks, of whom, by when, what was handed in and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries
from chengxin.oversight.models import Evidence, PlanTask, TaskHistory
from chengxin.oversight.queries import Contact, NamedUnit, TaskFacts
from chengxin.oversight.queries.board import facts_of
from chengxin.oversight.queries.plans import in_order
from chengxin.oversight.rules.board import DOING_LABELS, EVIDENCE_LABELS, STANDING_LABELS, Doing, EvidenceState
from chengxin.oversight.rules.doings import GIVE_EVIDENCE, KEEP_PLAN, REVIEW_TASKS, SEE_PLAN
from chengxin.oversight.rules.history import Change, changes
from chengxin.oversight.rules.plan import PARTS, Basis
from chengxin.oversight.views.board import why
from chengxin.oversight.views.parts import module_title, way_to
from chengxin.units.queries import day_of

EVIDENCE_LOOKS = {
    EvidenceState.WAITING: "near",
    EvidenceState.ACCEPTED: "done",
    EvidenceState.RETURNED: "late",
    EvidenceState.WITHDRAWN: "idle",
}


@dataclass(frozen=True)
class UnitLine:
    """Who is responsible: as the table says, what it means, and whom to call."""

    text: str
    part: str
    name: str
    address: str
    known: bool
    contact: str
    phone: str


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone and how it stands; without a look it recurs."""

    text: str
    due_on: date | None
    look: str
    label: str


@dataclass(frozen=True)
class EvidenceLine:
    """What was handed in, and what may be done with it; empty addresses where nothing may."""

    file: str
    address: str
    words: str
    unit: str
    by: str
    given_at: datetime
    look: str
    label: str
    reason: str
    review: str
    withdraw: str


@dataclass(frozen=True)
class HistoryLine:
    """What happened to a task."""

    at: datetime
    by: str
    label: str
    words: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class TaskPage:
    """A task with everything that may be done with it."""

    year: int
    no: int
    title: str
    module: str
    heading: str
    requirement: tuple[str, ...]
    look: str
    label: str
    why: str
    due_on: date | None
    remark: str
    bases: tuple[Basis, ...]
    units: tuple[UnitLine, ...]
    milestones: tuple[MilestoneLine, ...]
    evidence: tuple[EvidenceLine, ...]
    others: int
    history: tuple[HistoryLine, ...]
    closed_at: datetime | None
    closed_by: str
    closing_words: str
    may_give: bool
    may_review: bool
    may_correct: bool


@require_safe
@staff(SEE_PLAN)
def task(request: Request, year: int, no: int) -> HttpResponse:
    """Show a task."""
    row = queries.task_for(request.actor, year, no)
    page = _page(request.actor, row, day_of(request.now))
    return render(request, "oversight/task.html", {"page": page, "steps": way_to(year)})


def _page(actor: Actor, row: PlanTask, today: date) -> TaskPage:
    (facts,) = facts_of([row], today)
    evidence = list(queries.evidence_of(actor, row))
    is_open = row.closed_at is None
    counted = sum(one.state in {EvidenceState.ACCEPTED, EvidenceState.WAITING} for one in evidence)
    return TaskPage(
        year=facts.year,
        no=facts.no,
        title=facts.title,
        module=module_title(facts),
        heading=facts.heading,
        requirement=tuple(facts.requirement.splitlines()),
        look=facts.standing.value,
        label=_(STANDING_LABELS[facts.standing]),
        why=why(facts, today) if is_open else "",
        due_on=facts.due_on,
        remark=facts.remark,
        bases=tuple(Basis(one["title"], one["number"]) for one in row.bases),
        units=_units(actor, facts, today),
        milestones=tuple(_milestones(row, today)),
        evidence=tuple(_evidence(actor, one) for one in evidence),
        others=facts.accepted + facts.waiting - counted,
        history=_history(queries.history_of(actor, row)),
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closing_words=row.closing_words,
        may_give=is_open and actor.may(GIVE_EVIDENCE) and actor.unit in facts.answering,
        may_review=actor.scope(REVIEW_TASKS).everything,
        may_correct=is_open and actor.scope(KEEP_PLAN).everything,
    )


def _units(actor: Actor, facts: TaskFacts, today: date) -> tuple[UnitLine, ...]:
    contacts = queries.contacts_on(actor, [one.unit for one in facts.units if one.unit], today)
    return tuple(_unit(one, contacts.get(one.unit or 0)) for one in facts.units)


def _unit(one: NamedUnit, contact: Contact | None) -> UnitLine:
    address = reverse("units:unit", args=[one.unit]) if one.unit else reverse("units:groups") if one.group else ""
    return UnitLine(
        text=one.text,
        part=_(PARTS[one.part]),
        name=one.name,
        address=address,
        known=one.known,
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
    )


def _milestones(row: PlanTask, today: date) -> Iterable[MilestoneLine]:
    for one in in_order(row.milestones.all()):
        look, label = _milestone_state(one.due_on, today, met=one.met_at is not None)
        yield MilestoneLine(one.text, one.due_on, look, label)


def _milestone_state(due_on: date | None, today: date, *, met: bool) -> tuple[str, str]:
    if met:
        return "done", _("已完成")
    if due_on is None:
        return "", ""
    days = (due_on - today).days
    if days < 0:
        return "late", _("已过{n}天").format(n=-days)
    return "idle", _("还有{n}天").format(n=days)


def _evidence(actor: Actor, one: Evidence) -> EvidenceLine:
    state = EvidenceState(one.state)
    waits = state is EvidenceState.WAITING
    reviews = waits and actor.scope(REVIEW_TASKS).everything
    own = waits and actor.may(GIVE_EVIDENCE) and one.unit_id == actor.unit
    return EvidenceLine(
        file=one.file.name or _("文件已按期清除"),
        address=reverse("vault:file", args=[one.file.public_id]) if one.file.name else "",
        words=one.words,
        unit=one.unit.name,
        by=one.given_by_name,
        given_at=one.given_at,
        look=EVIDENCE_LOOKS[state],
        label=_(EVIDENCE_LABELS[state]),
        reason=one.reason,
        review=reverse("oversight:review-evidence", args=[one.public_id]) if reviews else "",
        withdraw=reverse("oversight:withdraw-evidence", args=[one.public_id]) if own else "",
    )


def _history(rows: Iterable[TaskHistory]) -> tuple[HistoryLine, ...]:
    """Return what happened, the latest first, each with what it changed against the entry before."""
    every = list(rows)
    earlier = [*every[1:], None]
    return tuple(
        HistoryLine(
            at=row.at,
            by=row.by,
            label=_(DOING_LABELS[Doing(row.doing)]),
            words=row.words,
            changes=changes(before.definition, row.definition) if before and row.doing == Doing.CORRECTED else (),
        )
        for row, before in zip(every, earlier, strict=True)
    )

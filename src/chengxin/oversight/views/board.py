"""The board: every task of a year's plan and how it stands today."""

from collections.abc import Iterable, Mapping, Sequence
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
from chengxin.oversight.forms.plan import BoardFilter
from chengxin.oversight.models import WorkPlan
from chengxin.oversight.queries import Contact, NamedUnit, TaskFacts
from chengxin.oversight.rules.board import STANDING_LABELS, PlanState, Standing
from chengxin.oversight.rules.doings import KEEP_PLAN, SEE_PLAN
from chengxin.oversight.rules.plan import Part
from chengxin.oversight.views.lines import GROUPERS, LineGroup, address_of, grouped
from chengxin.oversight.views.parts import day_in, module_title, own_title, short_name, units_in_full, units_in_short
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Tab
from chengxin.units.queries import day_of, units_for

VIEWS = tuple(GROUPERS)
URGENT = (Standing.LATE, Standing.NEAR)


@dataclass(frozen=True)
class Count:
    """How many tasks stand alike."""

    look: str
    words: str


@dataclass(frozen=True)
class Cell:
    """A task as one square of the overview."""

    no: int
    look: str
    words: str
    address: str


@dataclass(frozen=True)
class ModuleCells:
    """The squares of a module."""

    title: str
    number: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Urgent:
    """A task to see to today: why, and whom to call."""

    title: str
    address: str
    look: str
    label: str
    why: str
    contact: str
    phone: str


@dataclass(frozen=True)
class ReviewLine:
    """Evidence that waits for the reader's word."""

    title: str
    address: str
    unit: str
    given_at: datetime


@dataclass(frozen=True)
class BoardPage:
    """The board with everything that may be done from here."""

    year: int
    heading: str
    today: date
    title: str
    counts: tuple[Count, ...]
    modules: tuple[ModuleCells, ...]
    urgent: tuple[Urgent, ...]
    reviews: tuple[ReviewLine, ...]
    views: tuple[Tab, ...]
    shown: int
    filtered: bool
    groups: tuple[LineGroup, ...]
    own: str
    export: str
    years: tuple[Tab, ...]
    drafts: tuple[Tab, ...]
    may_keep: bool


@require_safe
@staff(SEE_PLAN)
def plan(request: Request) -> HttpResponse:
    """Show the plan of this year, or the last there is; say what to do if there is none."""
    found = queries.current_plan(request.actor, day_of(request.now))
    if found is None:
        drafts, may_keep = _drafts(request.actor), request.actor.scope(KEEP_PLAN).everything
        return render(request, "oversight/none.html", {"drafts": drafts, "may_keep": may_keep})
    return _show(request, found)


@require_safe
@staff(SEE_PLAN)
def board(request: Request, year: int) -> HttpResponse:
    """Show the plan of a year."""
    return _show(request, queries.plan_for(request.actor, year))


@require_safe
@staff(SEE_PLAN)
def plan_file(request: Request, year: int) -> HttpResponse:
    """Give the tasks as asked for as a csv file."""
    today = day_of(request.now)
    found = queries.plan_for(request.actor, year)
    every = queries.board_for(request.actor, found, today)
    form = _filter(request, every)
    heads = [
        _("序号"),
        _("模块"),
        _("重点任务"),
        _("任务"),
        _("要求"),
        _("责任单位"),
        _("期限"),
        _("备注"),
        _("状态"),
        _("已采纳凭证"),
    ]
    rows = ([*_texts(task), STANDING_LABELS[task.standing], str(task.accepted)] for task in _narrowed(every, form))
    return file_of(f"plan-{year}", heads, rows)


def _texts(task: TaskFacts) -> list[str]:
    due = task.due_on.isoformat() if task.due_on else ""
    units = units_in_full(task.units)
    return [str(task.no), task.module, task.heading, task.title, task.requirement, units, due, task.remark]


def _show(request: Request, found: WorkPlan) -> HttpResponse:
    today = day_of(request.now)
    every = queries.board_for(request.actor, found, today)
    form = _filter(request, every)
    shown = _narrowed(every, form)
    by = form.asked.get("by", "") if form.asked.get("by") in VIEWS else VIEWS[0]
    address = reverse("oversight:board", args=[found.year])
    page = BoardPage(
        year=found.year,
        heading=_heading(found.year, every),
        today=today,
        title=own_title(found),
        counts=_counts(every),
        modules=_modules(every),
        urgent=_urgent(request.actor, every, today),
        reviews=_reviews(request.actor, found),
        views=tuple(_view(request, address, name, by) for name in VIEWS),
        shown=len(shown),
        filtered=any(form.asked.get(name) for name in ("state", "unit", "remark")),
        groups=GROUPERS[by](shown),
        own=_own(request.actor, every, address),
        export=f"{reverse('oversight:plan-file', args=[found.year])}?{request.GET.urlencode()}",
        years=_years(request.actor, found.year),
        drafts=_drafts(request.actor),
        may_keep=request.actor.scope(KEEP_PLAN).everything,
    )
    return render(request, "oversight/board.html", {"page": page, "form": form})


def _filter(request: Request, every: Sequence[TaskFacts]) -> BoardFilter:
    answering = frozenset[int]().union(*(task.answering for task in every))
    units = [(str(one.id), one.name) for one in units_for(request.actor).filter(id__in=answering)]
    remarks = dict.fromkeys(task.remark for task in every if task.remark)
    return BoardFilter(request.GET or None, units=units, remarks=remarks)


def _narrowed(every: Iterable[TaskFacts], form: BoardFilter) -> list[TaskFacts]:
    asked = form.asked
    unit = int(asked["unit"]) if asked.get("unit") else None
    return [
        task
        for task in every
        if asked.get("state", "") in {"", task.standing}
        and asked.get("remark", "") in {"", task.remark}
        and (unit is None or unit in task.answering)
    ]


def _heading(year: int, every: Sequence[TaskFacts]) -> str:
    late, near = (sum(task.standing is one for task in every) for one in URGENT)
    return _("{year}年工作计划：{n}项，{late}项逾期，{near}项临近").format(
        year=year, n=len(every), late=late, near=near
    )


def _counts(every: Sequence[TaskFacts]) -> tuple[Count, ...]:
    numbers = {one: sum(task.standing is one for task in every) for one in STANDING_LABELS}
    return tuple(Count(one.value, f"{_(STANDING_LABELS[one])}{n}") for one, n in numbers.items())


def _modules(every: Iterable[TaskFacts]) -> tuple[ModuleCells, ...]:
    modules = grouped(every, module_title)
    return tuple(
        ModuleCells(title, _("{n}项").format(n=len(tasks)), tuple(_cell(task) for task in tasks))
        for title, tasks in modules.items()
    )


def _cell(task: TaskFacts) -> Cell:
    words = _("，{title}，{state}").format(title=task.title, state=_(STANDING_LABELS[task.standing]))
    return Cell(task.no, task.standing.value, words, address_of(task))


def _urgent(actor: Actor, every: Iterable[TaskFacts], today: date) -> tuple[Urgent, ...]:
    found = [task for task in every if task.standing in URGENT and task.presses is not None]
    found.sort(key=lambda task: (task.presses.on if task.presses else date.max, task.no))
    leads = {task.no: _lead(task.units) for task in found}
    contacts = queries.contacts_on(actor, [one.unit for one in leads.values() if one and one.unit], today)
    return tuple(_urgent_line(task, leads[task.no], contacts, today) for task in found)


def _lead(units: Sequence[NamedUnit]) -> NamedUnit | None:
    """Return the unit to call: the first that leads, else the first of whom it is known who is meant."""
    known = [one for one in units if one.unit is not None]
    return next((one for one in known if one.part is Part.LEAD), next(iter(known), None))


def _urgent_line(task: TaskFacts, lead: NamedUnit | None, contacts: Mapping[int, Contact], today: date) -> Urgent:
    contact = contacts.get(lead.unit or 0) if lead else None
    name = f"{contact.unit} {contact.name}" if contact else lead.text if lead else units_in_short(task.units)
    return Urgent(
        title=_("第{no}项 {title}").format(no=task.no, title=short_name(task.title)),
        address=address_of(task),
        look=task.standing.value,
        label=_(STANDING_LABELS[task.standing]),
        why=why(task, today),
        contact=name,
        phone=contact.phone if contact else "",
    )


def why(task: TaskFacts, today: date) -> str:
    """Return why a task is late or near, in a sentence; nothing for any other."""
    if task.presses is None:
        return ""
    day, days = day_in(task.presses.on, task.year), (task.presses.on - today).days
    what = _("节点“{text}”").format(text=short_name(task.presses.milestone)) if task.presses.milestone else _("任务")
    if days < 0:
        return _("{what}应在{day}前完成，已过{n}天").format(what=what, day=day, n=-days)
    if not days:
        return _("{what}今天到期").format(what=what)
    return _("{what}{day}到期，还有{n}天").format(what=what, day=day, n=days)


def _reviews(actor: Actor, found: WorkPlan) -> tuple[ReviewLine, ...]:
    return tuple(
        ReviewLine(
            title=_("第{no}项 {title}").format(no=row.task.no, title=short_name(row.task.title)),
            address=reverse("oversight:review-evidence", args=[row.public_id]),
            unit=row.unit.name,
            given_at=row.given_at,
        )
        for row in queries.evidence_to_review(actor).filter(task__plan=found)
    )


def _view(request: Request, address: str, name: str, by: str) -> Tab:
    labels = {"module": _("按模块"), "unit": _("按单位"), "due": _("按期限")}
    query = request.GET.copy()
    query["by"] = name
    return Tab(labels[name], f"{address}?{query.urlencode()}#tasks", current=name == by)


def _own(actor: Actor, every: Iterable[TaskFacts], address: str) -> str:
    """Return where the tasks of the unit are for which the actor acts; nothing if it has none."""
    return f"{address}?unit={actor.unit}#tasks" if any(actor.unit in task.answering for task in every) else ""


def _years(actor: Actor, year: int) -> tuple[Tab, ...]:
    years = queries.plans_for(actor).filter(state=PlanState.PUBLISHED).values_list("year", flat=True)
    found = tuple(
        Tab(_("{year}年").format(year=one), reverse("oversight:board", args=[one]), current=one == year)
        for one in years
    )
    return found if len(found) > 1 else ()


def _drafts(actor: Actor) -> tuple[Tab, ...]:
    drafts = queries.plans_for(actor).filter(state=PlanState.DRAFT)
    return tuple(
        Tab(_("{year}年的草稿").format(year=one.year), reverse("oversight:draft", args=[one.year])) for one in drafts
    )

"""A draft plan: what is doubtful first, then every task; published or given up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.plan import PlainForm, PublishForm
from chengxin.oversight.models import PlanDoubt
from chengxin.oversight.queries import TaskFacts
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.doings import KEEP_PLAN
from chengxin.oversight.views.lines import grouped
from chengxin.oversight.views.parts import module_title, own_title, plans, units_in_full, way_to_draft
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class DoubtLine:
    """What a person has to look at; ``correct`` leads to the task, ``settle`` says that nothing is wrong."""

    says: str
    no: int
    fatal: bool
    correct: str
    settle: str


@dataclass(frozen=True)
class OpenText:
    """A unit's text that matches nothing, and in which tasks it stands."""

    text: str
    tasks: str
    address: str


@dataclass(frozen=True)
class MatchedText:
    """A unit's text and what it means."""

    text: str
    name: str
    address: str


@dataclass(frozen=True)
class DraftLine:
    """A task of a draft with the ways to change it."""

    no: int
    title: str
    requirement: str
    units: str
    due_on: date | None
    remark: str
    correct: str
    remove: str


@dataclass(frozen=True)
class ModuleLines:
    """The tasks of a module."""

    title: str
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True)
class DraftPage:
    """A draft with everything that may be done to it."""

    year: int
    title: str
    heading: str
    made_at: datetime
    made_by: str
    source: str
    source_address: str
    copied_from: int
    doubts: tuple[DoubtLine, ...]
    texts: tuple[OpenText, ...]
    matches: tuple[MatchedText, ...]
    modules: tuple[ModuleLines, ...]
    ready: bool


@require_safe
@staff(KEEP_PLAN, everywhere=True)
def draft(request: Request, year: int) -> HttpResponse:
    """Show a draft, what is doubtful first."""
    return render(request, "oversight/draft.html", {"page": _page(request, year), "steps": (plans(),)})


def _page(request: Request, year: int) -> DraftPage:
    plan = queries.plan_for(request.actor, year, state=PlanState.DRAFT)
    tasks = queries.board_for(request.actor, plan, day_of(request.now))
    doubts = tuple(_doubt(year, row, {task.no for task in tasks}) for row in queries.doubts_of(request.actor, plan))
    texts = _open_texts(year, tasks)
    fatal = sum(one.fatal for one in doubts)
    modules = grouped(tasks, module_title)
    return DraftPage(
        year=year,
        title=own_title(plan),
        heading=_heading(year, fatal, len(doubts) - fatal + len(texts)),
        made_at=plan.made_at,
        made_by=plan.made_by,
        source=plan.source.name if plan.source else "",
        source_address=reverse("vault:file", args=[plan.source.public_id]) if plan.source else "",
        copied_from=plan.copied_from.year if plan.copied_from else 0,
        doubts=doubts,
        texts=texts,
        matches=_matches(year, tasks),
        modules=tuple(ModuleLines(title, tuple(_line(task) for task in members)) for title, members in modules.items()),
        ready=not fatal,
    )


def _heading(year: int, fatal: int, further: int) -> str:
    if fatal:
        return _("{year}年计划草稿：{n}处不改不能发布").format(year=year, n=fatal)
    if further:
        return _("{year}年计划草稿：有{n}处请看一看").format(year=year, n=further)
    return _("{year}年计划草稿：没有疑点，可以发布").format(year=year)


def _doubt(year: int, row: PlanDoubt, numbers: set[int]) -> DoubtLine:
    there = row.task_no in numbers
    return DoubtLine(
        says=row.says,
        no=row.task_no,
        fatal=row.fatal,
        correct=reverse("oversight:correct-draft", args=[year, row.task_no]) if there else "",
        settle="" if row.fatal else reverse("oversight:settle-doubt", args=[row.id]),
    )


def _open_texts(year: int, tasks: Iterable[TaskFacts]) -> tuple[OpenText, ...]:
    found: dict[str, list[str]] = {}
    for task in tasks:
        for one in task.units:
            if not one.known:
                found.setdefault(one.text, []).append(str(task.no))
    return tuple(
        OpenText(text, _("第{tasks}项").format(tasks="、".join(numbers)), _match_address(year, text))
        for text, numbers in found.items()
    )


def _matches(year: int, tasks: Iterable[TaskFacts]) -> tuple[MatchedText, ...]:
    found = {one.text: one.name for task in tasks for one in task.units if one.known}
    return tuple(MatchedText(text, name, _match_address(year, text)) for text, name in sorted(found.items()))


def _match_address(year: int, text: str) -> str:
    return f"{reverse('oversight:match-in-draft', args=[year])}?{urlencode({'text': text})}"


def _line(task: TaskFacts) -> DraftLine:
    return DraftLine(
        no=task.no,
        title=task.title,
        requirement=task.requirement,
        units=units_in_full(task.units),
        due_on=task.due_on,
        remark=task.remark,
        correct=reverse("oversight:correct-draft", args=[task.year, task.no]),
        remove=reverse("oversight:remove-task", args=[task.year, task.no]),
    )


@require_POST
@staff(KEEP_PLAN, everywhere=True)
def settle(request: Request, doubt_id: int) -> HttpResponse:
    """Say that nothing is wrong with what was doubtful."""
    row = services.settle_doubt(actor=request.actor, now=request.now, doubt=doubt_id)
    messages.success(request, _("已记下：看过，没有问题。"))
    return redirect("oversight:draft", row.plan.year)


@page
@staff(KEEP_PLAN, everywhere=True)
def publish(request: Request, year: int) -> HttpResponse:
    """Make a draft the plan of its year."""
    shown = _page(request, year)
    tasks = sum(len(module.lines) for module in shown.modules)
    form = PublishForm(sent(request), unmatched=len(shown.texts))
    if carried_out(
        form,
        lambda: services.publish_plan(actor=request.actor, now=request.now, year=year, keep_texts=form.keeps_texts),
    ):
        messages.success(request, _("{year}年工作计划已发布。").format(year=year))
        return redirect("oversight:board", year)
    around = FormPage(
        title=_("发布{year}年工作计划，共{n}项").format(year=year, n=tasks),
        here=_("发布"),
        submit=_("发布"),
        back=reverse("oversight:draft", args=[year]),
        lead=_("还没有对应到名录的责任单位：{texts}").format(texts="、".join(one.text for one in shown.texts))
        if shown.texts
        else "",
        effect=_("发布以后，所有工作人员都能看到计划，责任单位可以报送凭证；再改要写明理由，逐项更正。"),
        steps=way_to_draft(year),
    )
    return ask(request, form, around)


@page
@staff(KEEP_PLAN, everywhere=True)
def discard(request: Request, year: int) -> HttpResponse:
    """Give a draft up."""
    queries.plan_for(request.actor, year, state=PlanState.DRAFT)
    form = PlainForm(sent(request))
    if carried_out(form, lambda: services.discard_plan(actor=request.actor, now=request.now, year=year)):
        messages.success(request, _("草稿已放弃。原文件仍按规定保存。"))
        return redirect("oversight:plan")
    around = FormPage(
        title=_("放弃{year}年计划的草稿").format(year=year),
        here=_("放弃草稿"),
        submit=_("放弃草稿"),
        back=reverse("oversight:draft", args=[year]),
        effect=_("草稿里的更正不再能用；原文件仍然保存，可以重新导入。"),
        steps=way_to_draft(year),
    )
    return ask(request, form, around)

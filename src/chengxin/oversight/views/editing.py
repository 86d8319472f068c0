"""Corrections of a draft and of a published plan: the same forms, for a published plan with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.plan import MatchForm, NewTaskForm, SeenForm, TaskForm, initial_of
from chengxin.oversight.models import PlanTask, WorkPlan
from chengxin.oversight.queries.plans import text_of
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.doings import KEEP_PLAN
from chengxin.oversight.views.parts import way_to, way_to_draft, way_to_task
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import groups_for


@dataclass(frozen=True)
class Around:
    """What differs between a draft and a published plan: the way to it, and the page one comes back to."""

    way: tuple[Crumb, ...]
    back: str


def _around(state: PlanState, year: int) -> Around:
    if state is PlanState.DRAFT:
        return Around(way_to_draft(year), reverse("oversight:draft", args=[year]))
    return Around(way_to(year), reverse("oversight:board", args=[year]))


EFFECTS: Mapping[PlanState, str] = MappingProxyType(
    {
        PlanState.DRAFT: gettext_noop("草稿发布以前，别人看不到改动。这项任务的疑点算作看过。"),
        PlanState.PUBLISHED: gettext_noop("改动立即生效；改前改后的内容和理由留在任务的历史里，工作人员都可以看到。"),
    }
)


@page
@staff(KEEP_PLAN, everywhere=True)
def correct(request: Request, year: int, no: int) -> HttpResponse:
    """Correct a task of a published plan."""
    back = reverse("oversight:task", args=[year, no])
    return _correct(request, year, no, PlanState.PUBLISHED, Around(way_to_task(year, no), back))


@page
@staff(KEEP_PLAN, everywhere=True)
def correct_draft(request: Request, year: int, no: int) -> HttpResponse:
    """Correct a task of a draft."""
    return _correct(request, year, no, PlanState.DRAFT, _around(PlanState.DRAFT, year))


def _correct(request: Request, year: int, no: int, state: PlanState, place: Around) -> HttpResponse:
    task = queries.task_for(request.actor, year, no, state=state)
    published = state is PlanState.PUBLISHED
    form = TaskForm(sent(request), published=published, initial=initial_of(text_of(task), task.number))
    if carried_out(form, lambda: _corrected(request, form, task, state)):
        messages.success(request, _("第{no}项已更正。").format(no=no))
        return redirect(place.back)
    around = FormPage(
        title=_("更正第{no}项").format(no=no),
        here=_("更正"),
        submit=_("保存更正"),
        back=place.back,
        effect=_(EFFECTS[state]),
        steps=place.way,
    )
    return ask(request, form, around)


def _corrected(request: Request, form: TaskForm, task: PlanTask, state: PlanState) -> PlanTask:
    return services.correct_task(
        actor=request.actor,
        now=request.now,
        year=task.plan.year,
        no=task.no,
        state=state,
        seen=form.cleaned_data["seen"],
        text=form.text,
        reason=form.reason_given,
    )


@page
@staff(KEEP_PLAN, everywhere=True)
def add(request: Request, year: int) -> HttpResponse:
    """Add a task to a published plan."""
    return _add(request, year, PlanState.PUBLISHED)


@page
@staff(KEEP_PLAN, everywhere=True)
def add_to_draft(request: Request, year: int) -> HttpResponse:
    """Add a task to a draft."""
    return _add(request, year, PlanState.DRAFT)


def _add(request: Request, year: int, state: PlanState) -> HttpResponse:
    plan = queries.plan_for(request.actor, year, state=state)
    form = NewTaskForm(sent(request), published=state is PlanState.PUBLISHED)
    made = attempt(form, lambda: _added(request, form, plan)) if form.is_valid() else None
    if made:
        messages.success(request, _("已增加第{no}项。").format(no=made.no))
        return redirect(_around(state, year).back)
    place = _around(state, year)
    around = FormPage(
        title=_("给{year}年计划增加一项任务").format(year=year),
        here=_("增加任务"),
        submit=_("增加"),
        back=place.back,
        effect=_("编为最后一项，不改动已有各项的序号。"),
        steps=place.way,
    )
    return ask(request, form, around)


def _added(request: Request, form: NewTaskForm, plan: WorkPlan) -> PlanTask:
    return services.add_task(
        actor=request.actor,
        now=request.now,
        year=plan.year,
        state=PlanState(plan.state),
        text=form.text,
        reason=form.reason_given,
    )


@page
@staff(KEEP_PLAN, everywhere=True)
def remove(request: Request, year: int, no: int) -> HttpResponse:
    """Take a task out of a draft."""
    task = queries.task_for(request.actor, year, no, state=PlanState.DRAFT)
    form = SeenForm(sent(request), initial={"seen": task.number})
    if carried_out(
        form,
        lambda: services.remove_task(actor=request.actor, now=request.now, year=year, no=no, **form.cleaned_data),
    ):
        messages.success(request, _("第{no}项已从草稿里去掉。").format(no=no))
        return redirect("oversight:draft", year)
    around = FormPage(
        title=_("从草稿里去掉第{no}项").format(no=no),
        here=_("去掉任务"),
        submit=_("去掉"),
        back=reverse("oversight:draft", args=[year]),
        lead=task.title,
        effect=_("其余各项的序号不变。原文件仍然保存，去掉的内容记入操作留痕。"),
        steps=way_to_draft(year),
    )
    return ask(request, form, around)


@page
@staff(KEEP_PLAN, everywhere=True)
def match(request: Request, year: int) -> HttpResponse:
    """Say which unit a text of a published plan means."""
    return _match(request, year, PlanState.PUBLISHED)


@page
@staff(KEEP_PLAN, everywhere=True)
def match_in_draft(request: Request, year: int) -> HttpResponse:
    """Say which unit a text of a draft means."""
    return _match(request, year, PlanState.DRAFT)


def _match(request: Request, year: int, state: PlanState) -> HttpResponse:
    plan = queries.plan_for(request.actor, year, state=state)
    text = request.GET.get("text", "")
    units = queries.offered_units(request.actor, plan.year)
    form = MatchForm(sent(request), units=units, groups=groups_for(request.actor))
    if carried_out(
        form,
        lambda: services.match_text(
            actor=request.actor, now=request.now, year=year, state=state, text=text, **form.chosen
        ),
    ):
        messages.success(request, _("“{text}”已对应。").format(text=text))
        return redirect(_around(state, year).back)
    place = _around(state, year)
    around = FormPage(
        title=_("“{text}”指的是谁").format(text=text),
        here=_("对应责任单位"),
        submit=_("对应"),
        back=place.back,
        lead=_("名录里没有的单位，先到单位名录登记。"),
        effect=_("计划里所有写着“{text}”的任务一起对应；原文不改。").format(text=text),
        steps=place.way,
    )
    return ask(request, form, around)

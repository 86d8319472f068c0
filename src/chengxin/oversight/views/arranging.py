"""What the office arranges: which unit declares which item; cut-off day and formulas."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.reporting import AssignmentForm, EndForm, PolicyForm
from chengxin.oversight.rules.months import month_of
from chengxin.oversight.rules.rates import COMPLIANT_LABELS, DUE_LABELS, TIMELY_LABELS, CompliantOf, DueBy, TimelyOf
from chengxin.oversight.rules.reporting_doings import ASSIGN, SEE_REPORTING, SET_POLICY
from chengxin.oversight.views.declaring import month_words
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class AssignmentLine:
    """A unit declares an item for a time."""

    unit: str
    item: str
    valid_from: date
    valid_until: date | None
    basis: str
    by: str
    end: str


@dataclass(frozen=True)
class AssignmentsPage:
    """What is assigned."""

    title: str
    lines: tuple[AssignmentLine, ...]
    may_assign: bool


@dataclass(frozen=True)
class PolicyLine:
    """What was set once."""

    since: str
    cutoff_day: int
    remind_days: int
    compliant: str
    timely: str
    calendar: str
    basis: str
    at: datetime | None
    by: str


@dataclass(frozen=True)
class PoliciesPage:
    """What holds, and everything that was set."""

    title: str
    lines: tuple[PolicyLine, ...]
    may_set: bool


def _overview() -> Crumb:
    return Crumb(_("月报填报情况"), reverse("oversight:declarations-overview"))


@require_safe
@staff(SEE_REPORTING)
def assignments(request: Request) -> HttpResponse:
    """List what is assigned to units in reach."""
    names = {key: item.name for key, item in queries.declared_items(request.actor, _this_month(request)).items()}
    may_assign = request.actor.may(ASSIGN)
    lines = tuple(
        AssignmentLine(
            unit=row.unit.name,
            item=names.get(row.item, row.item),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            basis=row.basis,
            by=row.made_by,
            end=reverse("oversight:end-assignment", args=[row.id]) if may_assign and row.valid_until is None else "",
        )
        for row in queries.assignments_for(request.actor)
    )
    title = _("分配了{n}项").format(n=len(lines)) if lines else _("还没有分配过应报的目录项")
    shown = AssignmentsPage(title, lines, may_assign)
    return render(request, "oversight/assignments.html", {"page": shown, "steps": (_overview(),)})


def _this_month(request: Request) -> date:
    return month_of(day_of(request.now))


@page
@staff(ASSIGN)
def assign(request: Request) -> HttpResponse:
    """Have a unit declare an item."""
    units = units_for(request.actor, on=day_of(request.now), permission=ASSIGN)
    items = [(key, item.name) for key, item in queries.declared_items(request.actor, _this_month(request)).items()]
    form = AssignmentForm(sent(request), units=units, items=items)
    if carried_out(form, lambda: services.assign_item(actor=request.actor, now=request.now, **form.cleaned_data)):
        messages.success(request, _("已分配。"))
        return redirect("oversight:assignments")
    around = FormPage(
        title=_("分配应报的目录项"),
        here=_("分配"),
        submit=_("分配"),
        back=reverse("oversight:assignments"),
        effect=_("单位从这个月起每月填报这一项，没有的填0。"),
        steps=(_overview(), Crumb(_("应报目录项"), reverse("oversight:assignments"))),
    )
    return ask(request, form, around)


@page
@staff(ASSIGN)
def end_assignment(request: Request, assignment_id: int) -> HttpResponse:
    """Have a unit declare an item no longer."""
    row = queries.assignment_for(request.actor, assignment_id, permission=ASSIGN)
    form = EndForm(sent(request))
    if carried_out(
        form,
        lambda: services.end_assignment(actor=request.actor, now=request.now, assignment=row.id, **form.cleaned_data),
    ):
        messages.success(request, _("已结束。"))
        return redirect("oversight:assignments")
    around = FormPage(
        title=_("结束应报的目录项"),
        here=_("结束"),
        submit=_("结束"),
        back=reverse("oversight:assignments"),
        lead=f"{row.unit.name}：{row.item}",
        effect=_("这一天起的月份不再要求填报；已经填报的保留。"),
        steps=(_overview(), Crumb(_("应报目录项"), reverse("oversight:assignments"))),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_REPORTING)
def policies(request: Request) -> HttpResponse:
    """Show what holds and what was set."""
    default = queries.policies(request.actor).of(date.min)
    lines = [
        PolicyLine(
            since=month_words(row.from_month),
            cutoff_day=row.cutoff_day,
            remind_days=row.remind_days,
            compliant=_(COMPLIANT_LABELS[CompliantOf(row.compliant_of)]),
            timely=_(TIMELY_LABELS[TimelyOf(row.timely_of)]),
            calendar=_(DUE_LABELS[DueBy(row.due_by)]),
            basis=row.basis,
            at=row.at,
            by=row.by,
        )
        for row in queries.policies_for(request.actor)
    ]
    lines.append(
        PolicyLine(
            since=_("一开始"),
            cutoff_day=default.cutoff_day,
            remind_days=default.remind_days,
            compliant=_(COMPLIANT_LABELS[default.formula.compliant_of]),
            timely=_(TIMELY_LABELS[default.formula.timely_of]),
            calendar=_(DUE_LABELS[default.formula.due_by]),
            basis=_("平台默认"),
            at=None,
            by="",
        )
    )
    holding = queries.policies(request.actor).of(_this_month(request))
    title = _("月报次月{day}日截止，提前{n}个工作日提醒").format(day=holding.cutoff_day, n=holding.remind_days)
    shown = PoliciesPage(title, tuple(lines), request.actor.scope(SET_POLICY).everything)
    steps = (Crumb(_("报送质量"), reverse("oversight:rates")),)
    return render(request, "oversight/policies.html", {"page": shown, "steps": steps})


@page
@staff(SET_POLICY, everywhere=True)
def set_policy(request: Request) -> HttpResponse:
    """Set cut-off day, reminders and formulas from a month on."""
    holding = queries.policies(request.actor).of(_this_month(request))
    initial = {
        "from_month": _this_month(request),
        "cutoff_day": holding.cutoff_day,
        "remind_days": holding.remind_days,
        **vars(holding.formula),
    }
    form = PolicyForm(sent(request), initial=initial)
    if carried_out(form, lambda: services.set_policy(actor=request.actor, now=request.now, text=form.text)):
        messages.success(request, _("报送规则已设定。"))
        return redirect("oversight:policies")
    around = FormPage(
        title=_("设定截止日和算法"),
        here=_("设定"),
        submit=_("设定"),
        back=reverse("oversight:policies"),
        effect=_("从所选的月份起按新的规则计算；以前的月份、已经存下的数都不变。"),
        steps=(Crumb(_("报送质量"), reverse("oversight:rates")), Crumb(_("报送规则"), reverse("oversight:policies"))),
    )
    return ask(request, form, around)

"""Plans for joint incentives and restrictions: who has one and who owes one, one of them, and its steps."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries as catalog
from chengxin.catalog import rules
from chengxin.catalog.forms import SeenForm
from chengxin.catalog.forms.sector_plans import AskPlanForm, IssuePlanForm, TakeBackForm, WritePlanForm
from chengxin.catalog.models import SectorPlan
from chengxin.catalog.queries import sector_plans as queries
from chengxin.catalog.queries.kinds import measures_on
from chengxin.catalog.rules.sector_plans import STATE_LABELS, WRITE_SECTOR_PLAN, PlanState
from chengxin.catalog.services import sector_plans as services
from chengxin.catalog.views.parts import catalogue, day_words
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, units_for

LOOKS = {PlanState.NONE: "idle", PlanState.DRAFT: "near", PlanState.ISSUED: "good"}


@dataclass(frozen=True)
class PlanLine:
    """A lead unit's plan; ``address`` is empty where the person may not read it, ``late`` that its day is over."""

    unit: str
    title: str
    due_on: date | None
    paper: str
    look: str
    state: str
    late: bool
    issued: str
    address: str


@dataclass(frozen=True)
class PlansPage:
    """All plans."""

    title: str
    lines: tuple[PlanLine, ...]
    may_ask: bool


@dataclass(frozen=True)
class MeasureName:
    """A measure a plan introduces."""

    name: str
    address: str


@dataclass(frozen=True)
class PlanPage:
    """One plan; ``moves`` are the names of what the person may do now."""

    id: str
    number: int
    name: str
    title: str
    unit: str
    asked: str
    lines: tuple[str, ...]
    measures: tuple[MeasureName, ...]
    issued: str
    file: str
    moves: tuple[str, ...]


def _way(*more: Crumb) -> tuple[Crumb, ...]:
    return (catalogue(), Crumb(_("行业联合奖惩方案"), reverse("catalog:sector-plans")), *more)


def _name(row: SectorPlan) -> str:
    return row.title or _("{unit}的联合奖惩方案").format(unit=row.unit.name)


@require_safe
@staff(rules.SEE_CATALOG)
def sector_plans(request: Request) -> HttpResponse:
    """List the lead units with how far their plans are; as a file if asked."""
    today = day_of(request.now)
    mine = set(queries.sector_plans_to_write(request.actor).values_list("id", flat=True))
    rows = list(queries.sector_plans_for(request.actor))
    lines = tuple(_line(row, today, opens=row.id in mine or row.state == PlanState.ISSUED) for row in rows)
    if request.GET.get("as") == "csv":
        heads = (_("牵头单位"), _("方案"), _("期限"), _("要求的文件"), _("状态"), _("印发"))
        cells = [(x.unit, x.title, str(x.due_on or ""), x.paper, x.state, x.issued) for x in lines]
        return file_of(_("行业联合奖惩方案"), heads, cells)
    issued = sum(row.state == PlanState.ISSUED for row in rows)
    shown = PlansPage(
        title=_("{all}个牵头单位，已印发方案{n}份").format(all=len({row.unit_id for row in rows}), n=issued),
        lines=lines,
        may_ask=catalog.keeps(request.actor),
    )
    return render(request, "catalog/sector_plans.html", {"page": shown, "steps": (catalogue(),)})


def _line(row: SectorPlan, today: date, *, opens: bool) -> PlanLine:
    state = PlanState(row.state)
    return PlanLine(
        unit=row.unit.name,
        title=row.title if opens else "",
        due_on=row.due_on,
        paper=row.asked_by_paper,
        look=LOOKS[state],
        state=_(STATE_LABELS[state]),
        late=row.due_on is not None and row.due_on < today and state is not PlanState.ISSUED,
        issued=_issued(row),
        address=reverse("catalog:sector-plan", args=[row.public_id]) if opens else "",
    )


def _issued(row: SectorPlan) -> str:
    return f"{row.document_number}，{day_words(row.issued_on)}" if row.issued_on else ""


@require_safe
@staff(rules.SEE_CATALOG)
def sector_plan(request: Request, plan: str) -> HttpResponse:
    """Show a plan."""
    row = queries.sector_plan_for(request.actor, plan)
    state = PlanState(row.state)
    names = {one.key: one.name for one in measures_on(request.actor, on=day_of(request.now))}
    finding = {
        PlanState.NONE: _("{unit}还没有起草方案"),
        PlanState.DRAFT: _("{unit}的方案正在起草"),
        PlanState.ISSUED: _("{unit}的方案已经印发"),
    }[state]
    due = _("，要在{day}以前印发").format(day=day_words(row.due_on)) if row.due_on else ""
    shown = PlanPage(
        id=row.public_id,
        number=row.number,
        name=_name(row),
        title=finding.format(unit=row.unit.name),
        unit=row.unit.name,
        asked=f"{row.asked_by_paper}{due}",
        lines=tuple(row.text.split("\n")) if row.text else (),
        measures=tuple(
            MeasureName(names.get(key, key), reverse("catalog:measure", args=[key])) for key in row.measures
        ),
        issued=_issued(row),
        file=reverse("vault:file", args=[row.file.public_id]) if row.file else "",
        moves=_moves(request, row),
    )
    return render(request, "catalog/sector_plan.html", {"page": shown, "steps": _way()})


def _moves(request: Request, row: SectorPlan) -> tuple[str, ...]:
    if not queries.may_write(request.actor, row):
        return ()
    release = ("release",) if catalog.keeps(request.actor) else ()
    by_state = {
        PlanState.NONE: ("write", *release),
        PlanState.DRAFT: ("write", "issue"),
        PlanState.ISSUED: ("take-back",),
    }
    return by_state[PlanState(row.state)]


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def ask_for(request: Request) -> HttpResponse:
    """Name a lead unit."""
    units = units_for(request.actor, on=day_of(request.now)).order_by("code").values_list("code", "name")
    form = AskPlanForm(sent(request), units=list(units))
    if carried_out(form, lambda: services.ask_for_plan(actor=request.actor, now=request.now, **form.cleaned_data)):
        messages.success(request, _("已确定牵头单位。"))
        return redirect("catalog:sector-plans")
    around = FormPage(
        title=_("哪个单位牵头制定本行业的联合奖惩方案"),
        here=_("加牵头单位"),
        submit=_("确定"),
        back=reverse("catalog:sector-plans"),
        steps=_way(),
    )
    return ask(request, form, around)


def _around(row: SectorPlan, *, title: str, here: str, submit: str, effect: str = "") -> FormPage:
    address = reverse("catalog:sector-plan", args=[row.public_id])
    return FormPage(
        title=title, here=here, submit=submit, back=address, effect=effect, steps=_way(Crumb(_name(row), address))
    )


@page
@staff(WRITE_SECTOR_PLAN)
def write(request: Request, plan: str) -> HttpResponse:
    """Write the draft of a plan."""
    row = queries.sector_plan_to_write(request.actor, plan)
    measures = [(one.key, one.name) for one in measures_on(request.actor, on=day_of(request.now))]
    known = {"title": row.title, "text": row.text, "measures": row.measures, "seen": row.number}
    form = WritePlanForm(sent(request), measures=measures, initial=known)
    if carried_out(
        form, lambda: services.write_plan(actor=request.actor, now=request.now, plan=plan, **form.cleaned_data)
    ):
        messages.success(request, _("草稿已保存。印发以后请登记文号和文件。"))
        return redirect("catalog:sector-plan", plan)
    title = _("起草{unit}的方案").format(unit=row.unit.name)
    return ask(request, form, _around(row, title=title, here=_("起草"), submit=_("保存草稿")))


@page
@staff(WRITE_SECTOR_PLAN)
def issue(request: Request, plan: str) -> HttpResponse:
    """Put on record that a plan was issued."""
    row = queries.sector_plan_to_write(request.actor, plan)
    form = IssuePlanForm(sent(request), request.FILES or None, initial={"seen": row.number})
    if carried_out(
        form,
        lambda: services.issue_plan(
            actor=request.actor,
            now=request.now,
            plan=plan,
            seen=form.cleaned_data["seen"],
            document_number=form.cleaned_data["document_number"],
            issued_on=form.cleaned_data["issued_on"],
            upload=form.upload(),
        ),
    ):
        messages.success(request, _("已登记印发，各单位都能看到。"))
        return redirect("catalog:sector-plan", plan)
    around = _around(
        row,
        title=_("登记“{name}”印发").format(name=_name(row)),
        here=_("登记印发"),
        submit=_("登记"),
        effect=_("登记以后各单位都能看到方案，内容不再改；登记错了可以写明原因撤回。"),
    )
    return ask(request, form, around)


@page
@staff(WRITE_SECTOR_PLAN)
def take_back(request: Request, plan: str) -> HttpResponse:
    """Take back what was put on record of issuing a plan."""
    row = queries.sector_plan_to_write(request.actor, plan)
    form = TakeBackForm(sent(request), initial={"seen": row.number})
    if carried_out(
        form, lambda: services.take_plan_back(actor=request.actor, now=request.now, plan=plan, **form.cleaned_data)
    ):
        messages.success(request, _("已撤回，方案回到草稿。"))
        return redirect("catalog:sector-plan", plan)
    around = _around(
        row,
        title=_("撤回“{name}”的印发登记").format(name=_name(row)),
        here=_("撤回登记"),
        submit=_("撤回"),
        effect=_("方案回到草稿，别的单位不再看到内容。原来的文件和这次撤回都留痕。"),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def release(request: Request, plan: str) -> HttpResponse:
    """Want no plan from a unit any more."""
    row = queries.sector_plan_to_write(request.actor, plan)
    form = SeenForm(sent(request), initial={"seen": row.number})
    if carried_out(
        form, lambda: services.release_from_plan(actor=request.actor, now=request.now, plan=plan, **form.cleaned_data)
    ):
        messages.success(request, _("不再要求这个单位制定方案。"))
        return redirect("catalog:sector-plans")
    around = _around(
        row, title=_("不再要求{unit}制定方案").format(unit=row.unit.name), here=_("不再要求"), submit=_("不再要求")
    )
    return ask(request, form, around)

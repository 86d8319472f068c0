"""Matters on the desk: which decisions check credit, since when, with which measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.queries.kinds import measures_on
from chengxin.catalog.rules import Family
from chengxin.checks import queries, services
from chengxin.checks.forms.matters import MatterForm
from chengxin.checks.models import Matter
from chengxin.checks.queries.shares import Share, shares_for
from chengxin.checks.rules.doings import KEEP_MATTERS, SEE_MATTERS
from chengxin.checks.rules.matters import MATTER_LABELS, MatterKind, definition_from
from chengxin.checks.views.parts import to_matters
from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures.rules.entries import is_for_units
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Figure, Pager
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class MatterLine:
    """A line of the list."""

    name: str
    kind: str
    unit: str
    basis: str
    since: date
    until: date | None
    must_check: bool
    checks: int
    address: str


@dataclass(frozen=True)
class MattersPage:
    """The list."""

    title: str
    lines: tuple[MatterLine, ...]
    pager: Pager
    new: str


@dataclass(frozen=True)
class VersionLine:
    """A version of a matter."""

    number: int
    at: date
    by: str
    reason: str
    name: str
    basis: str
    must_check: bool
    measures: str


@require_safe
@staff(SEE_MATTERS)
def matters(request: Request) -> HttpResponse:
    """Show the matters in reach."""
    actor, today = request.actor, day_of(request.now)
    part = slice_of(request, queries.matters_for(actor), _("个"))
    counted = queries.checks_by_matter(actor, [row.id for row in part.rows], since=today.replace(month=1, day=1))
    shown = MattersPage(
        title=_("{n}个核查事项").format(n=f"{part.total:,}") if part.total else _("还没有核查事项"),
        lines=tuple(_line(row, counted.get(row.id, 0)) for row in part.rows),
        pager=part.pager,
        new=reverse("checks:matter-new") if actor.may(KEEP_MATTERS) else "",
    )
    return render(request, "checks/matters.html", {"page": shown})


@require_safe
@staff(SEE_MATTERS)
def shares(request: Request) -> HttpResponse:
    """Show how far checking goes, unit by unit."""
    today = day_of(request.now)
    found = shares_for(request.actor, on=today)
    shown = {
        "lines": found,
        "sum": _sum(found),
        "until": today,
        "steps": (to_matters(),),
        "csv": reverse("checks:shares-file"),
    }
    return render(request, "checks/shares.html", {"page": shown})


@require_safe
@staff(SEE_MATTERS)
def shares_file(request: Request) -> HttpResponse:
    """Give the same as a csv file."""
    today = day_of(request.now)
    heads = [
        _("单位"),
        _("事项"),
        _("应当核查"),
        _("已在核查"),
        _("核查"),
        _("待登记措施"),
        _("决定"),
        _("决定前核查过"),
    ]
    rows = (
        [
            one.name,
            *(str(n) for n in (one.matters, one.must_check, one.checking, one.checks, one.waiting)),
            *((str(one.decisions), str(one.checked)) if one.measured else ("", "")),
        ]
        for one in shares_for(request.actor, on=today)
    )
    return file_of(f"checking-{today:%Y%m%d}", heads, rows)


@require_safe
@staff(SEE_MATTERS)
def matter(request: Request, matter: str) -> HttpResponse:
    """Show a matter with its versions."""
    row = queries.matter_for(request.actor, matter)
    names = _measure_names(request.actor, day_of(request.now))
    shown = {
        "title": row.name,
        "unit": row.unit.name,
        "kind": _(MATTER_LABELS[MatterKind(row.kind)]),
        "now": queries.definition_now(row),
        "measures": [names.get(key, key) for key in queries.definition_now(row).measures],
        "versions": _versions(row, names),
        "change": reverse("checks:matter-change", args=[matter]) if request.actor.may(KEEP_MATTERS) else "",
        "checks": f"{reverse('checks:checks')}?matter={matter}",
        "steps": (to_matters(),),
    }
    return render(request, "checks/matter.html", {"page": shown})


@page
@staff(KEEP_MATTERS)
def matter_new(request: Request) -> HttpResponse:
    """Register a matter."""
    actor, today = request.actor, day_of(request.now)
    units = list(units_for(actor, permission=KEEP_MATTERS))
    form = MatterForm(
        sent(request),
        units=units,
        measures=list(_measure_names(actor, today).items()),
        items=_items(actor, today),
        changes=False,
        initial={"since": today, "must_check": True, "unit": actor.unit},
    )
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.register_matter(
                actor=actor, now=request.now, unit=int(form.cleaned_data["unit"]), definition=form.definition
            ),
        )
        if made is not None:
            messages.success(request, _("已登记"))
            return redirect("checks:matter", matter=made.public_id)
    return ask(
        request,
        form,
        FormPage(_("登记核查事项"), _("登记"), _("登记"), reverse("checks:matters"), steps=(to_matters(),)),
    )


@page
@staff(KEEP_MATTERS)
def matter_change(request: Request, matter: str) -> HttpResponse:
    """Give a matter a new version."""
    actor, today = request.actor, day_of(request.now)
    row = queries.matter_for(actor, matter, permission=KEEP_MATTERS)
    told = queries.definition_now(row)
    form = MatterForm(
        sent(request),
        units=(),
        measures=list(_measure_names(actor, today).items()),
        items=_items(actor, today),
        changes=True,
        initial=told.told(),
    )
    back = reverse("checks:matter", args=[matter])
    around = FormPage(
        title=_("修改“{name}”").format(name=row.name),
        here=_("修改"),
        submit=_("保存"),
        back=back,
        effect=_("以前的核查仍按当时的内容；修改进入版本记录。"),
        steps=(to_matters(),),
    )
    if carried_out(
        form,
        lambda: services.change_matter(
            actor=actor,
            now=request.now,
            matter=matter,
            number=row.number,
            definition=form.definition,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("已保存"))
        return redirect(back)
    return ask(request, form, around)


def _sum(found: Sequence[Share]) -> tuple[Figure, ...]:
    measured = [one for one in found if one.measured]
    return (
        Figure(_("办理中的事项"), sum(one.matters for one in found)),
        Figure(_("应当核查的事项"), sum(one.must_check for one in found)),
        Figure(_("一年内核查过的事项"), sum(one.checking for one in found)),
        Figure(_("一年内的决定（能计量的）"), sum(one.decisions for one in measured)),
        Figure(_("其中作出前核查过"), sum(one.checked for one in measured)),
    )


def _line(row: Matter, checks: int) -> MatterLine:
    return MatterLine(
        name=row.name,
        kind=_(MATTER_LABELS[MatterKind(row.kind)]),
        unit=row.unit.name,
        basis=queries.definition_now(row).basis,
        since=row.since,
        until=row.until,
        must_check=row.must_check,
        checks=checks,
        address=reverse("checks:matter", args=[row.public_id]),
    )


def _versions(row: Matter, names: dict[str, str]) -> Sequence[VersionLine]:
    return [
        VersionLine(
            number=one.number,
            at=day_of(one.at),
            by=one.by_name,
            reason=one.reason,
            name=told.name,
            basis=told.basis,
            must_check=told.must_check,
            measures="、".join(names.get(key, key) for key in told.measures),
        )
        for one in row.versions.order_by("-number")
        for told in (definition_from(one.definition),)
    ]


def _measure_names(actor: Actor, today: date) -> dict[str, str]:
    return {one.key: one.name for one in measures_on(actor, on=today) if is_for_units(one)}


def _items(actor: Actor, today: date) -> list[tuple[str, str]]:
    found = items_in_force(actor, on=today).values()
    return [(one.key, one.name) for one in found if one.family in {Family.LICENCE, Family.HONOUR}]

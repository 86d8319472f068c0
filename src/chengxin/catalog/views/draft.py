"""A draft as a whole: what it says, what is wrong with it, what it changes; begun, given up and taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import ItemForm, SeenForm
from chengxin.catalog.queries import Draft
from chengxin.catalog.rules import Difference
from chengxin.catalog.views.parts import (
    Fact,
    FieldLine,
    catalogue,
    facts_of,
    field_line,
    way_to,
    way_to_draft,
)
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class BasisLine:
    """One of the instruments with the ways to change it."""

    text: str
    change: str
    remove: str


@dataclass(frozen=True)
class DraftPage:
    """A draft with everything that may be done to it; ``differences`` is None for an item never in force."""

    key: str
    name: str
    title: str
    number: int
    by: str
    at: datetime
    faults: tuple[str, ...]
    facts: tuple[Fact, ...]
    basis: tuple[BasisLine, ...]
    fields: tuple[FieldLine, ...]
    differences: tuple[Difference, ...] | None
    ready: bool


@require_safe
@staff(rules.KEEP_CATALOG, everywhere=True)
def draft(request: Request, key: str) -> HttpResponse:
    """Show a draft, each fault beside what it is about."""
    found = queries.draft_for(request.actor, key)
    return render(
        request,
        "catalog/draft.html",
        {"page": _page(request, found), "steps": way_to(key, found.item.name)},
    )


def _page(request: Request, found: Draft) -> DraftPage:
    item, key = found.item, found.item.key
    faults = queries.faults_on(item, day_of(request.now))
    codes = {field.code for field in item.fields}
    beside: dict[str, list[str]] = {}
    for fault in faults:
        beside.setdefault(fault.field if fault.field in codes else "", []).append(fault.message)
    before = queries.newest_item(request.actor, found.row)
    return DraftPage(
        key=key,
        name=item.name,
        title=_title(item.name, len(faults)),
        number=found.number,
        by=found.by,
        at=found.at,
        faults=tuple(beside.get("", ())),
        facts=facts_of(request.actor, item),
        basis=tuple(
            BasisLine(
                text,
                f"{reverse('catalog:basis', args=[key])}?place={place}",
                f"{reverse('catalog:remove-basis', args=[key])}?place={place}",
            )
            for place, text in enumerate(rules.basis_words(basis) for basis in item.basis)
        ),
        fields=tuple(
            field_line(item, field, faults=tuple(beside.get(field.code, ())), draft=True) for field in item.fields
        ),
        differences=tuple(rules.differences(before, item)) if before else None,
        ready=not faults,
    )


def _title(name: str, faults: int) -> str:
    if faults:
        return _("“{name}”的草稿还有{n}处要改").format(name=name, n=faults)
    return _("“{name}”的草稿没有问题，可以生效").format(name=name)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def create_item(request: Request) -> HttpResponse:
    """Make a new item."""
    form = ItemForm(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: services.create_item(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("已新建。下一步：写依据，加字段。"))
            return redirect("catalog:draft", made.key)
    around = FormPage(
        title=_("新建目录项"),
        here=_("新建目录项"),
        submit=_("新建，去写内容"),
        back=reverse("catalog:items"),
        lead=_("没有法律、法规或政策依据的信息不得归集。信访、拆迁、欠缴物业费、养犬等不是信用信息，不能建目录项。"),
        steps=(catalogue(),),
    )
    return ask(request, form, around)


@require_POST
@staff(rules.KEEP_CATALOG, everywhere=True)
def begin_draft(request: Request, key: str) -> HttpResponse:
    """Begin a draft from the newest version."""
    services.begin_draft(actor=request.actor, now=request.now, key=key)
    messages.success(request, _("草稿已经开始。改好并生效以前，各单位仍按生效的版本报送。"))
    return redirect("catalog:draft", key)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def discard_draft(request: Request, key: str) -> HttpResponse:
    """Give a draft up."""
    found = queries.draft_for(request.actor, key)
    form = SeenForm(sent(request), initial={"seen": found.number})
    if carried_out(
        form, lambda: services.discard_draft(actor=request.actor, now=request.now, key=key, **form.cleaned_data)
    ):
        messages.success(request, _("草稿已放弃。要找回来，选“恢复草稿”。"))
        return redirect("catalog:item", key)
    around = FormPage(
        title=_("放弃“{name}”的草稿").format(name=found.item.name),
        here=_("放弃草稿"),
        submit=_("放弃草稿"),
        back=reverse("catalog:draft", args=[key]),
        effect=_("生效的版本不变。在开始下一份草稿以前，可以把这份恢复回来。"),
        steps=way_to_draft(found.item),
    )
    return ask(request, form, around)


@require_POST
@staff(rules.KEEP_CATALOG, everywhere=True)
def restore_draft(request: Request, key: str) -> HttpResponse:
    """Take back the draft that was given up."""
    services.restore_draft(actor=request.actor, now=request.now, key=key)
    messages.success(request, _("草稿已恢复。"))
    return redirect("catalog:draft", key)

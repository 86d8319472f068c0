"""The headers that mean a field: which there are, who had them remembered, what was read with them; add and end."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import items_to_report
from chengxin.catalog.rules import Item
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.forms.deciding import EmptyForm
from chengxin.intake.forms.mapping import AliasFilter, AliasForm
from chengxin.intake.models import HeaderAlias
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class AliasLine:
    """An alias in the table; ``end`` is empty once it has ended."""

    header: str
    field: str
    item: str
    owner: str
    added_at: datetime
    added_by: str
    used: int
    uses: str
    state: str
    look: str
    end: str


@dataclass(frozen=True)
class AddLink:
    """Where an alias of an item is added."""

    title: str
    address: str


@dataclass(frozen=True)
class AliasesPage:
    """The aliases within reach."""

    title: str
    lines: tuple[AliasLine, ...]
    pager: Pager
    add: tuple[AddLink, ...]


@require_safe
@staff(rules.KEEP_ALIASES)
def aliases(request: Request) -> HttpResponse:
    """List the aliases, those in force first."""
    items = _items(request)
    form = AliasFilter(request.GET or None, items=items)
    found = queries.aliases_for(request.actor)
    wanted = form.cleaned_data["item"] if form.is_bound and form.is_valid() else ""
    part = slice_of(request, found.filter(item=wanted) if wanted else found, _("个"))
    used = queries.times_used(request.actor, part.rows)
    shown = AliasesPage(
        title=_("{n}个表头别名").format(n=f"{part.total:,}") if part.total else _("还没有登记过表头别名"),
        lines=tuple(_line(row, items, used[row.public_id]) for row in part.rows),
        pager=part.pager,
        add=tuple(AddLink(item.name, reverse("intake:add-alias", args=[key])) for key, item in items.items()),
    )
    return render(request, "intake/aliases.html", {"page": shown, "form": form})


def _items(request: Request) -> dict[str, Item]:
    return items_to_report(request.actor, on=day_of(request.now), permission=rules.KEEP_ALIASES)


def _line(row: HeaderAlias, items: dict[str, Item], used: int) -> AliasLine:
    item = items.get(row.item)
    names = {field.code: field.name for field in item.fields} if item else {}
    ended = row.ended_at is not None
    return AliasLine(
        header=row.header,
        field=names.get(row.field, row.field),
        item=item.name if item else row.item,
        owner=row.unit.name if row.unit else _("所有单位"),
        added_at=row.added_at,
        added_by=row.added_by_name,
        used=used,
        uses=f"{reverse('intake:submissions')}?alias={row.public_id}" if used else "",
        state=_("已停用") if ended else _("在用"),
        look="idle" if ended else "good",
        end="" if ended else reverse("intake:end-alias", args=[row.public_id]),
    )


def _steps() -> tuple[Crumb, ...]:
    return (Crumb(_("表头别名"), reverse("intake:aliases")),)


@page
@staff(rules.KEEP_ALIASES)
def add(request: Request, item_key: str) -> HttpResponse:
    """Have a header mean a field of an item."""
    item = _items(request).get(item_key)
    if item is None:
        raise NotFound
    everywhere = request.actor.scope(rules.KEEP_ALIASES).everything
    units = units_for(request.actor, on=day_of(request.now), permission=rules.KEEP_ALIASES)
    form = AliasForm(sent(request), item=item, units=units, everywhere=everywhere)
    if carried_out(form, lambda: _add(request, item_key, form)):
        messages.success(request, _("已登记，以后收到的文件照它认"))
        return redirect("intake:aliases")
    around = FormPage(
        title=_("登记“{item}”的表头别名").format(item=item.name),
        here=_("登记别名"),
        submit=_("登记"),
        back=reverse("intake:aliases"),
        effect=_("以后收到的文件，这个表头就当作选定的字段。已经核对过的报送不变。"),
        steps=_steps(),
    )
    return ask(request, form, around)


def _add(request: Request, item: str, form: AliasForm) -> HeaderAlias:
    given = form.cleaned_data
    return services.add_alias(
        actor=request.actor,
        now=request.now,
        item=item,
        header=given["header"],
        field=given["target"],
        unit=given["unit"],
    )


@page
@staff(rules.KEEP_ALIASES)
def end(request: Request, alias_id: str) -> HttpResponse:
    """End an alias."""
    row = queries.alias_for(request.actor, alias_id)
    form = EmptyForm(sent(request))
    call = lambda: services.end_alias(actor=request.actor, now=request.now, alias=alias_id)  # noqa: E731  one word for the call below
    if carried_out(form, call):
        messages.success(request, _("已停用"))
        return redirect("intake:aliases")
    around = FormPage(
        title=_("停用表头别名“{header}”").format(header=row.header),
        here=_("停用别名"),
        submit=_("停用"),
        back=reverse("intake:aliases"),
        effect=_("以后收到的文件不再照它认，拿不准的会请单位确认。已经核对过的报送不变。"),
        steps=_steps(),
    )
    return ask(request, form, around)

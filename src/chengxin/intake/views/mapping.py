"""Which column of a submission's file is which field: asked where it is not sure, shown on every receipt."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.queries import item_of_hash, items_to_report
from chengxin.catalog.rules import Item
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.forms.mapping import ColumnsForm
from chengxin.intake.models import Submission
from chengxin.intake.rules import STATE_LABELS, State
from chengxin.intake.rules.layouts import Layout, layouts_of
from chengxin.intake.rules.mapping import better_item
from chengxin.intake.rules.recognising import TARGET_WORDS
from chengxin.intake.rules.recognition import GROUND_LABELS, Column, Ground, Recognition, confidence_words, from_json
from chengxin.intake.views.pages import ColumnLine, MappingView
from chengxin.ui.asking import carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class MappingPage:
    """What is asked about a file's columns: those that are not sure, and the rest as it was recognised."""

    title: str
    layout: str
    confidence: str
    asked: tuple[BoundField, ...]
    settled: tuple[BoundField, ...]
    remembers: BoundField
    cancel: str
    other: str
    other_address: str
    steps: tuple[Crumb, ...]


@page
@staff(rules.SEND)
def columns(request: Request, public_id: str) -> HttpResponse:
    """Ask which column is which field, and have the check go on."""
    row = queries.submission_for(request.actor, public_id, permission=rules.SEND)
    if row.state != State.TO_MAP:
        messages.info(
            request, _("这次报送现在是“{state}”，不用再确认各列").format(state=_(STATE_LABELS[State(row.state)]))
        )
        return redirect("intake:submission", public_id)
    item = item_of_hash(request.actor, row.item_version, permission=rules.SEND)
    found = from_json(row.mapping)
    form = ColumnsForm(sent(request), item=item, found=found, layouts=_layouts(item))
    if carried_out(form, lambda: _settle(request, public_id, form)):
        messages.success(request, _("已确认，接着核对"))
        return redirect("intake:submission", public_id)
    shown = _page(row, found, form, _better(request, item, found))
    return render(request, "intake/columns.html", {"page": shown, "form": form}, status=422 if form.is_bound else 200)


def _layouts(item: Item) -> tuple[Layout, ...]:
    return layouts_of(item, tuple(standard_layouts().values()))


def _settle(request: Request, public_id: str, form: ColumnsForm) -> Submission:
    return services.settle_columns(
        actor=request.actor,
        now=request.now,
        submission=public_id,
        targets=form.targets(),
        layout=form.cleaned_data.get("layout", ""),
        remembers=form.cleaned_data["remembers"],
    )


def _better(request: Request, item: Item, found: Recognition) -> tuple[Item, int] | None:
    """Return the item that the file may really be for, and how many of its columns were found."""
    items = items_to_report(request.actor, on=day_of(request.now), permission=rules.SEND)
    return better_item(item, items.values(), [column.header for column in found.columns])


def _page(row: Submission, found: Recognition, form: ColumnsForm, better: tuple[Item, int] | None) -> MappingPage:
    count = len(form.asked) + bool(found.doubt)
    layout = [form["layout"]] if found.doubt else []
    return MappingPage(
        title=_("“{file}”有{n}处拿不准，请确认").format(file=row.file.name, n=count),
        layout=found.layout_name or _("本目录项自己的表头"),
        confidence=_(confidence_words(found.confidence)),
        asked=(*layout, *(form[name] for name in form.asked)),
        settled=tuple(form[name] for name in form.settled),
        remembers=form["remembers"],
        cancel=reverse("intake:cancel", args=[row.public_id]),
        other=_("“{item}”，{n}列对得上").format(item=better[0].name, n=better[1]) if better else "",
        other_address=f"{reverse('intake:upload')}?item={better[0].key}" if better else "",
        steps=(
            Crumb(_("报送记录"), reverse("intake:submissions")),
            Crumb(_("回执"), reverse("intake:submission", args=[row.public_id])),
        ),
    )


def mapping_view(row: Submission, item: Item) -> MappingView | None:
    """Return how a submission's file was read, None while that is not known."""
    if not row.mapping:
        return None
    found = from_json(row.mapping)
    names = {field.code: field.name for field in item.fields}
    return MappingView(
        layout=found.layout_name or _("本目录项自己的表头"),
        confidence=_(confidence_words(found.confidence)),
        lines=tuple(_line(column, names) for column in found.columns),
    )


def _line(column: Column, names: dict[str, str]) -> ColumnLine:
    target = names.get(column.target) or _(TARGET_WORDS.get(column.target, "")) if column.target else ""
    ground = column.reason if column.ground is Ground.LEFT_OUT else _(GROUND_LABELS[column.ground])
    return ColumnLine(header=column.header, field=target or _("没有用到"), ground=column.doubt or ground)

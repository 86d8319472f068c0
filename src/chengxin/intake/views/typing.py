"""Typing a single record: choose what it is, type it as a draft, see what the law says, send it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import items_to_report
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.forms.typing import TypedForm, initial_of
from chengxin.intake.models import Draft
from chengxin.intake.rules.typed import can_be_typed, typed_fields
from chengxin.intake.services.judging_rows import TypedRow
from chengxin.intake.views.sheets import Part, Reckoning, parts_of, reckoned
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of, unit_for

CHECK, SAVE, SEND = "check", "save", "send"
"""What the buttons of the form ask for; anything else only keeps what was typed and reckons."""


@dataclass(frozen=True)
class Choice:
    """An item a record of which can be typed."""

    key: str
    name: str
    basis: str


@dataclass(frozen=True)
class ChoicePage:
    """What can be typed; ``drafts`` counts what was begun."""

    choices: tuple[Choice, ...]
    drafts: int


@dataclass(frozen=True)
class DraftLine:
    """A draft in the list."""

    title: str
    item: str
    about: str
    came_back: str
    begun_by: str
    changed_at: datetime
    address: str
    delete: str


@dataclass(frozen=True)
class DraftsPage:
    """The drafts of the unit."""

    title: str
    lines: tuple[DraftLine, ...]
    pager: Pager


@dataclass(frozen=True)
class TypingPage:
    """The form. ``ready`` says that nothing keeps the record from being sent; ``saved_at`` when it was kept last.

    ``seen`` goes back with what is typed next; ``lost`` says why what was typed now was not kept.
    """

    title: str
    here: str
    steps: tuple[Crumb, ...]
    address: str
    delete: str
    parts: tuple[Part, ...]
    reckoning: Reckoning
    ready: bool
    effect: str
    saved_at: datetime
    seen: str
    lost: str = ""


@page
@staff(rules.SEND)
def typing(request: Request) -> HttpResponse:
    """Choose what to type; the choice begins a draft."""
    if request.method == "POST":
        draft = services.start_draft(
            actor=request.actor, now=request.now, unit=request.actor.unit or 0, item=request.POST.get("item", "")
        )
        return redirect("intake:draft", draft.public_id)
    unit = unit_for(request.actor, request.actor.unit or 0, permission=rules.SEND)
    items = items_to_report(request.actor, on=day_of(request.now), permission=rules.SEND)
    own = [one for one in items.values() if not one.providers or unit.code in one.providers]
    shown = ChoicePage(
        choices=tuple(Choice(one.key, one.name, _basis(one)) for one in own if can_be_typed(one)),
        drafts=queries.drafts_for(request.actor).count(),
    )
    return render(request, "intake/typing.html", {"page": shown})


def _basis(item: Item) -> str:
    return "；".join(f"{one.text}{one.article}" for one in item.basis)


@require_safe
@staff(rules.SEND)
def drafts(request: Request) -> HttpResponse:
    """List what the unit began and did not send."""
    items = items_to_report(request.actor, on=day_of(request.now), permission=rules.SEND)
    part = slice_of(request, queries.drafts_for(request.actor), _("份"))
    shown = DraftsPage(
        title=_("{n}份草稿还没有报送").format(n=part.total) if part.total else _("没有草稿"),
        lines=tuple(_line(row, items.get(row.item)) for row in part.rows),
        pager=part.pager,
    )
    return render(request, "intake/drafts.html", {"page": shown})


def _line(row: Draft, item: Item | None) -> DraftLine:
    return DraftLine(
        title=_told(row, item, Means.SUBJECT_NAME) or _("还没有填名称"),
        item=item.name if item else row.item,
        about=_told(row, item, Means.DOCUMENT_NUMBER),
        came_back=_came_back(row),
        begun_by=row.begun_by_name,
        changed_at=row.changed_at,
        address=reverse("intake:draft", args=[row.public_id]),
        delete=reverse("intake:delete-draft", args=[row.public_id]),
    )


def _came_back(row: Draft) -> str:
    """Say what became of a draft that was sent before, empty if it was not."""
    if row.submission is None:
        return ""
    words = {rules.State.WITHDRAWN: _("已撤回，可以改了再报"), rules.State.CANCELLED: _("已取消，可以改了再报")}
    return words.get(rules.State(row.submission.state), _("已退回，请改正"))


def _told(row: Draft, item: Item | None, means: Means) -> str:
    field = item.meaning(means) if item else None
    return str(row.values.get(field.code, "")) if field else ""


@page
@staff(rules.SEND)
def draft(request: Request, draft_id: str) -> HttpResponse:
    """Go on with a draft: every send keeps it, the buttons say what else."""
    row = queries.draft_for(request.actor, draft_id)
    today = day_of(request.now)
    current = services.item_to_report(request.actor, row.item, row.unit, on=today)
    item = services.version_for(request.actor, current, request.POST.dict() or row.values)
    asked = typed_fields(item)
    form = TypedForm(sent(request), item=item, asked=asked, initial=initial_of(row.values, asked))
    wish = request.POST.get("do", "")
    lost = ""
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: _kept(request, draft_id, form))
        row, lost = kept or row, "" if kept else " ".join(map(str, form.non_field_errors()))
    judged = services.judge_row(request.actor, item, row.values, on=today)
    if request.htmx:
        told = _page(row, item, form, judged, today)
        # What is kept by itself never goes over a colleague's work: only the buttons do, once it has been said.
        seen = request.POST.get("seen", "") if lost else told.seen
        return render(request, "intake/kept.html", {"page": replace(told, seen=seen, lost=lost)})
    if wish == SAVE and form.is_valid():
        messages.success(request, _("草稿已保存，还没有报送。"))
        return redirect("intake:drafts")
    if wish in {CHECK, SEND}:
        form.tell((one.field, one.message) for one in judged.faults)
    if wish == SEND and form.is_valid():
        made = attempt(form, lambda: services.send_draft(actor=request.actor, now=request.now, draft=draft_id))
        if made:
            messages.success(request, _("已报送，几秒钟内办结；原件和回执在“报送记录”里。"))
            return redirect("intake:submission", made.public_id)
    shown = replace(_page(row, item, form, judged, today, ready=wish in {CHECK, SEND} and form.is_valid()), lost=lost)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/draft.html", {"form": form, "page": shown}, status=status)


def _kept(request: Request, draft_id: str, form: TypedForm) -> Draft:
    seen = request.POST.get("seen", "")
    return services.save_draft(actor=request.actor, now=request.now, draft=draft_id, values=form.values(), seen=seen)


def _page(row: Draft, item: Item, form: TypedForm, judged: TypedRow, today: date, *, ready: bool = False) -> TypingPage:
    about = _told(row, item, Means.SUBJECT_NAME)
    return TypingPage(
        title=_("填报一条{item}").format(item=item.name),
        here=about or _("新的一条"),
        steps=(Crumb(_("逐条填报"), reverse("intake:typing")), Crumb(_("草稿"), reverse("intake:drafts"))),
        address=reverse("intake:draft", args=[row.public_id]),
        delete=reverse("intake:delete-draft", args=[row.public_id]),
        parts=parts_of(item, form, judged if form.is_bound else None),
        reckoning=reckoned(judged, today),
        ready=ready,
        effect=_effect(item),
        saved_at=row.changed_at,
        seen=row.changed_at.isoformat(),
    )


def _effect(item: Item) -> str:
    if item.is_public:
        return _(
            "报送以后，几秒钟内按上面的期限在公示网站公开，任何人可以查到；一小时内可以整批撤回，此后可以更正或停止公示。"
        )
    return _("报送以后入库，不向公众公开。")


@page
@staff(rules.SEND)
def delete_draft(request: Request, draft_id: str) -> HttpResponse:
    """Delete a draft, asked once."""
    row = queries.draft_for(request.actor, draft_id)
    items = items_to_report(request.actor, on=day_of(request.now), permission=rules.SEND)
    line = _line(row, items.get(row.item))
    form = forms.Form(sent(request))
    if carried_out(form, lambda: _deleted(request, draft_id)):
        messages.success(request, _("草稿已删除。"))
        return redirect("intake:drafts")
    around = FormPage(
        title=_("删除这份草稿"),
        here=_("删除草稿"),
        submit=_("删除"),
        back=line.address,
        effect=_("“{title}”填过的内容全部删除，不能恢复。它还没有报送，公示网站和登记簿都不受影响。").format(
            title=line.title
        ),
        steps=(Crumb(_("草稿"), reverse("intake:drafts")),),
    )
    return ask(request, form, around)


def _deleted(request: Request, draft_id: str) -> bool:
    services.delete_draft(actor=request.actor, now=request.now, draft=draft_id)
    return True

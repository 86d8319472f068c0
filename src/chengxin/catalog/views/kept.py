"""Kinds of lists and measures on the desk: the table, one of them with its history, its change and publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.adapters import table_workbook
from chengxin.catalog.forms.kept import KeptFilter, ListKindForm, MeasureForm, Offers, PublishForm, initial_of
from chengxin.catalog.forms.parts import SeenForm
from chengxin.catalog.queries import items_in_force, keeps
from chengxin.catalog.queries.kept import Shelf, Standing, names_kept, standing_kept, standings_kept
from chengxin.catalog.queries.kinds import list_kinds_known
from chengxin.catalog.rules.kind_definitions import plain
from chengxin.catalog.rules.kind_differences import Names, differences_of
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.catalog.services import kinds as services
from chengxin.catalog.views.kept_words import facts_of_kept, heads_of, line_cells
from chengxin.catalog.views.parts import XLSX, Fact, catalogue, download
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, sent
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, units_for

WIDTHS = (40, 24, 14, 30, 50, 24, 14)
"""Of the columns of the workbook."""


@dataclass(frozen=True)
class KeptLine:
    """One row: ``cells`` stand under the heads of its table."""

    name: str
    key: str
    cells: tuple[str, ...]
    look: str
    state: str
    draft: bool
    address: str


@dataclass(frozen=True)
class KeptTable:
    """The table of a shelf."""

    title: str
    here: str
    lead: str
    heads: tuple[str, ...]
    lines: tuple[KeptLine, ...]
    every: str
    csv: str
    xlsx: str
    make: str
    make_words: str
    filtered: bool


@dataclass(frozen=True)
class VersionLine:
    """A published version, with what it changed."""

    number: int
    since: date
    by: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class KeptPage:
    """One kind or measure; addresses are empty where the person may not do it, or there is nothing to do."""

    name: str
    title: str
    facts: tuple[Fact, ...]
    versions: tuple[VersionLine, ...]
    draft_by: str
    number: int
    change: str
    publish: str
    discard: str
    restore: str


def here_of(shelf: Shelf) -> str:
    """Return what the table of a shelf is called."""
    return _("措施目录") if shelf.is_measures else _("名单种类")


def way_to_shelf(shelf: Shelf) -> tuple[Crumb, ...]:
    """Return the way to the pages below the table of a shelf."""
    return (catalogue(), Crumb(here_of(shelf), reverse(f"catalog:{shelf.name}s")))


def way_to_kept(shelf: Shelf, key: str, name: str) -> tuple[Crumb, ...]:
    """Return the way to the pages below one thing of a shelf."""
    return (*way_to_shelf(shelf), Crumb(name, reverse(f"catalog:{shelf.name}", args=[key])))


def table(request: Request, shelf: Shelf) -> HttpResponse:
    """Show the table of a shelf, or give it as a file."""
    today = day_of(request.now)
    form = KeptFilter(request.GET or None, measures=shelf.is_measures)
    every = standings_kept(request.actor, shelf, on=today)
    valid = form.is_valid()
    asked = form.cleaned_data if valid else {}
    found = [one for one in every if _fits(one, asked)] if valid or not form.is_bound else []
    lines = tuple(_line(shelf, one, today) for one in sorted(found, key=lambda one: not one.in_force))
    if request.GET.get("as") in {"csv", "xlsx"}:
        rows = [(line.name, line.key, *line.cells, line.state) for line in lines]
        return _file(shelf, request.GET["as"], rows, today)
    in_force = sum(one.in_force for one in every)
    filtered = bool(form.is_bound and (not valid or any(asked.values())))
    counted = _("{n}项措施现行有效") if shelf.is_measures else _("{n}种名单现行有效")
    page = KeptTable(
        title=_("符合条件的有{n}个").format(n=len(lines)) if filtered else counted.format(n=in_force),
        here=here_of(shelf),
        lead=_("没有公布的、依据没有生效的措施不能适用。法院和列入机关决定的，其他单位只作提示。")
        if shelf.is_measures
        else _("当天没有依据的名单不能列入。名单由有关单位按程序列入，平台不自动列入任何人。"),
        heads=heads_of(shelf),
        lines=lines,
        every=reverse(f"catalog:{shelf.name}s"),
        csv=_as(request, "csv"),
        xlsx=_as(request, "xlsx"),
        make=reverse(f"catalog:make-{shelf.name}") if keeps(request.actor) else "",
        make_words=_("新建措施") if shelf.is_measures else _("新建名单种类"),
        filtered=filtered,
    )
    context = {"page": page, "form": form, "steps": (catalogue(),)}
    return render(request, "catalog/kept_table.html", context, status=422 if form.is_bound and not valid else 200)


def _as(request: Request, form: str) -> str:
    query = request.GET.copy()
    query["as"] = form
    return f"?{query.urlencode()}"


def _file(shelf: Shelf, form: str, rows: Sequence[Sequence[str]], today: date) -> HttpResponse:
    heads = (_("名称"), _("代号"), *heads_of(shelf), _("状态"))
    name = f"{shelf.name}s-{today:%Y%m%d}"
    if form == "csv":
        return file_of(name, heads, rows)
    return download(table_workbook(here_of(shelf), tuple(zip(heads, WIDTHS, strict=True)), rows), f"{name}.xlsx", XLSX)


def _fits(one: Standing, asked: dict[str, str]) -> bool:
    words, state = asked.get("q", "").strip().lower(), asked.get("state", "")
    sort = one.entry.kind.value if isinstance(one.entry, Measure) else one.entry.type.value
    states = {"in-force": one.in_force, "ended": not one.in_force, "draft": one.draft is not None, "": True}
    return (
        (not words or words in one.entry.name.lower() or words in one.key)
        and asked.get("sort", "") in {"", sort}
        and states[state]
    )


def _state(one: Standing, today: date) -> str:
    if one.in_force:
        return _("现行")
    if not one.versions:
        return _("没有公布") if one.draft is not None else _("草稿已放弃")
    if one.entry.last_day is not None and one.entry.last_day < today:
        return _("已停用")
    return _("还没有生效") if one.entry.in_force_from > today else _("依据没有生效")


def _line(shelf: Shelf, one: Standing, today: date) -> KeptLine:
    return KeptLine(
        name=one.entry.name,
        key=one.key,
        cells=line_cells(one.entry),
        look="good" if one.in_force else "done",
        state=_state(one, today),
        draft=one.draft is not None,
        address=reverse(f"catalog:{shelf.name}", args=[one.key]),
    )


def entry(request: Request, shelf: Shelf, key: str) -> HttpResponse:
    """Show one kind or measure, with its history."""
    one = standing_kept(request.actor, shelf, key, on=day_of(request.now))
    keeper = keeps(request.actor)
    names = names_kept(request.actor, on=day_of(request.now))
    state = _("“{name}”现行有效") if one.in_force else _("“{name}”现在不适用")

    def way(what: str, *, offered: bool) -> str:
        return reverse(f"catalog:{what}-{shelf.name}", args=[key]) if keeper and offered else ""

    page = KeptPage(
        name=one.entry.name,
        title=state.format(name=one.entry.name),
        facts=facts_of_kept(one.entry, names),
        versions=tuple(_history(one, names)),
        draft_by=one.draft_by,
        number=one.draft_number,
        change=way("change", offered=True),
        publish=way("publish", offered=one.draft is not None),
        discard=way("discard", offered=one.draft is not None),
        restore=way("restore", offered=one.may_restore),
    )
    return render(request, "catalog/kept.html", {"page": page, "steps": way_to_shelf(shelf)})


def _history(one: Standing, names: Names) -> list[VersionLine]:
    before: dict[str, Any] = {}
    lines = []
    for version in one.versions:
        changes = tuple(differences_of(before, version.definition, names))
        lines.append(VersionLine(version.number, version.in_force_from, version.published_by, changes))
        before = version.definition
    return lines[::-1]


def make(request: Request, shelf: Shelf) -> HttpResponse:
    """Begin a new kind or measure, as a draft."""
    form = _form(shelf, request, None, {"seen": 0, "in_force_from": day_of(request.now)})
    if form.is_valid():
        made = attempt(form, lambda: _keep_new(request, form))
        if made is not None:
            messages.success(request, _("草稿已保存。公布以后才有效。"))
            return redirect(f"catalog:{shelf.name}", made)
    around = FormPage(
        title=_("新建措施") if shelf.is_measures else _("新建名单种类"),
        here=_("新建"),
        submit=_("保存草稿"),
        back=reverse(f"catalog:{shelf.name}s"),
        lead=_("先保存为草稿，核对以后公布。没有当天生效的依据、没有期限的依据，不能公布。"),
        steps=way_to_shelf(shelf),
    )
    return ask(request, form, around)


def change(request: Request, shelf: Shelf, key: str) -> HttpResponse:
    """Change the draft of a kind or of a measure."""
    one = standing_kept(request.actor, shelf, key, on=day_of(request.now))
    now = one.draft or one.entry
    form = _form(shelf, request, now, {**initial_of(now), "seen": one.draft_number})
    if carried_out(form, lambda: _keep(request, key, form)):
        messages.success(request, _("草稿已保存。公布以后才有效。"))
        return redirect(f"catalog:{shelf.name}", key)
    around = FormPage(
        title=_("改“{name}”").format(name=now.name),
        here=_("改草稿"),
        submit=_("保存草稿"),
        back=reverse(f"catalog:{shelf.name}", args=[key]),
        lead=_("公布以前，仍按公布的版本。以前的决定仍按当时的版本。"),
        steps=way_to_kept(shelf, key, now.name),
    )
    return ask(request, form, around)


def _form(
    shelf: Shelf, request: Request, before: ListKind | Measure | None, known: dict[str, Any]
) -> ListKindForm | MeasureForm:
    offers = _offers(request)
    if shelf.is_measures:
        measure = before if isinstance(before, Measure) else None
        return MeasureForm(sent(request), offers=offers, makes=before is None, before=measure, initial=known)
    kind = before if isinstance(before, ListKind) else None
    return ListKindForm(sent(request), offers=offers, makes=before is None, before=kind, initial=known)


def _offers(request: Request) -> Offers:
    actor, today = request.actor, day_of(request.now)
    law = law_in_force(settings.DATA)
    items = [(one.key, one.name) for one in items_in_force(actor, on=today).values()]
    return Offers(
        units=list(units_for(actor, on=today).order_by("code").values_list("code", "name")),
        instruments=dict(sorted(((key, row.citation) for key, row in law.instruments.items()), key=lambda one: one[1])),
        fields=[(key, law.words.name("list-field", key)) for key in law.words.every("list-field")],
        region=settings.CITY.calendar,
        kinds=[(one.key, one.name) for one in list_kinds_known(actor, on=today)],
        items=sorted(items, key=lambda one: one[1]),
    )


def _keep_new(request: Request, form: ListKindForm | MeasureForm) -> str:
    key = str(form.cleaned_data["key"]).strip()
    _keep(request, key, form, new=True)
    return key


def _keep(request: Request, key: str, form: ListKindForm | MeasureForm, *, new: bool = False) -> object:
    seen = form.cleaned_data["seen"]
    asked = {"actor": request.actor, "now": request.now, "key": key, "seen": seen, "new": new}
    if isinstance(form, MeasureForm):
        return services.draft_measure(**asked, measure=form.made(key))
    return services.draft_list_kind(**asked, kind=form.made(key))


def publish(request: Request, shelf: Shelf, key: str) -> HttpResponse:
    """Publish a draft, after what it changes was shown."""
    today = day_of(request.now)
    one = standing_kept(request.actor, shelf, key, on=today)
    form = PublishForm(sent(request), initial={"seen": one.draft_number, "on": today})
    service = services.publish_measure if shelf.is_measures else services.publish_list_kind
    if carried_out(form, lambda: service(actor=request.actor, now=request.now, key=key, **form.cleaned_data)):
        messages.success(request, _("已公布。"))
        return redirect(f"catalog:{shelf.name}", key)
    last = one.versions[-1].definition if one.versions else {}
    changes = differences_of(last, plain(one.draft), names_kept(request.actor, on=today)) if one.draft else []
    around = FormPage(
        title=_("公布“{name}”的改动").format(name=one.entry.name),
        here=_("公布"),
        submit=_("从这一天起公布"),
        back=reverse(f"catalog:{shelf.name}", args=[key]),
        lead="；".join(changes) or _("没有改动。"),
        effect=_("公布的版本长期保存，不能改；要改就再公布一版。以前的决定仍按当时的版本。"),
        steps=way_to_kept(shelf, key, one.entry.name),
    )
    return ask(request, form, around)


def discard(request: Request, shelf: Shelf, key: str) -> HttpResponse:
    """Give a draft up."""
    one = standing_kept(request.actor, shelf, key, on=day_of(request.now))
    form = SeenForm(sent(request), initial={"seen": one.draft_number})
    if carried_out(
        form,
        lambda: services.discard_kept_draft(
            actor=request.actor, now=request.now, key=key, measure=shelf.is_measures, **form.cleaned_data
        ),
    ):
        messages.success(request, _("草稿已放弃，可以恢复。"))
        return redirect(f"catalog:{shelf.name}", key)
    around = FormPage(
        title=_("放弃“{name}”的草稿").format(name=one.entry.name),
        here=_("放弃草稿"),
        submit=_("放弃"),
        back=reverse(f"catalog:{shelf.name}", args=[key]),
        effect=_("公布的版本不变。放弃以后可以恢复，直到另有草稿。"),
        steps=way_to_kept(shelf, key, one.entry.name),
    )
    return ask(request, form, around)


def restore(request: Request, shelf: Shelf, key: str) -> HttpResponse:
    """Take back the draft that was given up."""
    one = standing_kept(request.actor, shelf, key, on=day_of(request.now))
    form = SeenForm(sent(request), initial={"seen": one.draft_number})
    if carried_out(
        form,
        lambda: services.restore_kept_draft(
            actor=request.actor, now=request.now, key=key, measure=shelf.is_measures, **form.cleaned_data
        ),
    ):
        messages.success(request, _("草稿已恢复。"))
        return redirect(f"catalog:{shelf.name}", key)
    around = FormPage(
        title=_("恢复“{name}”的草稿").format(name=one.entry.name),
        here=_("恢复草稿"),
        submit=_("恢复"),
        back=reverse(f"catalog:{shelf.name}", args=[key]),
        steps=way_to_kept(shelf, key, one.entry.name),
    )
    return ask(request, form, around)

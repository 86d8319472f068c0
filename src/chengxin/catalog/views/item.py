"""An item: what it says, its versions and their differences, and its files."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules
from chengxin.catalog.adapters import Format, table_schema, template_workbook, written
from chengxin.catalog.forms import VersionsForm
from chengxin.catalog.models import CatalogItem
from chengxin.catalog.queries import Version
from chengxin.catalog.rules import Difference, Item
from chengxin.catalog.views.parts import (
    XLSX,
    Fact,
    FieldLine,
    basis_lines,
    catalogue,
    day_words,
    download,
    facts_of,
    field_line,
    way_to,
)
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.units.queries import day_of

DRAFT = "draft"


@dataclass(frozen=True)
class VersionLine:
    """A version; ``state`` says what it is today, ``compare`` leads to what it changed, if there was one before."""

    number: int
    in_force_from: date
    at: datetime
    by: str
    state: str
    compare: str


@dataclass(frozen=True)
class ListUse:
    """A code list that the item uses; ``stale`` says that the list has changed since."""

    name: str
    address: str
    count: int
    stale: bool


@dataclass(frozen=True)
class ItemPage:
    """Everything about an item that staff may see."""

    key: str
    name: str
    title: str
    state: str
    facts: tuple[Fact, ...]
    basis: tuple[str, ...]
    collected: bool
    checks: tuple[str, ...]
    fields: tuple[FieldLine, ...]
    lists: tuple[ListUse, ...]
    versions: tuple[VersionLine, ...]
    may_keep: bool
    has_draft: bool
    may_begin: bool
    may_restore: bool
    draft_by: str
    draft_at: datetime | None


@require_safe
@staff(rules.SEE_CATALOG)
def item(request: Request, key: str) -> HttpResponse:
    """Show an item as it is in force, else as its newest version or its draft says."""
    row = queries.catalogue_row(request.actor, key)
    today = day_of(request.now)
    versions = queries.versions_of(request.actor, row)
    shown = _shown(request, row, versions, today)
    page = _page(request, row, versions, shown, today)
    return render(request, "catalog/item.html", {"page": page, "steps": (catalogue(),)})


def _shown(request: Request, row: CatalogItem, versions: list[Version], on: date) -> Item:
    begun = [version for version in versions if version.in_force_from <= on]
    known = begun or versions[-1:]
    if known:
        newest = max(known, key=lambda version: (version.in_force_from, version.number))
        return queries.item_version(request.actor, row, newest.number)
    return queries.draft_for(request.actor, row.key).item if row.draft else _discarded(row)


def _discarded(row: CatalogItem) -> Item:
    if row.discarded is None:
        raise NotFound
    return rules.read_definition(row.discarded)


def _page(request: Request, row: CatalogItem, versions: list[Version], shown: Item, today: date) -> ItemPage:
    may_keep = queries.keeps(request.actor)
    return ItemPage(
        key=row.key,
        name=shown.name,
        title=_title(shown, versions, today),
        state=_state(shown, versions, today),
        facts=facts_of(request.actor, shown),
        basis=basis_lines(shown),
        collected=shown.collected and not shown.by_procedure,
        checks=tuple(rules.rule_words(shown, rule) for rule in shown.rules),
        fields=tuple(field_line(shown, field) for field in shown.fields),
        lists=_lists(request, shown),
        versions=_versions(row.key, versions, today),
        may_keep=may_keep,
        has_draft=row.draft is not None,
        may_begin=may_keep and row.draft is None and bool(versions),
        may_restore=may_keep and row.draft is None and row.discarded is not None,
        draft_by=row.draft_by,
        draft_at=row.draft_at,
    )


def _title(shown: Item, versions: list[Version], today: date) -> str:
    if not versions:
        return _("{name}还没有生效").format(name=shown.name)
    if not any(version.in_force_from <= today for version in versions):
        first = min(version.in_force_from for version in versions)
        return _("{name}从{day}起生效").format(name=shown.name, day=day_words(first))
    if shown.valid_until and shown.valid_until <= today:
        return _("{name}已停止报送").format(name=shown.name)
    return _("{name}，{n}个字段").format(name=shown.name, n=len(shown.fields))


def _state(shown: Item, versions: list[Version], today: date) -> str:
    if not versions:
        return _("各单位还不能报送。补齐内容并生效以后，才能下载模板和报送。")
    if shown.by_procedure:
        return _("记录由平台上的认定程序产生，单位不报送，所以没有模板。")
    if not shown.collected:
        return _("已列入目录，尚未归集：现在没有单位报送，所以没有模板。")
    if shown.is_in_force(today) and any(version.in_force_from <= today for version in versions):
        return _("{day}起可以报送。先下载模板，按表头填写。").format(day=day_words(shown.valid_from))
    return _("现在不能报送。")


def _lists(request: Request, shown: Item) -> tuple[ListUse, ...]:
    now = queries.code_lists(request.actor)
    return tuple(
        ListUse(
            name=entry.name,
            address=reverse("catalog:list", args=[key]),
            count=len(entry.values),
            stale=now.get(key, entry) != entry,
        )
        for key, entry in rules.lists_of(shown).items()
    )


def _versions(key: str, versions: list[Version], today: date) -> tuple[VersionLine, ...]:
    order = sorted(versions, key=lambda version: (version.in_force_from, version.number))
    begun = [version for version in order if version.in_force_from <= today]
    states = {version.number: _("已被替代") for version in begun}
    states |= {version.number: _("将要生效") for version in order if version not in begun}
    if begun:
        states[begun[-1].number] = _("生效中")
    return tuple(
        VersionLine(
            number=version.number,
            in_force_from=version.in_force_from,
            at=version.at,
            by=version.by,
            state=states[version.number],
            compare=f"{reverse('catalog:versions', args=[key])}?older={version.number - 1}&newer={version.number}"
            if version.number > 1
            else "",
        )
        for version in versions
    )


@dataclass(frozen=True)
class VersionsPage:
    """What one version changed of another."""

    title: str
    differences: tuple[Difference, ...]
    compared: bool


@require_safe
@staff(rules.SEE_CATALOG)
def versions(request: Request, key: str) -> HttpResponse:
    """Say in words what changed between two versions; the newest two unless others are asked for."""
    row = queries.catalogue_row(request.actor, key)
    known = queries.versions_of(request.actor, row)
    if not known:
        raise NotFound
    newest, before = known[0].number, known[min(1, len(known) - 1)].number
    name = queries.item_version(request.actor, row, newest).name
    offered = [(str(one.number), _version_words(one)) for one in known]
    form = VersionsForm(request.GET or {"older": before, "newer": newest}, versions=offered)
    found: list[Difference] = []
    if form.is_valid():
        older, newer = form.cleaned_data["older"], form.cleaned_data["newer"]
        found = rules.differences(
            queries.item_version(request.actor, row, older), queries.item_version(request.actor, row, newer)
        )
        title = (
            _("第{newer}版比第{older}版改了{n}处").format(newer=newer, older=older, n=len(found))
            if found
            else _("第{newer}版和第{older}版一样").format(newer=newer, older=older)
        )
    else:
        title = _("请选两个版本比较")
    page = VersionsPage(title, tuple(found), compared=form.is_valid())
    context = {"page": page, "form": form, "steps": way_to(key, name)}
    return render(request, "catalog/versions.html", context, status=200 if form.is_valid() else 422)


def _version_words(version: Version) -> str:
    return _("第{n}版，{day}起").format(n=version.number, day=day_words(version.in_force_from))


@require_safe
@staff(rules.SEE_CATALOG)
def template(request: Request, key: str) -> HttpResponse:
    """Give the workbook in which the item is reported."""
    asked = _asked(request, key)
    queries.require_collected(asked)
    return download(template_workbook(asked), f"{key}-template.xlsx", XLSX)


@require_safe
@staff(rules.SEE_CATALOG)
def definition(request: Request, key: str) -> HttpResponse:
    """Give the whole definition as a workbook; ``?of=draft`` that of the draft."""
    return download(written(_asked(request, key), Format.XLSX), f"{key}-definition.xlsx", XLSX)


@require_safe
@staff(rules.SEE_CATALOG)
def schema(request: Request, key: str) -> HttpResponse:
    """Give the definition as a Frictionless Table Schema; ``?of=draft`` that of the draft."""
    content = json.dumps(table_schema(_asked(request, key)), ensure_ascii=False, indent=2).encode()
    return download(content, f"{key}-table-schema.json", "application/json")


def _asked(request: Request, key: str) -> Item:
    if request.GET.get("of") == DRAFT:
        return queries.draft_for(request.actor, key).item
    row = queries.catalogue_row(request.actor, key)
    return _shown(request, row, queries.versions_of(request.actor, row), day_of(request.now))

"""What one edition has other than another, as a page and a workbook; comments and answers as a workbook."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules
from chengxin.catalog.adapters import changes_workbook, comments_workbook
from chengxin.catalog.forms import CompareForm
from chengxin.catalog.models import Edition
from chengxin.catalog.rules import ItemChange
from chengxin.catalog.rules.editions import OUTCOME_LABELS, PART_LABELS, Outcome, Part
from chengxin.catalog.views.edition_parts import way_to_edition
from chengxin.catalog.views.parts import XLSX, download
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.units.queries import day_of

LOOKS = {Part.ADDED: "good", Part.CHANGED: "open", Part.REMOVED: "late"}


@dataclass(frozen=True)
class ChangeLine:
    """An item that differs, with the differences in words."""

    name: str
    key: str
    part: str
    look: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ChangesPage:
    """What one edition has other than another."""

    title: str
    lines: tuple[ChangeLine, ...]
    file: str
    compared: bool


@require_safe
@staff(rules.SEE_CATALOG)
def changes(request: Request, edition: str) -> HttpResponse:
    """Compare an edition with another, the one it was made from unless another is asked for."""
    row, older, form = _asked(request, edition)
    found = _between(request, older, row) if older else []
    name = older.title if older else ""
    title = _("{newer}比{older}，有{n}个目录项不同").format(newer=row.title, older=name, n=len(found))
    if not older:
        title = _("没有可以比较的另一版")
    page = ChangesPage(
        title=title,
        lines=tuple(_line(one) for one in found),
        file=f"{reverse('catalog:edition-changes-file', args=[row.key])}?older={older.key}" if older else "",
        compared=older is not None,
    )
    return render(request, "catalog/edition_changes.html", {"page": page, "form": form, "steps": way_to_edition(row)})


@require_safe
@staff(rules.SEE_CATALOG)
def changes_file(request: Request, edition: str) -> HttpResponse:
    """Give the comparison as a workbook."""
    row, older, _form = _asked(request, edition)
    if older is None:
        raise NotFound
    title = _("{newer}与{older}比较").format(newer=row.title, older=older.title)
    content = changes_workbook(title, _between(request, older, row))
    return download(content, f"catalog-{older.key}-{row.key}.xlsx", XLSX)


def _asked(request: Request, edition: str) -> tuple[Edition, Edition | None, CompareForm]:
    row = queries.edition_for(request.actor, edition)
    others = [one for one in queries.editions_for(request.actor) if one.key != row.key]
    usual = row.based_on or (others[0] if others else None)
    wanted = request.GET.get("older") or (usual.key if usual else "")
    form = CompareForm({"older": wanted}, editions=[(one.key, one.title) for one in others])
    if others and not form.is_valid():
        raise NotFound
    return row, next((one for one in others if one.key == wanted), None), form


def _between(request: Request, older: Edition, newer: Edition) -> list[ItemChange]:
    before, after = queries.content_of(request.actor, older), queries.content_of(request.actor, newer)
    return rules.edition_changes(before, after)


def _line(one: ItemChange) -> ChangeLine:
    words = tuple(difference.words for difference in one.differences)
    return ChangeLine(one.name, one.key, _(PART_LABELS[one.part]), LOOKS[one.part], words)


@require_safe
@staff(rules.SEE_CATALOG)
def comments_file(request: Request, edition: str) -> HttpResponse:
    """Give the comments the person may see, with their answers, as a workbook."""
    row = queries.edition_for(request.actor, edition)
    names = {one.key: one.item.name for one in queries.entries_of(request.actor, row)}
    rows = [
        (
            str(number),
            one.unit.name if one.unit else _("社会公众"),
            names.get(one.item.key, one.item.key) if one.item else _("整个目录"),
            one.words,
            one.proposal,
            day_of(one.given_at).isoformat(),
            _(OUTCOME_LABELS[Outcome(one.outcome)]) if one.outcome else _("没有答复"),
            one.answer,
            day_of(one.answered_at).isoformat() if one.answered_at else "",
        )
        for number, one in enumerate(queries.comments_for(request.actor, row), start=1)
    ]
    title = _("{title}征求意见和答复").format(title=row.title)
    return download(comments_workbook(title, rows), f"catalog-{row.key}-comments.xlsx", XLSX)

"""The page on which a draft is put in force: what changes, from when, and what that does."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import InForceForm
from chengxin.catalog.queries import Draft
from chengxin.catalog.rules import Difference, Fault, labels
from chengxin.catalog.views.parts import day_words, way_to_draft
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import attempt, page, sent
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class InForcePage:
    """What putting a draft in force changes and does.

    ``differences`` is None for an item never in force, ``decided`` is what an edition would have to decide.
    """

    title: str
    back: str
    faults: tuple[Fault, ...]
    differences: tuple[Difference, ...] | None
    effects: tuple[str, ...]
    decided: tuple[str, ...]


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def put_in_force(request: Request, key: str) -> HttpResponse:
    """Put a draft in force from a day on."""
    draft = queries.draft_for(request.actor, key)
    today = day_of(request.now)
    decided = rules.decided_by_edition(queries.newest_item(request.actor, draft.row), draft.item)
    form = InForceForm(
        sent(request),
        request.FILES or None,
        steps=queries.catalogue_law(today).steps if decided else (),
        initial={"seen": draft.number, "after": draft.newest, "on": today},
    )
    if form.is_valid():
        version = attempt(
            form,
            lambda: services.put_in_force(actor=request.actor, now=request.now, key=key, **form.asked()),
        )
        if version:
            messages.success(request, _done(draft, version.in_force_from, today))
            return redirect("catalog:item", key)
    shown = _page(request, draft, decided)
    context = {"page": shown, "form": form, "steps": way_to_draft(draft.item)}
    return render(request, "catalog/in_force.html", context, status=422 if form.is_bound else 200)


def _page(request: Request, draft: Draft, decided: tuple[str, ...]) -> InForcePage:
    faults = tuple(queries.faults_on(draft.item, day_of(request.now)))
    before = queries.newest_item(request.actor, draft.row)
    title = (
        _("“{name}”还有{n}处要改，不能生效").format(name=draft.item.name, n=len(faults))
        if faults
        else _("“{name}”从哪一天起生效").format(name=draft.item.name)
    )
    return InForcePage(
        title=title,
        back=reverse("catalog:draft", args=[draft.item.key]),
        faults=faults,
        differences=tuple(rules.differences(before, draft.item)) if before else None,
        effects=tuple(_effects(draft)),
        decided=decided,
    )


def _effects(draft: Draft) -> list[str]:
    item = draft.item
    who = _("名录里的单位") if not item.providers else _("指定的{n}个单位").format(n=len(item.providers))
    found = [
        _("从这一天起，{who}按这一版报送，模板和接口也换成这一版。").format(who=who),
        _("已经收下的记录不重新检查，仍按当时的版本。"),
    ]
    if item.is_public:
        found.append(_("收下的记录会在网站公示，任何人可以查看。"))
    else:
        found.append(_("收下的记录不公示，属于{label}。").format(label=labels.DISCLOSURE_LABELS[item.disclosure]))
    found.append(_("生效的版本长期保存，不能改；要改就再生效一版。"))
    return found


def _done(draft: Draft, on: date, today: date) -> str:
    if on == today:
        return _("“{name}”已生效，可以下载模板报送。").format(name=draft.item.name)
    return _("“{name}”将从{day}起生效。").format(name=draft.item.name, day=day_words(on))

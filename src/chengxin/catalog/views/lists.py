"""Code lists: all of them, one with its values, and the pages that change them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import ListForm, ListNameForm, SeenForm, ValueForm
from chengxin.catalog.queries import ListState
from chengxin.catalog.rules import CodeValue
from chengxin.catalog.views.parts import catalogue
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb


@dataclass(frozen=True)
class ListLine:
    """A code list among all."""

    name: str
    key: str
    count: int
    items: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class ListsPage:
    """All code lists."""

    title: str
    lines: tuple[ListLine, ...]
    may_keep: bool


@dataclass(frozen=True)
class ValueLine:
    """A value of a list; ``remove`` is empty where it was in force once."""

    code: str
    label: str
    aliases: str
    since: date | None
    until: date | None
    change: str
    remove: str


@dataclass(frozen=True)
class UseLine:
    """An item that uses the list; ``stale`` says that its version has the list as it was."""

    name: str
    address: str
    stale: bool


@dataclass(frozen=True)
class ListPage:
    """A code list with its values."""

    key: str
    name: str
    title: str
    values: tuple[ValueLine, ...]
    uses: tuple[UseLine, ...]
    stale: bool
    changed_at: datetime
    may_keep: bool


def _way(*more: Crumb) -> tuple[Crumb, ...]:
    return (catalogue(), Crumb(_("代码集"), reverse("catalog:lists")), *more)


@require_safe
@staff(rules.SEE_CATALOG)
def lists(request: Request) -> HttpResponse:
    """List the code lists."""
    entries = queries.code_lists(request.actor)
    uses = queries.list_uses(request.actor)
    lines = tuple(
        ListLine(
            name=entry.name,
            key=key,
            count=len(entry.values),
            items=tuple(use.name for use in uses[key]),
            address=reverse("catalog:list", args=[key]),
        )
        for key, entry in entries.items()
    )
    shown = ListsPage(_("{n}个代码集").format(n=len(lines)), lines, queries.keeps(request.actor))
    return render(request, "catalog/lists.html", {"page": shown, "steps": (catalogue(),)})


@require_safe
@staff(rules.SEE_CATALOG)
def code_list(request: Request, list_key: str) -> HttpResponse:
    """Show a code list."""
    state = queries.list_state(request.actor, list_key)
    return render(request, "catalog/list.html", {"page": _page(request, state), "steps": _way()})


def _page(request: Request, state: ListState) -> ListPage:
    entry = state.entry
    used = queries.codes_in_use(request.actor, entry.key)
    may_keep = queries.keeps(request.actor)
    uses = tuple(
        UseLine(use.name, reverse("catalog:item", args=[use.key]), stale=not use.current)
        for use in queries.list_uses(request.actor, entry=entry)[entry.key]
    )
    return ListPage(
        key=entry.key,
        name=entry.name,
        title=_("代码集“{name}”有{n}个值").format(name=entry.name, n=len(entry.values)),
        values=tuple(_value(entry.key, value, may_keep=may_keep, used=value.code in used) for value in entry.values),
        uses=uses,
        stale=any(use.stale for use in uses),
        changed_at=state.changed_at,
        may_keep=may_keep,
    )


def _value(key: str, value: CodeValue, *, may_keep: bool, used: bool) -> ValueLine:
    query = f"?code={value.code}"
    return ValueLine(
        code=value.code,
        label=value.label,
        aliases="、".join(value.aliases),
        since=value.since,
        until=value.until,
        change=reverse("catalog:value", args=[key]) + query if may_keep else "",
        remove=reverse("catalog:remove-value", args=[key]) + query if may_keep and not used else "",
    )


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def create_list(request: Request) -> HttpResponse:
    """Make a code list."""
    form = ListForm(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: services.create_list(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("已新建。下一步：加值。"))
            return redirect("catalog:list", made.key)
    around = FormPage(
        title=_("新建代码集"),
        here=_("新建代码集"),
        submit=_("新建"),
        back=reverse("catalog:lists"),
        lead=_("单选和多选字段的值从代码集里来。国家标准里有的，照标准写。"),
        steps=_way(),
    )
    return ask(request, form, around)


def _around(state: ListState, *, title: str, here: str, submit: str = "", effect: str = "") -> FormPage:
    address = reverse("catalog:list", args=[state.entry.key])
    return FormPage(
        title=title,
        here=here,
        submit=submit or _("保存"),
        back=address,
        effect=effect,
        steps=_way(Crumb(state.entry.name, address)),
    )


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def rename_list(request: Request, list_key: str) -> HttpResponse:
    """Give a code list another name."""
    state = queries.list_state(request.actor, list_key)
    form = ListNameForm(sent(request), initial={"name": state.entry.name, "seen": state.number})
    if carried_out(
        form, lambda: services.rename_list(actor=request.actor, now=request.now, key=list_key, **form.cleaned_data)
    ):
        messages.success(request, _("已改名。"))
        return redirect("catalog:list", list_key)
    return ask(
        request, form, _around(state, title=_("代码集“{name}”改名").format(name=state.entry.name), here=_("改名"))
    )


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def value(request: Request, list_key: str) -> HttpResponse:
    """Add a value to a code list, or change the one of ``?code=``."""
    state = queries.list_state(request.actor, list_key)
    code = request.GET.get("code", "")
    old = _old(state, code) if code else None
    form = ValueForm(sent(request), initial={**(vars(old) if old else {}), "seen": state.number})
    if carried_out(
        form,
        lambda: services.put_value(
            actor=request.actor,
            now=request.now,
            key=list_key,
            seen=form.cleaned_data["seen"],
            code=code,
            value=form.value(),
        ),
    ):
        messages.success(request, _("“{label}”已保存。").format(label=form.cleaned_data["label"]))
        return redirect("catalog:list", list_key)
    around = _around(
        state,
        title=_("改“{label}”").format(label=old.label)
        if old
        else _("给代码集“{name}”加一个值").format(name=state.entry.name),
        here=old.label if old else _("加值"),
        effect=_("用到这个代码集的目录项，要再生效一版才用上新的值。改了名称，原来的名称自动留作别名。"),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def remove_value(request: Request, list_key: str) -> HttpResponse:
    """Remove the value of ``?code=``, which was never in force."""
    state = queries.list_state(request.actor, list_key)
    code = request.GET.get("code", "")
    if not code:
        return redirect("catalog:list", list_key)
    old = _old(state, code)
    form = SeenForm(sent(request), initial={"seen": state.number})
    if carried_out(
        form,
        lambda: services.remove_value(
            actor=request.actor, now=request.now, key=list_key, code=code, **form.cleaned_data
        ),
    ):
        messages.success(request, _("“{label}”已删去。").format(label=old.label))
        return redirect("catalog:list", list_key)
    around = _around(
        state,
        title=_("从代码集删去“{label}”").format(label=old.label),
        here=_("删去"),
        submit=_("删去"),
        effect=_("它还没有在生效的目录项里用过，删去不影响任何记录。"),
    )
    return ask(request, form, around)


def _old(state: ListState, code: str) -> CodeValue:
    found = next((one for one in state.entry.values if one.code == code), None)
    if found is None:
        raise NotFound
    return found

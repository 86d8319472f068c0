"""Changes of a draft: each page asks for one part, then calls one service."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import BasisForm, FactsForm, FieldForm, KeyForm, MoveForm, ProvidersForm, SeenForm
from chengxin.catalog.forms.fields import typed
from chengxin.catalog.queries import Draft
from chengxin.catalog.views.parts import way_to_draft
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.units.queries import day_of, units_for

LONGEST_PLACE = 4


def _around(draft: Draft, *, title: str, here: str, submit: str = "", effect: str = "", lead: str = "") -> FormPage:
    return FormPage(
        title=title,
        here=here,
        submit=submit or _("保存到草稿"),
        back=reverse("catalog:draft", args=[draft.item.key]),
        effect=effect,
        lead=lead,
        steps=way_to_draft(draft.item),
    )


def _saved(request: Request, key: str, anchor: str) -> HttpResponse:
    messages.success(request, _("已保存到草稿。"))
    return redirect(f"{reverse('catalog:draft', args=[key])}#{anchor}")


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def facts(request: Request, key: str) -> HttpResponse:
    """Change what a draft says of itself."""
    draft = queries.draft_for(request.actor, key)
    kinds = sorted(kind.value for kind in draft.item.subject_kinds)
    said = {**vars(draft.item), "subject_kinds": kinds, "seen": draft.number, "waiting": not draft.item.collected}
    form = FactsForm(sent(request), initial=said)
    if carried_out(
        form,
        lambda: services.change_facts(
            actor=request.actor, now=request.now, key=key, seen=form.cleaned_data["seen"], facts=form.facts()
        ),
    ):
        return _saved(request, key, "facts")
    return ask(
        request, form, _around(draft, title=_("“{name}”的基本情况").format(name=draft.item.name), here=_("基本情况"))
    )


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def basis(request: Request, key: str) -> HttpResponse:
    """Add what a draft rests on, or change the basis at ``?place=``."""
    draft = queries.draft_for(request.actor, key)
    place = _place(request, draft)
    there = vars(draft.item.basis[place]) if place is not None else {}
    instruments = law_in_force(settings.DATA).instruments
    form = BasisForm(
        sent(request),
        initial={**there, "seen": draft.number},
        instruments=[(one.key, one.citation) for one in instruments.values()],
    )
    if carried_out(
        form,
        lambda: services.put_basis(
            actor=request.actor,
            now=request.now,
            key=key,
            seen=form.cleaned_data["seen"],
            place=place,
            basis=form.basis(),
        ),
    ):
        return _saved(request, key, "basis")
    title = _("“{name}”依据什么归集") if place is None else _("改“{name}”的依据")
    lead = _("写明要求或允许归集、公示这些信息的法律、法规、规章或文件。没有依据的目录项不能生效。")
    return ask(request, form, _around(draft, title=title.format(name=draft.item.name), here=_("依据"), lead=lead))


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def remove_basis(request: Request, key: str) -> HttpResponse:
    """Remove the basis at ``?place=``."""
    draft = queries.draft_for(request.actor, key)
    place = _place(request, draft)
    if place is None:
        return redirect("catalog:draft", key)
    form = SeenForm(sent(request), initial={"seen": draft.number})
    if carried_out(
        form,
        lambda: services.remove_basis(actor=request.actor, now=request.now, key=key, place=place, **form.cleaned_data),
    ):
        return _saved(request, key, "basis")
    title = _("删去依据{text}").format(text=rules.basis_words(draft.item.basis[place]))
    return ask(request, form, _around(draft, title=title, here=_("删去依据"), submit=_("从草稿删去")))


def _place(request: Request, draft: Draft) -> int | None:
    """Return the place that the address names.

    Raises:
        NotFound: the draft has no such place.
    """
    said = request.GET.get("place", "")
    if not said:
        return None
    if len(said) > LONGEST_PLACE or not (said.isascii() and said.isdigit()) or int(said) >= len(draft.item.basis):
        raise NotFound
    return int(said)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def field(request: Request, key: str) -> HttpResponse:
    """Add a field at the end of a draft, or change the one of ``?code=``."""
    draft = queries.draft_for(request.actor, key)
    code = request.GET.get("code", "")
    old = _field(draft, code) if code else None
    there = typed(old, draft.item) if old else {"length": 100, "disclosure": draft.item.disclosure.value}
    form = FieldForm(
        sent(request),
        initial={**there, "seen": draft.number},
        item=draft.item,
        lists=queries.code_lists(request.actor),
    )
    if carried_out(
        form,
        lambda: services.put_field(
            actor=request.actor,
            now=request.now,
            key=key,
            seen=form.cleaned_data["seen"],
            code=code,
            field=form.value(),
        ),
    ):
        return _saved(request, key, f"field-{form.cleaned_data['code'].strip()}")
    title = _("改字段“{name}”").format(name=old.name) if old else _("给“{name}”加一个字段").format(name=draft.item.name)
    return ask(request, form, _around(draft, title=title, here=old.name if old else _("加字段")))


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def remove_field(request: Request, key: str) -> HttpResponse:
    """Remove the field of ``?code=``."""
    draft = queries.draft_for(request.actor, key)
    code = request.GET.get("code", "")
    if not code:
        return redirect("catalog:draft", key)
    old = _field(draft, code)
    form = SeenForm(sent(request), initial={"seen": draft.number})
    if carried_out(
        form,
        lambda: services.remove_field(actor=request.actor, now=request.now, key=key, code=code, **form.cleaned_data),
    ):
        return _saved(request, key, "fields")
    around = _around(
        draft,
        title=_("从草稿删去字段“{name}”").format(name=old.name),
        here=_("删去字段"),
        submit=_("从草稿删去"),
        effect=_("生效以后，报送的文件里这一列不再使用。以前的记录不变。"),
    )
    return ask(request, form, around)


@require_POST
@staff(rules.KEEP_CATALOG, everywhere=True)
def move_field(request: Request, key: str) -> HttpResponse:
    """Move a field one place."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid
    services.move_field(actor=request.actor, now=request.now, key=key, **form.cleaned_data)
    return redirect(f"{reverse('catalog:draft', args=[key])}#field-{form.cleaned_data['code']}")


def _field(draft: Draft, code: str) -> rules.Field:
    found = next((one for one in draft.item.fields if one.code == code), None)
    if found is None:
        raise NotFound
    return found


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def business_key(request: Request, key: str) -> HttpResponse:
    """Say which fields together are one record."""
    draft = queries.draft_for(request.actor, key)
    form = KeyForm(
        sent(request),
        initial={"codes": list(draft.item.business_key), "seen": draft.number},
        fields=[(one.code, one.name) for one in draft.item.fields],
    )
    if carried_out(form, lambda: services.set_key(actor=request.actor, now=request.now, key=key, **form.cleaned_data)):
        return _saved(request, key, "facts")
    around = _around(
        draft,
        title=_("“{name}”靠哪几个字段认出同一条记录").format(name=draft.item.name),
        here=_("记录键"),
        effect=_(
            "这几个字段都相同的两行算同一条记录，后报的更正先报的。已有记录的目录项改了它，以前的记录就对不上新报送的。"
        ),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def providers(request: Request, key: str) -> HttpResponse:
    """Say which units report."""
    draft = queries.draft_for(request.actor, key)
    units = units_for(request.actor, on=day_of(request.now)).values_list("code", "name")
    form = ProvidersForm(
        sent(request), initial={"units": sorted(draft.item.providers), "seen": draft.number}, units=list(units)
    )
    if carried_out(
        form, lambda: services.set_providers(actor=request.actor, now=request.now, key=key, **form.cleaned_data)
    ):
        return _saved(request, key, "facts")
    title = _("哪些单位报送“{name}”").format(name=draft.item.name)
    return ask(request, form, _around(draft, title=title, here=_("报送单位")))

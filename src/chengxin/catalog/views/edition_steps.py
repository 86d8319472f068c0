"""The steps of an edition: begun, filled, laid open, settled, put on record, adopted. Comments: ``commenting``."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import (
    AdoptForm,
    ChoiceForm,
    ConsultForm,
    EditionForm,
    PaperForm,
    SeenForm,
)
from chengxin.catalog.models import Edition
from chengxin.catalog.rules.editions import Part
from chengxin.catalog.services.editions import NoSuchChoice
from chengxin.catalog.services.paper_facts import UnknownStep
from chengxin.catalog.views.edition_parts import way_to_edition, way_to_editions
from chengxin.catalog.views.parts import day_words
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.units.queries import day_of


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def begin(request: Request) -> HttpResponse:
    """Begin an edition."""
    form = EditionForm(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: services.begin_edition(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("已经开始起草。下一步：安排目录项，然后征求意见。"))
            return redirect("catalog:edition", made.key)
    around = FormPage(
        title=_("起草一版目录"),
        here=_("起草"),
        submit=_("开始起草"),
        back=reverse("catalog:editions"),
        lead=_("起草、征求意见和定稿期间，各单位仍按现行的目录报送。"),
        steps=way_to_editions(),
    )
    return ask(request, form, around)


@require_POST
@staff(rules.KEEP_CATALOG, everywhere=True)
def choose(request: Request, edition: str) -> HttpResponse:
    """Say what an edition does with an item."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise NoSuchChoice(why=_("没有选目录项，或者没有选怎样安排"))
    services.choose_item(actor=request.actor, now=request.now, edition=edition, **form.cleaned_data)
    messages.success(request, _("已经安排好。"))
    return redirect("catalog:edition", edition)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def consult(request: Request, edition: str) -> HttpResponse:
    """Lay an edition open for comments."""
    row = queries.edition_for(request.actor, edition)
    form = ConsultForm(sent(request), initial={"seen": row.number})
    if _carried_out(request, form, services.consult, edition):
        messages.success(request, _("已经开始征求意见，各单位和公众都能看到。"))
        return redirect("catalog:edition", edition)
    around = FormPage(
        title=_("{title}征求意见").format(title=row.title),
        here=_("征求意见"),
        submit=_("开始征求意见"),
        back=reverse("catalog:edition", args=[edition]),
        effect=_("所有单位可以逐项提意见，公示网站同时公布征求意见稿。截止以前，这一版的内容不能改。"),
        steps=way_to_edition(row),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def settle(request: Request, edition: str) -> HttpResponse:
    """End the consultation."""
    row = queries.edition_for(request.actor, edition)
    form = SeenForm(sent(request), initial={"seen": row.number})
    if _carried_out(request, form, services.settle, edition):
        messages.success(request, _("征求意见已经结束，可以按采纳的意见修改，并登记办理材料。"))
        return redirect("catalog:edition", edition)
    waiting = queries.unanswered(request.actor, row)
    around = FormPage(
        title=_("结束{title}的征求意见").format(title=row.title),
        here=_("结束征求意见"),
        submit=_("结束，去定稿"),
        back=reverse("catalog:edition", args=[edition]),
        lead=_("还有{n}条意见没有答复。").format(n=waiting) if waiting else "",
        effect=_("每条意见都要有答复，截止日过后才能结束。结束以后不再收意见，答复也不再改。"),
        steps=way_to_edition(row),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def adopt(request: Request, edition: str) -> HttpResponse:
    """Put an edition in force from a day on."""
    row = queries.edition_for(request.actor, edition)
    form = AdoptForm(sent(request), initial={"seen": row.number, "on": day_of(request.now)})
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.adopt_edition(actor=request.actor, now=request.now, edition=edition, **form.cleaned_data),
        )
        if done and done.in_force_from:
            words = _("{title}从{day}起施行。").format(title=done.title, day=day_words(done.in_force_from))
            messages.success(request, words)
            return redirect("catalog:edition", edition)
    parts = [entry.part for entry in queries.entries_of(request.actor, row)]
    around = FormPage(
        title=_("{title}从哪一天起施行").format(title=row.title),
        here=_("施行"),
        submit=_("从这一天起施行"),
        back=reverse("catalog:edition", args=[edition]),
        effect=_(
            "从这一天起，增加{added}个、修改{changed}个、删去{removed}个目录项，一次办成。"
            "这一天以前作出的决定仍按以前的目录；删去的目录项不再归集，已公示的记录不再展示。"
        ).format(added=parts.count(Part.ADDED), changed=parts.count(Part.CHANGED), removed=parts.count(Part.REMOVED)),
        steps=way_to_edition(row),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def give_up(request: Request, edition: str) -> HttpResponse:
    """Give an edition up."""
    row = queries.edition_for(request.actor, edition)
    form = SeenForm(sent(request), initial={"seen": row.number})
    if _carried_out(request, form, services.give_up_edition, edition):
        messages.success(request, _("已放弃。现行的目录不变。"))
        return redirect("catalog:editions")
    around = FormPage(
        title=_("放弃{title}").format(title=row.title),
        here=_("放弃"),
        submit=_("放弃这一版"),
        back=reverse("catalog:edition", args=[edition]),
        effect=_("现行的目录不变，目录项的草稿留着。放弃以后不能恢复，要办就重新起草。"),
        steps=way_to_edition(row),
    )
    return ask(request, form, around)


def _carried_out(request: Request, form: SeenForm, service: Callable[..., Edition], edition: str) -> bool:
    return carried_out(
        form, lambda: service(actor=request.actor, now=request.now, edition=edition, **form.cleaned_data)
    )


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def paper(request: Request, edition: str) -> HttpResponse:
    """Put on record what was done for a step of the procedure."""
    row = queries.edition_for(request.actor, edition)
    name = request.GET.get("step", "")
    step = next((one for one in queries.catalogue_law(day_of(request.now)).steps if one.step == name), None)
    if step is None:
        raise UnknownStep
    there = queries.papers_of(request.actor, row).get(name)
    known = {field: getattr(there, field) for field in services.PaperFacts.__dataclass_fields__} if there else {}
    form = PaperForm(sent(request), request.FILES or None, needs=step.needs, initial={**known, "seen": row.number})
    if carried_out(
        form,
        lambda: services.record_paper(
            actor=request.actor,
            now=request.now,
            edition=edition,
            seen=form.cleaned_data["seen"],
            step=name,
            facts=form.facts(),
            upload=form.upload(),
        ),
    ):
        messages.success(request, _("已登记。"))
        return redirect("catalog:edition", edition)
    around = FormPage(
        title=_("登记：{step}").format(step=_(step.title)),
        here=_("登记材料"),
        submit=_("登记"),
        back=reverse("catalog:edition", args=[edition]),
        lead=f"{step.explanation}{_('（依据{basis}）').format(basis=step.basis) if step.basis else ''}",
        steps=way_to_edition(row),
    )
    return ask(request, form, around)

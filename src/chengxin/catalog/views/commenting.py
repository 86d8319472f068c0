"""Comments on an edition: given, answered, and the contact that somebody of the public left with one."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog import queries, rules, services
from chengxin.catalog.forms import AnswerForm, CommentForm, SenderForm
from chengxin.catalog.models import EditionComment
from chengxin.catalog.services import SenderFacts
from chengxin.catalog.services.commenting import NotInEdition
from chengxin.catalog.views.edition_parts import way_to_edition
from chengxin.catalog.views.parts import day_words
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent

Commenting = Callable[..., EditionComment]


@page
@staff(rules.COMMENT_ON_EDITION)
def comment(request: Request, edition: str) -> HttpResponse:
    """Comment on an edition for the own unit."""
    return _commented(request, edition, services.comment_on_edition, _("提意见"))


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def public_comment(request: Request, edition: str) -> HttpResponse:
    """Write down a comment that the public sent in."""
    return _commented(request, edition, services.record_public_comment, _("登记公众意见"))


def _commented(request: Request, edition: str, service: Commenting, here: str) -> HttpResponse:
    row = queries.edition_for(request.actor, edition)
    items = [(one.key, one.item.name) for one in queries.entries_of(request.actor, row)]
    asked = request.GET.get("item", "")
    if asked and asked not in {key for key, _name in items}:
        raise NotInEdition
    form = CommentForm(sent(request), items=items, initial={"item": asked})
    if carried_out(form, lambda: service(actor=request.actor, now=request.now, edition=edition, **form.cleaned_data)):
        messages.success(request, _("意见已收下，信用办会逐条答复。"))
        return redirect("catalog:edition", edition)
    until = day_words(row.consultation_ends_on) if row.consultation_ends_on else "—"
    around = FormPage(
        title=_("对{title}：{what}").format(title=row.title, what=here),
        here=here,
        submit=here,
        back=reverse("catalog:edition", args=[edition]),
        lead=_("征求意见到{until}截止。信用办逐条答复：采纳、部分采纳，或者不采纳并写明理由。").format(until=until),
        steps=way_to_edition(row),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def answer(request: Request, comment: str) -> HttpResponse:
    """Answer a comment."""
    row = queries.comment_for(request.actor, comment)
    of_public = row.unit_id is None
    known = {"outcome": row.outcome, "answer": row.answer, "published": row.published or row.words}
    form = AnswerForm(sent(request), of_public=of_public, initial=known)
    if carried_out(
        form,
        lambda: services.answer_comment(
            actor=request.actor, now=request.now, comment=comment, **{"published": "", **form.cleaned_data}
        ),
    ):
        messages.success(request, _("已经答复。"))
        return redirect("catalog:edition", row.edition.key)
    around = FormPage(
        title=_("答复{who}的意见").format(who=row.unit.name if row.unit else _("公众")),
        here=_("答复意见"),
        submit=_("答复并公布") if of_public else _("答复"),
        back=reverse("catalog:edition", args=[row.edition.key]),
        lead=f"{row.words}\n{row.proposal}".strip(),
        effect=_("答复以后，公布的意见、处理结果和理由马上在网站上公布，凭回执号也能查到。定稿以前可以改。")
        if of_public
        else _("提意见的单位能看到答复。定稿以前可以改答复。"),
        steps=way_to_edition(row.edition),
    )
    return ask(request, form, around)


@dataclass(frozen=True)
class SenderPage:
    """What somebody left with a comment, once it was opened on record; ``facts`` is None before."""

    title: str
    words: str
    facts: SenderFacts | None
    back: str


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def sender(request: Request, comment: str) -> HttpResponse:
    """Ask why, then show the contact that somebody left with a comment."""
    row = queries.comment_for(request.actor, comment)
    form = SenderForm(sent(request))
    facts = None
    if form.is_valid():
        facts = attempt(
            form,
            lambda: services.see_comment_sender(
                actor=request.actor, now=request.now, comment=comment, **form.cleaned_data
            ),
        )
    shown = SenderPage(
        title=_("提意见的人留下的联系方式") if facts else _("为什么要看联系方式"),
        words=row.words,
        facts=facts,
        back=reverse("catalog:edition", args=[row.edition.key]),
    )
    context = {"page": shown, "form": form, "steps": way_to_edition(row.edition)}
    response = render(request, "catalog/comment_sender.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response

"""Anybody's comment on the draft of a catalogue, and its answer by the number of the receipt."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chengxin.catalog import public as catalog
from chengxin.catalog import services
from chengxin.catalog.services import PublicComment
from chengxin.catalog.services.commenting import ConsultationOver
from chengxin.foundation.doors import public
from chengxin.foundation.opaque import is_opaque_id, new_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.portal.commenting import AnswerPage, CommentPage, answer_line, grouped
from chengxin.portal.forms import CommentForm, ReceiptForm
from chengxin.ui.asking import attempt, page, sent
from chengxin.ui.pieces import Crumb


@page
@public
def comment(request: Request, edition: str) -> HttpResponse:
    """Ask for a comment on a draft that is laid open, take it, and show its receipt."""
    found = catalog.consultation(edition)
    if found is None:
        raise NotFound
    if not found.is_open or found.until < timezone.localdate(request.now):
        raise ConsultationOver(until=found.until)
    items = sorted((item.name, key) for key, item in catalog.edition_items(edition).items())
    offered = [(key, name) for name, key in items]
    asked = request.GET.get("item", "")
    initial = {"once": new_opaque_id(), "item": asked if asked in dict(offered) else ""}
    form = CommentForm(sent(request), items=offered, initial=initial)
    receipt = attempt(form, lambda: _sent(request, edition, form)) if form.is_valid() else None
    shown = CommentPage(
        title=_("意见已收下") if receipt else _("对{title}提意见").format(title=found.title),
        until=found.until,
        steps=(
            Crumb(_("信用信息目录"), reverse("portal:catalogue")),
            Crumb(found.title, reverse("portal:catalogue-edition", args=[edition])),
        ),
        form=form,
        receipt=grouped(receipt.number) if receipt else "",
    )
    response = render(request, "portal/comment.html", {"page": shown}, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(request: Request, edition: str, form: CommentForm) -> services.Receipt:
    said = {name: form.cleaned_data[name] for name in PublicComment.__dataclass_fields__}
    return services.send_public_comment(
        actor=request.actor, now=request.now, edition=edition, comment=PublicComment(**said)
    )


@page
@public
def answer(request: Request) -> HttpResponse:
    """Show what became of a comment, by the number of its receipt."""
    form = ReceiptForm(sent(request))
    line = None
    if form.is_valid():
        receipt = form.cleaned_data["receipt"]
        found = catalog.comment_of(receipt) if is_opaque_id(receipt) else None
        line = answer_line(found) if found else None
        if line is None:
            form.add_error("receipt", _("没有这个回执号，请照提交意见时的页面再核对一遍"))
    shown = AnswerPage(
        title=line.title if line else _("凭回执号查意见的答复"),
        steps=(Crumb(_("信用信息目录"), reverse("portal:catalogue")),),
        form=form,
        line=line,
    )
    response = render(request, "portal/comment_answer.html", {"page": shown}, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response

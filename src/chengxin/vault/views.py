"""Staff pages of stored files: what a file is, and the file itself, handed out but never shown in the browser."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.vault import queries, rules, services
from chengxin.vault.forms import HoldForm, ReasonForm

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@page
@staff(rules.HOLD_FILES)
def hold(request: Request, file_id: str) -> HttpResponse:
    """Hold a file past its last day, or release it."""
    file = queries.facts_for(request.actor, file_id)
    service = services.release_file if file.held_for else services.hold_file
    form = HoldForm(sent(request))
    if carried_out(form, lambda: service(actor=request.actor, now=request.now, file_id=file_id, **form.cleaned_data)):
        words = _("已解除封存。") if file.held_for else _("已封存，到期也不清除。")
        messages.success(request, words)
        return redirect("vault:file", file_id)
    around = FormPage(
        title=_("解除封存") if file.held_for else _("封存这份文件"),
        here=_("封存"),
        submit=_("解除封存") if file.held_for else _("封存"),
        back=reverse("vault:file", args=[file_id]),
        lead=file.held_for,
        effect=_("解除以后，保存期限已过的，当天夜里清除，只留清除记录。")
        if file.held_for
        else _("封存期间，保存期限届满也不清除，直到解除。封存和解除都留痕。"),
        steps=(Crumb(file.name, reverse("vault:file", args=[file_id])),),
    )
    return ask(request, form, around)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(rules.READ_FILES)
def stored_file(request: Request, file_id: str) -> HttpResponseBase:
    """Show what the file is and ask why it is read; then hand it out."""
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, file_id, form)
    given = form.cleaned_data
    opened = services.read_file(
        actor=request.actor, now=request.now, file_id=file_id, reason=given["reason"], basis=given["basis"]
    )
    response = StreamingHttpResponse(opened.pieces(), content_type=opened.media_type, headers=HEADERS)
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=opened.name)
    return response


def _ask(request: Request, file_id: str, form: ReasonForm) -> HttpResponse:
    may_hold = request.actor.may(rules.HOLD_FILES)
    context = {
        "file": queries.facts_for(request.actor, file_id),
        "form": form,
        "file_id": file_id,
        "may_hold": may_hold,
    }
    return render(request, "vault/file.html", context, status=422 if form.is_bound else 200)

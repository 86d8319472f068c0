"""Staff pages of stored files: what a file is, and the file itself, handed out but never shown in the browser."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.vault import queries, rules, services
from chengxin.vault.forms import ReasonForm

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


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
    page = {"file": queries.facts_for(request.actor, file_id), "form": form}
    return render(request, "vault/file.html", page, status=422 if form.is_bound else 200)

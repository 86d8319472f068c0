"""Staff pages of notices: the own inbox, and service of papers by the own unit."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.requests import Request
from chengxin.notices import queries, rules, services
from chengxin.notices.forms import PaperForm
from chengxin.ui.pieces import Pager


@require_safe
@staff(rules.SEE_INBOX)
def inbox(request: Request) -> HttpResponse:
    """List the notices to the own login and to the roles it holds."""
    page = queries.inbox_page(request.actor, cursor=request.GET.get("after", ""))
    pager = Pager(next=_address(after=page.next) if page.next else "")
    return render(request, "notices/inbox.html", {"page": page, "pager": pager})


@require_safe
@staff(rules.SEE_INBOX)
def notice(request: Request, notice_id: str) -> HttpResponse:
    """Show one notice. Reading it is noted only when the reader says so."""
    return render(request, "notices/notice.html", {"notice": queries.notice_page(request.actor, notice_id)})


@require_POST
@staff(rules.SEE_INBOX)
def read(request: Request, notice_id: str) -> HttpResponse:
    """Mark a notice as read."""
    services.mark_read(actor=request.actor, now=request.now, notice_id=notice_id)
    return redirect("notices:inbox")


@require_safe
@staff(rules.RECORD_PAPER)
def papers(request: Request) -> HttpResponse:
    """List the papers the own units have to serve, or those served."""
    served = request.GET.get("served") == "1"
    page = queries.papers_page(request.actor, served=served, cursor=request.GET.get("after", ""))
    here = {"served": "1"} if served else {}
    pager = Pager(next=_address(**here, after=page.next) if page.next else "")
    return render(request, "notices/papers.html", {"page": page, "pager": pager})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(rules.RECORD_PAPER)
def paper(request: Request, notice_id: str) -> HttpResponse:
    """Show one paper with all attempts, and record another."""
    form = PaperForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _show_paper(request, notice_id, form)
    try:
        services.record_paper_delivery(actor=request.actor, now=request.now, notice_id=notice_id, report=form.report())
    except Invalid as refusal:
        form.add_error(_field_of(refusal), refusal.sentence())
        return _show_paper(request, notice_id, form)
    messages.success(request, _("已登记，并记入操作留痕。"))
    return redirect("notices:papers")


def _show_paper(request: Request, notice_id: str, form: PaperForm) -> HttpResponse:
    page = {"paper": queries.paper_page(request.actor, notice_id), "form": form}
    return render(request, "notices/paper.html", page, status=422 if form.is_bound else 200)


def _address(**parameters: str) -> str:
    return f"?{urlencode(parameters)}"


def _field_of(refusal: Invalid) -> str | None:
    """Return the form's field the refusal is about; a stored file's refusals are about the scan."""
    field = {"file": "scan"}.get(refusal.field, refusal.field)
    return field if field in PaperForm.base_fields else None

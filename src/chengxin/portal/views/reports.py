"""Credit reports for anybody: the public one of an organisation, and whether a report is genuine."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengxin.checks import services
from chengxin.checks.services import Verdict, Verification
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal.caution import only_now, unlisted
from chengxin.portal.forms import VerifyFileForm, VerifyNumberForm
from chengxin.portal.pages import Verifying
from chengxin.ui.asking import attempt, page, sent

MOST_READ = 5 * 1024 * 1024 + 1
"""One byte more than is taken, so that the service sees what is too large without it being read whole."""


@require_POST
@public
@only_now
def download(request: Request, code: str) -> HttpResponse:
    """Make the public report of an organisation and hand it over."""
    made = services.download_report(actor=request.actor, now=request.now, subject=code)
    response = HttpResponse(made.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{made.number}.pdf"'
    return unlisted(response)


@page
@public
@only_now
def verify(request: Request) -> HttpResponse:
    """Say whether a report is genuine, by its number or by the file."""
    asked = request.GET if "number" in request.GET else None
    number_form, file_form = VerifyNumberForm(asked), VerifyFileForm(sent(request), request.FILES or None)
    answer: Verification | None = None
    if file_form.is_bound and file_form.is_valid():
        answer = attempt(file_form, lambda: _by_file(request, file_form))
    elif not file_form.is_bound and number_form.is_bound and number_form.is_valid():
        answer = attempt(number_form, lambda: _by_number(request, number_form))
    shown = Verifying(title=_title(answer), answer=answer, number_form=number_form, file_form=file_form)
    wrong = file_form.errors or number_form.errors
    return unlisted(render(request, "portal/verify.html", {"page": shown}, status=422 if wrong else 200))


def _by_file(request: Request, form: VerifyFileForm) -> Verification:
    content = form.cleaned_data["file"].read(MOST_READ)
    return services.verify_file(actor=request.actor, now=request.now, content=content)


def _by_number(request: Request, form: VerifyNumberForm) -> Verification:
    return services.verify_number(actor=request.actor, now=request.now, number=form.cleaned_data["number"])


def _title(answer: Verification | None) -> str:
    titles = {
        None: _("信用报告核验"),
        Verdict.GENUINE: _("报告是真实的"),
        Verdict.SUPERSEDED: _("报告已被取代"),
        Verdict.ALTERED: _("文件被改动过"),
        Verdict.UNKNOWN: _("没有这份报告"),
    }
    return titles[answer.verdict if answer else None]

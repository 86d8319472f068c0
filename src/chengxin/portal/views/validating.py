"""Anybody's file checked by the rules of the catalogue; nothing of it is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.intake import services
from chengxin.intake.rules import Severity
from chengxin.intake.rules.validating import HEADS, Validation
from chengxin.portal.forms import ValidateForm
from chengxin.portal.pages import Validating
from chengxin.ui.asking import attempt, page, sent
from chengxin.ui.listing import file_of
from chengxin.vault.services import Upload

SHOWN = 200
FILE = "csv"


@page
@public
def validate(request: Request) -> HttpResponse:
    """Ask for a file, check it and answer at once, as a page or as a csv file of the findings."""
    items = catalog.items_to_report(timezone.localdate(request.now))
    choices = [(key, item.name) for key, item in sorted(items.items(), key=lambda one: one[1].name)]
    form = ValidateForm(sent(request), request.FILES or None, choices=choices)
    answer = attempt(form, lambda: _checked(request, form)) if form.is_valid() else None
    if answer is not None and request.POST.get("as") == FILE:
        return _file(answer)
    listed = tuple(one for one in answer.findings if one.severity != Severity.NOTE.value) if answer else ()
    shown = Validating(
        form=form,
        title=_title(answer),
        answer=answer,
        listed=listed[:SHOWN],
        more=max(0, len(listed) - SHOWN),
    )
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "portal/validate.html", {"page": shown}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _checked(request: Request, form: ValidateForm) -> Validation:
    file = form.cleaned_data["file"]
    upload = Upload.sent(file)
    return services.validate_table(actor=request.actor, now=request.now, item=form.cleaned_data["item"], upload=upload)


def _title(answer: Validation | None) -> str:
    if answer is None:
        return _("上传以前，先核对一遍")
    if not answer.rows:
        return _("这份文件不能逐行核对")
    if not answer.returned:
        return _("{rows}行都可以接收").format(rows=f"{answer.rows:,}")
    words = _("{rows}行，{accepted}行可以接收，{returned}行要改")
    return words.format(rows=f"{answer.rows:,}", accepted=f"{answer.accepted:,}", returned=f"{answer.returned:,}")


def _file(answer: Validation) -> HttpResponse:
    response = file_of("findings", [_(head) for head in HEADS], (one.cells(_) for one in answer.findings))
    response.headers["Cache-Control"] = "no-store"
    return response

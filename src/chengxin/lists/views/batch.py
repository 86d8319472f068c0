"""A batch of proposals by workbook: template, check row by row, then all at once."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.lists import services
from chengxin.lists.adapters.batch import template as empty_workbook
from chengxin.lists.forms import BatchForm, offer
from chengxin.lists.rules.doings import PROPOSE
from chengxin.lists.services import Finding
from chengxin.lists.views.parts import own_kinds, to_entries
from chengxin.ui.asking import attempt, page, sent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FINDINGS: tuple[Finding, ...] = ()


@page
@staff(PROPOSE)
def batch(request: Request) -> HttpResponse:
    """Check a workbook and propose its rows."""
    unit = request.actor.unit
    if unit is None:
        raise NotFound
    form = BatchForm(sent(request), request.FILES or None)
    form.fields["kind"] = forms.ChoiceField(label=_("名单"))
    form.order_fields(["kind", "file", "only_check"])
    offer(form, "kind", [("", _("请选择")), *own_kinds(request)])
    checked, rows, findings = False, 0, NO_FINDINGS
    if form.is_valid():
        kind = cast("str", form.cleaned_data["kind"])
        tried = attempt(
            form,
            lambda: services.check_batch(
                actor=request.actor, now=request.now, unit=unit, kind=kind, upload=form.upload
            ),
        )
        checked, (rows, findings) = tried is not None, tried or (0, NO_FINDINGS)
        if checked and not findings and not form.cleaned_data["only_check"]:
            form.upload.content.seek(0)
            made = attempt(
                form,
                lambda: services.propose_batch(
                    actor=request.actor, now=request.now, unit=unit, kind=kind, upload=form.upload
                ),
            )
            if made:
                messages.success(request, _("已提出{n}条，等另一个人审核。").format(n=len(made)))
                return redirect("lists:entries")
    context = {"form": form, "checked": checked, "rows": rows, "findings": findings, "steps": (to_entries(),)}
    return render(request, "lists/batch.html", context, status=422 if form.errors else 200)


@require_safe
@staff(PROPOSE)
def template(request: Request) -> HttpResponse:  # noqa: ARG001  a view takes the request
    """Give the empty workbook."""
    response = HttpResponse(empty_workbook(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="list-proposals.xlsx"'
    return response

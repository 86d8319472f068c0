"""The upload page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.queries import items_to_report
from chengxin.catalog.rules import Family, Item
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.forms.uploading import UploadForm
from chengxin.intake.models import AT_WORK, Submission
from chengxin.intake.rules import Origin
from chengxin.intake.rules.validating import FoundCause, Validation
from chengxin.intake.views.listing import line_of
from chengxin.intake.views.pages import CauseView, ExampleLine, TemplateLink, UploadPage, ValidatedPage
from chengxin.ui.asking import attempt, page, sent
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Upload

RECENT = 8
PLACES, LAST = {Family.PENALTY: 0, Family.LICENCE: 1}, 2
"""Where items stand in the choice, by their family: what is reported most comes first."""
CHECK = "check"
"""What the second button asks for: check the file and keep nothing."""


@page
@staff(rules.SEND)
def upload(request: Request) -> HttpResponse:
    """Take a file, or show what is under way and what came lately."""
    items = _items(request)
    form = UploadForm(sent(request), request.FILES or None, items=items, initial={"item": request.GET.get("item", "")})
    if form.is_valid() and request.POST.get("do") == CHECK:
        answer = attempt(form, lambda: _checked(request, form))
        if answer is not None:
            return render(request, "intake/validated.html", {"page": validated(answer)})
    elif form.is_valid():
        made = attempt(form, lambda: _send(request, form))
        if made:
            return redirect("intake:submission", made.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "intake/upload.html", {"form": form, "page": _page(request, items)}, status=status)


def _items(request: Request) -> dict[str, Item]:
    """Return the items the actor's unit may report today, penalties and licences first."""
    unit = unit_for(request.actor, request.actor.unit or 0, permission=rules.SEND)
    found = items_to_report(request.actor, on=day_of(request.now), permission=rules.SEND)
    mine = {key: item for key, item in found.items() if not item.providers or unit.code in item.providers}
    return dict(
        sorted(mine.items(), key=lambda one: (PLACES.get(one[1].family, LAST), not one[1].adverse, one[1].name))
    )


def _send(request: Request, form: UploadForm) -> Submission:
    file = form.cleaned_data["file"]
    return services.send_submission(
        actor=request.actor,
        now=request.now,
        unit=request.actor.unit or 0,
        item=form.cleaned_data["item"],
        upload=Upload.sent(file),
        origin=Origin.DESK,
        follows=request.GET.get("follows", ""),
    )


def _checked(request: Request, form: UploadForm) -> Validation:
    file = form.cleaned_data["file"]
    return services.check_table(
        actor=request.actor,
        now=request.now,
        unit=request.actor.unit or 0,
        item=form.cleaned_data["item"],
        upload=Upload.sent(file),
    )


def validated(answer: Validation) -> ValidatedPage:
    """Return the answer to a file that was only checked as a page shows it."""
    counted = _("{rows}行，{accepted}行可以接收，{returned}行要改")
    return ValidatedPage(
        title=counted.format(rows=f"{answer.rows:,}", accepted=f"{answer.accepted:,}", returned=f"{answer.returned:,}")
        if answer.rows
        else _("这份文件不能逐行核对"),
        about=answer.item_name,
        errors=tuple(_cause(one) for one in answer.errors),
        remarks=tuple(_cause(one) for one in answer.remarks),
    )


def _cause(cause: FoundCause) -> CauseView:
    return CauseView(
        code=cause.code,
        title=cause.title,
        count=cause.count,
        message=cause.repair,
        examples=tuple(ExampleLine(one.line, one.value, one.message) for one in cause.examples),
        address="",
        unlocks=cause.unlocks,
    )


def _page(request: Request, items: dict[str, Item]) -> UploadPage:
    mine = queries.submissions_for(request.actor, permission=rules.SEND)
    working = tuple(line_of(row) for row in mine.filter(state__in=AT_WORK)[:RECENT])
    recent = tuple(line_of(row) for row in mine.exclude(state__in=AT_WORK)[:RECENT])
    follows = request.GET.get("follows", "")
    return UploadPage(
        title=_("上传改好的行") if follows else _("上传报送"),
        follows=follows,
        working=working,
        templates=tuple(
            TemplateLink(item.name, reverse("catalog:template", args=[key])) for key, item in items.items()
        ),
        recent=recent,
    )

"""Evidence for a task: handed in, withdrawn, reviewed; a task closed and opened again."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.plan import CloseForm, EvidenceForm, ReopenForm, ReviewForm, upload_of
from chengxin.oversight.models import Evidence, PlanTask
from chengxin.oversight.rules.doings import GIVE_EVIDENCE, REVIEW_TASKS
from chengxin.oversight.views.parts import way_to_task
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent


@dataclass(frozen=True)
class Shown:
    """The evidence as its reviewer sees it; without a name the file was deleted at the end of its time."""

    words: str
    file: str
    address: str
    by: str


@page
@staff(GIVE_EVIDENCE)
def give(request: Request, year: int, no: int) -> HttpResponse:
    """Hand in a file for a task of the own unit."""
    task = queries.task_for(request.actor, year, no)
    form = EvidenceForm(sent(request), request.FILES or None)
    if carried_out(form, lambda: _given(request, form, task)):
        messages.success(request, _("凭证已报送，等待信用办审核。审核前可以撤回。"))
        return redirect("oversight:task", year, no)
    around = FormPage(
        title=_("为第{no}项报送凭证").format(no=no),
        here=_("报送凭证"),
        submit=_("报送"),
        back=reverse("oversight:task", args=[year, no]),
        lead=task.title,
        effect=_("信用办审核采纳以后，计入这项任务；退回的会写明理由，补好可以再报。"),
        steps=way_to_task(year, no),
    )
    return ask(request, form, around)


def _given(request: Request, form: EvidenceForm, task: PlanTask) -> Evidence:
    given = form.cleaned_data
    return services.give_evidence(
        actor=request.actor,
        now=request.now,
        year=task.plan.year,
        no=task.no,
        upload=upload_of(given["file"]),
        words=given["words"],
    )


@require_POST
@staff(GIVE_EVIDENCE)
def withdraw(request: Request, evidence_id: str) -> HttpResponse:
    """Withdraw evidence of the own unit."""
    row = services.withdraw_evidence(actor=request.actor, now=request.now, evidence=evidence_id)
    messages.success(request, _("凭证已撤回。"))
    return redirect("oversight:task", row.task.plan.year, row.task.no)


@page
@staff(REVIEW_TASKS, everywhere=True)
def review(request: Request, evidence_id: str) -> HttpResponse:
    """Accept evidence, or return it with a reason."""
    row = queries.reviewed_evidence_for(request.actor, evidence_id)
    task = row.task
    open_ones = task.milestones.filter(met_at__isnull=True).order_by("place")
    form = ReviewForm(sent(request), milestones=[(str(one.id), one.text) for one in open_ones])
    if carried_out(
        form,
        lambda: services.review_evidence(actor=request.actor, now=request.now, evidence=evidence_id, **form.answer),
    ):
        messages.success(request, _("审核意见已记下。"))
        return redirect("oversight:task", task.plan.year, task.no)
    around = FormPage(
        title=_("审核{unit}的凭证").format(unit=row.unit.name),
        here=_("审核凭证"),
        submit=_("记下意见"),
        back=reverse("oversight:task", args=[task.plan.year, task.no]),
        lead=task.title,
        effect=_("采纳的凭证计入任务；办结任务要另外决定。"),
        steps=way_to_task(task.plan.year, task.no),
    )
    shown = Shown(row.words, row.file.name, reverse("vault:file", args=[row.file.public_id]), row.given_by_name)
    context = {"form": form, "page": around, "evidence": shown}
    return render(request, "oversight/review.html", context, status=422 if form.is_bound else 200)


@page
@staff(REVIEW_TASKS, everywhere=True)
def close(request: Request, year: int, no: int) -> HttpResponse:
    """Close a task as done."""
    task = queries.task_for(request.actor, year, no)
    form = CloseForm(sent(request))
    if carried_out(
        form,
        lambda: services.close_task(actor=request.actor, now=request.now, year=year, no=no, **form.cleaned_data),
    ):
        messages.success(request, _("第{no}项已办结。").format(no=no))
        return redirect("oversight:task", year, no)
    around = FormPage(
        title=_("办结第{no}项").format(no=no),
        here=_("办结"),
        submit=_("办结"),
        back=reverse("oversight:task", args=[year, no]),
        lead=task.title,
        effect=_("办结以后不再提醒，也不能再报送凭证。要再改，可以写明理由重新打开。"),
        steps=way_to_task(year, no),
    )
    return ask(request, form, around)


@page
@staff(REVIEW_TASKS, everywhere=True)
def reopen(request: Request, year: int, no: int) -> HttpResponse:
    """Open a closed task again."""
    task = queries.task_for(request.actor, year, no)
    form = ReopenForm(sent(request))
    if carried_out(
        form,
        lambda: services.reopen_task(actor=request.actor, now=request.now, year=year, no=no, **form.cleaned_data),
    ):
        messages.success(request, _("第{no}项已重新打开。").format(no=no))
        return redirect("oversight:task", year, no)
    around = FormPage(
        title=_("重新打开第{no}项").format(no=no),
        here=_("重新打开"),
        submit=_("重新打开"),
        back=reverse("oversight:task", args=[year, no]),
        lead=task.title,
        effect=_("任务重新按期限计算，责任单位可以再报送凭证；理由留在任务的历史里。"),
        steps=way_to_task(year, no),
    )
    return ask(request, form, around)

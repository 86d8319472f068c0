"""Where a draft plan comes from: a file, or the plan of another year."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.adapters.plans import PLAN_FILE, read_plan
from chengxin.oversight.forms.plan import CopyForm, ImportForm
from chengxin.oversight.models import WorkPlan
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.doings import KEEP_PLAN
from chengxin.oversight.views.parts import plans
from chengxin.ui.asking import FormPage, ask, attempt, page, sent
from chengxin.vault.services import Upload


@page
@staff(KEEP_PLAN, everywhere=True)
def import_plan(request: Request) -> HttpResponse:
    """Read a table as the draft plan of a year."""
    form = ImportForm(sent(request), request.FILES or None)
    made = attempt(form, lambda: _imported(request, form)) if form.is_valid() else None
    if made:
        messages.success(request, _("已读成草稿。先看疑点，再逐项核对，最后发布。"))
        return redirect("oversight:draft", made.year)
    around = FormPage(
        title=_("导入工作计划"),
        here=_("导入"),
        submit=_("读成草稿"),
        back=reverse("oversight:plan"),
        effect=_("只生成草稿：发布以前，别人看不到。原文件照样保存。"),
        steps=(plans(),),
    )
    return ask(request, form, around)


def _imported(request: Request, form: ImportForm) -> WorkPlan:
    file = form.cleaned_data["file"]
    if request.actor.unit is None:
        raise NotFound
    content = file.read(PLAN_FILE.max_bytes + 1)
    return services.import_plan(
        actor=request.actor,
        now=request.now,
        year=form.cleaned_data["year"],
        draft=read_plan(content, file.name),
        upload=Upload(BytesIO(content), file.name, file.content_type or ""),
        unit=request.actor.unit,
    )


@page
@staff(KEEP_PLAN, everywhere=True)
def copy_plan(request: Request) -> HttpResponse:
    """Make a draft of another year's plan."""
    found = queries.plans_for(request.actor).filter(state=PlanState.PUBLISHED)
    years = list(found.values_list("year", flat=True))
    initial = {"source": years[0], "year": years[0] + 1} if years else {}
    form = CopyForm(sent(request), years=years, initial=initial)
    made = attempt(form, lambda: _copied(request, form)) if form.is_valid() else None
    if made:
        messages.success(request, _("已沿用成草稿。换过、去掉的责任单位和写着旧年度的文字，列在最前面。"))
        return redirect("oversight:draft", made.year)
    around = FormPage(
        title=_("沿用以前的工作计划"),
        here=_("沿用"),
        submit=_("沿用成草稿"),
        back=reverse("oversight:plan"),
        effect=_("期限按年度后移，撤并的单位换成承继单位；凭证和办结不沿用。"),
        steps=(plans(),),
    )
    return ask(request, form, around)


def _copied(request: Request, form: CopyForm) -> WorkPlan:
    return services.copy_plan(actor=request.actor, now=request.now, **form.cleaned_data)

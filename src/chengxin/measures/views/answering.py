"""What a unit does with its tasks."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures import queries, services
from chengxin.measures.forms import ApplyForm, DeclineForm, StillForm, StopForm, WordsForm, YesForm
from chengxin.measures.models import Task
from chengxin.measures.rules.doings import ANSWER_TASKS, DECIDE_MEASURES
from chengxin.measures.views.parts import to_action, to_actions
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent


@page
@staff(ANSWER_TASKS)
def accept(request: Request, task: str) -> HttpResponse:
    """Take a task on."""
    row = queries.task_for(request.actor, task, permission=ANSWER_TASKS)
    form = YesForm(sent(request))
    around = _around(row, _("接收这项任务？"), _("接收"), _("接收只表示收到，不采取措施。期限内要反馈。"))
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.accept_task(actor=request.actor, now=request.now, task=task),
    )


@page
@staff(DECIDE_MEASURES)
def apply(request: Request, task: str) -> HttpResponse:
    """Write down a measure that a person decided."""
    row = queries.task_for(request.actor, task, permission=DECIDE_MEASURES)
    form = ApplyForm(sent(request))
    words = _("登记的是已经依法作出的决定。措施不能超出名单信息的期限；一项任务可以登记多次。")
    around = _around(row, _("登记采取的措施"), _("登记"), words)
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.apply_measure(actor=request.actor, now=request.now, task=task, applied=form.applied),
    )


@page
@staff(DECIDE_MEASURES)
def decline(request: Request, task: str) -> HttpResponse:
    """Say why nothing is applied."""
    row = queries.task_for(request.actor, task, permission=DECIDE_MEASURES)
    form = DeclineForm(sent(request))
    around = _around(row, _("为什么不采取这项措施？"), _("反馈"), _("反馈后任务办结；名单退出时仍会通知您确认。"))
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.decline_task(
            actor=request.actor, now=request.now, task=task, ground=form.reason, words=form.cleaned_data["words"]
        ),
    )


@page
@staff(ANSWER_TASKS)
def stopped(request: Request, task: str) -> HttpResponse:
    """Confirm that a measure is stopped."""
    row = queries.task_for(request.actor, task, permission=ANSWER_TASKS)
    form = StopForm(sent(request))
    around = _around(row, _("措施已经停止？"), _("确认停止"), _("请先解除系统里的标记和正在执行的限制，再确认。"))
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.confirm_stop(actor=request.actor, now=request.now, task=task, **form.cleaned_data),
    )


@page
@staff(ANSWER_TASKS)
def still_applied(request: Request, task: str) -> HttpResponse:
    """Say why a measure is not stopped yet."""
    row = queries.task_for(request.actor, task, permission=ANSWER_TASKS)
    form = StillForm(sent(request), label=_("为什么还没有停止"))
    around = _around(row, _("措施还没有停止"), _("报告"), _("停止通知仍然有效，停止后要再确认。"))
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.report_still_applied(actor=request.actor, now=request.now, task=task, **form.cleaned_data),
    )


@page
@staff(DECIDE_MEASURES)
def withdraw(request: Request, application: str) -> HttpResponse:
    """Take back what was entered by mistake."""
    row = queries.task_of_application(request.actor, application, permission=DECIDE_MEASURES)
    form = WordsForm(sent(request), label=_("撤回的原因"))
    around = _around(row, _("撤回登记有误的措施？"), _("撤回"), _("撤回后不计入统计，但仍留在经过里。"))
    return _asked(
        request,
        form,
        row,
        around,
        lambda: services.withdraw_application(
            actor=request.actor, now=request.now, application=application, reason=form.cleaned_data["words"]
        ),
    )


def _around(row: Task, title: str, submit: str, effect: str) -> FormPage:
    return FormPage(
        title=title,
        here=submit,
        submit=submit,
        back=reverse("measures:action", args=[row.action.public_id]),
        lead=f"{row.action.subject_name}：{row.measure_name}（{row.measure_basis}）",
        effect=effect,
        steps=(to_actions(), to_action(row)),
    )


def _asked(request: Request, form: BaseForm, row: Task, around: FormPage, call: Callable[[], object]) -> HttpResponse:
    if carried_out(form, call):
        messages.success(request, _("已登记。"))
        return redirect("measures:action", row.action.public_id)
    return ask(request, form, around)

"""What the office does: opens a joint action, asks units, reminds, ends."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.measures import queries, services
from chengxin.measures.forms import SendForm, WordsForm, YesForm
from chengxin.measures.rules.doings import RUN_ACTIONS
from chengxin.measures.rules.entries import is_for_units
from chengxin.measures.views.parts import to_action, to_actions
from chengxin.register.models import RecordVersion
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class EntryLine:
    """An entry that has no joint action."""

    open: str
    subject: str
    code: str
    number: str
    body: str
    decided_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class EntriesPage:
    """The entries from which a joint action can be opened."""

    title: str
    lines: tuple[EntryLine, ...]
    pager: Pager
    steps: tuple[Crumb, ...]


@require_safe
@staff(RUN_ACTIONS)
def entries(request: Request) -> HttpResponse:
    """List the entries that stand and have no joint action."""
    part = slice_of(request, queries.entries_to_open(request.actor, on=day_of(request.now)), _("条"))
    shown = EntriesPage(
        title=_("{n}条名单信息可以发起").format(n=f"{part.total:,}") if part.total else _("没有可以发起的名单信息"),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        steps=(to_actions(),),
    )
    return render(request, "measures/entries.html", {"page": shown})


def _line(row: RecordVersion) -> EntryLine:
    return EntryLine(
        open=reverse("measures:open", args=[row.record.public_id]),
        subject=row.subject.name,
        code=row.subject.unified_code or "",
        number=row.document_number,
        body=row.deciding_body,
        decided_on=row.decided_on,
        ends_on=row.ends_on,
    )


@page
@staff(RUN_ACTIONS)
def open_action(request: Request, entry: str) -> HttpResponse:
    """Open a joint action from an entry."""
    row = queries.entries_to_open(request.actor, on=day_of(request.now)).filter(record__public_id=entry).first()
    if row is None:
        raise NotFound
    form = YesForm(sent(request))
    call = services.open_action
    made = attempt(form, lambda: call(actor=request.actor, now=request.now, entry=entry)) if form.is_valid() else None
    if made:
        messages.success(request, _("已发起。现在选择措施和实施单位。"))
        return redirect("measures:action", made.public_id)
    around = FormPage(
        title=_("对{subject}发起联合奖惩？").format(subject=row.subject.name),
        here=_("发起"),
        submit=_("发起"),
        back=reverse("measures:entries"),
        lead=f"{row.document_number} {row.deciding_body}",
        effect=_("发起只是建立办理档案，不采取任何措施；每一项措施由实施单位的人依法决定。"),
        steps=(to_actions(), Crumb(_("可以发起的名单信息"), reverse("measures:entries"))),
    )
    return ask(request, form, around)


@page
@staff(RUN_ACTIONS)
def send(request: Request, action: str) -> HttpResponse:
    """Ask units about a measure."""
    row = queries.action_for(request.actor, action, permission=RUN_ACTIONS)
    today = day_of(request.now)
    found = queries.triggered_measures(request.actor, row, on=today)
    measures = [(one.key, f"{one.name}（{one.basis.text}{one.basis.article}）") for one in found if is_for_units(one)]
    units = units_for(request.actor, on=today, permission=RUN_ACTIONS)
    form = SendForm(sent(request), measures=measures, units=units)
    call = services.send_tasks
    if carried_out(form, lambda: call(actor=request.actor, now=request.now, action=action, sending=form.sending)):
        messages.success(request, _("已发送，实施单位会收到通知。"))
        return redirect("measures:action", action)
    around = FormPage(
        title=_("请哪些单位决定？"),
        here=_("发送任务"),
        submit=_("发送"),
        back=reverse("measures:action", args=[action]),
        lead=f"{row.subject_name} {row.kind_name}",
        effect=_("只能选措施清单里已公布、依据现行有效、由实施单位决定的措施。单位可以依法不采取，但要说明理由。"),
        steps=(to_actions(), Crumb(row.subject_name, reverse("measures:action", args=[action]))),
    )
    return ask(request, form, around)


@page
@staff(RUN_ACTIONS)
def end(request: Request, action: str) -> HttpResponse:
    """End a joint action by hand."""
    row = queries.action_for(request.actor, action, permission=RUN_ACTIONS)
    form = WordsForm(sent(request), label=_("退出的原因"))
    call = services.end_action
    if carried_out(
        form,
        lambda: call(actor=request.actor, now=request.now, action=action, reason=form.cleaned_data["words"]),
    ):
        messages.success(request, _("已退出，已通知全部实施单位停止措施。"))
        return redirect("measures:action", action)
    around = FormPage(
        title=_("退出联合奖惩？"),
        here=_("退出"),
        submit=_("退出并通知停止"),
        back=reverse("measures:action", args=[action]),
        lead=f"{row.subject_name} {row.kind_name}",
        effect=_(
            "停止通知发给每一个收到任务的单位，不论它有没有反馈。退出不能撤销。名单信息退出公示时，平台自动这样做。"
        ),
        steps=(to_actions(), Crumb(row.subject_name, reverse("measures:action", args=[action]))),
    )
    return ask(request, form, around)


@page
@staff(RUN_ACTIONS)
def remind(request: Request, task: str) -> HttpResponse:
    """Remind a unit."""
    row = queries.task_for(request.actor, task, permission=RUN_ACTIONS)
    form = WordsForm(sent(request), label=_("提醒的内容"))
    call = services.remind_task
    if carried_out(
        form, lambda: call(actor=request.actor, now=request.now, task=task, words=form.cleaned_data["words"])
    ):
        messages.success(request, _("已提醒。"))
        return redirect("measures:action", row.action.public_id)
    around = FormPage(
        title=_("提醒{unit}").format(unit=row.unit.name),
        here=_("提醒"),
        submit=_("提醒"),
        back=reverse("measures:action", args=[row.action.public_id]),
        lead=row.measure_name,
        steps=(to_actions(), to_action(row)),
    )
    return ask(request, form, around)

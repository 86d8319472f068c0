"""What ends a record's publicity: a ruling on its decision, or a takedown. Each asks once and says its effect."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.law.refusals import BadDate, NoRule
from chengxin.law.squares import squares
from chengxin.register import queries, rules, services
from chengxin.register.forms import RevocationForm, TakedownForm
from chengxin.register.models import Revocation
from chengxin.register.queries import History
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb, Day
from chengxin.ui.wording import date_text
from chengxin.units.queries import day_of

REVOKE = "revoke"
"""Name of the button that carries a revocation out; the other one only counts the days."""


@dataclass(frozen=True)
class Limit:
    """By when the law wants the record down: a square a day, and the sentence why."""

    title: str
    label: str
    days: tuple[Day, ...]
    reason: str
    provisional: bool


@dataclass(frozen=True)
class RevocationPage:
    """The page that asks about the ruling. ``limit`` is None while the day is missing or the law knows no limit."""

    around: FormPage
    here: str
    limit: Limit | None


@page
@staff(rules.REVOKE)
def revoke(request: Request, record_id: str) -> HttpResponse:
    """Take a record down because its decision was changed, revoked, confirmed illegal or void."""
    today = day_of(request.now)
    history = queries.history_for(request.actor, record_id, today=today, permission=rules.REVOKE)
    form = RevocationForm(sent(request), today=today, initial={"revoked_on": today})
    wanted = REVOKE in request.POST
    if wanted and carried_out(form, lambda: _revoke(request, record_id, form)):
        messages.success(request, _("已撤回公示，理由已公开，并记入操作留痕和公示台账。"))
        return redirect("register:record", record_id)
    shown = _revocation_page(request, history, _day(form, today), today)
    status = 422 if wanted else 200
    if request.htmx:
        return render(request, "register/limit.html", {"limit": shown.limit})
    if form.is_bound and not wanted:
        form = RevocationForm(today=today, initial=request.POST.dict())
    return render(request, "register/revoke.html", {"form": form, "page": shown}, status=status)


def _revoke(request: Request, record_id: str, form: RevocationForm) -> Revocation:
    return services.revoke_record(
        actor=request.actor,
        now=request.now,
        record_id=record_id,
        ruling=form.ruling(),
        law=law_in_force(settings.DATA),
        calendar=settings.CITY.calendar,
    )


def _day(form: RevocationForm, today: date) -> date | None:
    """Return the day of the ruling as far as it can be read; before anything is sent, today."""
    if not form.is_bound:
        return today
    form.full_clean()
    found: date | None = form.cleaned_data.get("revoked_on")
    return found


def _revocation_page(request: Request, history: History, day: date | None, today: date) -> RevocationPage:
    gone = history.takedown is not None
    effect = (
        _("这条记录已经停止公示，这里补记决定的变更或撤销，不会重新公示。")
        if gone
        else _("将立即从公示页、查询和接口撤下，不能恢复；理由向公众公开。同一文件再次报送也不会重新出现。")
    )
    around = FormPage(
        title=_("原决定已变更、撤销、确认违法或者无效"),
        here=_("撤回已变更或撤销的决定"),
        submit=_("补记") if gone else _("撤回公示并公开理由"),
        back=reverse("register:record", args=[history.public_id]),
        effect=effect,
        lead=_told(history),
        steps=_steps(history),
    )
    return RevocationPage(around, request.path, _limit(day, today) if day else None)


def _limit(day: date, today: date) -> Limit | None:
    try:
        due = law_in_force(settings.DATA).due(rules.WITHDRAWAL_CLOCK, day, calendar=settings.CITY.calendar)
    except (NoRule, BadDate):
        return None
    late = due.due_on < today
    told = _("应在{day}以前撤回，已经过了期限") if late else _("应在{day}以前撤回")
    return Limit(
        title=told.format(day=date_text(due.due_on)),
        label=_("撤回期限，按天"),
        days=tuple(Day(**vars(one)) for one in squares(due, event=_("文书作出"), today=today)),
        reason=due.reason,
        provisional=due.provisional,
    )


@page
@staff(rules.TAKE_DOWN)
def take_down(request: Request, record_id: str) -> HttpResponse:
    """End a record's publicity for good."""
    history = queries.history_for(request.actor, record_id, today=day_of(request.now), permission=rules.TAKE_DOWN)
    form = TakedownForm(sent(request))
    if form.is_valid():
        gone = attempt(
            form,
            lambda: services.take_down(actor=request.actor, now=request.now, records=[record_id], why=form.why()),
        )
        if gone is not None:
            told = _("已停止公示，并记入操作留痕和公示台账。") if gone else _("这条记录此前已经停止公示，没有再改动。")
            messages.success(request, told)
            return redirect("register:record", record_id)
    around = FormPage(
        title=_("停止公示这条记录"),
        here=_("停止公示"),
        submit=_("停止公示"),
        back=reverse("register:record", args=[record_id]),
        effect=_("将从公示页撤下，不能恢复。查询、接口和变更流同时更新；同一文件再次报送也不会重新出现。"),
        lead=_told(history),
        steps=_steps(history),
    )
    return ask(request, form, around)


def _told(history: History) -> str:
    parts = (history.subject_name, history.document_number, history.summary, history.position.words)
    return "　".join(part for part in parts if part)


def _steps(history: History) -> tuple[Crumb, ...]:
    return (
        Crumb(history.subject_name, reverse("desk:subject", args=[history.subject_id])),
        Crumb(history.document_number or history.item_name, reverse("register:record", args=[history.public_id])),
    )

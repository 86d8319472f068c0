"""A page for each move: a few lines of form, one call, back to the case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.register.queries import RecordLine, lines_for
from chengxin.relief import queries, services
from chengxin.relief.forms import (
    DecideForm,
    ExtendForm,
    FileForm,
    FindForm,
    HandOverForm,
    PapersForm,
    RepairForm,
    ReviewForm,
    WhoForm,
    WordsForm,
)
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.rules.doings import FIND, HANDLE
from chengxin.relief.rules.procedure import MOVE_LABELS, Move, Procedure, State, step_of
from chengxin.relief.rules.repairs import Chance
from chengxin.relief.views.parts import to_case, to_cases
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries import organisation_for
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class Filing:
    """What a page of filing says and calls: its address, its words, the form, what is offered, the use case."""

    address: str
    title: str
    lead: str
    nothing: str
    form: type[FileForm]
    offered: Callable[[Request, Organisation], list[tuple[str, str]]]
    call: Callable[..., Case]


@page
@staff(HANDLE)
def file_case(request: Request) -> HttpResponse:
    """Write down an objection that came to the window: first whose it is, then which records."""
    return _asked_whose(request, OBJECTION)


@page
@staff(HANDLE)
def file_repair(request: Request) -> HttpResponse:
    """Write down an application for repair that came to the window: first whose it is, then which records."""
    return _asked_whose(request, REPAIR)


def _asked_whose(request: Request, filing: Filing) -> HttpResponse:
    if request.actor.unit is None:
        raise NotFound
    given = request.GET if "code" in request.GET else sent(request)
    who = WhoForm(given)
    subject = _subject(request, who)
    if subject is None:
        return ask(request, who, _around(filing, _(filing.title), _("下一步"), _("先找到申请人，再选记录。")))
    if "code" not in request.GET:
        return redirect(f"{reverse(filing.address)}?{urlencode({'code': subject.unified_code or subject.public_id})}")
    return _file(request, subject, filing)


def _subject(request: Request, form: WhoForm) -> Organisation | None:
    """Return the organisation of the code that was typed; None, with the reason in the form, where there is none."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return organisation_for(request.actor, form.cleaned_data["code"])
    except NotFound:
        form.add_error("code", _("没有收录这个主体，请核对代码"))
        return None


def _around(filing: Filing, title: str, submit: str, lead: str) -> FormPage:
    here = _(filing.title)
    return FormPage(title=title, here=here, submit=submit, back=reverse("relief:cases"), lead=lead, steps=(to_cases(),))


def _file(request: Request, subject: Organisation, filing: Filing) -> HttpResponse:
    today, unit = day_of(request.now), request.actor.unit or 0
    records = filing.offered(request, subject)
    form = filing.form(sent(request), request.FILES or None, records=records, initial={"filed_on": today})
    about: dict[str, Any] = {"actor": request.actor, "now": request.now, "unit": unit}
    made = (
        attempt(form, lambda: filing.call(**about, application=form.application(subject.public_id), scan=form.scan))
        if form.is_valid()
        else None
    )
    if made:
        messages.success(request, _("已登记{number}。").format(number=made.written_number))
        return redirect("relief:case", made.public_id)
    lead = _(filing.lead) if records else _(filing.nothing)
    return ask(request, form, _around(filing, subject.name, _("登记"), lead))


def _to_object(request: Request, subject: Organisation) -> list[tuple[str, str]]:
    lines = lines_for(request.actor, subject.public_id, today=day_of(request.now))
    return [(one.public_id, _line(one)) for one in lines]


def _to_repair(request: Request, subject: Organisation) -> list[tuple[str, str]]:
    told = queries.advice_for(request.actor, subject.public_id, on=day_of(request.now))
    return [
        (one.record, " · ".join(part for part in (one.item_name, one.document_number, one.unit) if part))
        for one in told
        if one.chance is Chance.NOW
    ]


OBJECTION = Filing(
    "relief:file",
    gettext_noop("登记异议申请"),
    gettext_noop("对事实、文字有不同意见的提出异议；已经改正、要求提前停止公示的，是信用修复，不在这里登记。"),
    gettext_noop("这个主体没有可以提出异议的记录。"),
    FileForm,
    _to_object,
    services.file_objection,
)
REPAIR = Filing(
    "relief:file-repair",
    gettext_noop("登记修复申请"),
    gettext_noop("这里只列今天可以申请修复的记录；其他记录从哪天起可以申请、要哪些材料，看修复指引。"),
    gettext_noop("这个主体今天没有可以申请修复的记录；从哪天起可以申请，看修复指引。"),
    RepairForm,
    _to_repair,
    services.file_repair,
)


def _line(one: RecordLine) -> str:
    parts = (one.item_name, one.document_number, one.summary, one.source_unit)
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Asking:
    """What a page of a move says: what the words are, what it does, what is said when it is done."""

    words: str
    effect: str
    done: str
    needed: bool = True


ASKED: dict[Move, Asking] = {
    Move.ACCEPT: Asking(
        gettext_noop("备注"),
        gettext_noop("所涉记录马上标注“数据存在异议”，所有出口都带标注；通知书等待送达。"),
        gettext_noop("已受理，记录已标注。"),
        needed=False,
    ),
    Move.ASK_PAPERS: Asking(
        gettext_noop("要补正的材料"),
        gettext_noop("通知书写明要补正的材料；材料到了以后重新计时，不补正不影响以后再提出。"),
        gettext_noop("已要求补正。"),
    ),
    Move.TAKE_PAPERS: Asking(
        gettext_noop("收到的材料"), gettext_noop("从今天起重新计时。"), gettext_noop("已登记材料。")
    ),
    Move.REFUSE: Asking(
        gettext_noop("不予受理的理由"),
        gettext_noop("通知书写明理由和救济途径；记录不标注。"),
        gettext_noop("已登记不予受理。"),
    ),
    Move.FORWARD: Asking(
        gettext_noop("备注"),
        gettext_noop("提供记录的每个单位收到通知，写明最后一天；由它们登记核查结果。"),
        gettext_noop("已转来源单位。"),
        needed=False,
    ),
    Move.SEND_BACK: Asking(
        gettext_noop("退回的理由"),
        gettext_noop("核查结果清空，提供记录的单位重新核查；核查期限从今天起重新计算，办结总时限不变。"),
        gettext_noop("已退回。"),
    ),
    Move.SUSPEND: Asking(
        gettext_noop("中止的理由"),
        gettext_noop("从明天起不计时，直到恢复：鉴定、等待裁判等。"),
        gettext_noop("已中止计时。"),
    ),
    Move.RESUME: Asking(gettext_noop("恢复的理由"), gettext_noop("从明天起接着计时。"), gettext_noop("已恢复计时。")),
    Move.EXTEND: Asking("", gettext_noop("只能延长一次。"), gettext_noop("已延长。")),
    Move.ANSWER: Asking(
        gettext_noop("给申请人的说明"),
        gettext_noop("删除和终止披露的记录马上停止公示，标注解除，告知书等待送达。答复不能再改。"),
        gettext_noop("已答复。"),
    ),
    Move.ASK_REVIEW: Asking(
        gettext_noop("申请复核的理由"),
        gettext_noop("维持的记录重新标注，由另一个人复核。"),
        gettext_noop("已登记复核申请。"),
    ),
    Move.ANSWER_REVIEW: Asking(
        gettext_noop("给申请人的说明"), gettext_noop("复核只有一次，答复不能再改。"), gettext_noop("已答复复核。")
    ),
    Move.HAND_OVER: Asking(
        gettext_noop("怎样转交，受理编号"),
        gettext_noop("修复由受理机关和作出决定的单位办理；办理期限从今天起算，结果来了再登记。"),
        gettext_noop("已转交。"),
    ),
    Move.DECIDE: Asking(
        "",
        gettext_noop("准予修复的记录马上停止公示，所有出口同时撤下；告知书等待送达。登记以后不能再改。"),
        gettext_noop("已登记，准予修复的记录已停止公示。"),
    ),
    Move.WITHDRAW: Asking(
        gettext_noop("申请人撤回的说明"), gettext_noop("标注解除，这一件结束。"), gettext_noop("已登记撤回。")
    ),
}
"""All moves of the office; a finding has a page of its own."""


@page
@staff(HANDLE)
def move(request: Request, case_id: str, move_name: str) -> HttpResponse:
    """Make the move that the address names."""
    row = queries.case_for(request.actor, case_id, permission=HANDLE)
    wanted = _wanted(request, row, move_name)
    asking = ASKED[wanted]
    form = _form(request, row, wanted, asking)
    if carried_out(form, lambda: _made(request, row, form, wanted)):
        messages.success(request, _(asking.done))
        return redirect("relief:case", row.public_id)
    label = _(MOVE_LABELS[wanted])
    return ask(request, form, _page_of(row, label, _(asking.effect)))


def _wanted(request: Request, row: Case, name: str) -> Move:
    """Return the move that the address names, if it is one and open.

    Raises:
        NotFound: it is none, or not open now and nothing was sent.
    """
    try:
        wanted = Move(name)
    except ValueError as error:
        raise NotFound from error
    step = step_of(Procedure(row.procedure), State(row.state), wanted)
    if wanted not in ASKED or (request.method != "POST" and step is None):
        raise NotFound
    return wanted


def _page_of(row: Case, label: str, effect: str) -> FormPage:
    return FormPage(
        title=label,
        here=label,
        submit=label,
        back=reverse("relief:case", args=[row.public_id]),
        lead=f"{row.subject_name} · {row.written_number}",
        effect=effect,
        steps=to_case(row),
    )


def _form(request: Request, row: Case, wanted: Move, asking: Asking) -> forms.Form:
    initial = {"seen": row.seen}
    label = _(asking.words)
    if wanted is Move.EXTEND:
        return ExtendForm(sent(request), initial=initial)
    if wanted is Move.TAKE_PAPERS:
        return PapersForm(sent(request), request.FILES or None, initial=initial, label=label)
    open_ones = [one for one in queries.records_of(row) if one.open]
    if wanted is Move.ANSWER_REVIEW:
        return ReviewForm(sent(request), initial=initial, records=open_ones)
    if wanted is Move.DECIDE:
        return DecideForm(sent(request), initial=initial, records=open_ones)
    if wanted is Move.HAND_OVER:
        papers = queries.way_of_repair(request.actor, row, open_ones).materials
        return HandOverForm(sent(request), initial=initial, label=label, materials=papers)
    return WordsForm(sent(request), initial=initial, label=label, required=asking.needed)


def _made(request: Request, row: Case, form: Any, wanted: Move) -> object:
    # what was typed is there only once the form was found in order
    return _calls(request, row, form)[wanted]()


def _calls(request: Request, row: Case, form: Any) -> dict[Move, Callable[[], object]]:
    """Return what each move calls with what was typed."""
    given = {key: value for key, value in form.cleaned_data.items() if key in {"seen", "words"}}
    about = {"actor": request.actor, "now": request.now, "case": row.public_id, **given}
    bare = {key: value for key, value in about.items() if key != "words"}
    return {
        Move.ACCEPT: lambda: services.accept(**about),
        Move.ASK_PAPERS: lambda: services.ask_papers(**about),
        Move.TAKE_PAPERS: lambda: services.take_papers(**about, scan=form.scan),
        Move.REFUSE: lambda: services.refuse(**about),
        Move.FORWARD: lambda: services.forward(**about),
        Move.SEND_BACK: lambda: services.send_back(**about),
        Move.SUSPEND: lambda: services.suspend(**about),
        Move.RESUME: lambda: services.resume(**about),
        Move.EXTEND: lambda: services.extend(
            **bare, working_days=form.cleaned_data["working_days"], basis=form.cleaned_data["basis"]
        ),
        Move.HAND_OVER: lambda: services.hand_over(**about, materials=form.cleaned_data.get("materials", ())),
        Move.DECIDE: lambda: services.decide_repair(**bare, decision=form.decision, results=form.results),
        Move.ANSWER: lambda: services.answer(**about),
        Move.ASK_REVIEW: lambda: services.ask_review(**about),
        Move.ANSWER_REVIEW: lambda: services.answer_review(**about, results=form.results),
        Move.WITHDRAW: lambda: services.withdraw(**about),
    }


@page
@staff(FIND)
def find(request: Request, case_id: str) -> HttpResponse:
    """Write down what the unit found of a record."""
    row = queries.case_for(request.actor, case_id, permission=FIND)
    records = queries.records_to_find(request.actor, row, queries.records_of(row))
    if not records:
        raise NotFound
    first = next((one for one in records if not one.result), records[0])
    initial = {"seen": row.seen, "record": first.id}
    form = FindForm(sent(request), initial=initial, records=[(str(one.id), _record(one)) for one in records])
    call = services.find
    about: dict[str, Any] = {"actor": request.actor, "now": request.now, "case": row.public_id}
    if carried_out(form, lambda: call(**about, seen=form.cleaned_data["seen"], finding=form.finding)):
        messages.success(request, _("已登记。"))
        return redirect("relief:case", row.public_id)
    effect = _("每条记录登记一次；更正、补充和移出的，先在记录或者名单里办好，才能答复申请人。")
    return ask(request, form, _page_of(row, _(MOVE_LABELS[Move.FIND]), effect))


def _record(one: CaseRecord) -> str:
    parts = (one.item_name, one.document_number, one.summary)
    return " · ".join(part for part in parts if part)

"""A page for each move: three lines of form, one call, back to the entry."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.queries.kinds import list_kind
from chengxin.foundation.actor import Permission
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.lists import queries, services
from chengxin.lists.forms import (
    AmendForm,
    AnswerForm,
    DecideForm,
    HearForm,
    LeaveForm,
    MoveForm,
    NotifyForm,
    ProposalForm,
    SignRemovalForm,
    WordsForm,
)
from chengxin.lists.models import Entry
from chengxin.lists.rules.doings import DECIDE, HEAR, PROPOSE
from chengxin.lists.rules.procedure import Move, Track, move_label
from chengxin.lists.views.parts import own_kinds, to_entries, to_entry
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.wording import date_text
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class Asking:
    """What a page of a move says: what it does, what is said when it is done, what stands in the form at first."""

    move: Move
    effect: str
    done: str
    initial: dict[str, object] = field(default_factory=dict)


@page
@staff(PROPOSE)
def propose(request: Request) -> HttpResponse:
    """Propose a subject for a list."""
    form = ProposalForm(sent(request), kinds=own_kinds(request))
    unit = request.actor.unit
    if unit is None:
        raise NotFound
    made = (
        attempt(
            form,
            lambda: services.propose(actor=request.actor, now=request.now, unit=unit, proposal=form.proposal),
        )
        if form.is_valid()
        else None
    )
    if made:
        messages.success(request, _("已提出，等本单位的另一个人审核。"))
        return redirect("lists:entry", made.public_id)
    around = FormPage(
        title=_("提出拟列入名单"),
        here=_("提出"),
        submit=_("提出"),
        back=reverse("lists:entries"),
        lead=_("每一条都要有已经生效的决定或者裁判；平台不按次数或者分数列入。"),
        effect=_("只是提出，还没有列入，公众看不到；由本单位的另一个人审核。"),
        steps=(to_entries(),),
    )
    return ask(request, form, around)


def _page(
    request: Request, row: Entry, form: forms.Form, asking: Asking, call: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Ask, make the move, go back to the entry."""
    if carried_out(form, lambda: call(form.cleaned_data)):
        messages.success(request, asking.done)
        return redirect("lists:entry", row.public_id)
    label = _(move_label(Track(row.track), asking.move))
    around = FormPage(
        title=label,
        here=label,
        submit=label,
        back=reverse("lists:entry", args=[row.public_id]),
        lead=f"{row.subject_name} · {row.kind_name}",
        effect=asking.effect,
        steps=to_entry(row),
    )
    return ask(request, form, around)


def _row(request: Request, entry_id: str, permission: Permission) -> Entry:
    return queries.entry_for(request.actor, entry_id, permission=permission)


@page
@staff(PROPOSE)
def amend(request: Request, entry_id: str) -> HttpResponse:
    """Mend a proposal that was sent back."""
    row = _row(request, entry_id, PROPOSE)
    initial = {
        "seen": row.seen,
        "reason": row.reason,
        "ground_number": row.ground_number,
        "ground_body": row.ground_body,
        "ground_on": row.ground_on,
    }
    form = AmendForm(sent(request), initial=initial)
    asking = Asking(Move.AMEND, _("再次提出，由另一个人审核。"), _("已再次提出。"))
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.amend_proposal(
            actor=request.actor,
            now=request.now,
            entry=entry_id,
            seen=given["seen"],
            reason=given["reason"],
            ground=form.ground,
        ),
    )


@page
@staff(DECIDE)
def approve(request: Request, entry_id: str) -> HttpResponse:
    """Approve a proposal."""
    return _review(request, entry_id, Asking(Move.APPROVE, _("接着出具告知书，或者公示。"), _("已审核同意。")))


@page
@staff(DECIDE)
def send_back(request: Request, entry_id: str) -> HttpResponse:
    """Send a proposal back."""
    return _review(request, entry_id, Asking(Move.SEND_BACK, _("退给提出的人，写明理由。"), _("已退回。")))


def _review(request: Request, entry_id: str, asking: Asking) -> HttpResponse:
    row = _row(request, entry_id, DECIDE)
    return _page(
        request,
        row,
        WordsForm(sent(request), initial={"seen": row.seen}),
        asking,
        lambda given: services.review(
            actor=request.actor,
            now=request.now,
            entry=entry_id,
            seen=given["seen"],
            approve=asking.move is Move.APPROVE,
            words=given["words"],
        ),
    )


@page
@staff(DECIDE)
def stop(request: Request, entry_id: str) -> HttpResponse:
    """End a procedure without a listing."""
    row = _row(request, entry_id, DECIDE)
    asking = Asking(Move.STOP, _("程序到此为止，主体不列入；以后要列入的，重新提出。"), _("已终止，没有列入。"))
    return _page(
        request,
        row,
        WordsForm(sent(request), initial={"seen": row.seen}),
        asking,
        lambda given: services.stop(
            actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"], words=given["words"]
        ),
    )


@page
@staff(DECIDE)
def notify(request: Request, entry_id: str) -> HttpResponse:
    """Make the notice or the public notice."""
    row = _row(request, entry_id, DECIDE)
    form = NotifyForm(sent(request), initial={"seen": row.seen, "working": "working"})
    honest = row.track == Track.HONEST.value
    effect = (
        _("编号并生成拟列入公示，打印张贴或者发布；从今天起算公示期。")
        if honest
        else _("编号并生成告知书，写明事由、依据和权利；盖章以后送达，登记送达以后才起算期限。")
    )
    asking = Asking(Move.NOTIFY, effect, _("文书已生成，见本页“文书”。"))
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.give_notice(
            actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"], time=form.time
        ),
    )


@page
@staff(HEAR)
def hear(request: Request, entry_id: str) -> HttpResponse:
    """Write down a statement."""
    row = _row(request, entry_id, HEAR)
    initial = {"seen": row.seen, "said_on": day_of(request.now)}
    form = HearForm(sent(request), request.FILES or None, initial=initial)
    asking = Asking(Move.HEAR, _("答复以后才能作决定。"), _("已登记。"))
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.hear_statement(
            actor=request.actor,
            now=request.now,
            entry=entry_id,
            seen=given["seen"],
            manner=given["manner"],
            said_on=given["said_on"],
            words=given["words"],
            scan=form.scan,
        ),
    )


@page
@staff(DECIDE)
def answer(request: Request, entry_id: str) -> HttpResponse:
    """Answer the oldest statement that waits."""
    row = _row(request, entry_id, DECIDE)
    asking = Asking(Move.ANSWER, _("答复最早的一条还没有答复的；答复不能再改。"), _("已答复。"))
    return _page(
        request,
        row,
        AnswerForm(sent(request), initial={"seen": row.seen}),
        asking,
        lambda given: services.answer_statement(actor=request.actor, now=request.now, entry=entry_id, **given),
    )


@page
@staff(DECIDE)
def decide(request: Request, entry_id: str) -> HttpResponse:
    """Decide."""
    row = _row(request, entry_id, DECIDE)
    form = DecideForm(sent(request), initial={"seen": row.seen, "signed_on": day_of(request.now)})
    kind = list_kind(request.actor, row.kind, on=day_of(request.now))
    form.fields["until"].help_text = services.term_words(kind)
    asking = Asking(Move.DECIDE, _("编号并生成列入决定书；盖章、送达以后再公布。"), _("决定书已生成，见本页“文书”。"))
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.decide(
            actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"], decision=form.decision
        ),
    )


@page
@staff(DECIDE)
def publish(request: Request, entry_id: str) -> HttpResponse:
    """Publish."""
    row = _row(request, entry_id, DECIDE)
    until = date_text(row.until) if row.until else ""
    asking = Asking(
        Move.PUBLISH,
        _("马上在公示页公布，到{day}为止，并通知联合奖惩的实施单位。").format(day=until),
        _("已列入名单并公布。"),
    )
    return _page(
        request,
        row,
        MoveForm(sent(request), initial={"seen": row.seen}),
        asking,
        lambda given: services.publish(actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"]),
    )


@page
@staff(DECIDE)
def leave(request: Request, entry_id: str) -> HttpResponse:
    """Take an entry off its list."""
    row = _row(request, entry_id, DECIDE)
    form = LeaveForm(sent(request), initial={"seen": row.seen, "signed_on": day_of(request.now)})
    asking = Asking(
        Move.EXIT,
        _("马上从公示页撤下，不能恢复；实施单位收到停止通知；生成移出决定书。"),
        _("已移出名单，公示已撤下。"),
    )
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.leave(
            actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"], way=form.way
        ),
    )


@page
@staff(DECIDE)
def sign(request: Request, entry_id: str) -> HttpResponse:
    """Sign a removal that the platform made."""
    row = _row(request, entry_id, DECIDE)
    form = SignRemovalForm(sent(request), initial={"seen": row.seen, "signed_on": day_of(request.now)})
    asking = Asking(
        Move.SIGN,
        _("编号并生成移出确认书，写明平台制作的移出决定书的文号；移出早已生效，不受影响。"),
        _("已补签，移出确认书已生成，见本页“文书”。"),
    )
    return _page(
        request,
        row,
        form,
        asking,
        lambda given: services.sign_removal(
            actor=request.actor, now=request.now, entry=entry_id, seen=given["seen"], signature=form.signature
        ),
    )

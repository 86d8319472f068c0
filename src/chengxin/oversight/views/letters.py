"""Letters (通报): list, draft, issue, page and paper, receipt and reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.reporting import LetterForm, ReplyForm, YesForm
from chengxin.oversight.models import Letter, LetterUnit
from chengxin.oversight.rules.reporting import LETTER_LABELS, LetterState, open_month
from chengxin.oversight.rules.reporting_doings import ANSWER_LETTERS, SEE_REPORTING, WRITE_LETTERS
from chengxin.oversight.views.declaring import month_words
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of, units_for

LOOKS = {LetterState.DRAFT: "idle", LetterState.ISSUED: "done", LetterState.DISCARDED: "idle"}


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list."""

    title: str
    address: str
    number: str
    month: str
    office: str
    look: str
    state: str
    at: datetime


@dataclass(frozen=True)
class LettersPage:
    """The letters the reader may read."""

    title: str
    lines: tuple[LetterLine, ...]
    pager: Pager
    may_write: bool


@dataclass(frozen=True)
class ReceiptLine:
    """A unit's receipt and reply."""

    unit: str
    confirmed_at: datetime | None
    confirmed_by: str
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True)
class LetterPage:
    """A letter as it is read and printed; ``figures`` are rows of texts in the order of the table's heads."""

    title: str
    number: str
    office: str
    month: str
    paragraphs: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]
    receipts: tuple[ReceiptLine, ...]
    issued_at: datetime | None
    draft: bool
    public_id: str
    may_write: bool
    may_confirm: bool
    may_reply: bool


def _letters() -> Crumb:
    return Crumb(_("通报"), reverse("oversight:letters"))


@require_safe
@staff(SEE_REPORTING)
def letters(request: Request) -> HttpResponse:
    """List the letters."""
    part = slice_of(request, queries.letters_for(request.actor), _("份"))
    shown = LettersPage(
        title=_("{n}份通报").format(n=part.total) if part.total else _("还没有通报"),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        may_write=request.actor.may(WRITE_LETTERS),
    )
    return render(request, "oversight/letters.html", {"page": shown})


def _line(row: Letter) -> LetterLine:
    state = LetterState(row.state)
    return LetterLine(
        title=row.title,
        address=reverse("oversight:letter", args=[row.public_id]),
        number=row.written_number,
        month=month_words(row.month),
        office=row.office.short_name,
        look=LOOKS[state],
        state=_(LETTER_LABELS[state]),
        at=row.issued_at or row.begun_at,
    )


@require_safe
@staff(SEE_REPORTING)
def letter(request: Request, letter_id: str) -> HttpResponse:
    """Show a letter: a draft with the figures of now, an issued one with those it was issued with."""
    row = queries.letter_for(request.actor, letter_id)
    receipts = list(queries.receipts_of(request.actor, row))
    draft = row.state == LetterState.DRAFT
    own = next((one for one in receipts if one.unit_id == request.actor.unit), None)
    answers = request.actor.may(ANSWER_LETTERS) and own is not None and not draft
    shown = LetterPage(
        title=row.title,
        number=row.written_number,
        office=row.office.name,
        month=month_words(row.month),
        paragraphs=tuple(line for line in row.body.splitlines() if line),
        figures=_figures(request, row, receipts) if draft else tuple(tuple(line) for line in row.figures),
        receipts=tuple(
            ReceiptLine(one.unit.name, one.confirmed_at, one.confirmed_by, one.reply, one.replied_at)
            for one in receipts
        ),
        issued_at=row.issued_at,
        draft=draft,
        public_id=row.public_id,
        may_write=draft and request.actor.may(WRITE_LETTERS),
        may_confirm=answers and own is not None and own.confirmed_at is None,
        may_reply=answers and own is not None and own.replied_at is None,
    )
    return render(request, "oversight/letter.html", {"page": shown, "steps": (_letters(),)})


def _figures(request: Request, row: Letter, receipts: Sequence[LetterUnit]) -> tuple[tuple[str, ...], ...]:
    units = [one.unit_id for one in receipts]
    return tuple(tuple(one.texts) for one in queries.unit_figures(request.actor, row.month, units))


@page
@staff(WRITE_LETTERS)
def new_letter(request: Request) -> HttpResponse:
    """Begin a draft."""
    units = units_for(request.actor, on=day_of(request.now), permission=WRITE_LETTERS)
    month = open_month(day_of(request.now))
    form = LetterForm(sent(request), units=units, initial=_first_words(month))
    made = (
        attempt(form, lambda: services.begin_letter(actor=request.actor, now=request.now, text=form.text))
        if form.is_valid()
        else None
    )
    if made:
        messages.success(request, _("草稿已存。核对数据以后再发出。"))
        return redirect("oversight:letter", made.public_id)
    around = FormPage(
        title=_("起草通报"),
        here=_("起草"),
        submit=_("存为草稿"),
        back=reverse("oversight:letters"),
        effect=_("只存成草稿，单位还看不到。"),
        steps=(_letters(),),
    )
    return ask(request, form, around)


def _first_words(month: date) -> dict[str, object]:
    """Return what stands in the form at first: no judgement, only what the letter is about."""
    words = month_words(month)
    return {
        "seen": 0,
        "month": month,
        "title": _("关于{month}信用信息报送情况的通报").format(month=words),
        "body": _("现将{month}信用信息报送情况通报如下。请有关单位核对附表，对没有填报的目录项和没有说明的文书号，"
                  "在平台上填报或说明。").format(month=words),
    }  # fmt: skip


@page
@staff(WRITE_LETTERS)
def change_letter(request: Request, letter_id: str) -> HttpResponse:
    """Change a draft."""
    row = queries.draft_letter_for(request.actor, letter_id)
    chosen = {one.unit_id: one.unit for one in queries.receipts_of(request.actor, row)}
    every = {one.id: one for one in units_for(request.actor, on=day_of(request.now), permission=WRITE_LETTERS)}
    initial = {
        "seen": row.seen,
        "month": row.month,
        "title": row.title,
        "body": row.body,
        "units": [str(number) for number in chosen],
    }
    form = LetterForm(sent(request), units=(every | chosen).values(), initial=initial)
    if carried_out(
        form,
        lambda: services.change_letter(
            actor=request.actor, now=request.now, letter=letter_id, seen=form.cleaned_data["seen"], text=form.text
        ),
    ):
        messages.success(request, _("草稿已改。"))
        return redirect("oversight:letter", letter_id)
    around = FormPage(
        title=_("修改通报草稿"),
        here=_("修改"),
        submit=_("存草稿"),
        back=reverse("oversight:letter", args=[letter_id]),
        steps=(_letters(),),
    )
    return ask(request, form, around)


@page
@staff(WRITE_LETTERS)
def issue_letter(request: Request, letter_id: str) -> HttpResponse:
    """Issue a draft."""
    row = queries.draft_letter_for(request.actor, letter_id)
    form = YesForm(sent(request))
    if carried_out(form, lambda: services.issue_letter(actor=request.actor, now=request.now, letter=letter_id)):
        messages.success(request, _("通报已发出，各单位已收到通知。"))
        return redirect("oversight:letter", letter_id)
    around = FormPage(
        title=_("发出这份通报"),
        here=_("发出"),
        submit=_("发出"),
        back=reverse("oversight:letter", args=[letter_id]),
        lead=row.title,
        effect=_("编上本年的下一个号，正文和附表的数从此固定，不能再改；所列单位都收到通知，看得到全文。"),
        steps=(_letters(),),
    )
    return ask(request, form, around)


@page
@staff(WRITE_LETTERS)
def discard_letter(request: Request, letter_id: str) -> HttpResponse:
    """Give a draft up."""
    row = queries.draft_letter_for(request.actor, letter_id)
    form = YesForm(sent(request))
    if carried_out(form, lambda: services.discard_letter(actor=request.actor, now=request.now, letter=letter_id)):
        messages.success(request, _("草稿已放弃。"))
        return redirect("oversight:letters")
    around = FormPage(
        title=_("放弃这份草稿"),
        here=_("放弃"),
        submit=_("放弃"),
        back=reverse("oversight:letter", args=[letter_id]),
        lead=row.title,
        effect=_("草稿没有编号，放弃以后不再出现。"),
        steps=(_letters(),),
    )
    return ask(request, form, around)


@require_POST
@staff(ANSWER_LETTERS)
def confirm_letter(request: Request, letter_id: str) -> HttpResponse:
    """Confirm the receipt for the own unit."""
    services.confirm_letter(actor=request.actor, now=request.now, letter=letter_id)
    messages.success(request, _("已确认收到。"))
    return redirect("oversight:letter", letter_id)


@page
@staff(ANSWER_LETTERS)
def reply_letter(request: Request, letter_id: str) -> HttpResponse:
    """Reply for the own unit."""
    row = queries.receipt_for(request.actor, letter_id)
    form = ReplyForm(sent(request))
    if carried_out(
        form,
        lambda: services.reply_to_letter(
            actor=request.actor, now=request.now, letter=letter_id, words=form.cleaned_data["words"]
        ),
    ):
        messages.success(request, _("回复已送出。"))
        return redirect("oversight:letter", letter_id)
    around = FormPage(
        title=_("回复通报"),
        here=_("回复"),
        submit=_("送出回复"),
        back=reverse("oversight:letter", args=[letter_id]),
        lead=row.letter.title,
        effect=_("每份通报回复一次；信用办看得到，别的单位看不到。"),
        steps=(_letters(),),
    )
    return ask(request, form, around)

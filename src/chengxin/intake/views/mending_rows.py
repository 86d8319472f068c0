"""Returned rows mended on one page: what is wrong stands beside its cell; kept, checked, sent together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.rules import Field, Item, Means
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.models import MendingDraft
from chengxin.intake.rules.typed import typed_fields
from chengxin.intake.services.judging_rows import Remark
from chengxin.intake.services.mending import MendedRowState
from chengxin.ui.asking import page
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of

BEGIN, SAVE, SEND = "begin", "save", "send"
ALL = "all"
LONG_TEXT = 200
SHOWN = frozenset({Means.SUBJECT_NAME, Means.SUBJECT_CODE, Means.DOCUMENT_NUMBER, Means.DECIDED_ON})
"""What tells a row from the others is on the page although nothing is wrong with it."""


@dataclass(frozen=True)
class CellView:
    """A cell to type in: ``errors`` stand beside it, ``choices`` names a list of values to choose from."""

    name: str
    label: str
    value: str
    errors: tuple[str, ...]
    choices: str
    long: bool


@dataclass(frozen=True)
class RowView:
    """A returned row: its line in the file, its cells, what is wrong without a cell, whether it is left out."""

    number: str
    line: int
    about: str
    cells: tuple[CellView, ...]
    errors: tuple[str, ...]
    skip: bool


@dataclass(frozen=True)
class ChoicesView:
    """The values a field may take, offered while somebody types."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class MendPage:
    """The rows that can be mended here; ``elsewhere`` counts those that are mended in the file."""

    public_id: str
    title: str
    steps: tuple[Crumb, ...]
    rows: tuple[RowView, ...]
    lists: tuple[ChoicesView, ...]
    seen: str
    told: str
    elsewhere: int
    marked: str
    everything: bool


@page
@staff(rules.SEND)
def mend(request: Request, public_id: str) -> HttpResponse:
    """Mend returned rows in the browser: begin, keep, check, send."""
    wish = request.POST.get("do", "")
    submission = queries.submission_for(request.actor, public_id, permission=rules.SEND)
    if wish == BEGIN:
        return _begun(request, public_id)
    try:
        draft = queries.mending_draft_for(request.actor, public_id)
    except NotFound:
        messages.info(request, _("没有在网页上改的行：还没有开始，或者已经报送。"))
        return redirect("intake:submission", public_id)
    today = day_of(request.now)
    item = services.item_to_report(request.actor, submission.item, submission.unit, on=today)
    told = ""
    if request.method == "POST":
        told = _kept(request, public_id, draft, item)
        draft = draft if told else queries.mending_draft_for(request.actor, public_id)
        if not told and wish == SAVE:
            messages.success(request, _("已保存，还没有报送。"))
            return redirect("intake:mend", public_id)
        if not told and wish == SEND:
            try:
                made = services.send_mending(actor=request.actor, now=request.now, submission=public_id)
            except (Conflict, Invalid) as refusal:
                told = refusal.sentence()
            else:
                messages.success(request, _("改好的行已报送，几秒钟内办结。"))
                return redirect("intake:submission", made.public_id)
    shown = _page(request, draft, item, today, told)
    return render(request, "intake/mend.html", {"page": shown}, status=422 if told else 200)


def _begun(request: Request, public_id: str) -> HttpResponse:
    try:
        services.begin_mending(actor=request.actor, now=request.now, submission=public_id)
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.sentence())
        return redirect("intake:submission", public_id)
    return redirect("intake:mend", public_id)


def _kept(request: Request, public_id: str, draft: MendingDraft, item: Item) -> str:
    """Keep what was typed; return why it was not, and leave it on the page."""
    values, skipped = _typed(request.POST, draft, item)
    try:
        services.save_mending(
            actor=request.actor,
            now=request.now,
            submission=public_id,
            values=values,
            skipped=skipped,
            seen=request.POST.get("seen", ""),
        )
    except Conflict as refusal:
        for number, row in draft.rows.items():
            row["values"], row["skip"] = {**row["values"], **values[number]}, number in skipped
        return refusal.sentence()
    return ""


def _typed(
    posted: Mapping[str, str], draft: MendingDraft, item: Item
) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """Return the texts of the cells that were on the page, and the rows that were left out."""
    codes = [field.code for field in typed_fields(item)]
    values = {
        number: {code: posted[f"{number}-{code}"].strip() for code in codes if f"{number}-{code}" in posted}
        for number in draft.rows
    }
    return values, frozenset(number for number in draft.rows if f"{number}-skip" in posted)


def _page(request: Request, draft: MendingDraft, item: Item, today: date, told: str) -> MendPage:
    judged = services.judge_mending(request.actor, item, draft.rows, on=today)
    everything = request.GET.get("show") == ALL
    going = sum(not row["skip"] for row in draft.rows.values())
    open_rows = queries.mending_of(draft.submission).open
    receipt = reverse("intake:submission", args=[draft.submission.public_id])
    return MendPage(
        public_id=draft.submission.public_id,
        title=_("{n}行，还有{wrong}行要改").format(n=going, wrong=len(judged))
        if judged
        else _("{n}行都改好了，可以报送").format(n=going),
        steps=(Crumb(_("报送记录"), reverse("intake:submissions")), Crumb(_("回执"), receipt)),
        rows=tuple(
            _row(number, row, item, judged.get(number, ()), everything=everything) for number, row in draft.rows.items()
        ),
        lists=tuple(_choices(field) for field in typed_fields(item) if field.list),
        seen=draft.changed_at.isoformat(),
        told=told,
        elsewhere=max(0, open_rows - len(draft.rows)),
        marked=f"{reverse('intake:marked-workbook', args=[draft.submission.public_id])}?rows=returned",
        everything=everything,
    )


def _row(number: str, row: MendedRowState, item: Item, found: tuple[Remark, ...], *, everything: bool) -> RowView:
    wrong = {one.field for one in found} | set(row["fields"])
    fields = [field for field in typed_fields(item) if everything or field.code in wrong or field.means in SHOWN]
    cells = tuple(_cell(number, field, row["values"].get(field.code, ""), found) for field in fields)
    named = {field.code for field in fields}
    subject = item.meaning(Means.SUBJECT_NAME)
    return RowView(
        number=number,
        line=row["line"],
        about=row["values"].get(subject.code, "") if subject else "",
        cells=cells,
        errors=tuple(dict.fromkeys(one.message for one in found if one.field not in named)),
        skip=row["skip"],
    )


def _cell(number: str, field: Field, value: str, found: tuple[Remark, ...]) -> CellView:
    return CellView(
        name=f"{number}-{field.code}",
        label=field.name,
        value=value,
        errors=tuple(dict.fromkeys(one.message for one in found if one.field == field.code)),
        choices=f"list-{field.code}" if field.list else "",
        long=field.length > LONG_TEXT,
    )


def _choices(field: Field) -> ChoicesView:
    values = field.list.values if field.list else ()
    return ChoicesView(name=f"list-{field.code}", values=tuple(value.label for value in values))

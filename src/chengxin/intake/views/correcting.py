"""Correcting a record: the same form, filled with what stands; what makes the fact what it is stays."""

from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import services
from chengxin.intake.forms.typing import CorrectionForm, initial_of
from chengxin.intake.rules.typed import typed_fields
from chengxin.intake.services.correcting import Standing
from chengxin.intake.services.judging_rows import TypedRow
from chengxin.intake.views.sheets import Part, Reckoning, parts_of, reckoned
from chengxin.intake.views.typing import CHECK, SEND
from chengxin.register import rules as register
from chengxin.register.queries import History, history_for
from chengxin.register.rules import FieldChange, changes_between, words_of
from chengxin.register.services import look_at_record
from chengxin.ui.asking import attempt, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class CorrectionPage:
    """The form. ``fixed`` is what can not be corrected; ``changes`` what would change, None while not asked."""

    title: str
    here: str
    steps: tuple[Crumb, ...]
    address: str
    back: str
    fixed: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    reckoning: Reckoning
    ready: bool
    changes: tuple[FieldChange, ...]
    effect: str


@page
@staff(register.CORRECT)
def correct(request: Request, record_id: str) -> HttpResponse:
    """Correct a record: check first, see what changes, then let it supersede."""
    today = day_of(request.now)
    history = _history(request, record_id)
    standing = services.standing_for_correction(request.actor, record_id, on=today)
    item = standing.item
    asked = tuple(field for field in typed_fields(item) if field.code not in standing.fixed)
    form = CorrectionForm(sent(request), item=item, asked=asked, initial=initial_of(standing.values, asked))
    wish = request.POST.get("do", "")
    values = form.values() if form.is_bound and (form.is_valid() or form.cleaned_data) else standing.values
    judged = services.judge_correction(request.actor, standing, values, on=today)
    if request.htmx:
        return render(request, "intake/reckoning.html", {"reckoning": _reckoned(judged, today)})
    if wish in {CHECK, SEND}:
        form.tell((one.field, one.message) for one in judged.faults)
    if wish == SEND and form.is_valid():
        why = form.cleaned_data["why"]
        changed = attempt(
            form,
            lambda: services.correct_record(
                actor=request.actor, now=request.now, record=record_id, values=values, why=why
            ),
        )
        if changed is not None:
            told = _("已更正，公示页显示新的内容并标明“已更正”。") if changed else _("内容与现行的相同，没有改动。")
            messages.success(request, told)
            return redirect("register:record", record_id)
    back = reverse("register:record", args=[record_id])
    shown = CorrectionPage(
        title=_("更正一条{item}").format(item=item.name),
        here=_("更正"),
        steps=(
            Crumb(history.subject_name, reverse("desk:subject", args=[history.subject_id])),
            Crumb(history.document_number or item.name, back),
        ),
        address=reverse("intake:correct", args=[record_id]),
        back=back,
        fixed=_fixed(standing),
        parts=parts_of(item, form, judged if form.is_bound else None),
        reckoning=_reckoned(judged, today),
        ready=wish in {CHECK, SEND} and form.is_valid(),
        changes=_changes(standing, judged),
        effect=_("新的内容立即取代现行的内容，公示页标明“已更正”，以前的版本留底。公示的最后一天不会因更正推迟。"),
    )
    status = 422 if wish in {CHECK, SEND} and form.errors else 200
    return render(request, "intake/correct.html", {"form": form, "page": shown}, status=status)


def _history(request: Request, record_id: str) -> History:
    """Return the record's history. The form shows what is not public, so opening it is a look on record."""
    if request.method == "POST":
        return history_for(request.actor, record_id, today=day_of(request.now), permission=register.CORRECT)
    return look_at_record(actor=request.actor, now=request.now, record_id=record_id)


def _reckoned(judged: TypedRow, today: date) -> Reckoning:
    """Return what the law says of the new content; by when it had to be reported is no question any more."""
    return replace(reckoned(judged, today), clock=None)


def _fixed(standing: Standing) -> tuple[tuple[str, str], ...]:
    fields = [standing.item.field(code) for code in standing.fixed]
    return tuple((field.name, words_of(field, standing.state.payload.get(field.code))) for field in fields)


def _changes(standing: Standing, judged: TypedRow) -> tuple[FieldChange, ...]:
    if judged.window is None:
        return ()
    after = services.state_of(judged, standing.state)
    return changes_between(standing.item, standing.state.payload, after.payload, ())

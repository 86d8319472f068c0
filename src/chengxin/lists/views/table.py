"""The table of procedures: filtered, counted, as a file."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.lists import queries
from chengxin.lists.forms import EntriesFilter
from chengxin.lists.models import Entry
from chengxin.lists.rules.doings import PROPOSE, SEE_LISTS
from chengxin.lists.rules.procedure import State
from chengxin.lists.views.parts import LOOKS, kinds_in_reach, state_words, units_in_reach
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Figure, Pager
from chengxin.units.queries import day_of

COUNTED = (
    (State.PROPOSED, gettext_noop("待审核")),
    (State.APPROVED, gettext_noop("待告知或公示")),
    (State.NOTIFIED, gettext_noop("陈述或公示中")),
    (State.DECIDED, gettext_noop("待公布")),
    (State.PUBLISHED, gettext_noop("在列")),
)


@dataclass(frozen=True)
class EntryLine:
    """One procedure in the table."""

    name: str
    code: str
    address: str
    kind: str
    unit: str
    look: str
    state: str
    proposed_on: date
    until: date | None


@dataclass(frozen=True)
class EntriesPage:
    """The table."""

    title: str
    figures: tuple[Figure, ...]
    lines: tuple[EntryLine, ...]
    pager: Pager
    csv: str
    may_propose: bool


@require_safe
@staff(SEE_LISTS)
def entries(request: Request) -> HttpResponse:
    """Show the procedures in reach."""
    form = _form(request)
    part = slice_of(request, queries.entries_for(request.actor, form.asked()), _("条"))
    shown = EntriesPage(
        title=_("{n}条名单认定").format(n=f"{part.total:,}") if part.total else _("没有名单认定"),
        figures=tuple(_figures(request)),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse('lists:entries-file')}?{request.GET.urlencode()}",
        may_propose=request.actor.may(PROPOSE) and request.actor.unit is not None,
    )
    return render(request, "lists/entries.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_LISTS)
def entries_file(request: Request) -> HttpResponse:
    """Give the procedures in reach as a csv file."""
    found = queries.entries_for(request.actor, _form(request).asked())
    heads = [_("主体"), _("统一社会信用代码"), _("名单"), _("认定单位"), _("状态"), _("提出日期"), _("期限届满日")]
    lines = (_line(row) for row in found.iterator())
    rows = (
        [one.name, one.code, one.kind, one.unit, one.state, str(one.proposed_on), str(one.until or "")] for one in lines
    )
    return file_of(f"list-entries-{day_of(request.now):%Y%m%d}", heads, rows)


def _form(request: Request) -> EntriesFilter:
    return EntriesFilter(request.GET or None, kinds=kinds_in_reach(request), units=units_in_reach(request))


def _figures(request: Request) -> list[Figure]:
    counts, here = queries.counts_by_state(request.actor), reverse("lists:entries")
    return [
        Figure(_(label), counts.get(state.value, 0), _("条"), f"{here}?state={state.value}") for state, label in COUNTED
    ]


def _line(row: Entry) -> EntryLine:
    return EntryLine(
        name=row.subject_name,
        code=row.subject_code,
        address=reverse("lists:entry", args=[row.public_id]),
        kind=row.kind_name,
        unit=row.unit.short_name,
        look=LOOKS[State(row.state)],
        state=state_words(row),
        proposed_on=day_of(row.proposed_at),
        until=row.until,
    )

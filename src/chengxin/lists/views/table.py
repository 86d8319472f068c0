"""The table of procedures: filtered, counted, as a file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

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
from chengxin.lists.rules.dues import ENDS_WITHIN_DAYS, Due, DueFilter
from chengxin.lists.rules.procedure import State, Track
from chengxin.lists.views.dues import FILTERS, due_words
from chengxin.lists.views.parts import LOOKS, kinds_in_reach, state_words, units_in_reach
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Figure, Pager, Tab
from chengxin.units.queries import day_of

A_PART = 500
"""Rows of the file whose days are looked up together."""
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
    due: str
    due_on: date | None
    late: bool


@dataclass(frozen=True)
class EntriesPage:
    """The table."""

    title: str
    figures: tuple[Figure, ...]
    tabs: tuple[Tab, ...]
    lines: tuple[EntryLine, ...]
    pager: Pager
    csv: str
    may_propose: bool


@require_safe
@staff(SEE_LISTS)
def entries(request: Request) -> HttpResponse:
    """Show the procedures in reach."""
    form, today = _form(request), day_of(request.now)
    found = queries.entries_due(request.actor, form.asked(), form.asked_due(), today=today)
    part = slice_of(request, found, _("条"))
    shown = EntriesPage(
        title=_("{n}条名单认定").format(n=f"{part.total:,}") if part.total else _("没有名单认定"),
        figures=tuple(_figures(request)),
        tabs=_tabs(request, form, today),
        lines=_lines(part.rows, today),
        pager=part.pager,
        csv=f"{reverse('lists:entries-file')}?{request.GET.urlencode()}",
        may_propose=request.actor.may(PROPOSE) and request.actor.unit is not None,
    )
    return render(request, "lists/entries.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_LISTS)
def entries_file(request: Request) -> HttpResponse:
    """Give the procedures in reach as a csv file."""
    form, today = _form(request), day_of(request.now)
    found = queries.entries_due(request.actor, form.asked(), form.asked_due(), today=today)
    heads = [
        _("主体"),
        _("统一社会信用代码"),
        _("名单"),
        _("认定单位"),
        _("状态"),
        _("提出日期"),
        _("期限届满日"),
        _("到期事项"),
        _("到期日"),
    ]
    rows = (
        [
            one.name,
            one.code,
            one.kind,
            one.unit,
            one.state,
            str(one.proposed_on),
            str(one.until or ""),
            one.due,
            str(one.due_on or ""),
        ]
        for part in _parts(found.iterator(chunk_size=A_PART))
        for one in _lines(part, today)
    )
    return file_of(f"list-entries-{today:%Y%m%d}", heads, rows)


def _parts(rows: Iterator[Entry]) -> Iterator[list[Entry]]:
    while part := list(islice(rows, A_PART)):
        yield part


def _form(request: Request) -> EntriesFilter:
    return EntriesFilter(request.GET or None, kinds=kinds_in_reach(request), units=units_in_reach(request))


def _figures(request: Request) -> list[Figure]:
    counts, here = queries.counts_by_state(request.actor), reverse("lists:entries")
    return [
        Figure(_(label), counts.get(state.value, 0), _("条"), f"{here}?state={state.value}") for state, label in COUNTED
    ]


def _tabs(request: Request, form: EntriesFilter, today: date) -> tuple[Tab, ...]:
    """Return the choices of what is due, each with the number of rows that it shows under the filters chosen."""
    asked, chosen = form.asked(), form.asked_due()
    counts = queries.due_counts(request.actor, asked, today=today)
    every = Tab(_("全部"), _address(request, None), chosen is None)
    return (
        every,
        *(
            Tab(_(label).format(n=ENDS_WITHIN_DAYS), _address(request, due), due is chosen, counts[due])
            for due, label in FILTERS.items()
        ),
    )


def _address(request: Request, due: DueFilter | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("due", None)
    if due is not None:
        query["due"] = due.value
    return f"{reverse('lists:entries')}?{query.urlencode()}"


def _lines(rows: Collection[Entry], today: date) -> tuple[EntryLine, ...]:
    dues = queries.dues_of(rows, today=today)
    return tuple(_line(row, dues[row.id], today) for row in rows)


def _line(row: Entry, due: Due, today: date) -> EntryLine:
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
        due=due_words(due, Track(row.track), today),
        due_on=due.on,
        late=due.late,
    )

"""Document numbers: the unit's own sequences with their questions; for the office counts and answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.reporting import GapForm
from chengxin.oversight.queries import SeriesLine
from chengxin.oversight.rules.months import FIRST_YEAR, LAST_YEAR
from chengxin.oversight.rules.reporting_doings import DECLARE, SEE_REPORTING
from chengxin.oversight.rules.sequences import GAP_LABELS, Gap, GapKind, Series
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb, Tab
from chengxin.units.queries import day_of, unit_for

SHOWN_YEARS = 3
SHOWN_GAPS = 40


@dataclass(frozen=True)
class GapLine:
    """Numbers that did not arrive: which, how many, what was said. ``address`` leads to the answer."""

    numbers: str
    size: int
    look: str
    state: str
    address: str


@dataclass(frozen=True)
class SeriesPart:
    """One word of the year. ``more`` counts gaps that are not listed; ``whole`` leads to one answer for all."""

    title: str
    name: str
    words: str
    gaps: tuple[GapLine, ...]
    more: int
    whole: str


@dataclass(frozen=True)
class AnswerLine:
    """What was said, when and by whom."""

    numbers: str
    kind: str
    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class SequencesPage:
    """The sequences of a unit in a year."""

    title: str
    unit: str
    years: tuple[Tab, ...]
    parts: tuple[SeriesPart, ...]
    answers: tuple[AnswerLine, ...]
    own: bool


@dataclass(frozen=True)
class UnitLine:
    """How many numbers of a unit are open and explained, by kind in words."""

    unit: str
    address: str
    words: int
    open: int
    promised: int
    explained: str


@dataclass(frozen=True)
class CountsPage:
    """Counts of all units in reach."""

    title: str
    years: tuple[Tab, ...]
    lines: tuple[UnitLine, ...]


def year_asked(request: Request) -> int:
    """Return the year the address names, else this one.

    Raises:
        NotFound: it names none.
    """
    text = request.GET.get("year", "")
    year = day_of(request.now).year if not text else int(text) if text.isascii() and text.isdigit() else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return year


def _years(request: Request, address: str, year: int) -> tuple[Tab, ...]:
    this = day_of(request.now).year
    shown = sorted({*range(this - SHOWN_YEARS + 1, this + 1), year}, reverse=True)
    return tuple(
        Tab(_("{year}年").format(year=one), f"{address}{'&' if '?' in address else '?'}year={one}", one == year)
        for one in shown
    )


@require_safe
@staff(SEE_REPORTING)
def sequences(request: Request) -> HttpResponse:
    """Show the sequences of a unit: the one the address names, else the own; who reports for none sees all units."""
    text = request.GET.get("unit", "")
    if not text and not request.actor.may(DECLARE):
        return redirect("oversight:sequences-overview")
    year = year_asked(request)
    number = int(text) if text.isascii() and text.isdigit() else request.actor.unit
    if number is None:
        raise NotFound
    unit = unit_for(request.actor, number, permission=SEE_REPORTING)
    own = request.actor.may(DECLARE) and unit.id == request.actor.unit
    lines = queries.series_for(request.actor, year, unit.id)
    shown = SequencesPage(
        title=_title(unit.short_name, year, lines),
        unit=unit.name,
        years=_years(request, f"{reverse('oversight:sequences')}?unit={unit.id}", year),
        parts=tuple(_part(place, line, own=own) for place, line in enumerate(lines)),
        answers=tuple(
            AnswerLine(
                _("{word}〔{year}〕{numbers}").format(
                    word=row.word, year=row.year, numbers=numbers_text(row.first, row.last)
                ),
                _(GAP_LABELS[GapKind(row.kind)]),
                row.words,
                row.at,
                row.by,
            )
            for row in queries.gap_answers_of(request.actor, year, unit.id)
        ),
        own=own,
    )
    return render(request, "oversight/sequences.html", {"page": shown})


def _title(unit: str, year: int, lines: Iterable[SeriesLine]) -> str:
    every = list(lines)
    if not every:
        return _("{unit}{year}年还没有收到能连号的文书").format(unit=unit, year=year)
    open_ones = sum(gap.size for line in every for gap in line.unanswered)
    if open_ones:
        return _("{unit}{year}年有{n}个文书号没有收到，请说明").format(unit=unit, year=year, n=open_ones)
    return _("{unit}{year}年的文书号连得上，或者已经说明").format(unit=unit, year=year)


def numbers_text(first: int, last: int) -> str:
    """Return numbers as people write them (11号, 11—15号)."""
    return _("{n}号").format(n=first) if first == last else _("{first}—{last}号").format(first=first, last=last)


def _part(place: int, line: SeriesLine, *, own: bool) -> SeriesPart:
    shown = sorted(line.gaps, key=lambda gap: (not gap.is_open, gap.first))[:SHOWN_GAPS]
    return SeriesPart(
        title=_("{word}〔{year}〕").format(word=line.series.word, year=line.series.year),
        name=f"series-{place}",
        words=_part_words(line),
        gaps=tuple(_gap(line.series, gap, own=own) for gap in sorted(shown, key=lambda gap: gap.first)),
        more=len(line.gaps) - len(shown),
        whole=_address(line.series, line.first, line.last) if own and line.open_gaps else "",
    )


def _part_words(line: SeriesLine) -> str:
    words = _("收到{n}个号，从{first}号到{last}号，缺{missing}个。").format(
        n=f"{line.present:,}",
        first=line.first,
        last=line.last,
        missing=f"{sum(gap.size for gap in line.gaps):,}",
    )
    if line.before:
        words += _("{first}号以前的号没有列为问题：上一年没有收到过这个字号。").format(first=line.first)
    if line.sparse:
        words += _("收到的号很少，可能大部分不在这里报送，可以一次说明。")
    return words


def _gap(series: Series, gap: Gap, *, own: bool) -> GapLine:
    look = "near" if gap.kind is None else "idle" if gap.is_open else "done"
    return GapLine(
        numbers=numbers_text(gap.first, gap.last),
        size=gap.size,
        look=look,
        state=_("请说明") if gap.kind is None else _(GAP_LABELS[gap.kind]),
        address=_address(series, gap.first, gap.last) if own else "",
    )


def _address(series: Series, first: int, last: int) -> str:
    query = {"word": series.word, "year": series.year, "first": first, "last": last}
    return f"{reverse('oversight:answer-gap')}?{urlencode(query)}"


@page
@staff(DECLARE)
def answer_gap(request: Request) -> HttpResponse:
    """Say what became of numbers that did not arrive; without a word go where they are listed."""
    if not request.GET.get("word"):
        return redirect("oversight:sequences")
    series = Series(request.GET.get("word", ""), year_asked(request))
    unit = request.actor.unit
    lines = queries.series_for(request.actor, series.year, unit) if unit is not None else []
    if not any(line.series == series for line in lines):
        raise NotFound
    form = GapForm(sent(request), initial={"first": request.GET.get("first"), "last": request.GET.get("last")})
    back = f"{reverse('oversight:sequences')}?year={series.year}"
    if carried_out(
        form,
        lambda: services.answer_gap(actor=request.actor, now=request.now, series=series, **form.cleaned_data),
    ):
        messages.success(request, _("说明已记下。"))
        return redirect(back)
    around = FormPage(
        title=_("这些号为什么没有收到"),
        here=_("说明缺号"),
        submit=_("记下说明"),
        back=back,
        lead=_("{word}〔{year}〕").format(word=series.word, year=series.year),
        effect=_("只有本单位和信用办看得到。说错了可以再说明一次，以最后一次为准；漏报的，报来以后自动消去。"),
        steps=(Crumb(_("文书号"), back),),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_REPORTING)
def sequences_overview(request: Request) -> HttpResponse:
    """Show how many numbers of each unit in reach are open, and what was said."""
    year = year_asked(request)
    lines = queries.series_for(request.actor, year)
    units = {line.unit.id: line.unit for line in lines}
    shown = CountsPage(
        title=_("{year}年文书号：{n}家单位，{open}个号没有说明").format(
            year=year, n=len(units), open=f"{sum(gap.size for line in lines for gap in line.unanswered):,}"
        ),
        years=_years(request, reverse("oversight:sequences-overview"), year),
        lines=tuple(
            _unit_line(unit.name, unit.id, year, [line for line in lines if line.unit.id == unit.id])
            for unit in units.values()
        ),
    )
    return render(request, "oversight/sequences_overview.html", {"page": shown})


def _unit_line(name: str, number: int, year: int, lines: list[SeriesLine]) -> UnitLine:
    sizes: Counter[GapKind | None] = Counter()
    for line in lines:
        for gap in line.gaps:
            sizes[gap.kind] += gap.size
    explained = [(kind, label) for kind, label in GAP_LABELS.items() if kind is not GapKind.FORGOTTEN and sizes[kind]]
    return UnitLine(
        unit=name,
        address=f"{reverse('oversight:sequences')}?unit={number}&year={year}",
        words=len(lines),
        open=sizes[None],
        promised=sizes[GapKind.FORGOTTEN],
        explained="，".join(_("{label}{n}个").format(label=_(label), n=sizes[kind]) for kind, label in explained),
    )

"""Which field has its lists by a day: the tasks of the plan to establish them and to publish the first batch."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.lists import queries
from chengxin.lists.forms import CoverageFilter
from chengxin.lists.queries import Coverage
from chengxin.lists.rules.doings import SEE_COVERAGE
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Figure
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class CoveragePage:
    """The fields on a day."""

    on: date
    figures: tuple[Figure, ...]
    lines: tuple[Coverage, ...]
    csv: str


@require_safe
@staff(SEE_COVERAGE)
def coverage(request: Request) -> HttpResponse:
    """Show the fields."""
    form = CoverageFilter(request.GET or None)
    on = _on(request, form)
    lines = queries.coverage_on(request.actor, on=on)
    page = CoveragePage(
        on=on,
        figures=(
            Figure(_("已建立名单的领域"), sum(bool(one.kinds) for one in lines), _("个")),
            Figure(_("已发布第一批的领域"), sum(one.first_on is not None for one in lines), _("个")),
            Figure(_("还没有建立的领域"), sum(not one.kinds for one in lines), _("个")),
        ),
        lines=lines,
        csv=f"{reverse('lists:coverage-file')}?{request.GET.urlencode()}",
    )
    status = 422 if form.errors else 200
    return render(request, "lists/coverage.html", {"page": page, "form": form}, status=status)


@require_safe
@staff(SEE_COVERAGE)
def coverage_file(request: Request) -> HttpResponse:
    """Give the fields as a csv file."""
    on = _on(request, CoverageFilter(request.GET or None))
    heads = [_("领域"), _("名单"), _("制度"), _("制度日期"), _("由其他机关决定"), _("第一批公布日期"), _("第一批条数")]
    rows = (
        [
            one.field,
            "、".join(one.kinds),
            one.system,
            str(one.system_on or ""),
            _("是") if one.elsewhere else _("否"),
            str(one.first_on or ""),
            str(one.first or ""),
        ]
        for one in queries.coverage_on(request.actor, on=on)
    )
    return file_of(f"list-coverage-{on:%Y%m%d}", heads, rows)


def _on(request: Request, form: CoverageFilter) -> date:
    chosen: date | None = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    return chosen or day_of(request.now)

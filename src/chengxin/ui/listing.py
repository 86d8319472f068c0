"""Long lists: a page at a time on screen, all of it as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chengxin.foundation.spreadsheets import csv_lines
from chengxin.ui.pieces import Pager

M = TypeVar("M", bound=Model)
A_PAGE = 50


@dataclass(frozen=True)
class Slice(Generic[M]):
    """One page of a list: its rows, how many there are in all, and the way to its neighbours."""

    rows: Sequence[M]
    total: int
    pager: Pager


def slice_of(request: HttpRequest, found: QuerySet[M], counter: str) -> Slice[M]:
    """Return the page of the list that the address asks for; ``counter`` is the measure word (家, 人)."""
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    total = shown.paginator.count
    if shown.paginator.num_pages == 1:
        return Slice(list(shown), total, Pager())
    words = _("第{first}至{last}{counter}，共{total}{counter}").format(
        first=shown.start_index(), last=shown.end_index(), counter=counter, total=total
    )
    before = _address(request, shown.previous_page_number()) if shown.has_previous() else ""
    after = _address(request, shown.next_page_number()) if shown.has_next() else ""
    return Slice(list(shown), total, Pager(words=words, previous=before, next=after))


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def file_of(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return the rows as a csv file that spreadsheet programs open with its Chinese intact."""
    response = HttpResponse("".join(csv_lines(heads, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

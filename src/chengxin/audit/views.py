"""Staff pages of the trail, under /desk/trail/."""

from dataclasses import asdict, dataclass

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chengxin.audit import rules, services
from chengxin.audit.forms import ExportForm, TrailForm
from chengxin.audit.rules.trail import TrailEntry, TrailLine, TrailPage, usual_filter
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.spreadsheets import csv_lines
from chengxin.ui.pieces import Pager

CURSOR = "after"
COLUMNS = (
    gettext_lazy("编号"),
    gettext_lazy("时间"),
    gettext_lazy("经办人"),
    gettext_lazy("单位"),
    gettext_lazy("来源地址"),
    gettext_lazy("操作"),
    gettext_lazy("对象"),
    gettext_lazy("用途"),
    gettext_lazy("依据"),
    gettext_lazy("结果"),
)


@dataclass(frozen=True)
class TrailView:
    """The page of the trail: the filter, and what it found unless the filter is wrong."""

    form: TrailForm
    found: TrailPage | None
    pager: Pager
    export_query: str


@dataclass(frozen=True)
class EntryView:
    """The page of one entry."""

    entry: TrailEntry


@require_GET
@staff(rules.SEE_TRAIL)
def trail(request: Request) -> HttpResponse:
    """Show the trail, filtered, a page at a time."""
    form = _filter_form(request)
    if not form.is_valid():
        return render(request, "audit/trail.html", {"page": TrailView(form, None, Pager(), "")}, status=422)
    found = services.look_through_trail(
        actor=request.actor, now=request.now, wanted=form.wanted(), cursor=request.GET.get(CURSOR, "")
    )
    query = _query_of(form)
    pager = Pager(
        words=_("本页%(rows)s条，最新的在前") % {"rows": len(found.lines)},
        next=f"?{query}&{CURSOR}={found.following}" if found.following else "",
    )
    return render(request, "audit/trail.html", {"page": TrailView(form, found, pager, query)})


@require_GET
@staff(rules.SEE_TRAIL)
def entry(request: Request, number: int) -> HttpResponse:
    """Show one entry."""
    found = services.look_at_entry(actor=request.actor, now=request.now, entry=number)
    return render(request, "audit/entry.html", {"page": EntryView(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(rules.EXPORT_TRAIL)
def export(request: Request) -> HttpResponseBase:
    """Ask for purpose and basis, then stream the entries as CSV."""
    if request.method != "POST":
        form = ExportForm(initial={**asdict(usual_filter(timezone.localdate(request.now))), **request.GET.dict()})
        return render(request, "audit/export.html", {"form": form})
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "audit/export.html", {"form": form}, status=422)
    lines = services.export_trail(
        actor=request.actor,
        now=request.now,
        wanted=form.wanted(),
        purpose=form.cleaned_data["purpose"],
        basis=form.cleaned_data["basis"],
    )
    answer = StreamingHttpResponse(
        csv_lines([str(column) for column in COLUMNS], map(_row, lines)), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="trail-{timezone.localdate(request.now)}.csv"'
    return answer


def _filter_form(request: Request) -> TrailForm:
    """Return the filter as typed; what is not said is as usual, so that a bare address answers too."""
    usual = {name: str(value) for name, value in asdict(usual_filter(timezone.localdate(request.now))).items()}
    return TrailForm({**usual, **request.GET.dict()})


def _query_of(form: TrailForm) -> str:
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in form.cleaned_data.items() if value})
    return query.urlencode()


def _row(line: TrailLine) -> tuple[str, ...]:
    at = timezone.localtime(line.at).isoformat(timespec="seconds")
    return (
        str(line.id),
        at,
        line.actor,
        line.unit,
        line.origin,
        line.action,
        line.thing,
        line.purpose,
        line.basis,
        line.outcome,
    )

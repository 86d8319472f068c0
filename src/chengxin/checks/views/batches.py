"""Batches on the desk: a workbook in, its rows checked, the same workbook back with the answers."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.checks import queries, services
from chengxin.checks.adapters.batch import RESULTS, read_table, template, with_results
from chengxin.checks.forms.checking import BatchForm, matter_choices
from chengxin.checks.models import Batch, Check
from chengxin.checks.queries import Answer
from chengxin.checks.rules.answers import IDENTITY_LABELS, Identity
from chengxin.checks.rules.doings import CHECK, SEE_CHECKS
from chengxin.checks.views.parts import CheckLine, check_line, fact_view, measure_view, to_checks, unknown_words
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Figure, Pager
from chengxin.units.queries import day_of
from chengxin.vault.services import read_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class BatchLine:
    """A line of the list."""

    address: str
    name: str
    matter: str
    purpose: str
    at: datetime
    by: str
    rows: int
    refused: int


@dataclass(frozen=True)
class BatchesPage:
    """The list."""

    title: str
    lines: tuple[BatchLine, ...]
    pager: Pager
    new: str
    steps: tuple[Crumb, ...]


@dataclass(frozen=True)
class BatchPage:
    """One batch: its figures, what was refused, its checks."""

    title: str
    matter: str
    purpose: str
    at: datetime
    by: str
    figures: tuple[Figure, ...]
    refused: tuple[tuple[int, str], ...]
    lines: tuple[CheckLine, ...]
    pager: Pager
    results: str
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_CHECKS)
def batches(request: Request) -> HttpResponse:
    """Show the batches in reach."""
    part = slice_of(request, queries.batches_for(request.actor), _("批"))
    shown = BatchesPage(
        title=_("{n}批核查").format(n=f"{part.total:,}") if part.total else _("还没有批量核查"),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        new=reverse("checks:batch-new") if request.actor.may(CHECK) else "",
        steps=(to_checks(),),
    )
    return render(request, "checks/batches.html", {"page": shown})


@page
@staff(CHECK)
def new(request: Request) -> HttpResponse:
    """Check the rows of a workbook."""
    actor, today = request.actor, day_of(request.now)
    matters = list(queries.matters_open(actor, today, permission=CHECK))
    choices = matter_choices(matters, many_units=len({one.unit_id for one in matters}) > 1)
    form = BatchForm(sent(request), request.FILES or None, matters=choices)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.check_workbook(actor=actor, now=request.now, question=form.question, upload=form.upload),
        )
        if made is not None:
            messages.success(request, _("已核查"))
            return redirect("checks:batch", batch=made.public_id)
    around = FormPage(
        title=_("批量核查"),
        here=_("批量核查"),
        submit=_("核查"),
        back=reverse("checks:batches"),
        effect=_("每一行是一次核查，各有凭证，各自留痕。同一个工作簿加上结果列可以下载。"),
        steps=(to_checks(), _to_batches()),
    )
    return ask(request, form, around)


@require_safe
@staff(CHECK)
def template_file(request: Request) -> HttpResponse:  # noqa: ARG001  a view takes the request
    """Give an empty workbook."""
    return _download(template(), _("批量核查模板.xlsx"))


@require_safe
@staff(SEE_CHECKS)
def batch(request: Request, batch: str) -> HttpResponse:
    """Show one batch with its checks."""
    row = queries.batch_for(request.actor, batch)
    found = queries.checks_for(request.actor, queries.CheckFilter(batch=batch)).order_by("line")
    part = slice_of(request, found, _("件"))
    open_ones = queries.checks_for(request.actor, queries.CheckFilter(batch=batch, open_only=True)).count()
    unknown = found.filter(subject__isnull=True).count()
    shown = BatchPage(
        title=row.name,
        matter=row.matter.name,
        purpose=row.purpose,
        at=row.at,
        by=row.by_name,
        figures=(
            Figure(_("行"), row.rows),
            Figure(_("已核查"), part.total),
            Figure(_("没有确定主体"), unknown),
            Figure(_("待登记措施"), open_ones),
            Figure(_("没有核查"), len(row.refused)),
        ),
        refused=tuple(sorted((int(line), words) for line, words in row.refused.items())),
        lines=tuple(check_line(one) for one in part.rows),
        pager=part.pager,
        results=reverse("checks:batch-results", args=[batch]),
        steps=(to_checks(), _to_batches()),
    )
    return render(request, "checks/batch.html", {"page": shown})


@require_safe
@staff(CHECK)
def results(request: Request, batch: str) -> HttpResponse:
    """Give the same workbook back, with the answers beside the rows."""
    row = queries.batch_for(request.actor, batch, permission=CHECK)
    opened = read_file(
        actor=request.actor,
        now=request.now,
        file_id=row.file.public_id,
        reason=row.purpose,
        basis=_("下载批量核查的结果"),
    )
    content = BytesIO(b"".join(opened.pieces()))
    table = read_table(content)
    content.seek(0)
    return _download(with_results(content, table, _told(request, row, day_of(request.now))), _result_name(row))


def _told(request: Request, row: Batch, today: date) -> dict[int, list[str]]:
    told = {one.line or 0: _words(one, answer) for one, answer in queries.answers_of(request.actor, row, today=today)}
    empty = [""] * (len(RESULTS) - 1)
    return told | {int(line): [_("没有核查：{why}").format(why=words), *empty] for line, words in row.refused.items()}


def _words(row: Check, answer: Answer) -> list[str]:
    told, gone = answer.told, answer.gone
    entries = [fact_view(one, 0, gone) for one in told["entries"]]
    adverse = [fact_view(one, 0, gone) for one in told["records"] if one["adverse"]]
    names = {one["key"]: one["name"] for one in told["measures"]}
    measures = [measure_view(one, {}) for one in told["measures"]]
    return [
        _(IDENTITY_LABELS[Identity(row.identity)]),
        told["subject"]["name"],
        _lines([f"{one.item} {one.number}" for one in entries if not one.gone]),
        _lines([f"{one.item} {one.number}" for one in adverse if not one.gone]),
        _lines([f"{one.name}（{one.binds if one.ours else one.ordered}，{one.basis}）" for one in measures]),
        _lines([unknown_words(one, names) for one in told["unknown"]]),
        row.public_id,
    ]


def _lines(words: list[str]) -> str:
    return "\n".join(words)


def _line(row: Batch) -> BatchLine:
    return BatchLine(
        address=reverse("checks:batch", args=[row.public_id]),
        name=row.name,
        matter=row.matter.name,
        purpose=row.purpose,
        at=row.at,
        by=row.by_name,
        rows=row.rows,
        refused=len(row.refused),
    )


def _to_batches() -> Crumb:
    return Crumb(_("批量核查"), reverse("checks:batches"))


def _result_name(row: Batch) -> str:
    return _("{name}-核查结果.xlsx").format(name=row.name.rsplit(".", 1)[0])


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response

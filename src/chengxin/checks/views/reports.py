"""Authorised credit reports on the desk: those that were made, making one, batches with their progress and files."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.checks import services
from chengxin.checks.forms.reports import ReportBatchForm, ReportForm, ReportsForm
from chengxin.checks.models import Report, ReportBatch
from chengxin.checks.queries import reports as queries
from chengxin.checks.rules.answers import GROUND_LABELS, Ground
from chengxin.checks.rules.reports import MAKE_REPORTS, SEE_REPORTS
from chengxin.checks.views.parts import to_checks
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, page, sent
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Crumb, Figure, LongWork, Pager
from chengxin.units.queries import day_of
from chengxin.vault.services import read_file

PDF, ZIP = "application/pdf", "application/zip"
IN_MEMORY = 8 * 1024 * 1024
"""So many bytes of a zip file stay in memory; a larger one goes through a file without a name."""


@dataclass(frozen=True)
class ReportLine:
    """A report that was made; ``verify`` is where anybody asks whether it still holds."""

    number: str
    subject: str
    code: str
    purpose: str
    basis: str
    unit: str
    at: datetime
    by: str
    verify: str


@dataclass(frozen=True)
class ReportsPage:
    """The list."""

    title: str
    lines: tuple[ReportLine, ...]
    pager: Pager
    new: str
    csv: str
    narrowed: bool
    steps: tuple[Crumb, ...]


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list."""

    address: str
    name: str
    purpose: str
    at: datetime
    by: str
    rows: int
    look: str
    state: str


@dataclass(frozen=True)
class BatchesPage:
    """The list of batches."""

    title: str
    lines: tuple[BatchLine, ...]
    pager: Pager
    new: str
    steps: tuple[Crumb, ...]


@dataclass(frozen=True)
class BatchPage:
    """One batch: what is under way, then its figures, its reports and what was refused."""

    title: str
    purpose: str
    basis: str
    at: datetime
    by: str
    work: LongWork | None
    figures: tuple[Figure, ...]
    refused: tuple[tuple[int, str], ...]
    lines: tuple[ReportLine, ...]
    pager: Pager
    zip: str
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_REPORTS)
def reports(request: Request) -> HttpResponse:
    """Show the authorised reports in reach."""
    form = ReportsForm(request.GET or None)
    part = slice_of(request, queries.reports_for(request.actor, form.sought), _("份"))
    shown = ReportsPage(
        title=_("{n}份授权版信用报告").format(n=f"{part.total:,}") if part.total else _("没有这样的信用报告"),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        new=reverse("checks:report-new") if request.actor.may(MAKE_REPORTS) else "",
        csv=f"{reverse('checks:reports-file')}?{request.GET.urlencode()}",
        narrowed=bool(form.sought),
        steps=(to_checks(),),
    )
    return render(request, "checks/reports.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_REPORTS)
def reports_file(request: Request) -> HttpResponse:
    """Give the list as a csv file."""
    found = queries.reports_for(request.actor, ReportsForm(request.GET or None).sought)
    lines = (_line(row) for row in found.iterator())
    heads = [_("报告编号"), _("主体"), _("统一社会信用代码"), _("用途"), _("依据"), _("单位"), _("时间"), _("经办人")]
    rows = (
        [one.number, one.subject, one.code, one.purpose, one.basis, one.unit, one.at.isoformat(), one.by]
        for one in lines
    )
    return file_of(f"reports-{day_of(request.now):%Y%m%d}", heads, rows)


@page
@staff(MAKE_REPORTS)
def new(request: Request) -> HttpResponse:
    """Make one report and hand it over."""
    form = ReportForm(sent(request), initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        wish = form.wish
        made = attempt(
            form,
            lambda: services.make_authorised_report(
                actor=request.actor,
                now=request.now,
                unit=request.actor.unit or 0,
                subject=form.cleaned_data["code"],
                ground=wish.ground,
                purpose=wish.purpose,
                basis=wish.basis,
            ),
        )
        if made is not None:
            response = HttpResponse(made.content, content_type=PDF)
            header = content_disposition_header(as_attachment=True, filename=made.file_name)
            response.headers["Content-Disposition"] = header
            return response
    around = FormPage(
        title=_("给谁出具授权版信用报告？"),
        here=_("出具"),
        submit=_("出具并下载"),
        back=reverse("checks:reports"),
        effect=_("报告签名以后交给您，平台不留文件。每次出具都留痕，主体可以看到哪个单位、为什么查过。"),
        steps=(to_checks(), to_reports()),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_REPORTS)
def batches(request: Request) -> HttpResponse:
    """Show the batches of reports in reach."""
    part = slice_of(request, queries.batches_for(request.actor), _("批"))
    shown = BatchesPage(
        title=_("{n}批信用报告").format(n=f"{part.total:,}") if part.total else _("还没有批量出具"),
        lines=tuple(_batch_line(row) for row in part.rows),
        pager=part.pager,
        new=reverse("checks:report-batch-new") if request.actor.may(MAKE_REPORTS) else "",
        steps=(to_checks(), to_reports()),
    )
    return render(request, "checks/report_batches.html", {"page": shown})


@page
@staff(MAKE_REPORTS)
def batch_new(request: Request) -> HttpResponse:
    """Order reports of the organisations in a workbook."""
    form = ReportBatchForm(sent(request), request.FILES or None)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.order_reports(actor=request.actor, now=request.now, wish=form.wish, upload=form.upload),
        )
        if made is not None:
            messages.success(request, _("已开始出具"))
            return redirect("checks:report-batch", batch=made.public_id)
    around = FormPage(
        title=_("批量出具授权版信用报告"),
        here=_("批量出具"),
        submit=_("开始出具"),
        back=reverse("checks:report-batches"),
        effect=_("每一行一份报告，各自签名、各自留痕。做好的加密保存30日，由本单位下载。可以离开页面，做完再来。"),
        steps=(to_checks(), to_reports(), _to_batches()),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_REPORTS)
def batch(request: Request, batch: str) -> HttpResponse:
    """Show one batch, with its progress while it is under way."""
    row = queries.batch_for(request.actor, batch)
    part = slice_of(request, queries.reports_of(row), _("份"))
    ground = _(GROUND_LABELS[Ground(row.ground)])
    may_fetch = part.total and row.finished_at is not None and request.actor.may(MAKE_REPORTS)
    shown = BatchPage(
        title=row.name,
        purpose=row.purpose,
        basis=f"{ground}：{row.basis}" if row.basis else ground,
        at=row.at,
        by=row.by_name,
        work=None if row.finished_at else _work(row, part.total),
        figures=(
            Figure(_("行"), row.rows),
            Figure(_("已出具"), part.total),
            Figure(_("没有出具"), len(row.refused)),
        ),
        refused=tuple(sorted((int(line), words) for line, words in row.refused.items())),
        lines=tuple(_line(one) for one in part.rows),
        pager=part.pager,
        zip=reverse("checks:report-batch-file", args=[batch]) if may_fetch else "",
        steps=(to_checks(), to_reports(), _to_batches()),
    )
    return render(request, "checks/report_batch.html", {"page": shown})


@require_safe
@staff(SEE_REPORTS)
def progress(request: Request, batch: str) -> HttpResponse:
    """Give the part of the page that says how far a batch is; once it is done the page is asked for anew."""
    row = queries.batch_for(request.actor, batch)
    if row.finished_at is None:
        return render(request, "checks/report_progress.html", {"work": _work(row, queries.reports_of(row).count())})
    response = HttpResponse()
    response.headers["HX-Redirect"] = reverse("checks:report-batch", args=[batch])
    return response


@require_safe
@staff(MAKE_REPORTS)
def batch_file(request: Request, batch: str) -> FileResponse:
    """Give the reports of a batch in one zip file; each look is on record."""
    row = queries.batch_for(request.actor, batch, permission=MAKE_REPORTS)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for report in queries.reports_of(row):
            if report.file is None or report.file.deleted_at is not None:
                continue
            opened = read_file(
                actor=request.actor,
                now=request.now,
                file_id=report.file.public_id,
                reason=row.purpose,
                basis=report.basis,
            )
            with package.open(f"{report.line:04d}-{report.number}.pdf", "w") as place:
                for piece in opened.pieces():
                    place.write(piece)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"reports-{row.public_id}.zip", content_type=ZIP)


def to_reports() -> Crumb:
    """Return the step to the list of reports."""
    return Crumb(_("信用报告"), reverse("checks:reports"))


def _to_batches() -> Crumb:
    return Crumb(_("批量出具"), reverse("checks:report-batches"))


def _line(row: Report) -> ReportLine:
    return ReportLine(
        number=row.number,
        subject=row.subject_name,
        code=row.subject.unified_code or "",
        purpose=row.purpose,
        basis=row.basis,
        unit=row.unit.name if row.unit else "",
        at=row.made_at,
        by=row.made_by_name,
        verify=f"{reverse('portal:verify')}?number={row.number}",
    )


def _batch_line(row: ReportBatch) -> BatchLine:
    done = row.finished_at is not None
    return BatchLine(
        address=reverse("checks:report-batch", args=[row.public_id]),
        name=row.name,
        purpose=row.purpose,
        at=row.at,
        by=row.by_name,
        rows=row.rows,
        look="done" if done else "near",
        state=_("已完成") if done else _("正在出具"),
    )


def _work(row: ReportBatch, made: int) -> LongWork:
    total, done = row.rows, made + len(row.refused)
    return LongWork(
        title=_("正在出具"),
        about=row.name,
        done=done,
        total=total,
        words=_("{done}/{total}份").format(done=f"{done:,}", total=f"{total:,}"),
        stages=(),
        again=reverse("checks:report-batch-progress", args=[row.public_id]),
    )

"""What of a receipt can be taken away as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import item_of_hash
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.rules import causes
from chengxin.intake.rules.validating import HEADS, Found
from chengxin.ui.listing import file_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def findings_file(request: Request, public_id: str) -> HttpResponse:
    """Give all findings as a csv file."""
    row = queries.submission_for(request.actor, public_id)
    item = item_of_hash(request.actor, row.item_version, permission=rules.SEE_SUBMISSIONS)
    names = {field.code: field.name for field in item.fields}
    found = (
        Found(
            line=one.line,
            field=one.field,
            field_name=names.get(one.field, ""),
            code=one.code,
            title=causes.title_of(one.code, names.get(one.field, one.field)),
            severity=one.severity,
            value=one.value,
            message=one.message,
        )
        for one in queries.findings_of(row).iterator(chunk_size=5_000)
    )
    return file_of(f"receipt-{public_id}", [_(head) for head in HEADS], (one.cells(_) for one in found))


@require_safe
@staff(rules.SEND)
def marked_workbook(request: Request, public_id: str) -> HttpResponse:
    """Give the reporter's own workbook back with what is wrong marked, or the returned rows alone."""
    only = request.GET.get("rows") == "returned"
    content = services.take_marked_workbook(
        actor=request.actor, now=request.now, submission=public_id, only_returned=only
    )
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="marked-{public_id}.xlsx"'
    return response

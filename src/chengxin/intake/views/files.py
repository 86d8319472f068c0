"""What of a receipt can be taken away as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import item_of_hash
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.rules import causes
from chengxin.intake.views.wording import SEVERITY_WORDS
from chengxin.ui.listing import file_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    gettext_noop("原文件行号"),
    gettext_noop("字段代码"),
    gettext_noop("字段"),
    gettext_noop("程度"),
    gettext_noop("问题"),
    gettext_noop("原内容"),
    gettext_noop("怎么改"),
    gettext_noop("代号"),
)


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def findings_file(request: Request, public_id: str) -> HttpResponse:
    """Give all findings as a csv file."""
    row = queries.submission_for(request.actor, public_id)
    item = item_of_hash(request.actor, row.item_version, permission=rules.SEE_SUBMISSIONS)
    names = {field.code: field.name for field in item.fields}
    lines = (
        (
            str(one.line) if one.line else "",
            one.field,
            names.get(one.field, ""),
            _(SEVERITY_WORDS[one.severity]),
            causes.title_of(one.code, names.get(one.field, one.field)),
            one.value,
            one.message,
            one.code,
        )
        for one in queries.findings_of(row).iterator(chunk_size=5_000)
    )
    return file_of(f"receipt-{public_id}", [_(head) for head in HEADS], lines)


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

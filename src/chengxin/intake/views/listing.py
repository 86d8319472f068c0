"""The submissions of the units in reach."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules
from chengxin.intake.forms.listing import SubmissionFilter
from chengxin.intake.models import Submission
from chengxin.intake.views.pages import ListPage, SubmissionLine
from chengxin.intake.views.wording import state_words
from chengxin.ui.listing import slice_of


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def submissions(request: Request) -> HttpResponse:
    """List submissions, newest first."""
    form = SubmissionFilter(request.GET or None)
    found = form.narrow(queries.submissions_for(request.actor))
    part = slice_of(request, found, _("次"))
    page = ListPage(
        title=_title(part.total, filtered=form.is_used),
        lines=tuple(line_of(row) for row in part.rows),
        pager=part.pager,
    )
    return render(request, "intake/submissions.html", {"page": page, "form": form})


def _title(total: int, *, filtered: bool) -> str:
    if not total:
        return _("没有符合条件的报送") if filtered else _("还没有报送过")
    return (_("{n}次报送符合条件") if filtered else _("{n}次报送")).format(n=f"{total:,}")


def line_of(row: Submission) -> SubmissionLine:
    """Return a submission as a line of a table."""
    look, state = state_words(row)
    return SubmissionLine(
        title=row.file.name or _("原件已按期清除"),
        address=reverse("intake:submission", args=[row.public_id]),
        item=row.item_name,
        unit=row.unit.name,
        sent_by=row.sent_by_name,
        received_at=row.received_at,
        rows=row.rows,
        accepted=row.accepted,
        unchanged=row.unchanged,
        returned=row.returned,
        look=look,
        state=state,
    )

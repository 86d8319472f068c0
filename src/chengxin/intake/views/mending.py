"""What became of the rows that came back: sent again in which submission, in by now, or still open."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules
from chengxin.intake.models import Submission
from chengxin.intake.queries import Mending
from chengxin.intake.rules import State
from chengxin.intake.rules.following import FATE_LABELS, Fate
from chengxin.intake.views.listing import line_of
from chengxin.intake.views.pages import MendedView, SubmissionLine
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.ui.wording import date_text

OPEN = "open"
LOOKS = {Fate.IN: "done", Fate.AGAIN: "near", Fate.OPEN: "idle", Fate.NOTHING: "idle"}


@dataclass(frozen=True)
class RowLine:
    """A returned row: ``address`` leads to the submission in which it was sent again."""

    line: int
    words: str
    due_on: date | None
    look: str
    state: str
    address: str


@dataclass(frozen=True)
class MendingPage:
    """The returned rows one by one, and every submission that followed."""

    public_id: str
    title: str
    words: str
    steps: tuple[Crumb, ...]
    chain: tuple[SubmissionLine, ...]
    rows: tuple[RowLine, ...]
    only_open: bool
    pager: Pager


@require_safe
@staff(rules.SEE_SUBMISSIONS)
def mending(request: Request, public_id: str) -> HttpResponse:
    """List the returned rows of a submission with what became of each, and the submissions that followed."""
    row = queries.submission_for(request.actor, public_id)
    stands = queries.mending_of(row)
    only_open = request.GET.get("show") == OPEN
    found = queries.returned_of(row)
    if only_open:
        found = found.filter(to_mend=True).exclude(line__in=stands.settled)
    part = slice_of(request, found, _("行"))
    shown = MendingPage(
        public_id=row.public_id,
        title=_title(stands),
        words=_words(stands),
        steps=(
            Crumb(_("报送记录"), reverse("intake:submissions")),
            Crumb(_("回执"), reverse("intake:submission", args=[row.public_id])),
        ),
        chain=tuple(line_of(one) for one in queries.chain_of(request.actor, row)),
        rows=tuple(_line(one) for one in queries.mended_lines(row, part.rows, stands.settled)),
        only_open=only_open,
        pager=part.pager,
    )
    return render(request, "intake/mending.html", {"page": shown})


def mended_view(row: Submission) -> MendedView | None:
    """Return what the receipt says of the rows that came back; nothing where none did."""
    if row.state != State.DONE or not row.returned:
        return None
    stands = queries.mending_of(row)
    if not stands.returned:
        return None
    return MendedView(_title(stands), _words(stands), reverse("intake:mending", args=[row.public_id]), stands.open)


def _title(stands: Mending) -> str:
    if not stands.returned:
        return _("没有退回的行")
    if not stands.open:
        return _("退回的{n}行都办完了").format(n=f"{stands.returned:,}")
    return _("退回的{n}行，还有{open}行没有改好").format(n=f"{stands.returned:,}", open=f"{stands.open:,}")


def _words(stands: Mending) -> str:
    """Return the numbers that add up, and by when the first row has to be reported."""
    counted = [
        _("已改好入库{n}行").format(n=f"{stands.mended:,}"),
        _("没有改好{n}行").format(n=f"{stands.open:,}"),
        *([_("不归集、不用改{n}行").format(n=f"{stands.nothing:,}")] if stands.nothing else []),
    ]
    due = _("；最早的一行应在{day}以前报送").format(day=date_text(stands.due_on)) if stands.due_on else ""
    return "，".join(counted) + due + "。"


def _line(one: queries.MendedLine) -> RowLine:
    return RowLine(
        line=one.line,
        words=one.words,
        due_on=one.due_on,
        look=LOOKS[one.fate],
        state=_(FATE_LABELS[one.fate]),
        address=reverse("intake:submission", args=[one.by.public_id]) if one.by else "",
    )

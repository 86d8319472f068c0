"""Rows that wait for their subject: the queue, one row beside its candidates, the decision, its undoing, the file."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries, rules, services
from chengxin.intake.forms.deciding import EmptyForm
from chengxin.intake.forms.identifying import ChoiceForm, UnidentifiedFilter
from chengxin.intake.models import IdentifyingStep, UnidentifiedRow
from chengxin.intake.queries import Concern
from chengxin.intake.rules.identifying import FATE_LABELS, NOT_OURS, NOT_OURS_LABEL, Fate
from chengxin.subjects.queries.matching import Candidate
from chengxin.subjects.rules.kinds import KIND_LABELS, STATUS_LABELS, Kind, Status
from chengxin.subjects.rules.matching.evidence import ASPECT_LABELS, FINDING_LABELS
from chengxin.ui.asking import carried_out
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of, district_names

NOBODY = "nobody"
OF_OTHERS = gettext_noop("其他单位")
MOST_IN_A_FILE = 20_000


@dataclass(frozen=True)
class Line:
    """A row in the queue."""

    name: str
    address: str
    item: str
    unit: str
    code: str
    came_on: datetime
    state: str
    look: str
    whom: str


@dataclass(frozen=True)
class QueuePage:
    """The rows within reach."""

    title: str
    lines: tuple[Line, ...]
    pager: Pager
    file: str
    used: bool


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence in words."""

    aspect: str
    finding: str
    words: str


@dataclass(frozen=True)
class CandidateCard:
    """A candidate beside the row; ``key`` is what one presses for it."""

    key: str
    value: str
    name: str
    former_name: str
    code: str
    kind: str
    status: str
    place: str
    address: str
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class Step:
    """What somebody decided, and what lay before them."""

    at: datetime
    who: str
    words: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class RowPage:
    """A row beside its candidates. ``undo`` says whether there is a decision to take back.

    Of another unit's row (``ours`` is false) only what tells who its subject is: names, numbers, the district.
    """

    public_id: str
    title: str
    lead: str
    told: tuple[tuple[str, str], ...]
    ours: bool
    submission: str
    line: int
    open: bool
    nobody: str
    cards: tuple[CandidateCard, ...]
    previous: str
    next: str
    sent: str
    undo: bool
    steps: tuple[Step, ...]
    crumbs: tuple[Crumb, ...]


@require_safe
@staff(rules.IDENTIFY)
def unidentified(request: Request) -> HttpResponse:
    """List the rows, those that wait first."""
    form = UnidentifiedFilter(request.GET or None)
    concern = queries.concern_of(request.actor)
    part = slice_of(request, _found(request, form), _("行"))
    page = QueuePage(
        title=_("{n}行{state}").format(n=f"{part.total:,}", state=form.words) if part.total else form.nothing,
        lines=tuple(_line(row, concern) for row in part.rows),
        pager=part.pager,
        file=f"{reverse('intake:unidentified-file')}?{request.GET.urlencode()}",
        used=form.is_bound,
    )
    return render(request, "intake/unidentified.html", {"page": page, "form": form})


def _found(request: Request, form: UnidentifiedFilter) -> QuerySet[UnidentifiedRow]:
    rows = queries.rows_to_identify if form.chosen == Fate.OPEN else queries.unidentified_for
    return form.narrow(rows(request.actor))


def _line(row: UnidentifiedRow, concern: Concern) -> Line:
    fate, ours = Fate(row.fate), concern.owns(row)
    referred = _is_referred(row, concern)
    return Line(
        name=row.name,
        address=reverse("intake:identify", args=[row.public_id]),
        item=row.submission.item_name if ours else "",
        unit=row.unit.name if ours else _(OF_OTHERS),
        code=row.code or "、".join(row.numbers),
        came_on=row.began_at,
        state=_(NOT_OURS_LABEL) if referred else FATE_LABELS[fate],
        look="idle" if referred else {Fate.OPEN: "near", Fate.FOUND: "good", Fate.NOBODY: "idle"}[fate],
        whom=row.organisation.name if row.organisation else "",
    )


def _is_referred(row: UnidentifiedRow, concern: Concern) -> bool:
    """Say whether the row waits, and for this unit no more."""
    return row.fate == Fate.OPEN and not concern.owns(row) and not concern.is_asked(row)


@require_safe
@staff(rules.IDENTIFY)
def unidentified_file(request: Request) -> HttpResponse:
    """Give the rows with what was decided of them as a csv file."""
    found = _found(request, UnidentifiedFilter(request.GET or None))
    concern = queries.concern_of(request.actor)
    heads = (
        _("报送单位"), _("目录项"), _("原文件行号"), _("名称"), _("代码（原文）"), _("现在"), _("认定的主体"),
        _("认定的代码"), _("办理人"), _("办理时间"),
    )  # fmt: skip
    rows = (
        (
            line.unit,
            line.item,
            str(row.line) if line.item else "",
            line.name,
            line.code,
            line.state,
            line.whom,
            (row.organisation.unified_code or "") if row.organisation else "",
            row.changed_by_name,
            row.changed_at.astimezone(request.now.tzinfo).isoformat(timespec="seconds"),
        )
        for row, line in ((row, _line(row, concern)) for row in found[:MOST_IN_A_FILE])
    )
    return file_of("subjects-to-identify", heads, rows)


@require_safe
@staff(rules.IDENTIFY)
def identify(request: Request, row_id: str) -> HttpResponse:
    """Show a row beside its candidates."""
    row = queries.unidentified_row_for(request.actor, row_id)
    return _shown(request, row, ChoiceForm(), 200)


def _shown(request: Request, row: UnidentifiedRow, form: ChoiceForm, status: int) -> HttpResponse:
    return render(request, "intake/identify.html", {"page": _page(request, row), "form": form}, status=status)


def _page(request: Request, row: UnidentifiedRow) -> RowPage:
    concern = queries.concern_of(request.actor)
    ours, referred = concern.owns(row), _is_referred(row, concern)
    waits = row.fate == Fate.OPEN and not referred
    candidates = queries.candidates_of(request.actor, row) if waits else ()
    places = district_names([one.district for one in candidates], day_of(request.now))
    previous, following = queries.beside(request.actor, row)
    return RowPage(
        public_id=row.public_id,
        title=row.name,
        lead=_lead(row, ours=ours, referred=referred),
        told=tuple((name, text) for name, text in row.told) if ours else _needed(request, row),
        ours=ours,
        submission=reverse("intake:submission", args=[row.submission.public_id]) if ours else "",
        line=row.line,
        open=waits,
        nobody=_("都不是") if ours else _(NOT_OURS_LABEL),
        cards=tuple(
            _card(str(number), one, places.get(one.district, one.district)) for number, one in enumerate(candidates, 1)
        ),
        previous=reverse("intake:identify", args=[previous]) if previous else "",
        next=reverse("intake:identify", args=[following]) if following else "",
        sent=reverse("intake:submission", args=[row.sent.public_id]) if row.sent and ours else "",
        undo=not waits,
        steps=tuple(_step(one) for one in queries.steps_of(row)),
        crumbs=(Crumb(_("待认定主体"), reverse("intake:unidentified")),),
    )


def _needed(request: Request, row: UnidentifiedRow) -> tuple[tuple[str, str], ...]:
    """Return of another unit's row what a registering unit needs: the rest of it stays with the unit."""
    place = district_names([row.district], day_of(request.now)).get(row.district, row.district)
    told = ((_("名称"), row.name), (_("填的代码"), row.code), (_("旧号码"), "、".join(row.numbers)), (_("区划"), place))
    return tuple((label, text) for label, text in told if text)


def _lead(row: UnidentifiedRow, *, ours: bool, referred: bool) -> str:
    if referred:
        return _("已答复不是本单位登记的。这一行留给报送单位办理。")
    match Fate(row.fate):
        case Fate.FOUND if row.organisation:
            return _("{who}认定为{name}，已按它的代码重新报送。").format(
                who=row.changed_by_name, name=row.organisation.name
            )
        case Fate.NOBODY:
            return _("{who}认定都不是。这一行留在报送单位，补上代码可以再报。").format(who=row.changed_by_name)
        case _ if not ours:
            return _("其他单位报送的一行没有可用的代码，从号码或名称看可能由本单位登记。请对照登记档案认定它是谁。")
        case _:
            return _("{unit}报送的一行没有可用的代码，还没有入库。请对照证据认定它是谁。").format(unit=row.unit.name)


def _card(key: str, one: Candidate, place: str) -> CandidateCard:
    return CandidateCard(
        key=key,
        value=one.public_id,
        name=one.name,
        former_name=one.former_name,
        code=one.code,
        kind=KIND_LABELS[Kind(one.kind)],
        status=STATUS_LABELS[Status(one.status)],
        place=place,
        address=reverse("desk:subject", args=[one.public_id]),
        evidence=tuple(
            EvidenceLine(ASPECT_LABELS[piece.aspect], FINDING_LABELS[piece.finding], piece.words)
            for piece in one.evidence
        ),
    )


def _step(step: IdentifyingStep) -> Step:
    words: dict[str, str] = {
        Fate.FOUND: _("认定为{name}").format(name=step.organisation.name if step.organisation else ""),
        Fate.NOBODY: _("认定都不是"),
        Fate.OPEN: _("撤销认定"),
        NOT_OURS: _("答复不是本单位登记的"),
    }
    return Step(step.at, step.by_name, words[step.fate], tuple(step.evidence))


@require_POST
@staff(rules.IDENTIFY)
def decide(request: Request, row_id: str) -> HttpResponse:
    """Decide whom a row is about, and go on to the next one that waits."""
    row = queries.unidentified_row_for(request.actor, row_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, 422)
    chosen = form.cleaned_data["organisation"]
    _previous, following = queries.beside(request.actor, row)
    if not carried_out(form, lambda: _decide(request, row_id, chosen)):
        return _shown(request, queries.unidentified_row_for(request.actor, row_id), form, 422)
    words = _("“{name}”已认定都不是。") if chosen == NOBODY else _("“{name}”已认定，正在按代码重新报送。")
    messages.success(request, words.format(name=row.name))
    return redirect("intake:identify", following) if following else redirect("intake:unidentified")


def _decide(request: Request, row_id: str, chosen: str) -> UnidentifiedRow:
    if chosen == NOBODY:
        return services.find_nobody(actor=request.actor, now=request.now, row_id=row_id)
    return services.identify_row(actor=request.actor, now=request.now, row_id=row_id, organisation=chosen)


@require_POST
@staff(rules.IDENTIFY)
def undo(request: Request, row_id: str) -> HttpResponse:
    """Take back what was decided of a row, or (``last``) what this person decided last."""
    row = queries.last_step_by(request.actor) if row_id == "last" else None
    if row_id == "last" and row is None:
        messages.info(request, _("没有可以撤销的认定。"))
        return redirect("intake:unidentified")
    wanted = row.public_id if row else row_id
    form = EmptyForm({})
    call = lambda: services.undo_identifying(actor=request.actor, now=request.now, row_id=wanted)  # noqa: E731  one word for the call below
    if not carried_out(form, call):
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
        return redirect("intake:identify", wanted)
    messages.success(request, _("已撤销认定，按它报送的记录正在撤回。"))
    return redirect("intake:identify", wanted)

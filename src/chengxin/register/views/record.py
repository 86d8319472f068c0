"""One record: all versions, until when it is shown and why, what ended it, and what this person may do about it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.register import rules, services
from chengxin.register.queries import History
from chengxin.register.queries.descriptions import Proof, VersionFacts
from chengxin.register.rules import FieldChange, Standing, Window
from chengxin.ui.pieces import Crumb, Moment
from chengxin.units.queries import day_of

CORRECTION = "correction-"
"""How the register names what a correction came with; everything else is a submission of the room above."""
SHORT_VERSION = 8


@dataclass(frozen=True)
class Deed:
    """Something that can be done about the record."""

    label: str
    address: str


@dataclass(frozen=True)
class VersionLine:
    """One version in the history; ``submission`` is the address of the receipt, empty where there is none."""

    title: str
    at: datetime
    standing: bool
    withdrawn_at: datetime | None
    source_unit: str
    severity: str
    submission: str
    submission_id: str
    changes: tuple[FieldChange, ...]
    until: str
    proof: str


@dataclass(frozen=True)
class RecordPage:
    """The page: ``title`` says how the record stands; ``open_fields`` are what the public sees of it."""

    title: str
    history: History
    subject: str
    deeds: tuple[Deed, ...]
    moments: tuple[Moment, ...]
    law_version: str
    author: str
    versions: tuple[VersionLine, ...]
    down_proof: str
    shown: bool


@require_safe
@staff(rules.SEE_RECORDS)
def record(request: Request, record_id: str) -> HttpResponse:
    """Show one record with its history; the look is on record."""
    history = services.look_at_record(actor=request.actor, now=request.now, record_id=record_id)
    shown = RecordPage(
        title=history.position.words,
        history=history,
        subject=reverse("desk:subject", args=[history.subject_id]),
        deeds=_deeds(request.actor, history),
        moments=_moments(history, day_of(request.now)),
        law_version=history.window.law_version[:SHORT_VERSION],
        author=_author(history),
        versions=_lines(history),
        down_proof=_proof(history.takedown.proof) if history.takedown else "",
        shown=history.position.standing is Standing.SHOWN,
    )
    steps = (Crumb(_("信用主体"), reverse("desk:subjects")), Crumb(history.subject_name, shown.subject))
    return render(request, "register/record.html", {"page": shown, "steps": steps})


def _deeds(actor: Actor, history: History) -> tuple[Deed, ...]:
    """Return what this person may do; a record that is down can still be corrected and its revocation noted."""
    here = [history.public_id]
    deeds = []
    if history.correctable and actor.may(rules.CORRECT):
        deeds.append(Deed(_("更正"), reverse("intake:correct", args=here)))
    if history.revocation is None and actor.may(rules.REVOKE):
        deeds.append(Deed(_("决定已变更或撤销"), reverse("register:revoke", args=here)))
    if history.takedown is None and actor.may(rules.TAKE_DOWN):
        deeds.append(Deed(_("停止公示"), reverse("register:take-down", args=here)))
    return tuple(deeds)


def _moments(history: History, today: date) -> tuple[Moment, ...]:
    """Return the points of the publicity window; none where the record is not shown, or not any more."""
    window = history.window
    if history.position.standing is not Standing.SHOWN:
        return ()
    named = [
        (window.starts_on, _("决定之日，起算")),
        (window.earliest_repair_on, _("起可以申请修复")),
        (history.position.ends_on, _("公示的最后一天")),
    ]
    points = {day: words for day, words in named if day is not None}
    if points and min(points) < today < max(points):
        points.setdefault(today, _("今天"))
    return tuple(Moment(day, points[day], _look(day, today)) for day in sorted(points))


def _look(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "to-come" if day > today else ""


def _author(history: History) -> str:
    words = {"unit": _("由报送单位认定"), "proposal": _("系统建议，报送单位确认")}
    return words.get(history.severity_author, "")


def _lines(history: History) -> tuple[VersionLine, ...]:
    standing = next((one.number for one in history.versions if one.withdrawn_at is None), 0)
    return tuple(_line(one, standing=one.number == standing) for one in history.versions)


def _line(one: VersionFacts, *, standing: bool) -> VersionLine:
    corrected = one.submission.startswith(CORRECTION)
    first = one.number == 1
    title = _("首次报送") if first else _("更正") if corrected else _("再次报送，内容有变化")
    return VersionLine(
        title=_("第{number}版，{title}").format(number=one.number, title=title),
        at=one.shown_at,
        standing=standing,
        withdrawn_at=one.withdrawn_at,
        source_unit=one.source_unit,
        severity=one.severity,
        submission="" if corrected else _receipt(one.submission),
        submission_id="" if corrected else one.submission,
        changes=one.changes,
        until=_until(one.window),
        proof=_proof(one.proof),
    )


def _until(window: Window) -> str:
    if not window.publish:
        return _("不公示")
    if window.ends_on is None:
        return _("没有规定公示期限")
    return _("公示到{day}").format(day=window.ends_on.isoformat())


def _receipt(submission: str) -> str:
    """Return the address of a submission's receipt, by the name the room above gives it."""
    return reverse("intake:submission", args=[submission])


def _proof(proof: Proof | None) -> str:
    return f"{reverse('api:get_proof')}?batch={proof.batch}&index={proof.index}" if proof else ""

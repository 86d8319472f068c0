"""Checks on the desk: the list, asking, one answer with its evidence, closing it, replaying it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries.items import judging_item
from chengxin.checks import queries, services
from chengxin.checks.forms.checking import CheckForm, ChecksForm, DecisionsForm, ReasonForm, ReplayForm, matter_choices
from chengxin.checks.models import Approval, Check
from chengxin.checks.queries.answering import candidates
from chengxin.checks.queries.checks import evidence_of
from chengxin.checks.rules.answers import GROUND_LABELS, IDENTITY_LABELS, Ground, Identity, measures_to_decide
from chengxin.checks.rules.doings import CHECK, REPLAY_CHECKS, SEE_CHECKS
from chengxin.checks.views.parts import (
    CheckLine,
    FactView,
    MeasureView,
    WaitingTask,
    check_line,
    fact_view,
    measure_view,
    state_of,
    to_checks,
    unknown_words,
    waiting_task,
)
from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures.queries import waiting_about
from chengxin.subjects.rules.kinds import KIND_LABELS, STATUS_LABELS, Kind, Status
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager
from chengxin.units.queries import day_of

GIVEN = ("matter", "code", "name", "purpose", "ground", "basis", "reference")
"""What an address may give a new check to begin with."""


@dataclass(frozen=True)
class ChecksPage:
    """The list."""

    title: str
    lines: tuple[CheckLine, ...]
    pager: Pager
    csv: str
    may_check: bool
    narrowed: bool


@dataclass(frozen=True)
class CandidateLine:
    """An organisation that a name may mean."""

    name: str
    code: str
    former: str
    district: str
    evidence: str
    address: str


@dataclass(frozen=True)
class SaidLine:
    """What was said of one measure."""

    measure: str
    applied: bool
    words: str


@dataclass(frozen=True)
class SaidBlock:
    """What was said at one time."""

    at: datetime
    by: str
    reason: str
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True)
class LookLine:
    """What changed after the check; ``at`` is when it could be seen, ``decided_on`` when it was decided."""

    at: datetime
    what: str
    about: str
    decided_on: date | None


@dataclass(frozen=True)
class CheckPage:
    """One answer."""

    title: str
    found: bool
    code: str
    name: str
    given_name: str
    identity: str
    kind: str
    status: str
    look: str
    state: str
    matter: str
    unit: str
    purpose: str
    basis: str
    reference: str
    at: datetime
    by: str
    entries: tuple[FactView, ...]
    records: tuple[FactView, ...]
    measures: tuple[MeasureView, ...]
    unknown: tuple[str, ...]
    disputed: int
    said: tuple[SaidBlock, ...]
    digest: str
    key: str
    gone: int
    close: str
    correct: str
    replay: str
    subject: str
    candidates: tuple[CandidateLine, ...]
    until: date | None
    ended_why: str
    end: str
    looks: tuple[LookLine, ...]
    again: str
    tasks: tuple[WaitingTask, ...]


@require_safe
@staff(SEE_CHECKS)
def checks(request: Request) -> HttpResponse:
    """Show the checks in reach."""
    form = _filter(request)
    asked = form.filter()
    part = slice_of(request, queries.checks_for(request.actor, asked), _("件"))
    shown = ChecksPage(
        title=_("{n}件信用核查").format(n=f"{part.total:,}") if part.total else _("没有这样的核查"),
        lines=tuple(check_line(row) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse('checks:checks-file')}?{request.GET.urlencode()}",
        may_check=request.actor.may(CHECK),
        narrowed=asked != queries.CheckFilter(),
    )
    return render(request, "checks/checks.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CHECKS)
def checks_file(request: Request) -> HttpResponse:
    """Give the list as a csv file."""
    lines = (check_line(row) for row in queries.checks_for(request.actor, _filter(request).filter()).iterator())
    heads = [_("主体"), _("统一社会信用代码"), _("事项"), _("单位"), _("业务编号"), _("时间"), _("核查人"), _("状态")]
    rows = (
        [one.subject, one.code, one.matter, one.unit, one.reference, one.at.isoformat(), one.by, one.state]
        for one in lines
    )
    return file_of(f"checks-{day_of(request.now):%Y%m%d}", heads, rows)


@page
@staff(CHECK)
def new(request: Request) -> HttpResponse:
    """Ask about an organisation."""
    actor, today = request.actor, day_of(request.now)
    matters = list(queries.matters_open(actor, today, permission=CHECK))
    choices = matter_choices(matters, many_units=len({one.unit_id for one in matters}) > 1)
    given = {name: request.GET[name] for name in GIVEN if name in request.GET}
    only = {"matter": matters[0].public_id} if len(matters) == 1 else {}
    form = CheckForm(sent(request), matters=choices, initial=only | given)
    if form.is_valid():
        answered = attempt(
            form,
            lambda: services.check(actor=actor, now=request.now, asked=form.asked, until=form.cleaned_data["until"]),
        )
        if answered is not None:
            return redirect("checks:check", check=answered.check.public_id)
    effect = _("每次核查都留痕；被核查的主体可以看到哪个单位、为什么核查过它。答案只有事实、条款和措施，没有结论。")
    return ask(
        request,
        form,
        FormPage(
            _("核查谁的信用？"), _("核查"), _("核查"), reverse("checks:checks"), effect=effect, steps=(to_checks(),)
        ),
    )


@require_safe
@staff(SEE_CHECKS)
def check(request: Request, check: str) -> HttpResponse:
    """Show an answer."""
    row = queries.check_for(request.actor, check)
    return render(request, "checks/check.html", {"page": _check_page(request.actor, row, day_of(request.now))})


@page
@staff(CHECK)
def close(request: Request, check: str) -> HttpResponse:
    """Say of each measure whether it was applied."""
    row = queries.check_for(request.actor, check, permission=CHECK)
    measures = measures_to_decide(evidence_of(row).body)
    form = DecisionsForm(sent(request), measures=measures, corrects=row.closed_at is not None)
    around = FormPage(
        title=_("这些措施采取了没有？"),
        here=_("登记措施"),
        submit=_("登记"),
        back=reverse("checks:check", args=[check]),
        effect=_("平台不替您采取措施，只登记已经依法作出的决定。全部登记后这次核查办结。"),
        steps=(to_checks(),),
    )
    if carried_out(
        form,
        lambda: services.close_check(
            actor=request.actor,
            now=request.now,
            check=check,
            decisions=form.decisions,
            reason=form.cleaned_data.get("reason", ""),
        ),
    ):
        messages.success(request, _("已登记"))
        return redirect("checks:check", check=check)
    return ask(request, form, around)


@page
@staff(CHECK)
def end(request: Request, check: str) -> HttpResponse:
    """Say that an approval is not under way any more."""
    row = queries.check_for(request.actor, check, permission=CHECK)
    form = ReasonForm(sent(request))
    back = reverse("checks:check", args=[check])
    around = FormPage(
        title=_("不再跟踪“{subject}”？").format(subject=row.subject_name),
        here=_("结束跟踪"),
        submit=_("结束跟踪"),
        back=back,
        effect=_("以后该主体的信用情况再有变化，不再提醒。"),
        steps=(to_checks(),),
    )
    if carried_out(
        form,
        lambda: services.end_approval(
            actor=request.actor, now=request.now, check=check, reason=form.cleaned_data["reason"]
        ),
    ):
        messages.success(request, _("已结束跟踪"))
        return redirect(back)
    return ask(request, form, around)


@page
@staff(REPLAY_CHECKS)
def replay(request: Request, check: str) -> HttpResponse:
    """Build an answer again, and show both."""
    row = queries.check_for(request.actor, check, permission=REPLAY_CHECKS)
    form = ReplayForm(sent(request))
    around = FormPage(
        title=_("为什么重演这次核查？"),
        here=_("重演"),
        submit=_("重演"),
        back=reverse("checks:checks"),
        effect=_("按当时能够看到的数据重新生成答案，逐字节对比；此后依法停止公示的内容也会显示。查看会留痕。"),
        steps=(to_checks(),),
    )
    if not form.is_valid():
        return ask(request, form, around)
    given = form.cleaned_data
    found = attempt(
        form,
        lambda: services.replay_check(
            actor=request.actor, now=request.now, check=check, purpose=given["purpose"], basis=given["basis"]
        ),
    )
    if found is None:
        return ask(request, form, around)
    told = [*found.told["entries"], *found.told["records"]]
    shown = {
        "title": row.subject_name or row.subject_code,
        "replay": found,
        "facts": [fact_view(one, number, frozenset()) for number, one in enumerate(told, 1)],
        "at": row.at,
        "matter": row.matter.name,
        "unit": row.unit.name,
        "steps": (to_checks(),),
    }
    return render(request, "checks/replay.html", {"page": shown})


def _filter(request: Request) -> ChecksForm:
    matters = list(queries.matters_for(request.actor, permission=SEE_CHECKS))
    choices = matter_choices(matters, many_units=len({one.unit_id for one in matters}) > 1)
    return ChecksForm(request.GET or None, matters=choices)


def _check_page(actor: Actor, row: Check, today: date) -> CheckPage:
    answer = queries.answer_of(actor, row, today=today)
    told, gone = answer.told, answer.gone
    subject, asked = told["subject"], told["asked"]
    entries = tuple(fact_view(one, number, gone) for number, one in enumerate(told["entries"], 1))
    first = len(entries) + 1
    records = tuple(fact_view(one, number, gone) for number, one in enumerate(told["records"], first))
    numbers = {
        one["record"]: view.number or view.item
        for one, view in zip([*told["entries"], *told["records"]], [*entries, *records], strict=True)
        if not view.gone
    }
    names = {one["key"]: one["name"] for one in told["measures"]}
    look, state = state_of(row)
    evidence = evidence_of(row)
    approval = Approval.objects.filter(owner=row).first()
    is_open = approval is not None and approval.ended_at is None and approval.until >= today
    looks = tuple(_looks(row, queries.still_standing(actor, row, today=today)))
    may = actor.may(CHECK) and any(True for _one in measures_to_decide(evidence.body))
    return CheckPage(
        title=row.subject_name or row.subject_code or _("没有确定主体"),
        found=row.subject_id is not None,
        code=row.subject_code,
        name=subject["name"],
        given_name=subject["given_name"],
        identity=_(IDENTITY_LABELS[Identity(row.identity)]),
        kind=_(KIND_LABELS[Kind(subject["kind"])]) if subject["kind"] else "",
        status=_(STATUS_LABELS[Status(subject["status"])]) if subject["status"] else "",
        look=look,
        state=state,
        matter=row.matter.name,
        unit=row.unit.name,
        purpose=asked["purpose"],
        basis=f"{_(GROUND_LABELS[Ground(asked['ground'])])}：{asked['basis']}",
        reference=row.reference,
        at=row.at,
        by=row.by_name,
        entries=entries,
        records=records,
        measures=tuple(measure_view(one, numbers) for one in told["measures"]),
        unknown=tuple(unknown_words(one, names) for one in told["unknown"]),
        disputed=sum(one.disputed for one in (*entries, *records)),
        said=tuple(_said(row, names)),
        digest=evidence.digest,
        key=evidence.key,
        gone=len(gone),
        close=reverse("checks:close", args=[row.public_id]) if may and row.closed_at is None else "",
        correct=reverse("checks:close", args=[row.public_id]) if may and row.closed_at is not None else "",
        replay=reverse("checks:replay", args=[row.public_id]) if actor.may(REPLAY_CHECKS) else "",
        subject=reverse("desk:subject", args=[subject["id"]]) if subject["id"] else "",
        candidates=tuple(_candidates(actor, row, asked)) if row.identity == Identity.CANDIDATES else (),
        until=approval.until if approval else None,
        ended_why=approval.ended_why if approval else "",
        end=reverse("checks:end", args=[row.public_id]) if is_open and actor.may(CHECK) else "",
        looks=looks,
        again=f"{reverse('checks:new')}?{urlencode(_again(row, asked))}" if actor.may(CHECK) else "",
        tasks=tuple(waiting_task(one) for one in waiting_about(actor, row.used, list(names))),
    )


def _again(row: Check, asked: dict[str, str]) -> dict[str, str]:
    """Return what a new check of the same case begins with."""
    ways = {"matter": row.matter.public_id, "code": row.subject_code, "name": row.subject_name}
    return ways | _why(asked) | {"reference": asked["reference"]}


def _why(asked: dict[str, str]) -> dict[str, str]:
    """Return why it is asked again; a consent is looked for anew, as it may be over."""
    by_consent = asked["ground"] == Ground.CONSENT
    basis = "" if by_consent else asked["basis"]
    return {"purpose": asked["purpose"], "ground": asked["ground"], "basis": basis}


def _looks(row: Check, still: frozenset[str]) -> Iterator[LookLine]:
    for look in row.looks_again.order_by("-id"):
        if look.corrected:
            yield LookLine(look.visible_at, _("核查用过的信息查明有误，已更正"), "", None)
        for one in look.came:
            yield _look_line(look.visible_at, _("新增"), one, still)
        for one in () if look.corrected else look.changed:
            yield _look_line(look.visible_at, _("有变动"), one, still)
        if look.went:
            yield LookLine(look.visible_at, _("{n}条不再公示").format(n=len(look.went)), "", None)


def _look_line(at: datetime, what: str, told: dict[str, Any], still: frozenset[str]) -> LookLine:
    if told["record"] not in still:
        return LookLine(at, what, _("此后已停止公示"), None)
    decided_on = date.fromisoformat(told["decided_on"]) if told["decided_on"] else None
    return LookLine(at, what, f"{judging_item(told['item_version']).name} {told['number']}".strip(), decided_on)


def _said(row: Check, names: dict[str, str]) -> list[SaidBlock]:
    return [
        SaidBlock(
            at=one.at,
            by=one.by_name,
            reason=one.reason,
            lines=tuple(
                SaidLine(names.get(said["measure"], said["measure"]), said["applied"], said["words"])
                for said in one.decisions
            ),
        )
        for one in queries.feedback_of(row)
    ]


def _candidates(actor: Actor, row: Check, asked: dict[str, str]) -> list[CandidateLine]:
    """Return who a name may mean; choosing one asks again by its code."""
    ways = {"matter": row.matter.public_id} | _why(asked)
    return [
        CandidateLine(
            name=one.name,
            code=one.code,
            former=one.former_name,
            district=one.district,
            evidence="；".join(each.words for each in one.evidence),
            address=f"{reverse('checks:new')}?{urlencode(ways | {'code': one.code, 'name': asked['name']})}",
        )
        for one in candidates(actor, asked["name"], "")
        if one.code
    ]

"""Consents on the desk: the list, recording one from a signed paper, one with its uses, withdrawing it."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.checks import services
from chengxin.checks.forms.consents import ConsentForm, ConsentsForm, WithdrawForm
from chengxin.checks.models import Consent
from chengxin.checks.queries.consents import EVERY, consent_for, consents_for, uses_of
from chengxin.checks.rules.answers import Ground
from chengxin.checks.rules.consents import COVERS_LABELS, RECORD_CONSENTS, Covers
from chengxin.checks.rules.doings import CHECK, SEE_CHECKS
from chengxin.checks.views.parts import to_checks
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class ConsentLine:
    """A line of the list."""

    address: str
    subject: str
    code: str
    number: str
    covers: str
    purpose: str
    unit: str
    until: date
    look: str
    state: str


@dataclass(frozen=True)
class ConsentsPage:
    """The list."""

    title: str
    lines: tuple[ConsentLine, ...]
    pager: Pager
    new: str
    csv: str
    narrowed: bool
    steps: tuple[Crumb, ...]


@dataclass(frozen=True)
class ConsentPage:
    """One consent; addresses are empty where the person may not do it, or there is nothing to do."""

    title: str
    line: ConsentLine
    signed_on: date
    at: datetime
    by: str
    scan: str
    scan_name: str
    sha256: str
    withdrawn_at: datetime | None
    withdrawn_words: str
    withdrawn_by: str
    checks: int
    reports: int
    withdraw: str
    check: str
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_CHECKS)
def consents(request: Request) -> HttpResponse:
    """Show the consents given to units in reach."""
    form, today = ConsentsForm(request.GET or None), day_of(request.now)
    asked = form.filter(today)
    part = slice_of(request, consents_for(request.actor, asked), _("份"))
    shown = ConsentsPage(
        title=_("{n}份授权书").format(n=f"{part.total:,}") if part.total else _("没有这样的授权书"),
        lines=tuple(_line(row, today) for row in part.rows),
        pager=part.pager,
        new=reverse("checks:consent-new") if request.actor.may(RECORD_CONSENTS) else "",
        csv=f"{reverse('checks:consents-file')}?{request.GET.urlencode()}",
        narrowed=asked != EVERY,
        steps=(to_checks(),),
    )
    return render(request, "checks/consents.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CHECKS)
def consents_file(request: Request) -> HttpResponse:
    """Give the list as a csv file."""
    today = day_of(request.now)
    found = consents_for(request.actor, ConsentsForm(request.GET or None).filter(today))
    lines = (_line(row, today) for row in found.iterator())
    heads = [
        _("主体"),
        _("统一社会信用代码"),
        _("授权书编号"),
        _("授权的内容"),
        _("用途"),
        _("单位"),
        _("截止日期"),
        _("状态"),
    ]
    rows = (
        [one.subject, one.code, one.number, one.covers, one.purpose, one.unit, str(one.until), one.state]
        for one in lines
    )
    return file_of(f"consents-{today:%Y%m%d}", heads, rows)


@page
@staff(RECORD_CONSENTS)
def new(request: Request) -> HttpResponse:
    """Record a consent from a signed paper."""
    form = ConsentForm(sent(request), request.FILES or None, initial={"subject": request.GET.get("code", "")})
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.record_consent(actor=request.actor, now=request.now, given=form.given, scan=form.upload),
        )
        if made is not None:
            messages.success(request, _("已登记"))
            return redirect("checks:consent", consent=made.public_id)
    around = FormPage(
        title=_("登记主体签署的授权书"),
        here=_("登记"),
        submit=_("登记"),
        back=reverse("checks:consents"),
        effect=_("只对本单位、这项用途有效；到期或者撤回以后，不能再凭它核查和出具报告。"),
        steps=(to_checks(), to_consents()),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_CHECKS)
def consent(request: Request, consent: str) -> HttpResponse:
    """Show one consent, with the paper and how often it was used."""
    row = consent_for(request.actor, consent)
    checks, reports = uses_of(row)
    line = _line(row, day_of(request.now))
    standing = line.look == "good"
    ways = urlencode({"code": row.subject_code, "purpose": row.purpose, "ground": Ground.CONSENT.value})
    shown = ConsentPage(
        title=_("{name}的授权书").format(name=row.subject_name),
        line=line,
        signed_on=row.signed_on,
        at=row.at,
        by=row.by_name,
        scan=reverse("vault:file", args=[row.scan.public_id]),
        scan_name=row.scan.name,
        sha256=row.scan.sha256,
        withdrawn_at=row.withdrawn_at,
        withdrawn_words=row.withdrawn_words,
        withdrawn_by=row.withdrawn_by_name,
        checks=checks,
        reports=reports,
        withdraw=reverse("checks:consent-withdraw", args=[consent])
        if row.withdrawn_at is None and request.actor.may(RECORD_CONSENTS)
        else "",
        check=f"{reverse('checks:new')}?{ways}"
        if standing and Covers.CHECKS.value in row.covers and request.actor.may(CHECK)
        else "",
        steps=(to_checks(), to_consents()),
    )
    return render(request, "checks/consent.html", {"page": shown})


@page
@staff(RECORD_CONSENTS)
def withdraw(request: Request, consent: str) -> HttpResponse:
    """Write down that the subject withdrew a consent."""
    row = consent_for(request.actor, consent, permission=RECORD_CONSENTS)
    form, back = WithdrawForm(sent(request)), reverse("checks:consent", args=[consent])
    if carried_out(
        form,
        lambda: services.withdraw_consent(
            actor=request.actor, now=request.now, consent=consent, words=form.cleaned_data["words"]
        ),
    ):
        messages.success(request, _("已登记撤回"))
        return redirect(back)
    around = FormPage(
        title=_("“{name}”撤回了授权？").format(name=row.subject_name),
        here=_("登记撤回"),
        submit=_("登记撤回"),
        back=back,
        effect=_("立即生效：不能再凭它核查和出具报告，凭它跟踪的在办事项结束跟踪。以前的核查保留凭证。"),
        steps=(to_checks(), to_consents(), Crumb(_("{name}的授权书").format(name=row.subject_name), back)),
    )
    return ask(request, form, around)


def to_consents() -> Crumb:
    """Return the step to the list of consents."""
    return Crumb(_("授权书"), reverse("checks:consents"))


def _line(row: Consent, today: date) -> ConsentLine:
    look, state = _standing(row, today)
    return ConsentLine(
        address=reverse("checks:consent", args=[row.public_id]),
        subject=row.subject_name,
        code=row.subject_code,
        number=row.number,
        covers="、".join(_(COVERS_LABELS[one]) for one in Covers if one.value in row.covers),
        purpose=row.purpose,
        unit=row.unit.name,
        until=row.until,
        look=look,
        state=state,
    )


def _standing(row: Consent, today: date) -> tuple[str, str]:
    if row.withdrawn_at is not None:
        return "done", _("已撤回")
    return ("good", _("有效")) if row.until >= today else ("done", _("已到期"))

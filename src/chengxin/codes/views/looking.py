"""One number looked up: what is wrong with it, whom it names, whether the law still takes the old certificate."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.codes import queries
from chengxin.codes.forms import LookUpForm
from chengxin.codes.queries import LookedUp
from chengxin.codes.rules.doings import LOOK_UP
from chengxin.codes.rules.kinds import FAULT_LABELS, FAULT_WORDS, FaultKind
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.subjects.rules import OLD_NUMBER_LABELS
from chengxin.ui.asking import attempt
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class LookUpPage:
    """What is known of a number. ``verdict`` is the finding in one line, ``look`` how our own work stands."""

    verdict: str
    reasons: tuple[tuple[str, str], ...]
    law: str
    code: str
    name: str
    address: str
    department: str
    decided_on: date


@require_safe
@staff(LOOK_UP)
def look_up(request: Request) -> HttpResponse:
    """Look a number up."""
    form = LookUpForm(request.GET if "number" in request.GET else None)
    today, law = day_of(request.now), law_in_force(settings.DATA)
    found = None
    if form.is_valid():
        given = form.cleaned_data
        decided = given["decided_on"] or today
        found = attempt(
            form, lambda: queries.look_up(request.actor, given["number"], decided_on=decided, today=today, law=law)
        )
    prefixes = law.code_categories(on=today)
    shown = _page(found, " · ".join(prefixes.get(found.text[:2], ()))) if found else None
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "codes/look_up.html", {"page": shown, "form": form}, status=status)


def _page(found: LookedUp, department: str) -> LookUpPage:
    known = found.known
    return LookUpPage(
        verdict=verdict_words(found),
        reasons=tuple((_(FAULT_LABELS[kind]), _(FAULT_WORDS[kind])) for kind in _shown_kinds(found)),
        law=found.refused.reason if found.refused else "",
        code=known.code if known else "",
        name=known.name if known else "",
        address=reverse("desk:subject", args=[known.public_id]) if known else "",
        department="" if found.old or found.verdict.kinds else department,
        decided_on=found.decided_on,
    )


def _shown_kinds(found: LookedUp) -> tuple[FaultKind, ...]:
    return () if found.old or found.confirmed else found.verdict.kinds


def verdict_words(found: LookedUp) -> str:
    """Return the finding in one line."""
    if found.old is not None:
        label = _(OLD_NUMBER_LABELS[found.old.kind])
        words = _("这是{kind}，所在的旧证照已经停用") if found.refused else _("这是{kind}，不是统一社会信用代码")
        return words.format(kind=label)
    if found.verdict.absent:
        return _("这不是号码，只是占位的写法")
    if found.confirmed:
        return _("校验码不对，但证照上就是这样，已经确认")
    if found.verdict.kinds:
        return _("这个代码不对")
    return _("代码校验正确")

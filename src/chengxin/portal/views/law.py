"""What the law says about a decision, for anybody who has one in hand."""

from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import public
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.requests import Request
from chengxin.law import book
from chengxin.law.clocks import Due
from chengxin.law.current import law_in_force
from chengxin.law.refusals import MissingFacts, NoRule
from chengxin.portal.answers import answer_of
from chengxin.portal.forms import LawForm
from chengxin.portal.pages import LawAnswer, LawQuestion

CLOCK = "double-publicity"
UNASKED = {"item": "penalty", "procedure": "ordinary"}


@require_safe
@public
def publicity(request: Request) -> HttpResponse:
    """Say until when a decision is shown and by when it had to be; the address holds the question and can be sent."""
    law = law_in_force(settings.DATA)
    today = timezone.localdate(request.now)
    form = LawForm(request.GET or None, words=law.words, today=today, initial=UNASKED)
    answer = _answered(law, form) if form.is_valid() else None
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/law.html", {"page": LawQuestion(form, answer)}, status=status)


def _answered(law: book.Law, form: LawForm) -> LawAnswer | None:
    decided_on = form.cleaned_data["decided_on"]
    try:
        window = law.publicity(form.facts(), decided_on=decided_on, as_of=form.today)
    except MissingFacts as missing:
        form.ask_for(cast("tuple[str, ...]", missing.facts["keys"]), missing.sentence())
        return None
    except (Invalid, NoRule) as refusal:
        form.add_error("decided_on", refusal.sentence())
        return None
    return answer_of(window, _due(law, form), decided_on, form.today)


def _due(law: book.Law, form: LawForm) -> Due | None:
    """Return by when it had to be shown; None for decisions before there was such a rule."""
    try:
        return law.due(CLOCK, form.cleaned_data["decided_on"], calendar=settings.CITY.calendar)
    except NoRule:
        return None

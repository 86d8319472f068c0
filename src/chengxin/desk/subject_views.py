"""Pages of the desk about subjects: the search over organisations, and one organisation's dossier."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalogue
from chengxin.desk import dossier
from chengxin.desk.dossier import Asked, Sources
from chengxin.desk.forms import FindForm
from chengxin.desk.subject_pages import Found, Linked, LinkEvent
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.requests import Request
from chengxin.register import public as published
from chengxin.register import queries as register
from chengxin.register.rules import SEE_RECORDS
from chengxin.subjects import queries as subjects
from chengxin.subjects.rules import MERGE_SUBJECTS, SEE_SUBJECTS
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, district_names


@require_safe
@staff(SEE_SUBJECTS)
def found(request: Request) -> HttpResponse:
    """Find organisations by any part of a name, or by a number. Persons are not found here."""
    asked = Asked(
        wanted=" ".join(request.GET.get("q", "").split()),
        kind=request.GET.get("kind", ""),
        cursor=request.GET.get("after", ""),
    )
    page = _found(request, asked) if asked.wanted else dossier.nothing_asked()
    form = FindForm(initial={"q": asked.wanted, "kind": asked.kind})
    return render(request, "desk/subjects.html", {"page": page, "form": form}, status=422 if page.fault else 200)


def _found(request: Request, asked: Asked) -> Found:
    kinds = [asked.kind] if asked.kind else []
    try:
        answer = subjects.search_organisations(request.actor, asked.wanted, kinds=kinds, cursor=asked.cursor)
        count = subjects.count_organisations(request.actor, asked.wanted, kinds=kinds)
    except Invalid as refusal:
        return dossier.refused(asked, refusal.sentence())
    words = _("{n:,}家") if count.exact else _("{n:,}家以上")
    places = _places(request, *(hit.district for hit in answer.hits))
    return dossier.found_page(asked, answer, words.format(n=count.number), places)


@require_safe
@staff(SEE_SUBJECTS)
def subject(request: Request, key: str) -> HttpResponse:
    """Show one organisation: what units in reach reported in full, what others published as the public sees it."""
    facts = subjects.dossier_for(request.actor, key)
    today = day_of(request.now)
    items = catalogue.items_in_force(today)
    sources = Sources(
        facts=facts,
        records=register.lines_for(request.actor, facts.public_id, today=today),
        public=published.records_of(facts.public_id, items, after=request.GET.get("after", "")),
        may_see_records=request.actor.may(SEE_RECORDS),
    )
    page = dossier.dossier_page(sources, _places(request, facts.district))
    steps = (Crumb(_("信用主体"), reverse("desk:subjects")),)
    linked = _linked(request, facts.public_id)
    return render(request, "desk/subject.html", {"page": page, "steps": steps, "linked": linked})


def _linked(request: Request, public_id: str) -> Linked:
    """Return what the organisation was merged with, and where that can be changed."""
    may = request.actor.may(MERGE_SUBJECTS)
    survivor = subjects.survivor_of(request.actor, public_id)
    return Linked(
        survivor=survivor[1] if survivor else "",
        survivor_address=reverse("desk:subject", args=[survivor[0]]) if survivor else "",
        merge=reverse("register:merge-subjects", args=[public_id]) if may and not survivor else "",
        split=reverse("register:split-subjects", args=[public_id]) if may and survivor else "",
        events=tuple(_event(one) for one in subjects.links_of(request.actor, public_id)),
    )


def _event(one: subjects.LinkFacts) -> LinkEvent:
    words = _("“{one}”（{code}）并入“{other}”") if one.merged else _("“{one}”（{code}）从“{other}”拆分")
    _id, name, code = one.absorbed
    told = words.format(one=name, code=code or _("没有代码"), other=one.survivor[1])
    return LinkEvent(one.at, told, one.by_name, one.reason, one.basis)


def _places(request: Request, *codes: str) -> dict[str, str]:
    return district_names([code for code in codes if code], day_of(request.now))

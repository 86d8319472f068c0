"""The search for organisations: page, count and suggestions at one address."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.names import may_be_person
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import BadCursor
from chengxin.portal import nearby, searching, subjects
from chengxin.portal.caution import only_now, unlisted
from chengxin.portal.groups import Group, groups_of
from chengxin.register import public as register
from chengxin.subjects import public as organisations
from chengxin.ui.pieces import Pager
from chengxin.units import public as units

SHORTEST, LONGEST = 2, 60
A_PAGE = 20
SUGGESTED = 6
NEAR = 3
HAVING_LIMIT = 500
"""Up to so many results it is looked up which of them have records: of more that would take too long."""
COUNT_REGION, SUGGESTIONS = "count", "suggest"
FILTERS = ("kind", "district", "has")
CODE_LENGTH = 18
Asked = Mapping[str, Sequence[str]]


@require_safe
@public
@only_now
def search(request: Request) -> HttpResponse:
    """Answer a search for an organisation; one whole code leads straight to its page. No person is ever found."""
    wanted = " ".join(request.GET.get("q", "").replace("\0", "").split())
    if request.htmx.target == SUGGESTIONS:
        response = render(request, "portal/suggestions.html", _suggestions(request, wanted))
    elif request.htmx.target == COUNT_REGION:
        response = render(request, "portal/counted.html", {"counted": _counted_or_none(request, wanted)})
    else:
        response = _whole(request, wanted)
    patch_vary_headers(response, ["HX-Target"])
    return unlisted(response)


def _whole(request: Request, wanted: str) -> HttpResponse:
    fault = _fault_of(request, wanted)
    if fault:
        shown = "" if _is_personal(request, wanted) else wanted[:LONGEST]
        page = _unanswered(shown, fault)
        return render(request, "portal/search.html", {"page": page}, status=422)
    if not wanted:
        return render(request, "portal/search.html", {"page": searching.UNASKED})
    asked = _asked(request)
    if not any(asked.values()) and (facts := _by_code(wanted)):
        return HttpResponseRedirect(subjects.address_of(facts))
    try:
        page = _answered(request, wanted, asked)
    except Invalid as refusal:
        return render(request, "portal/search.html", {"page": _unanswered(wanted, _(refusal.sentence()))}, status=422)
    return render(request, "portal/search.html", {"page": page})


def _fault_of(request: Request, wanted: str) -> str:
    if _is_personal(request, wanted):
        return _("自然人不提供查询，请输入企业或组织的名称或统一社会信用代码")
    if len(wanted) > LONGEST:
        return _("最多{n}个字").format(n=LONGEST)
    if wanted and len(wanted) < SHORTEST:
        return _("至少输入{n}个字").format(n=SHORTEST)
    return ""


def _is_personal(request: Request, wanted: str) -> bool:
    return subjects.is_of_a_person(wanted, timezone.localdate(request.now))


def _unanswered(wanted: str, fault: str) -> searching.SearchPage:
    return searching.SearchPage(
        wanted, fault, (), (), narrowed=False, remark="", counted=None, counting="", pager=Pager(), nothing=None
    )


def _asked(request: Request) -> dict[str, list[str]]:
    """Return the filters that are set; of records only what there is."""
    asked = {name: [value for value in request.GET.getlist(name) if value] for name in FILTERS}
    return asked | {"has": [value for value in asked["has"] if value in searching.HAS]}


def _by_code(wanted: str) -> organisations.OrganisationFacts | None:
    typed = "".join(wanted.split())
    return organisations.organisation_facts(typed) if len(typed) == CODE_LENGTH and typed.isalnum() else None


def _answered(request: Request, wanted: str, asked: Asked) -> searching.SearchPage:
    today = timezone.localdate(request.now)
    groups = groups_of(catalog.items_in_force(today))
    districts = units.district_names(today)
    after = request.GET.get("after", "")
    answer, remark = _found(wanted, asked, after, groups)
    items = [key for group in groups for key in group.items]
    summaries = register.summaries_of([hit.public_id for hit in answer.hits], items) if answer.hits else {}
    hits = tuple(
        searching.hit_of(hit, districts, groups, summaries.get(hit.public_id, register.NOTHING)) for hit in answer.hits
    )
    counted = _counted(wanted, asked, groups, districts) if hits and request.GET.get("count") else None
    return searching.SearchPage(
        wanted=wanted,
        fault="",
        hits=hits,
        facets=counted.facets if counted else searching.facets_of(asked, districts, groups),
        narrowed=any(asked.values()),
        remark=remark,
        counted=counted,
        counting=searching.address_of(wanted, asked, **({"after": after} if after else {}), count="1"),
        pager=_pager(wanted, asked, after, answer.following),
        nothing=None if hits or after else _nothing(wanted, districts, groups, filtered=any(asked.values())),
    )


def _found(wanted: str, asked: Asked, after: str, groups: Sequence[Group]) -> tuple[organisations.SearchAnswer, str]:
    """Return a page of hits, and why a filter by records was not applied (empty: it was, or nobody asked)."""
    if not asked["has"]:
        return _organisations(wanted, asked, A_PAGE, after), ""
    every = _organisations(wanted, asked, HAVING_LIMIT)
    if every.following:
        remark = _("结果超过{limit}家，暂不能按公示记录筛选。请多输几个字，或先选类别、区域。")
        first = _organisations(wanted, asked, A_PAGE)
        return organisations.SearchAnswer(first.hits, ""), remark.format(limit=HAVING_LIMIT)
    return _having(every.hits, asked["has"], after, groups), ""


def _organisations(wanted: str, asked: Asked, limit: int, after: str = "") -> organisations.SearchAnswer:
    return organisations.search_organisations(
        wanted, kinds=asked["kind"], districts=asked["district"], cursor=after, limit=limit
    )


def _having(
    hits: Sequence[organisations.OrganisationHit], wanted: Sequence[str], after: str, groups: Sequence[Group]
) -> organisations.SearchAnswer:
    """Return the page of hits that have records of all these groups, after the hit with an id."""
    ids = [hit.public_id for hit in hits]
    begin = 0
    if after:
        if after not in ids:
            raise BadCursor
        begin = ids.index(after) + 1
    keep = set(ids)
    for group in groups:
        if group.key in wanted:
            keep &= register.having(ids, group.items)
    fitting = [hit for hit in hits[begin:] if hit.public_id in keep]
    shown = tuple(fitting[:A_PAGE])
    return organisations.SearchAnswer(shown, shown[-1].public_id if len(fitting) > A_PAGE else "")


def _pager(wanted: str, asked: Asked, after: str, following: str) -> Pager:
    if not after and not following:
        return Pager()
    return Pager(
        words=_("每页{size}家").format(size=A_PAGE),
        previous="",
        next=searching.address_of(wanted, asked, after=following) if following else "",
    )


def _counted_or_none(request: Request, wanted: str) -> searching.Counted | None:
    """Return the count for the page that waits for it; None for a question that the page itself has refused."""
    if _fault_of(request, wanted) or not wanted:
        return None
    today = timezone.localdate(request.now)
    groups = groups_of(catalog.items_in_force(today))
    try:
        return _counted(wanted, _asked(request), groups, units.district_names(today))
    except Invalid:
        return None


def _counted(wanted: str, asked: Asked, groups: Sequence[Group], districts: Mapping[str, str]) -> searching.Counted:
    facets = organisations.count_by_facet(wanted)
    few = facets.total.exact and facets.total.number <= HAVING_LIMIT
    ids: list[str] = []
    having: dict[str, frozenset[str]] = {}
    if few:
        every = _organisations(wanted, asked, HAVING_LIMIT)
        ids = [hit.public_id for hit in every.hits]
        having = {group.key: register.having(ids, group.items) for group in groups if group.key in searching.HAS}
    return searching.Counted(
        words=_count_words(wanted, asked, facets, ids, having),
        facets=searching.facets_of(
            asked, districts, groups, facets, {key: len(found) for key, found in having.items()} if few else None
        ),
        note="" if few else _("结果较多时，不逐项计数。"),
    )


def _count_words(
    wanted: str,
    asked: Asked,
    facets: organisations.Facets,
    ids: Sequence[str],
    having: Mapping[str, frozenset[str]],
) -> str:
    total = facets.total
    if asked["has"] and having:
        number = len(frozenset(ids).intersection(*(having[key] for key in asked["has"])))
        return _("共{number}家").format(number=f"{number:,}")
    if asked["kind"] or asked["district"]:
        total = organisations.count_organisations(wanted, kinds=asked["kind"], districts=asked["district"])
    words = _("共{number}家") if total.exact else _("{number}家以上")
    return words.format(number=f"{total.number:,}")


def _nothing(
    wanted: str, districts: Mapping[str, str], groups: Sequence[Group], *, filtered: bool
) -> searching.Nothing:
    """Find out which kind of nothing it is, and what else may have been meant."""
    if filtered:
        return searching.Nothing(bare=False, faults=(), personal=False, unusual="", near=())
    typed = "".join(wanted.split())
    is_code = len(typed) >= CODE_LENGTH - 1 and typed.isascii() and typed.isalnum()
    places = (settings.CITY.name, *districts.values())
    return searching.Nothing(
        bare=not organisations.has_organisations(),
        faults=tuple(subjects.faults_of_code(typed)) if is_code else (),
        personal=may_be_person(wanted),
        unusual=nearby.unusual_characters(wanted),
        near=tuple(_near(nearby.shorter_questions(wanted, places), districts, groups)) if not is_code else (),
    )


def _near(questions: Sequence[str], districts: Mapping[str, str], groups: Sequence[Group]) -> list[searching.Near]:
    """Return the first shorter questions that find something, none of which says what an earlier one said."""
    found: list[searching.Near] = []
    for question in questions:
        told = any(question in near.wanted for near in found)
        hits = () if told else organisations.search_organisations(question, limit=NEAR).hits
        if hits:
            shown = tuple(searching.hit_of(hit, districts, groups) for hit in hits)
            found.append(searching.Near(question, searching.address_of(question, {}), shown))
    return found[:2]


def _suggestions(request: Request, wanted: str) -> dict[str, object]:
    """Return what the list under the box shows; nothing for what can not be asked."""
    if _fault_of(request, wanted) or not wanted:
        return {"hits": ()}
    try:
        hits = organisations.search_organisations(wanted, limit=SUGGESTED).hits
    except Invalid:
        return {"hits": ()}
    districts = units.district_names(timezone.localdate(request.now))
    return {
        "wanted": wanted,
        "all": searching.address_of(wanted, {}),
        "hits": tuple(searching.hit_of(hit, districts, ()) for hit in hits),
    }

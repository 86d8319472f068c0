"""Composes the desk's pages about subjects from what the rooms answer. No database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.rules import Means
from chengxin.desk.subject_pages import DossierPage, Found, HitLine, NameLine, PublicRow, RecordRow
from chengxin.register.public import RecordPage, RecordView
from chengxin.register.queries import RecordLine
from chengxin.subjects import rules as subjects
from chengxin.subjects.queries import Dossier, NameFacts
from chengxin.subjects.queries.search import Hit, SearchPage
from chengxin.subjects.rules.kinds import Kind, OldNumberKind, Status
from chengxin.ui.pieces import Pager
from chengxin.ui.wording import date_text

LONGEST_SUMMARY = 80
SUMMARIES = (Means.SUMMARY, Means.LISTED_FOR, Means.GRADE)
"""Fields that say in a line what a record is, the first that is filled."""
TRADER = subjects.KIND_LABELS[Kind.SOLE_TRADER]
TAX_NUMBER = subjects.OLD_NUMBER_LABELS[OldNumberKind.TAX]
"""That of a 个体工商户 was made of its operator's ID number."""


@dataclass(frozen=True)
class Asked:
    """What was searched for: as typed, the kind it is limited to, and the cursor of the page."""

    wanted: str
    kind: str
    cursor: str


def nothing_asked() -> Found:
    """Return the page before a search."""
    return Found(title=_("查企业和其他组织"), wanted="", asked=False, fault="", lines=(), pager=Pager(), further=False)


def refused(asked: Asked, fault: str) -> Found:
    """Return the page of a search that could not be asked."""
    return Found(
        title=_("没有查询"), wanted=asked.wanted, asked=False, fault=fault, lines=(), pager=Pager(), further=False
    )


def found_page(asked: Asked, answer: SearchPage, count: str, places: Mapping[str, str]) -> Found:
    """Return the page of hits; ``count`` says in words how many there are, ``places`` are names of divisions."""
    title = (
        _("“{wanted}”查到{count}").format(wanted=asked.wanted, count=count)
        if answer.hits
        else _("没有找到“{wanted}”").format(wanted=asked.wanted)
    )
    following = _address(asked, answer.following) if answer.following else ""
    first = _address(asked, "") if asked.cursor else ""
    return Found(
        title=title,
        wanted=asked.wanted,
        asked=True,
        fault="",
        lines=tuple(_hit(hit, places) for hit in answer.hits),
        pager=Pager(words=_("每页20家"), next=following, previous=""),
        further=bool(first),
    )


def _address(asked: Asked, cursor: str) -> str:
    query = {"q": asked.wanted, "kind": asked.kind, "after": cursor}
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _hit(hit: Hit, places: Mapping[str, str]) -> HitLine:
    name = hit.former_name or hit.name
    start, end = hit.shown or (len(name), len(name))
    return HitLine(
        address=reverse("desk:subject", args=[hit.code or hit.public_id]),
        before=name[:start],
        match=name[start:end],
        after=name[end:],
        now_called=hit.name if hit.former_name else "",
        code=hit.code,
        kind=subjects.KIND_LABELS[Kind(hit.kind)],
        status=subjects.STATUS_LABELS[Status(hit.status)],
        place=places.get(hit.district, hit.district),
    )


@dataclass(frozen=True)
class Sources:
    """What the rooms answered about one organisation; ``may_see_records`` whether the actor reports or oversees."""

    facts: Dossier
    records: Sequence[RecordLine]
    public: RecordPage
    may_see_records: bool


def dossier_page(sources: Sources, places: Mapping[str, str]) -> DossierPage:
    """Return the dossier. Records of units in reach stand once, in full; of others what the public sees."""
    facts = sources.facts
    own = {line.public_id for line in sources.records}
    others = [view for view in sources.public.records if view.public_id not in own]
    trader = facts.kind == TRADER
    following = f"?{urlencode({'after': sources.public.position})}" if sources.public.position else ""
    return DossierPage(
        public_id=facts.public_id,
        title=facts.name,
        code=facts.code,
        kind=facts.kind,
        status=facts.status,
        place=places.get(facts.district, facts.district),
        registered_on=facts.registered_on,
        closed_on=facts.closed_on,
        address="" if trader else facts.address,
        address_hidden=trader,
        business_scope=facts.business_scope,
        registering_body=facts.registering_body,
        facts_on=facts.facts_on,
        names=tuple(_name(one) for one in facts.names),
        old_numbers=tuple(one for one in facts.old_numbers if not (trader and one[0] == TAX_NUMBER)),
        may_see_records=sources.may_see_records,
        records=tuple(_record(line) for line in sources.records),
        others=tuple(_public(view) for view in others),
        pager=Pager(next=following),
    )


def _name(one: NameFacts) -> NameLine:
    begin = _("{day}起").format(day=date_text(one.valid_from)) if one.valid_from else ""
    end = _("至{day}").format(day=date_text(one.valid_until)) if one.valid_until else ""
    known = f"{begin}{end}" or ("" if one.current else _("时间没有登记"))
    return NameLine(one.name, one.current, known)


def _record(line: RecordLine) -> RecordRow:
    return RecordRow(
        address=reverse("register:record", args=[line.public_id]),
        summary=line.summary or line.item_name,
        kind=line.item_name,
        number=line.document_number,
        deciding_body=line.deciding_body,
        source_unit=line.source_unit,
        decided_on=line.decided_on,
        severity=line.severity,
        state=line.position.words,
        disputed=line.position.disputed,
        versions=line.versions,
    )


def _public(view: RecordView) -> PublicRow:
    said = (view.said(means) for means in SUMMARIES)
    summary = next(filter(None, said), view.item_name)
    until = view.until.ends_on
    return PublicRow(
        summary=summary if len(summary) <= LONGEST_SUMMARY else f"{summary[:LONGEST_SUMMARY]}…",
        kind=view.item_name,
        number=view.document_number,
        deciding_body=view.decided_by,
        decided_on=view.decided_on,
        until=_("公示到{day}").format(day=date_text(until)) if until else _("公示中"),
        disputed=view.disputed,
        corrected=view.corrected,
    )

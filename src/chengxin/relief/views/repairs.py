"""What a company is told at the window: which records can be repaired, from when, where and with which papers."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.relief import queries
from chengxin.relief.forms import WhoForm
from chengxin.relief.queries import Advice
from chengxin.relief.rules.doings import HANDLE, SEE_CASES
from chengxin.relief.rules.repairs import Chance
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries import organisation_for
from chengxin.ui.pieces import Crumb
from chengxin.ui.wording import date_text
from chengxin.units.queries import day_of

CHANCES = {
    Chance.NOW: gettext_noop("可以申请"),
    Chance.LATER: gettext_noop("还不能申请"),
    Chance.NEVER: gettext_noop("不能修复"),
    Chance.UNSAID: gettext_noop("没有规定"),
}
SENTENCES = {
    Chance.NOW: gettext_noop("改正并履行义务以后，现在就可以申请。"),
    Chance.LATER: gettext_noop("改正并履行义务以后，最早可于{day}申请。"),
    Chance.NEVER: gettext_noop("不能提前修复，公示到期满为止。"),
    Chance.UNSAID: gettext_noop("规则没有给出可以申请的日期，请向作出决定的单位询问。"),
}
LOOKS = {Chance.NOW: "done", Chance.LATER: "near", Chance.NEVER: "idle", Chance.UNSAID: "idle"}


@dataclass(frozen=True)
class AdviceLine:
    """A record and what can be done about it."""

    name: str
    number: str
    body: str
    decided_on: date | None
    ends_on: date | None
    address: str
    notice: str
    look: str
    words: str
    sentence: str
    reason: str


@dataclass(frozen=True)
class WayLine:
    """A way of applying: for which records, where, with which papers, who decides, by which rule."""

    records: str
    entrance: str
    decided_by: str
    materials: tuple[str, ...]
    instrument: str
    provisional: bool


@dataclass(frozen=True)
class RepairsPage:
    """The answer for one organisation."""

    title: str
    code: str
    subject: str
    lines: tuple[AdviceLine, ...]
    ways: tuple[WayLine, ...]
    on: date
    file: str


@require_safe
@staff(SEE_CASES)
def repairs(request: Request) -> HttpResponse:
    """Ask for a code; tell what can be repaired of what stands against its organisation."""
    form = WhoForm(request.GET if "code" in request.GET else None)
    page = _page(request, form)
    status = 422 if form.is_bound and page is None else 200
    return render(request, "relief/repairs.html", {"form": form, "page": page}, status=status)


@dataclass(frozen=True)
class NoticePage:
    """What a party is told about repair together with the decision."""

    title: str
    subject: str
    code: str
    line: AdviceLine
    unit: str
    way: WayLine | None
    objection: str
    on: date
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_CASES)
def notice(request: Request, record: str) -> HttpResponse:
    """Show the paper about repair that is served together with a penalty or a listing, as it is printed."""
    today = day_of(request.now)
    subject, told = queries.advice_about(request.actor, record, on=today)
    here = f"{reverse('relief:repairs')}?{urlencode({'code': subject.unified_code or subject.public_id})}"
    shown = NoticePage(
        title=_("信用修复告知书"),
        subject=subject.name,
        code=subject.unified_code or "",
        line=_line(told),
        unit=told.unit,
        way=next(iter(_ways((told,))), None),
        objection=_("信用主管部门的窗口，或者{unit}").format(unit=told.unit),
        on=today,
        steps=(Crumb(_("修复指引"), here),),
    )
    return render(request, "relief/notice.html", {"page": shown})


def _page(request: Request, form: WhoForm) -> RepairsPage | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        subject = organisation_for(request.actor, form.cleaned_data["code"])
    except NotFound:
        form.add_error("code", _("没有收录这个主体，请核对代码"))
        return None
    today = day_of(request.now)
    found = queries.advice_for(request.actor, subject.public_id, on=today)
    return RepairsPage(
        title=subject.name,
        code=subject.unified_code or "",
        subject=reverse("desk:subject", args=[subject.public_id]),
        lines=tuple(_line(one) for one in found),
        ways=_ways(found),
        on=today,
        file=_file_address(request, subject, found),
    )


def _file_address(request: Request, subject: Organisation, found: tuple[Advice, ...]) -> str:
    """Return where an application is written down, for who may, where there is something to apply for."""
    possible = any(one.chance is Chance.NOW for one in found)
    if not possible or not request.actor.may(HANDLE):
        return ""
    code = urlencode({"code": subject.unified_code or subject.public_id})
    return f"{reverse('relief:file-repair')}?{code}"


def _line(one: Advice) -> AdviceLine:
    day = date_text(one.earliest_on) if one.earliest_on else ""
    return AdviceLine(
        name=one.item_name,
        number=one.document_number,
        body=one.deciding_body,
        decided_on=one.decided_on,
        ends_on=one.ends_on,
        address=reverse("register:record", args=[one.record]),
        notice=reverse("relief:notice", args=[one.record]),
        look=LOOKS[one.chance],
        words=_(CHANCES[one.chance]),
        sentence=_(SENTENCES[one.chance]).format(day=day),
        reason=one.reason,
    )


def _ways(found: tuple[Advice, ...]) -> tuple[WayLine, ...]:
    """Return the ways, each once, of what can be applied for now or later."""
    by_way: dict[tuple[str, str], list[Advice]] = {}
    for one in found:
        if one.way is not None and one.chance in {Chance.NOW, Chance.LATER}:
            by_way.setdefault((one.way.instrument, one.way.entrance), []).append(one)
    return tuple(_way(those) for those in by_way.values())


def _way(those: list[Advice]) -> WayLine:
    way = those[0].way
    assert way is not None  # noqa: S101  only records with a way are grouped
    return WayLine(
        records="、".join(one.document_number or one.item_name for one in those),
        entrance=way.entrance_name,
        decided_by=way.decided_by,
        materials=way.materials,
        instrument=way.instrument,
        provisional=way.provisional,
    )

"""One subject's page: registered facts, tabs with counts, entries, the timeline of what is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.identifiers import Fault, IdentifierKind, kind_of, read_unified_code
from chengxin.portal.entries import Entry
from chengxin.portal.groups import Group
from chengxin.subjects.public import OrganisationFacts
from chengxin.ui.pieces import Moment, Pager, Tab

ACTIVE = "active"
LONGEST_ECHO = 40
PERSONAL = frozenset({IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER, IdentifierKind.MOBILE_NUMBER})


@dataclass(frozen=True)
class Registered:
    """One registered fact: ``words``, or the day ``on``; ``code`` is set in groups and can be copied."""

    name: str
    words: str = ""
    on: date | None = None
    code: str = ""


@dataclass(frozen=True)
class SubjectPage:
    """A subject as the public sees it. ``adverse`` says that the page shows something adverse, if only a count.

    ``mixed`` says that the entries are of several items, so that each names its own.

    ``standing`` is the state of its registration, ``solid`` whether it is alive; ``reported`` whether a registration
    was ever reported, for the day ``facts_on``; ``at`` is the moment for which all this holds.
    """

    name: str
    report: str
    kind: str
    district: str
    standing: str
    solid: bool
    protected: bool
    reported: bool
    facts_on: date | None
    at: datetime
    registered: tuple[Registered, ...]
    tabs: tuple[Tab, ...]
    tab: str
    mixed: bool
    adverse: bool
    entries: tuple[Entry, ...]
    pager: Pager
    line: tuple[Moment, ...]


@dataclass(frozen=True)
class UnknownSubject:
    """An address that names no subject: ``wanted`` as typed, or empty if it must not be repeated; what may be wrong."""

    wanted: str
    faults: tuple[str, ...]


def address_of(facts: OrganisationFacts) -> str:
    """Return the one address of a subject's page."""
    return reverse("portal:subject", args=[facts.code or facts.public_id])


def tabs_of(groups: Sequence[Group], counts: Mapping[str, int], chosen: Group, address: str) -> tuple[Tab, ...]:
    """Return the tabs with their counts."""
    return tuple(
        Tab(group.label, f"{address}?tab={group.key}", current=group is chosen, count=group.total(counts))
        for group in groups
    )


def chosen_group(groups: Sequence[Group], counts: Mapping[str, int], tab: str) -> Group | None:
    """Return the group a tab names; without one the first that holds something, else the first; None: no such tab."""
    if tab:
        return next((group for group in groups if group.key == tab), None)
    return next((group for group in groups if group.total(counts)), groups[0])


def registered(facts: OrganisationFacts, district: str) -> tuple[Registered, ...]:
    """Return the registered facts that are known."""
    found = (
        Registered(_("统一社会信用代码"), code=facts.code),
        *(Registered(name, code=number) for name, number in facts.old_numbers),
        Registered(_("登记状态"), facts.status_label),
        Registered(_("类别"), facts.kind_label),
        Registered(_("所在区域"), district),
        Registered(_("成立日期"), on=facts.registered_on),
        Registered(_("终止日期"), on=facts.closed_on),
        Registered(_("登记机关"), facts.registering_body),
        Registered(_("住所"), facts.address),
        Registered(_("曾用名"), "；".join(facts.former_names)),
        Registered(_("经营范围"), facts.business_scope),
    )
    return tuple(fact for fact in found if fact.words or fact.on or fact.code)


def pager_of(address: str, tab: str, after: str, following: str) -> Pager:
    """Return the way to older records; empty where all stand on one page."""
    if not after and not following:
        return Pager()
    return Pager(
        words=_("按决定日期从近到远，每页10条"),
        previous=f"{address}?{urlencode({'tab': tab})}" if after else "",
        next=f"{address}?{urlencode({'tab': tab, 'after': following})}" if following else "",
    )


def line_of(entries: Iterable[Entry], facts: OrganisationFacts, today: date) -> tuple[Moment, ...]:
    """Return what happens and will happen, the latest first: of the entries shown, and of the registration."""
    named = [
        *_of_registration(facts),
        *(moment for entry in entries for moment in _of_entry(entry, today)),
        (today, _("今天")),
    ]
    looks = [(on, words, _look(on, words, today)) for on, words in named]
    return tuple(Moment(on, words, look) for on, words, look in sorted(looks, reverse=True)) if len(named) > 1 else ()


def _of_registration(facts: OrganisationFacts) -> Iterator[tuple[date, str]]:
    if facts.registered_on:
        yield facts.registered_on, _("成立")
    if facts.closed_on:
        yield facts.closed_on, _("终止")


def _of_entry(entry: Entry, today: date) -> Iterator[tuple[date, str]]:
    if entry.decided_on:
        yield entry.decided_on, _("{body}作出决定：{title}").format(body=entry.decided_by, title=entry.title)
    if entry.ends_on and entry.adverse:
        yield entry.ends_on, _("公示的最后一天：{title}").format(title=entry.title)
    elif entry.ends_on:
        over = _("有效期已满：{title}") if entry.ends_on < today else _("有效期的最后一天：{title}")
        yield entry.ends_on, over.format(title=entry.title)


def _look(on: date, words: str, today: date) -> str:
    if on == today and words == _("今天"):
        return "today"
    return "to-come" if on > today else ""


def unknown(typed: str, today: date) -> UnknownSubject:
    """Return what may be said to an address that names nobody: which character or sign of the code is wrong."""
    if is_of_a_person(typed, today):
        return UnknownSubject("", (_("这是个人的号码。自然人不提供查询。"),))
    return UnknownSubject(typed[:LONGEST_ECHO], tuple(faults_of_code(typed)))


def is_of_a_person(typed: str, today: date) -> bool:
    """Say whether what was typed is a number of a natural person, which no page repeats."""
    return kind_of(typed, on=today) in PERSONAL


def faults_of_code(typed: str) -> Iterator[str]:
    """Yield what is wrong with a unified code as typed; nothing for one that is sound."""
    code = read_unified_code(typed)
    said = {
        Fault.LENGTH: _("统一社会信用代码是18位，这里有{length}位。").format(length=len(code.text)),
        Fault.CHARACTER: _("统一社会信用代码里没有I、O、S、V、Z这几个字母，也没有其他符号；可能是数字1、0、5、2。"),
        Fault.CATEGORY: _("前两位不是任何一种登记管理部门和机构类别的代号。"),
        Fault.DIVISION: _("第3至8位应当是6位数字的区划代码。"),
        Fault.CHECK: _("最后一位校验码与前17位对不上，多半有一位抄错了。"),
        Fault.INNER_CHECK: _("第9至17位是主体标识码，其中的校验码对不上，多半有一位抄错了。"),
    }
    yield from (said[fault] for fault in code.faults if fault in said)

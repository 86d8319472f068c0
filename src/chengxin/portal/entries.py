"""Turns a record into its entry: the five questions answered, the window drawn. No clock, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.law.current import law_in_force
from chengxin.register.public import RecordView
from chengxin.ui.pieces import Moment
from chengxin.ui.wording import date_text

LONGEST_TITLE = 40
TITLES = ("offence", "listed-for", "facts", "certificate-name", "document-name", "summary")
DATE = "date"
LICENCE, HONOUR, LISTING = "licence", "honour", "listing"
OPEN_ENDS = {HONOUR: gettext_noop("现行有效"), LISTING: gettext_noop("在列")}
OPEN_SENTENCES = {
    HONOUR: gettext_noop("公示到评价结果调整为止。"),
    LISTING: gettext_noop("在列期间公示；移出或者停止公布以后，从这里移除。"),
}
"""What is said of a record that no day ends, by the family of its item."""


@dataclass(frozen=True)
class Fact:
    """One value of a record: ``words`` as people read it, ``on`` where it is a day; ``code`` is the official column."""

    name: str
    code: str
    words: str
    on: date | None


@dataclass(frozen=True)
class Entry:
    """One record as it opens in place.

    ``ends`` says in two or three characters what kind of end ``ends_on`` is; without a day it says all. ``sums`` are
    amounts in words. ``until`` and ``why`` answer until when and why, ``contest`` and ``repair`` how to contest it.
    ``address`` is the record's own page, ``subject`` whom it is about, ``subject_address`` the page of it.
    """

    public_id: str
    address: str
    subject: str
    subject_address: str
    item_name: str
    adverse: bool
    title: str
    ends: str
    ends_on: date | None
    over: bool
    sums: tuple[str, ...]
    disputed: bool
    corrected: bool
    what: str
    decided_by: str
    decided_by_code: str
    reported_by: str
    basis: str
    document: str
    decided_on: date | None
    shown_on: date
    severity: str
    until: str
    why: str
    moments: tuple[Moment, ...]
    contest: tuple[str, ...]
    repair: str
    facts: tuple[Fact, ...]


def entry_of(record: RecordView, today: date) -> Entry:
    """Return the entry of a record as it is to be read today."""
    valid = valid_until(record)
    ends, ends_on = _end(record, valid, today)
    return Entry(
        public_id=record.public_id,
        address=reverse("portal:record", args=[record.public_id]),
        subject=record.subject.name,
        subject_address=subject_address(record),
        item_name=record.item_name,
        adverse=record.adverse,
        title=title_of(record),
        ends=ends,
        ends_on=ends_on,
        over=is_over(record, today),
        sums=tuple(_sums(record)),
        disputed=record.disputed,
        corrected=record.corrected,
        what=_what(record),
        decided_by=record.decided_by,
        decided_by_code=record.said("deciding-body-code"),
        reported_by=record.contest.objection_to,
        basis=record.basis,
        document=f"{record.said('document-name')} {record.document_number}".strip(),
        decided_on=record.decided_on,
        shown_on=timezone.localdate(record.shown_at),
        severity=record.severity,
        until=_until(record, valid, today),
        why=record.until.reason,
        moments=_moments(record, valid, today),
        contest=tuple(_contest(record)),
        repair=_repair(record, today),
        facts=tuple(_facts(record)),
    )


def subject_address(record: RecordView) -> str:
    """Return the address of the page of whom a record is about."""
    return reverse("portal:subject", args=[record.subject.code or record.subject.public_id])


def title_of(record: RecordView) -> str:
    """Return what the record is, in a line: the offence, why it was listed, or the certificate."""
    said = (record.said(means) for means in TITLES)
    return clipped(next(filter(None, said), record.item_name))


def clipped(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a text cut to a length, with dots where something is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def valid_until(record: RecordView) -> date | None:
    """Return the last day of a licence's own validity; None if it says none, or has no end."""
    return None if record.adverse else _day(record.said("valid-until"))


def is_over(record: RecordView, today: date) -> bool:
    """Say whether a licence is no longer valid."""
    valid = valid_until(record)
    return valid is not None and valid < today


def _end(record: RecordView, valid: date | None, today: date) -> tuple[str, date | None]:
    if record.until.ends_on:
        return _("公示至"), record.until.ends_on
    if valid:
        return (_("已失效") if valid < today else _("有效至")), valid
    if record.family in OPEN_ENDS:
        return _(OPEN_ENDS[record.family]), None
    return (_("没有期限") if record.adverse else _("长期")), None


def _sums(record: RecordView) -> Iterator[str]:
    for means, words in (("fine", _("罚款{sum}")), ("confiscated", _("没收{sum}"))):
        amount = record.said(means)
        if amount:
            yield words.format(sum=amount)


def _what(record: RecordView) -> str:
    """Return what happened and what was decided, in full sentences."""
    parts = dict.fromkeys(record.said(means).strip() for means in ("listed-for", "facts", "summary"))
    return "".join(part if part[-1] in "。！？；" else f"{part}。" for part in parts if part)


def _until(record: RecordView, valid: date | None, today: date) -> str:
    if record.until.ends_on:
        return _("公示到{day}，之后自动停止。").format(day=date_text(record.until.ends_on))
    if record.family in OPEN_SENTENCES:
        return _(OPEN_SENTENCES[record.family])
    if record.adverse:
        return _("公示，法律没有规定到哪一天为止。")
    if valid and valid < today:
        return _("有效期到{day}，已经失效，不再列入公示表。").format(day=date_text(valid))
    if valid:
        return _("有效期内公示，到{day}。").format(day=date_text(valid))
    return _("有效期内公示；没有写明到哪一天为止。")


def _moments(record: RecordView, valid: date | None, today: date) -> tuple[Moment, ...]:
    repair, end = record.contest.repair_from, record.until.ends_on
    named: list[tuple[date, str]] = []
    if record.decided_on:
        starts = record.until.starts_on == record.decided_on and record.adverse
        words = _("作出决定，期限起算") if starts and record.family != LISTING else _("作出决定")
        named.append((record.decided_on, words))
    if repair:
        named.append((repair, _("起可以申请修复") if repair <= today else _("最早可以申请修复")))
    if end:
        named.append((end, _("公示的最后一天")))
    if valid:
        named.append((valid, _("有效期的最后一天")))
    days = [day for day, _words in named]
    if days and min(days) < today < max(days) and today not in days:
        named.append((today, _("今天")))
    return tuple(Moment(day, words, _look(day, today)) for day, words in sorted(named)) if len(named) > 1 else ()


def _look(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "to-come" if day > today else ""


def _contest(record: RecordView) -> Iterator[str]:
    yield _("内容有误、有遗漏或者超过期限的，当事人可以向信用主管部门的窗口或者报送单位{unit}提出异议。").format(
        unit=record.contest.objection_to
    )
    if record.adverse:
        yield _("不服决定本身的，可以按决定书写明的机关和期限申请行政复议或者提起行政诉讼。")


def _repair(record: RecordView, today: date) -> str:
    if not record.adverse:
        return _("许可不涉及信用修复。") if record.family == LICENCE else _("这类信息不涉及信用修复。")
    first = record.contest.repair_from
    if first is None and record.family == LISTING:
        return _("移出由作出决定的{body}办理：符合移出条件的，向它提出；移出以后，这里随之停止公示。").format(
            body=record.decided_by
        )
    if first is None:
        return _("记载的公示规则没有给出申请修复的日期，能否提前停止公示，请向作出决定的单位询问。")
    when = (
        _("当事人改正并履行义务以后，现在就可以申请修复。")
        if first <= today
        else _("当事人改正并履行义务以后，最早可于{day}申请修复。").format(day=date_text(first))
    )
    return f"{when}{_entrance(record, today)}"


def _entrance(record: RecordView, today: date) -> str:
    way = law_in_force(settings.DATA).repair_way(record.until.rule, "", on=today)
    if way is None:
        return _("向作出决定的单位提出。")
    if not way.materials:
        return _("在{entrance}提出。").format(entrance=way.entrance_name)
    papers = "、".join(way.materials)
    return _("在{entrance}提出，需要：{papers}。").format(entrance=way.entrance_name, papers=papers)


def _facts(record: RecordView) -> Iterator[Fact]:
    for field in record.fields:
        on = _day(field.value) if field.type == DATE else None
        yield Fact(name=field.name, code=field.code, words=field.value, on=on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

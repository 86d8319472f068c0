"""Time limits: the due date of a rule from a day, with the days counted and the sentence why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin.law.calendars import Calendar, Day
from chengxin.law.periods import chinese
from chengxin.law.rows import MARKS, Clock, Instrument

NATIONAL = "national"
FALLBACK = "fallback"


@dataclass(frozen=True, kw_only=True)
class Due:
    """When something is due.

    ``due_on`` follows the calendar asked for, ``due_on_national`` the national one; ``due_on_expected`` also takes the
    customary regional holiday of a year without a notice as off (None where that changes nothing). ``sense`` at-most:
    do it by that day; at-least: not before that day is over. ``days`` are the calendar days from the day after
    ``from_on`` to ``due_on`` (empty for spans in days, months, years). ``provisional`` says that the date may still
    change; ``uncertain`` why.
    """

    rule: str
    title: str
    from_on: date
    due_on: date
    due_on_national: date
    due_on_expected: date | None
    sense: str
    calendar: str
    region: str
    instrument: str
    instrument_key: str
    article: str
    mark: str
    provisional: bool
    uncertain: tuple[str, ...]
    reason: str
    days: tuple[Day, ...]
    law_version: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a clock is counted with: the calendar asked for, the national one, citations, the law's version."""

    calendar: Calendar
    expected: Calendar | None
    national: Calendar
    instrument: Instrument
    event: str
    law_version: str


def select(clocks: Iterable[Clock], rule: str, on: date, region: str) -> Clock | None:
    """Return the row in force that day for the place: its own, else the national one, else the fallback."""
    by_region = {clock.region: clock for clock in clocks if clock.rule == rule and clock.period.holds(on)}
    for place in (region, NATIONAL, FALLBACK):
        if place in by_region:
            return by_region[place]
    return None


def count(clock: Clock, from_on: date, region: str, setting: Setting) -> Due:
    """Return the due date of a clock that starts with an event on ``from_on``."""
    due_on, days = _last_day(clock, from_on, setting.calendar)
    due_on_national, _ = _last_day(clock, from_on, setting.national)
    uncertain = setting.calendar.uncertainties(day.on for day in days)
    if clock.provisional:
        uncertain = (*uncertain, f"依据待核：{clock.remark or MARKS[clock.mark]}")
    return Due(
        rule=clock.rule,
        title=clock.title,
        from_on=from_on,
        due_on=due_on,
        due_on_national=due_on_national,
        due_on_expected=_expected(clock, from_on, setting, due_on),
        sense=clock.sense,
        calendar=setting.calendar.key,
        region=region,
        instrument=setting.instrument.citation,
        instrument_key=setting.instrument.key,
        article=clock.article,
        mark=clock.mark,
        provisional=bool(uncertain),
        uncertain=uncertain,
        reason=_reason(clock, from_on, due_on, uncertain, setting),
        days=days,
        law_version=setting.law_version,
    )


def _last_day(clock: Clock, from_on: date, calendar: Calendar) -> tuple[date, tuple[Day, ...]]:
    if clock.span.working_days:
        days = calendar.counted_days(from_on, clock.span.working_days)
        return days[-1].on, days
    last = clock.span.last_day(from_on)
    if not clock.moves_off_holidays:
        return last, ()
    moved = calendar.next_working_day(last)
    return moved, tuple(calendar.day(date.fromordinal(n)) for n in range(last.toordinal(), moved.toordinal() + 1))


def _expected(clock: Clock, from_on: date, setting: Setting, due_on: date) -> date | None:
    if setting.expected is None or not clock.span.working_days:
        return None
    expected, _ = _last_day(clock, from_on, setting.expected)
    return expected if expected != due_on else None


def _reason(clock: Clock, from_on: date, due_on: date, uncertain: tuple[str, ...], setting: Setting) -> str:
    calendar = f"，按{setting.calendar.title}" if clock.span.working_days else ""
    ends = f"至{chinese(due_on)}24时届满" if clock.sense == "at-most" else f"至少到{chinese(due_on)}"
    first = (
        f"{clock.title}：自{setting.event}之日（{chinese(from_on)}）的次日起算{clock.span.words()}{calendar}，{ends}，"
        f"依据{setting.instrument.citation}{clock.article}"
    )
    sentences = [first]
    if clock.remark and not clock.provisional:
        sentences.append(clock.remark.rstrip("。"))
    if uncertain:
        sentences.append(f"暂定：{'；'.join(reason.rstrip('。') for reason in uncertain)}")
    return "。".join(sentences) + "。"

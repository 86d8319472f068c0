"""Days as tables write them: 2030年6月30日, 6月底前, 2030.6.30, 年底前, 长期, 每月25日前."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chengxin.oversight.rules.plan import Milestone
from chengxin.oversight.rules.reading.cleaning import cut, is_nothing
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.oversight.rules.reading.numbering import arabic

_YEAR = r"(?:(?<!\d)(?P<{0}>\d{{4}}|\d{{2}}|次|明|翌|今|本|当)年度?)"
_DAY = re.compile(
    r"(?<![\d.])(?P<iso_year>\d{4})\s*[-/.]\s*(?P<iso_month>\d{1,2})\s*[-/.]\s*(?P<iso_day>\d{1,2})(?!\d)"
    rf"|(?:{_YEAR.format('month_year')}\s*)?(?<![\d每])(?P<month>\d{{1,2}})\s*月(?:份)?\s*"
    r"(?:(?P<day>\d{1,2})\s*[日号]|(?P<tenth>[上中下]旬)|[底末])?(?!初)"
    rf"|(?:{_YEAR.format('quarter_year')}\s*)?(?<![每\d])第?(?P<quarter>[1-4])季度"
    rf"|(?:{_YEAR.format('half_year')}\s*)?(?P<half>[上下])半年"
    rf"|(?:(?<!\d)(?P<end_year>\d{{4}}|\d{{2}}|次|明|翌|今|本|当))?(?<!每)年(?P<end>度?[底末]|内)"
)
_SHORT = re.compile(r"(20\d\d)(?:年度?|[-/.]?(\d{2}|(?<=[-/.])\d)((?<!\D\d)\d{2})?)?")
_RANGE = re.compile(r"\s*(?:前|起|开始)?\s*(?:至|到|—+|-+|~+|–+)\s*")
_RECURRING = re.compile(r"全年|每个?[年月周]|每个?季|每半年|[按逐]月|[按逐]季|[按逐]周")
_OPEN = re.compile(r"长期|持续|常态|经常|适时|实时|及时|立即|即时|随时|日常|动态|全年|每|[按逐][月季周年]")
_FILLING = re.compile(r"[\s之以底末前后起自从至到在于截止的初日内]|年度?|每|月|期间|开始")
_TITLES = re.compile(r"《[^《》]*》|[〔\[【（(]\d{4}[〕\]】）)]")
_TENTHS = {"上旬": 10, "中旬": 20}
_NEXT = frozenset("次明翌")
_THIS = frozenset("今本当")
_CENTURY = 2000
_MONTHS_OF_HALF = {"上": 6, "下": 12}


@dataclass(frozen=True)
class Found:
    """A day in a text; ``on`` is empty if there is no such day, or no year to put it in."""

    on: date | None
    begin: int
    end: int


@dataclass(frozen=True)
class Due:
    """What a cell of 完成时限 says: the last day, days and repetitions before it, and what is doubtful."""

    on: date | None = None
    milestones: tuple[Milestone, ...] = ()
    fault: DoubtCode | None = None


def due_of(text: str, year: int | None) -> Due:
    """Return what a cell of 完成时限 says; days without a year are in the plan's."""
    if is_nothing(text):
        return Due(fault=DoubtCode.NO_DUE_DATE)
    plain = _written_out(arabic(text))
    found = days_in(plain, year)
    if any(day.on is None for day in found):
        return Due(fault=DoubtCode.UNREADABLE_DUE_DATE)
    if not found:
        return _without_day(text)
    last = max(day.on for day in found if day.on)
    parts = [part for part, _end in cut(plain, "，。；;,、\n")]
    before = [one for one in _of_parts(parts, year) if one.due_on != last]
    return Due(on=last, milestones=tuple(before))


def _written_out(plain: str) -> str:
    """Return 2030, 2030.06 and 20300630, which only in such a cell are days, as 年, 月 and 日."""
    found = _SHORT.fullmatch(plain)
    if found is None:
        return plain
    year, month, day = found.groups()
    return f"{year}年底" if month is None else f"{year}年{month}月{day + '日' if day else ''}"


def _without_day(text: str) -> Due:
    if _OPEN.search(text):
        return Due(milestones=(Milestone(text),), fault=DoubtCode.OPEN_ENDED)
    return Due(fault=DoubtCode.UNREADABLE_DUE_DATE)


def is_day(text: str) -> bool:
    """Say whether a cell holds one day and little else, as one of 完成时限 does."""
    plain = arabic(text)
    return bool(_DAY.search(plain)) and not _FILLING.sub("", _DAY.sub("", plain))


def days_in(plain: str, year: int | None) -> list[Found]:
    """Return the days in a text whose numerals are digits; of a span (3月1日至6月30日) the last one only."""
    found = [Found(_day_of(match, year), match.start(), match.end()) for match in _DAY.finditer(plain)]
    following = [*found[1:], None][: len(found)]
    return [
        day
        for day, after in zip(found, following, strict=True)
        if after is None or not _RANGE.fullmatch(plain, day.end, after.begin)
    ]


def _day_of(match: re.Match[str], year: int | None) -> date | None:
    said = next((match[f"{form}_year"] for form in ("month", "quarter", "half", "end") if match[f"{form}_year"]), "")
    whole = int(match["iso_year"]) if match["iso_year"] else _year_of(said, year)
    if whole is None or not date.min.year <= whole <= date.max.year:
        return None
    month = int(match["iso_month"] or match["month"] or 0) or _month_of(match)
    if not 1 <= month <= 12:  # noqa: PLR2004  the months of a year
        return None
    last = calendar.monthrange(whole, month)[1]
    day = int(match["iso_day"] or match["day"] or _TENTHS.get(match["tenth"], last))
    return date(whole, month, day) if 1 <= day <= last else None


def _year_of(said: str, year: int | None) -> int | None:
    if not said or said in _THIS:
        return year
    if said in _NEXT:
        return year and year + 1
    return int(said) if len(said) > 2 else _CENTURY + int(said)  # noqa: PLR2004  a short year (30年) is one of this century


def _month_of(match: re.Match[str]) -> int:
    if match["quarter"]:
        return int(match["quarter"]) * 3
    if match["half"]:
        return _MONTHS_OF_HALF[match["half"]]
    return 12 if match["end"] else 0


def milestones_in(requirement: str, year: int | None) -> tuple[Milestone, ...]:
    """Return the days and repetitions that a requirement names, each with the clause that says what is due.

    A day that does not exist is left out; ``bad_days_in`` names it.
    """
    return tuple(_of_parts(_clauses(requirement), year))


def bad_days_in(requirement: str, year: int | None) -> tuple[str, ...]:
    """Return the clauses of a requirement that name a day which does not exist."""
    if year is None:
        return ()
    parts = _clauses(requirement)
    return tuple(part for part in parts if any(day.on is None for day in days_in(_searched(part), year)))


def _clauses(text: str) -> list[str]:
    """Return the clauses; one that is only a day takes the next one with it: 3月1日后，停用旧表."""
    clauses: list[str] = []
    waiting = ""
    for part, end in cut(text, "，。；;,、：:\n"):
        clause = waiting + part.strip()
        waiting = ""
        if clause and end in {"，", ",", "、", "：", ":"} and _only_a_day(clause):
            waiting = f"{clause}{end}"
        elif clause:
            clauses.append(clause)
    return [*clauses, waiting.rstrip("，,、：:")] if waiting else clauses


def _only_a_day(clause: str) -> bool:
    plain = _searched(clause)
    left = _RECURRING.sub("", _DAY.sub("", plain))
    return left != plain and not re.sub(r"\d", "", _FILLING.sub("", left))


def _of_parts(parts: list[str], year: int | None) -> Iterator[Milestone]:
    """Yield each day and repetition once, in the order of the text."""
    seen = set()
    for part in parts:
        plain = _searched(part)
        days = [Milestone(part, day.on) for day in days_in(plain, year) if day.on]
        for one in days or ([Milestone(part)] if _RECURRING.search(plain) else []):
            if one not in seen:
                seen.add(one)
                yield one


def _searched(text: str) -> str:
    """Return the text without the titles and numbers of documents, whose years are no days."""
    return arabic(_TITLES.sub("", text))


def milestones_of(cell: str, year: int | None) -> tuple[tuple[Milestone, ...], tuple[str, ...]]:
    """Return what a column of milestones says (2030-01-01 企业；每月25日前), and entries with a day that is none."""
    milestones, bad = [], []
    for part, _end in cut(cell, "；;\n"):
        entry = part.strip()
        plain = arabic(entry)
        days = days_in(plain, year)
        if any(day.on is None for day in days):
            bad.append(entry)
        elif days and days[0].begin == 0:
            text = entry[days[0].end :].strip(" ：:") if len(entry) == len(plain) else entry
            milestones.append(Milestone(text or entry, days[0].on))
        elif entry:
            milestones.append(Milestone(entry, days[-1].on if days else None))
    return tuple(milestones), tuple(bad)

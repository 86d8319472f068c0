"""How a typed record is set on a page: groups of fields with remarks beside them, and what the law says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext as _

from chengxin.catalog.rules import Family, Item, Means
from chengxin.intake.forms.typing import TypedForm
from chengxin.intake.rules import Severity
from chengxin.intake.rules.typed import PART_LABELS, Group, groups_of_fields
from chengxin.intake.services.judging_rows import TypedRow
from chengxin.law.current import law_in_force
from chengxin.law.refusals import BadDate, NoRule
from chengxin.law.squares import squares
from chengxin.register.rules import label_of, words_of
from chengxin.ui.pieces import Day, Moment
from chengxin.ui.wording import date_text

CLOCK = "double-publicity"
TOLD = frozenset({Severity.WARNING.value, Severity.NOTE.value})


@dataclass(frozen=True)
class Line:
    """A field, and what should be looked at again although it does not keep the record from going on."""

    bound: BoundField
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A group of fields; ``rare`` ones are folded away unless something stands in them."""

    name: str
    title: str
    lines: tuple[Line, ...]
    rare: tuple[Line, ...]
    rare_open: bool


@dataclass(frozen=True)
class Clock:
    """By when the decision has to be reported: a square a day; ``look`` and ``state`` how that stands today."""

    title: str
    label: str
    look: str
    state: str
    days: tuple[Day, ...]
    reason: str
    provisional: bool


@dataclass(frozen=True)
class Reckoning:
    """What the law says of the record as far as it is typed.

    ``severity`` is the label of what was chosen, ``proposed`` that of the proposal with its ``ground``. ``until`` says
    how long it will be shown and ``reason`` why; ``fault`` what is missing to say it.
    """

    clock: Clock | None
    asks_severity: bool
    severity: str
    proposed: str
    ground: str
    until: str
    moments: tuple[Moment, ...]
    reason: str
    fault: str
    fine: str


def parts_of(item: Item, form: TypedForm, row: TypedRow | None) -> tuple[Part, ...]:
    """Return the form in its groups; fields that are not asked are left out."""
    remarks = [(one.field, one.message) for one in row.remarks if one.severity in TOLD] if row else []
    parts = (_part(group, form, remarks) for group in groups_of_fields(item))
    return tuple(part for part in parts if part.lines or part.rare)


def _part(group: Group, form: TypedForm, remarks: Iterable[tuple[str, str]]) -> Part:
    told = list(remarks)

    def lines(codes: Iterable[str]) -> tuple[Line, ...]:
        return tuple(
            Line(form[code], tuple(words for field, words in told if field == code))
            for code in codes
            if code in form.fields
        )

    rare = lines(field.code for field in group.rare)
    return Part(
        name=group.part.value,
        title=PART_LABELS[group.part],
        lines=lines(field.code for field in group.usual),
        rare=rare,
        rare_open=any(line.bound.value() or line.bound.errors for line in rare),
    )


def reckoned(row: TypedRow, today: date) -> Reckoning:
    """Return what the law says of a typed row."""
    field = row.item.meaning(Means.SEVERITY)
    asks = field is not None and row.item.family is Family.PENALTY
    return Reckoning(
        clock=_clock(row, today),
        asks_severity=asks,
        severity=label_of(field, row.severity) if field and row.severity else "",
        proposed=label_of(field, row.proposed) if field and row.proposed else "",
        ground=row.ground,
        until=_until(row, today),
        moments=_moments(row),
        reason=row.window.reason if row.window else "",
        fault=row.fault,
        fine=_fine(row),
    )


def _clock(row: TypedRow, today: date) -> Clock | None:
    if row.decided_on is None or row.decided_on > today or row.item.family not in {Family.PENALTY, Family.LICENCE}:
        return None
    law = law_in_force(settings.DATA)
    try:
        due = law.due(CLOCK, row.decided_on, calendar=settings.CITY.calendar)
    except (NoRule, BadDate):
        return None
    left = law.calendar(settings.CITY.calendar).working_days_between
    look, state = (
        ("good", _("还剩{n}个工作日").format(n=left(today, due.due_on)))
        if today < due.due_on
        else ("near", _("今天是最后一天"))
        if today == due.due_on
        else ("late", _("已过期限，可以报送，记为迟报"))
    )
    return Clock(
        title=_("应在{day}以前报送").format(day=date_text(due.due_on)),
        label=_("报送期限，按天"),
        look=look,
        state=state,
        days=tuple(Day(**vars(one)) for one in squares(due, event=_("作出决定"), today=today)),
        reason=due.reason,
        provisional=due.provisional,
    )


def _until(row: TypedRow, today: date) -> str:
    window = row.window
    if window is None:
        return ""
    if not window.publish:
        return _("收到以后不公示")
    if window.ends_on is None:
        return _("上网公示，没有规定到哪一天为止")
    if window.ends_on < today:
        return _("公示期{day}已满，收到以后不再公示").format(day=date_text(window.ends_on))
    return _("公示到{day}").format(day=date_text(window.ends_on))


def _moments(row: TypedRow) -> tuple[Moment, ...]:
    window = row.window
    if window is None or not window.publish:
        return ()
    named = [
        (window.starts_on, _("作出决定")),
        (window.earliest_repair_on, _("起可以申请修复")),
        (window.ends_on, _("公示的最后一天")),
    ]
    days = sorted((day, words) for day, words in named if day is not None)
    return tuple(Moment(day, words) for day, words in days)


def _fine(row: TypedRow) -> str:
    """Return the fine in yuan: who types 万元 sees at once a zero too many."""
    field = row.item.meaning(Means.FINE)
    return words_of(field, row.table[field.code][0]) if field else ""

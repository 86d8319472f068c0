"""What waits for somebody, gathered from the rooms."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.checks import queries as checks
from chengxin.checks.rules.doings import CHECK
from chengxin.codes import queries as codes
from chengxin.codes.queries import FaultFilter
from chengxin.codes.rules.doings import WORK_FAULTS
from chengxin.codes.rules.kinds import FaultState
from chengxin.foundation.actor import Actor
from chengxin.intake import queries as intake
from chengxin.intake.models import Submission
from chengxin.intake.rules import State
from chengxin.lists import queries as lists
from chengxin.lists.models import Entry
from chengxin.lists.rules.procedure import State as ListState
from chengxin.lists.rules.procedure import Track, state_label
from chengxin.measures import queries as joint
from chengxin.measures.rules.doings import ANSWER_TASKS
from chengxin.notices import queries as notices
from chengxin.oversight import queries as oversight
from chengxin.oversight.queries import Pressing
from chengxin.oversight.rules.months import in_words, read_month
from chengxin.oversight.rules.reporting import REMINDER_LABELS, ReminderKind
from chengxin.relief import queries as relief
from chengxin.relief.rules.procedure import PROCEDURE_LABELS, Procedure
from chengxin.relief.rules.procedure import STATE_LABELS as CASE_LABELS
from chengxin.relief.rules.procedure import State as CaseState
from chengxin.units.queries import day_of

LONGEST_LIST = 50
MENDED_WITHIN = timedelta(days=30)
"""Rows that came back longer ago are not asked for any more; the list of submissions still has them."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody, at an address; without ``due_on`` it has no limit."""

    address: str
    title: str
    kind: str
    sender: str
    due_on: date | None


def waiting_for(actor: Actor, *, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits, the most urgent first; one more than is shown means: there are more."""
    kinds = (
        _notices(actor),
        _submissions(actor),
        _rows_to_mend(actor, now),
        _rows_to_identify(actor),
        _faults_of_codes(actor),
        _conversions(actor),
        _list_entries(actor),
        _objections(actor),
        _joint_tasks(actor),
        _open_checks(actor),
        _tasks(actor, now),
        _returned(actor, now),
        _reviews(actor),
        _reporting(actor, now),
    )
    found = [thing for kind in kinds for thing in islice(kind, LONGEST_LIST + 1)]
    return tuple(sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max))[: LONGEST_LIST + 1])


def _open_checks(actor: Actor) -> Iterator[Waiting]:
    """Checks in which nobody has said yet whether the measures were applied."""
    found = checks.checks_for(actor, checks.CheckFilter(open_only=True), permission=CHECK)
    for row in found.order_by("id")[: LONGEST_LIST + 1]:
        yield Waiting(
            address=reverse("checks:check", args=[row.public_id]),
            title=_("登记措施：{subject}").format(subject=row.subject_name),
            kind=_("信用核查"),
            sender=row.matter.name,
            due_on=None,
        )


def _notices(actor: Actor) -> Iterator[Waiting]:
    unread = notices.unread_for(actor).order_by(F("due_on").asc(nulls_last=True), "created_at", "id")
    for notice in unread[: LONGEST_LIST + 1]:
        yield Waiting(
            address=reverse("notices:notice", args=[notice.public_id]),
            title=notice.subject,
            kind=notice.label,
            sender=notice.sender_unit.name,
            due_on=notice.due_on,
        )


def _submissions(actor: Actor) -> Iterator[Waiting]:
    for row in intake.submissions_waiting(actor)[: LONGEST_LIST + 1]:
        yield Waiting(
            address=reverse("intake:submission", args=[row.public_id]),
            title=_asked(row),
            kind=row.item_name,
            sender=row.sent_by_name,
            due_on=None,
        )


def _rows_to_mend(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Yield what is still to be mended, with the first day on which one of these rows has to be reported."""
    for one in intake.open_rows(actor, since=now - MENDED_WITHIN):
        yield Waiting(
            address=reverse("intake:mending", args=[one.submission.public_id]),
            title=_("改正退回的{n}行：{file}").format(n=f"{one.rows:,}", file=one.submission.file.name),
            kind=one.submission.item_name,
            sender=one.submission.sent_by_name,
            due_on=one.due_on,
        )


def _rows_to_identify(actor: Actor) -> Iterator[Waiting]:
    """Yield one line for all rows that wait for their subject."""
    rows = intake.rows_to_identify(actor).count()
    if rows:
        yield Waiting(
            address=reverse("intake:unidentified"),
            title=_("认定{n}行报送的是哪个主体").format(n=f"{rows:,}"),
            kind=_("待认定主体"),
            sender="",
            due_on=None,
        )


def _faults_of_codes(actor: Actor) -> Iterator[Waiting]:
    """Yield one line for the work list of the actor's unit; lists of other units in reach are theirs to work."""
    if actor.unit is None:
        return
    asked = FaultFilter(state=FaultState.OPEN, unit=actor.unit)
    count = codes.faults_for(actor, asked, permission=WORK_FAULTS).count()
    if count:
        yield Waiting(
            address=reverse("codes:faults"),
            title=_("办理{n}条重错码").format(n=f"{count:,}"),
            kind=_("重错码"),
            sender="",
            due_on=None,
        )


def _joint_tasks(actor: Actor) -> Iterator[Waiting]:
    """Yield one line for the tasks of joint actions that ask something of the actor's own unit."""
    waiting = joint.waiting_tasks(actor) if actor.may(ANSWER_TASKS) else None
    first = waiting.first() if waiting is not None else None
    if waiting is not None and first is not None:
        yield Waiting(
            address=reverse("measures:board"),
            title=_("办理{n}项联合奖惩任务").format(n=f"{waiting.count():,}"),
            kind=_("联合奖惩"),
            sender=first.action.office.name,
            due_on=first.due_on,
        )


def _conversions(actor: Actor) -> Iterator[Waiting]:
    """Yield one line for the old subjects without a code that the actor's own unit registered."""
    if actor.unit is None or not actor.may(WORK_FAULTS):
        return
    count = codes.waiting_for(actor).filter(unit=actor.unit).count()
    if count:
        yield Waiting(
            address=reverse("codes:waiting"),
            title=_("报送{n}家存量主体换发的代码").format(n=f"{count:,}"),
            kind=_("赋码和转换"),
            sender="",
            due_on=None,
        )


def _list_entries(actor: Actor) -> Iterator[Waiting]:
    for row in lists.entries_waiting(actor)[: LONGEST_LIST + 1]:
        yield Waiting(
            address=reverse("lists:entry", args=[row.public_id]),
            title=_("{state}：{name}").format(state=_list_state(row), name=row.subject_name),
            kind=row.kind_name,
            sender=row.proposed_by_name,
            due_on=None,
        )


def _objections(actor: Actor) -> Iterator[Waiting]:
    rows = list(relief.cases_waiting(actor)[: LONGEST_LIST + 1])
    courses = relief.courses_of(rows)
    for row in rows:
        ends = [one.due_on for one in relief.deadlines(courses[row.id]) if one.due_on]
        yield Waiting(
            address=reverse("relief:case", args=[row.public_id]),
            title=_("{state}：{name}").format(state=_(CASE_LABELS[CaseState(row.state)]), name=row.subject_name),
            kind=_(PROCEDURE_LABELS[Procedure(row.procedure)]),
            sender=row.unit.name,
            due_on=min(ends, default=None),
        )


def _list_state(row: Entry) -> str:
    """Return how an entry stands; one that waits though it is removed waits for a signature."""
    state = ListState(row.state)
    return _("移出待签发") if state is ListState.EXITED else _(state_label(Track(row.track), state))


def _tasks(actor: Actor, now: datetime) -> Iterator[Waiting]:
    for task in oversight.tasks_waiting(actor, day_of(now)):
        yield Waiting(
            address=reverse("oversight:task", args=[task.year, task.no]),
            title=_("报送凭证：第{no}项 {title}").format(no=task.no, title=task.title),
            kind=_("工作计划"),
            sender=_("{year}年工作计划").format(year=task.year),
            due_on=task.presses.on if task.presses else None,
        )


def _returned(actor: Actor, now: datetime) -> Iterator[Waiting]:
    for row in oversight.returned_evidence(actor, day_of(now).year)[: LONGEST_LIST + 1]:
        yield Waiting(
            address=reverse("oversight:task", args=[row.task.plan.year, row.task.no]),
            title=_("补好退回的凭证：第{no}项 {title}").format(no=row.task.no, title=row.task.title),
            kind=_("工作计划"),
            sender=row.reviewed_by,
            due_on=None,
        )


def _reviews(actor: Actor) -> Iterator[Waiting]:
    """Yield the evidence to review, all of a year as one: there may be hundreds, and the board lists them."""
    years = Counter(oversight.evidence_to_review(actor).values_list("task__plan__year", flat=True))
    for year, count in sorted(years.items()):
        yield Waiting(
            address=f"{reverse('oversight:board', args=[year])}#reviews",
            title=_("审核{n}份任务凭证").format(n=count),
            kind=_("工作计划"),
            sender=_("{year}年工作计划").format(year=year),
            due_on=None,
        )


def _reporting(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Yield declarations, questions and drafts of the own unit; returned rows stand with their submissions."""
    for one in oversight.pressing_for(actor, now):
        if one.kind is not ReminderKind.RETURNED:
            yield Waiting(
                address=_place(one),
                title=_reporting_words(one),
                kind=_(REMINDER_LABELS[one.kind]),
                sender=_("平台"),
                due_on=one.due_on,
            )


def _place(one: Pressing) -> str:
    if one.kind is ReminderKind.DRAFT:
        return reverse("intake:draft", args=[one.number])
    if one.kind is ReminderKind.GAPS:
        return reverse("oversight:sequences")
    return f"{reverse('oversight:declarations')}?month={one.about}"


def _reporting_words(one: Pressing) -> str:
    words = {
        ReminderKind.DECLARATION: _("填报{about}月报：还有{n}项"),
        ReminderKind.DIFFERENCE: _("说明{about}月报与收到数的差：{n}项"),
        ReminderKind.DRAFT: _("报送草稿，7个工作日的期限快到了"),
        ReminderKind.GAPS: _("说明没有收到的文书号：{n}个"),
    }
    month = read_month(one.about)
    return words[one.kind].format(about=in_words(month) if month else "", n=f"{one.count:,}")


def _asked(row: Submission) -> str:
    """Return what is to be done about a submission."""
    words = {
        State.TO_MAP: _("确认各列的对应：{file}"),
        State.TO_CONFIRM: _("确认失信程度：{file}"),
        State.FAILED: _("系统出错没有办完，可以再试一次：{file}"),
    }
    return words.get(State(row.state), _("正在处理：{file}")).format(file=row.file.name)

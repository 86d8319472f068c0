"""What the office arranges: which unit declares which item, the cut-off day, the formulas."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.oversight.models import Assignment, ReportingPolicy
from chengxin.oversight.queries.obligations import assignment_for, declared_items
from chengxin.oversight.rules import reporting_doings as doings
from chengxin.oversight.rules.months import month_of, written
from chengxin.oversight.rules.rates import LAST_CUTOFF_DAY, MOST_REMIND_DAYS, CompliantOf, DueBy, TimelyOf
from chengxin.oversight.rules.reporting import Period, overlaps
from chengxin.oversight.services.checking import checked_text
from chengxin.units.queries import day_of, unit_for


class UnknownItem(Invalid):
    """No item of the catalogue in force of which decisions are declared."""

    code = "oversight.unknown-item"
    says = "目录里没有这一项，或者它不按决定填报"
    field = "item"


class AssignedAlready(Conflict):
    """The unit is assigned the item in some of the days."""

    code = "oversight.assigned-already"
    says = "这个单位在这段时间里已经分配了这一项"


class EndBeforeBeginning(Invalid):
    """An assignment would end before it begins, or before today though it counted already."""

    code = "oversight.end-before-beginning"
    says = "结束日期要晚于开始日期"
    field = "valid_until"


class PastPolicy(Invalid):
    """What holds for months that are closed is not changed afterwards."""

    code = "oversight.past-policy"
    says = "{month}已经过去，报送规则只能从本月或以后的月份起改"
    field = "from_month"


class BadPolicy(Invalid):
    """A day no month has, or too many days."""

    code = "oversight.bad-policy"
    says = "截止日填1到{last}，提前提醒填0到{most}个工作日"
    field = "cutoff_day"


@dataclass(frozen=True)
class PolicyText:
    """What the office sets."""

    from_month: date
    cutoff_day: int
    remind_days: int
    compliant_of: CompliantOf
    timely_of: TimelyOf
    due_by: DueBy
    basis: str


@use_case
def assign_item(
    *, actor: Actor, now: datetime, unit: int, item: str, valid_from: date, valid_until: date | None, basis: str
) -> Assignment:
    """Have a unit declare an item from a day on, until a day or without end.

    Raises:
        NotPermitted: the actor may not.
        NotFound: the unit lies outside the actor's reach.
        UnknownItem: decisions of such an item are not declared.
        EndBeforeBeginning: the days are in the wrong order.
        AssignedAlready: the unit has the item in some of the days.
        TextMissing, TextTooLong: of the basis.
    """
    actor.require(doings.ASSIGN)
    row = unit_for(actor, unit, permission=doings.ASSIGN, lock=True)
    if item not in declared_items(actor, month_of(day_of(now))):
        raise UnknownItem
    if valid_until is not None and valid_until <= valid_from:
        raise EndBeforeBeginning
    said = checked_text(basis, what="依据", field="basis", limit=300)
    others = Assignment.objects.filter(unit=row, item=item).values_list("valid_from", "valid_until")
    if overlaps(Period(valid_from, valid_until), (Period(*one) for one in others)):
        raise AssignedAlready
    made = Assignment.objects.create(
        unit=row,
        item=item,
        valid_from=valid_from,
        valid_until=valid_until,
        basis=said,
        made_at=now,
        made_by=actor.name,
    )
    record(
        actor=actor,
        now=now,
        action=doings.ASSIGNED,
        object_kind="assignment",
        object_id=str(made.id),
        object_label=f"{row.short_name}：{item}",
        basis=said,
        facts={"valid_from": valid_from, "valid_until": valid_until},
    )
    return made


@use_case
def end_assignment(*, actor: Actor, now: datetime, assignment: int, valid_until: date) -> Assignment:
    """Have a unit declare an item no longer from a day on.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such assignment in reach.
        EndBeforeBeginning: the day is not after its beginning, or later than the end it has.
    """
    actor.require(doings.ASSIGN)
    row = assignment_for(actor, assignment, permission=doings.ASSIGN, lock=True)
    if valid_until <= row.valid_from or (row.valid_until is not None and valid_until > row.valid_until):
        raise EndBeforeBeginning
    row.valid_until = valid_until
    row.save(update_fields=["valid_until"])
    record(
        actor=actor,
        now=now,
        action=doings.ASSIGNMENT_ENDED,
        object_kind="assignment",
        object_id=str(row.id),
        object_label=f"{row.unit.short_name}：{row.item}",
        facts={"valid_until": valid_until},
    )
    return row


@use_case
def set_policy(*, actor: Actor, now: datetime, text: PolicyText) -> ReportingPolicy:
    """Set cut-off day, reminders and formulas from a month on; what held before stays for the months before.

    Raises:
        NotPermitted: the actor does not set them for the whole city.
        PastPolicy: the month is over.
        BadPolicy: a number can not be.
        TextMissing, TextTooLong: of the basis.
    """
    actor.require_everywhere(doings.SET_POLICY)
    month = month_of(text.from_month)
    if month < month_of(day_of(now)):
        raise PastPolicy(month=written(month))
    if not (1 <= text.cutoff_day <= LAST_CUTOFF_DAY and 0 <= text.remind_days <= MOST_REMIND_DAYS):
        raise BadPolicy(last=LAST_CUTOFF_DAY, most=MOST_REMIND_DAYS)
    said = checked_text(text.basis, what="依据", field="basis", limit=300)
    last = ReportingPolicy.objects.order_by("-number").values_list("number", flat=True).first()
    row = ReportingPolicy.objects.create(
        number=(last or 0) + 1,
        from_month=month,
        cutoff_day=text.cutoff_day,
        remind_days=text.remind_days,
        compliant_of=text.compliant_of,
        timely_of=text.timely_of,
        due_by=text.due_by,
        basis=said,
        at=now,
        by=actor.name,
    )
    record(
        actor=actor,
        now=now,
        action=doings.POLICY_SET,
        object_kind="reporting-policy",
        object_id=str(row.number),
        object_label=f"自{written(month)}起",
        basis=said,
        facts={
            "cutoff_day": row.cutoff_day,
            "remind_days": row.remind_days,
            "compliant_of": row.compliant_of,
            "timely_of": row.timely_of,
            "due_by": row.due_by,
        },
    )
    return row

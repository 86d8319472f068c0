"""Opening a joint action from an entry, and asking units. Nothing is applied by it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from chengxin.audit.services import use_case
from chengxin.catalog.queries.kinds import UnknownMeasure, measure_on
from chengxin.catalog.rules import SubjectKind
from chengxin.catalog.rules.measures import Measure
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.law.current import law_in_force
from chengxin.measures.models import JointAction, Task
from chengxin.measures.queries.actions import action_for, sending_office, triggered_measures
from chengxin.measures.rules.doings import ACTION_OPENED, RUN_ACTIONS, TASK_NOTICE, TASKS_SENT
from chengxin.measures.rules.entries import LONGEST_DAYS, ORDERED_LABELS, is_for_units
from chengxin.measures.rules.states import ActionState, Move, TaskState
from chengxin.measures.services.entries import facts_of, why_over
from chengxin.measures.services.moves import record_action, required, tell_unit, write_move
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for


class ActionExists(Conflict):
    """The entry has its joint action."""

    code = "measures.action-exists"
    says = "这条名单信息已经发起过联合奖惩"


class OfficeMissing(Conflict):
    """Nobody sits at the city's credit office, in whose name units are asked."""

    code = "measures.office-missing"
    says = "平台上还没有在任的信用办人员，不能发起联合奖惩"


class ActionEnded(Conflict):
    """It is over."""

    code = "measures.action-ended-already"
    says = "这次联合奖惩已经退出"


class MeasureNotInForce(Invalid):
    """The measure is not published, or its article was not in force on the day."""

    code = "measures.not-in-force"
    says = "措施清单里没有这项措施，或者它的依据在{on}没有生效，不能采取"
    field = "measure"


class MeasureOrderedElsewhere(Invalid):
    """A court or a listing body orders it; units show it and apply nothing."""

    code = "measures.ordered-elsewhere"
    says = "“{measure}”由{orderer}，其他单位只展示，不实施"
    field = "measure"


class MeasureNotTriggered(Invalid):
    """The catalogue does not tie the measure to such an entry, or not to such a subject."""

    code = "measures.not-triggered"
    says = "措施清单里，“{measure}”不适用于“{kind}”的这类主体"
    field = "measure"


class DaysNotPossible(Invalid):
    """No time limit, or one that is too long."""

    code = "measures.days-not-possible"
    says = "反馈期限请填1至{limit}个工作日"
    field = "days"


class AlreadyAsked(Conflict):
    """The unit is asked about this measure."""

    code = "measures.already-asked"
    says = "已经向{unit}发过这项任务"


class NobodyAsked(Invalid):
    """No unit was named."""

    code = "measures.nobody-asked"
    says = "请至少选一个实施单位"
    field = "units"


@dataclass(frozen=True)
class Sending:
    """What is asked: a measure by key, units by id, working days for the answer and where that number stands."""

    measure: str
    units: Sequence[int]
    days: int
    basis: str


@use_case
def open_action(*, actor: Actor, now: datetime, entry: str) -> JointAction:
    """Open a joint action from an entry (opaque id) and return it. No unit is asked yet, and nothing is applied.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such entry in the actor's reach, or it is about a natural person.
        EntryNotListing, EntryNotStanding: it opens none.
        ActionExists: it has one.
        OfficeMissing: no office is there to run it.
    """
    actor.require(RUN_ACTIONS)
    facts = facts_of(actor, entry, on=day_of(now))
    if JointAction.objects.filter(entry=entry).exists():
        raise ActionExists
    listing = unit_for(actor, facts.unit, permission=RUN_ACTIONS) if facts.unit else None
    row = JointAction.objects.create(
        public_id=new_opaque_id(),
        entry=entry,
        item=facts.item,
        kind=facts.kind,
        kind_name=facts.kind_name,
        subject=Organisation.objects.get(public_id=facts.subject),
        subject_name=facts.subject_name,
        subject_code=facts.subject_code,
        body=facts.body,
        unit=listing,
        district=listing.district if listing else "",
        office=_office(actor, now),
        number=facts.number,
        listed_on=facts.listed_on,
        until=facts.until,
        basis=facts.basis[:500],
        state=ActionState.INITIATED,
        opened_at=now,
        opened_on=day_of(now),
        opened_by_name=actor.shown_name,
    )
    record_action(actor, now, ACTION_OPENED, row, entry=entry, listed_on=facts.listed_on, until=facts.until)
    return row


def open_joint_action(*, actor: Actor, now: datetime, entry: str) -> bool:
    """Open the joint action of an entry that has none, and say whether it did. Safe to run twice.

    An entry that left before its turn came opens none.

    Raises:
        NotPermitted, EntryNotListing, OfficeMissing: as ``open_action``.
    """
    actor.require(RUN_ACTIONS)
    if JointAction.objects.filter(entry=entry).exists() or why_over(actor, entry, on=day_of(now)):
        return False
    open_action(actor=actor, now=now, entry=entry)
    return True


@use_case
def send_tasks(*, actor: Actor, now: datetime, action: str, sending: Sending) -> list[Task]:
    """Ask units whether they apply a published measure, and return the tasks. Each unit decides by itself.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such joint action or unit in the actor's reach.
        MeasureNotInForce: the measure is not published, or its article is not in force today.
        MeasureOrderedElsewhere, MeasureNotTriggered: it is not for units, not for this entry or subject.
        ActionEnded, AlreadyAsked, NobodyAsked, DaysNotPossible, WordsMissing: what was given does not do.
    """
    actor.require(RUN_ACTIONS)
    row = action_for(actor, action, permission=RUN_ACTIONS, lock=True)
    if row.state == ActionState.ENDED:
        raise ActionEnded
    measure = _measure(actor, row, sending.measure, day_of(now))
    due = _due(now, sending), required(sending.basis, "期限的依据")
    if not sending.units:
        raise NobodyAsked
    units = [unit_for(actor, unit, permission=RUN_ACTIONS) for unit in dict.fromkeys(sending.units)]
    tasks = [_task(row, measure, unit, due, day_of(now)) for unit in units]
    for task in tasks:
        _ask(actor, now, task)
    if row.state == ActionState.INITIATED:
        row.state = ActionState.UNDER_WAY
        row.save(update_fields=["state"])
    names: Iterable[str] = [unit.name for unit in units]
    record_action(actor, now, TASKS_SENT, row, measure=measure.key, units=list(names), due_on=due[0])
    return tasks


def _office(actor: Actor, now: datetime) -> Unit:
    if actor.unit is not None:
        return unit_for(actor, actor.unit, permission=RUN_ACTIONS)
    office = sending_office(actor, day_of(now))
    if office is None:
        raise OfficeMissing
    return office


def _measure(actor: Actor, row: JointAction, key: str, today: date) -> Measure:
    measure = measure_for_units(actor, key, on=today)
    subject = SubjectKind.SOLE_TRADER if row.subject.kind == "sole-trader" else SubjectKind.ORGANISATION
    triggered = {one.key for one in triggered_measures(actor, row, on=today)}
    if measure.key not in triggered or subject not in measure.subjects:
        raise MeasureNotTriggered(measure=measure.name, kind=row.kind_name)
    return measure


def measure_for_units(actor: Actor, key: str, *, on: date) -> Measure:
    """Return a published measure in force on the day that implementing units decide on.

    Raises:
        MeasureNotInForce, MeasureOrderedElsewhere: there is none.
    """
    try:
        measure = measure_on(actor, key, on=on)
    except UnknownMeasure as unknown:
        raise MeasureNotInForce(on=on.isoformat()) from unknown
    if not is_for_units(measure):
        raise MeasureOrderedElsewhere(measure=measure.name, orderer=ORDERED_LABELS[measure.ordered_by])
    return measure


def _due(now: datetime, sending: Sending) -> date:
    if not 1 <= sending.days <= LONGEST_DAYS:
        raise DaysNotPossible(limit=LONGEST_DAYS)
    calendar = law_in_force(settings.DATA).calendar(settings.CITY.calendar)
    return calendar.add_working_days(day_of(now), sending.days)


def _task(row: JointAction, measure: Measure, unit: Unit, due: tuple[date, str], today: date) -> Task:
    if Task.objects.filter(action=row, unit=unit, measure=measure.key).exists():
        raise AlreadyAsked(unit=unit.name)
    article = f"{measure.basis.text}{measure.basis.article}"
    return Task.objects.create(
        public_id=new_opaque_id(),
        action=row,
        unit=unit,
        measure=measure.key,
        measure_hash=hashlib.sha256(f"{measure.content}\n{article}".encode()).hexdigest(),
        measure_name=measure.name,
        measure_kind=measure.kind,
        measure_basis=article[:300],
        sent_on=today,
        due_on=due[0],
        due_basis=due[1],
        state=TaskState.WAITING,
    )


def _ask(actor: Actor, now: datetime, task: Task) -> None:
    row = task.action
    write_move(actor, now, task, Move.SEND)
    values = {"subject": row.subject_name, "kind": row.kind_name, "measure": task.measure_name}
    words = {**values, "basis": task.measure_basis, "due": task.due_on.isoformat()}
    tell_unit(actor, now, task, TASK_NOTICE, words, office=row.office)

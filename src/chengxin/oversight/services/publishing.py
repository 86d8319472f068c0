"""The step that makes a draft the plan of its year."""

from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.oversight.models import PlanTask, TaskHistory, WorkPlan
from chengxin.oversight.queries.plans import definition_of, doubts_of, plan_for, tasks_of, unmatched_texts
from chengxin.oversight.rules import doings
from chengxin.oversight.rules.board import Doing, PlanState
from chengxin.oversight.services.importing import NO_TASKS, ON_THE_SERVER, EmptyPlan, PlanThere
from chengxin.oversight.services.trail import note_plan


class DoubtsStand(Conflict):
    """Something in the draft keeps it from being published."""

    code = "oversight.doubts-stand"
    says = "还有{n}处不改不能发布"


class NobodyResponsible(Conflict):
    """A task names no unit."""

    code = "oversight.nobody-responsible"
    says = "第{tasks}项没有责任单位，请先补上"


class UnitsUnmatched(Conflict):
    """Texts of units match nothing in the directory, and nobody said that they may stay so."""

    code = "oversight.units-unmatched"
    says = "有{n}个责任单位的写法还没有对应到名录；请逐个对应，或者确认照原文保留"
    field = "keep_texts"


@use_case
def publish_plan(*, actor: Actor, now: datetime, year: int, keep_texts: bool) -> WorkPlan:
    """Publish the draft of a year: all staff read it from now on, and its units hand in evidence.

    ``keep_texts`` says that a person has seen the texts that match no unit of the directory and lets them stand.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: the year has no draft.
        PlanThere: the year's plan is published.
        EmptyPlan, NobodyResponsible: there is no task, or one without units.
        DoubtsStand: something fatal is not corrected.
        UnitsUnmatched: texts match nothing and ``keep_texts`` is not said.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    plan = plan_for(actor, year, state=PlanState.DRAFT, lock=True)
    if WorkPlan.objects.filter(year=year, state=PlanState.PUBLISHED).exists():
        raise PlanThere(year=year)
    tasks = list(tasks_of(actor, plan))
    _require_ready(actor, plan, tasks)
    open_texts = unmatched_texts(actor, plan)
    if open_texts and not keep_texts:
        raise UnitsUnmatched(n=len(open_texts))
    plan.state, plan.published_at = PlanState.PUBLISHED, now
    plan.published_by = actor.name if actor.unit else ON_THE_SERVER
    plan.save(update_fields=["state", "published_at", "published_by"])
    TaskHistory.objects.bulk_create(_first(task, now, plan.published_by) for task in tasks)
    note_plan(
        actor, now, doings.PLAN_PUBLISHED, plan, tasks=len(tasks), unmatched=[text[:60] for text in open_texts[:20]]
    )
    return plan


def _require_ready(actor: Actor, plan: WorkPlan, tasks: list[PlanTask]) -> None:
    if not tasks:
        raise EmptyPlan(what=NO_TASKS)
    bare = [str(task.no) for task in tasks if not task.units.all()]
    if bare:
        raise NobodyResponsible(tasks="、".join(bare))
    fatal = doubts_of(actor, plan).filter(fatal=True).count()
    if fatal:
        raise DoubtsStand(n=fatal)


def _first(task: PlanTask, now: datetime, by: str) -> TaskHistory:
    return TaskHistory(
        task=task,
        number=1,
        doing=Doing.PUBLISHED,
        definition=definition_of(task),
        at=now,
        by=by,
    )

"""How a draft plan comes to be, of a file or of another year's plan, and how it is given up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.oversight.models import PlanDoubt, WorkPlan
from chengxin.oversight.queries.matching import directory_for
from chengxin.oversight.queries.plans import plan_for
from chengxin.oversight.rules import doings
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.plan import Doubt, PlanDraft, TaskDraft
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.oversight.rules.wording import TaskText
from chengxin.oversight.services.trail import note_plan
from chengxin.oversight.services.writing import Place, matched, write_task
from chengxin.vault.services import Owner, Upload, keep_file

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TITLE = 300
NO_TASKS = "里面没有任务"
ON_THE_SERVER = "服务器上的命令"
"""Who made a draft where no person did."""


class BadYear(Invalid):
    """The number is no year of a plan."""

    code = "oversight.bad-year"
    says = "年度要写四位数字，例如 2018"
    field = "year"


class PlanThere(Conflict):
    """The year has a published plan: it is corrected, not replaced."""

    code = "oversight.plan-there"
    says = "{year}年的计划已经发布；要改，请在计划里逐项更正"
    field = "year"


class DraftThere(Conflict):
    """The year has a draft already."""

    code = "oversight.draft-there"
    says = "{year}年已经有一份草稿；请接着改它，或者先放弃它"
    field = "year"


class EmptyPlan(Invalid):
    """The table holds no task; ``what`` says why."""

    code = "oversight.empty-plan"
    says = "{what}"
    field = "file"


class YearUnknown(Invalid):
    """Neither the person nor the file says of which year the plan is."""

    code = "oversight.year-unknown"
    says = "文件里看不出年度，请填写"
    field = "year"


@use_case
def import_plan(
    *, actor: Actor, now: datetime, year: int | None, draft: PlanDraft, upload: Upload, unit: int
) -> WorkPlan:
    """Take in a table as the draft plan of a year, its file kept for ``unit``, and return the plan.

    Without ``year`` it is that of the table.

    Every row becomes a task. Texts of units are matched with the directory of that year; what matches nothing stays
    as text. A task whose number another one has gets a new number and a doubt says so.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        YearUnknown, BadYear, PlanThere, DraftThere: of the year.
        EmptyPlan: no task was read.
        FileRefused: as ``vault.services.keep_file``.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    if not draft.tasks:
        raise EmptyPlan(what=next((doubt.says for doubt in draft.doubts if doubt.fatal), NO_TASKS))
    of_year = year or draft.year
    if of_year is None:
        raise YearUnknown
    plan = new_plan(actor, now, year=of_year, title=draft.title)
    owner = Owner("oversight", "work-plan", str(plan.id))
    plan.source = keep_file(actor=actor, now=now, purpose=doings.PLAN_FILE, upload=upload, unit=unit, owner=owner)
    plan.save(update_fields=["source"])
    numbered, doubts = _numbered(draft.tasks)
    directory = directory_for(actor, of_year)
    for no, task in numbered:
        place = Place(no, task.module_no, task.heading_no)
        write_task(plan, place, _text(task), matched(directory, task.units))
    doubts = [*(one for one in draft.doubts if one.code != DoubtCode.NO_YEAR), *doubts, *_of_the_year(draft, of_year)]
    write_doubts(plan, doubts)
    facts = {"tasks": len(numbered), "doubts": len(doubts), "sha256": plan.source.sha256}
    note_plan(actor, now, doings.PLAN_IMPORTED, plan, **facts)
    return plan


@use_case
def discard_plan(*, actor: Actor, now: datetime, year: int) -> WorkPlan:
    """Give a draft up. It stays in the database with its file; a new one can be imported.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: the year has no draft.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    plan = plan_for(actor, year, state=PlanState.DRAFT, lock=True)
    plan.state = PlanState.DISCARDED
    plan.save(update_fields=["state"])
    note_plan(actor, now, doings.PLAN_DISCARDED, plan, tasks=plan.tasks.count())
    return plan


def new_plan(actor: Actor, now: datetime, *, year: int, title: str, copied_from: WorkPlan | None = None) -> WorkPlan:
    """Make the row of a draft plan; a part of the caller's use case.

    Raises:
        BadYear: the number is no year.
        PlanThere: the year's plan is published.
        DraftThere: somebody works on a draft of it.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadYear
    if WorkPlan.objects.filter(year=year, state=PlanState.PUBLISHED).exists():
        raise PlanThere(year=year)
    try:
        with transaction.atomic():
            return WorkPlan.objects.create(
                year=year,
                title=" ".join(title.split())[:LONGEST_TITLE] or f"{year}年工作计划",
                state=PlanState.DRAFT,
                copied_from=copied_from,
                made_at=now,
                made_by=ON_THE_SERVER if actor.kind is ActorKind.SYSTEM else actor.name,
            )
    except IntegrityError as error:
        raise DraftThere(year=year) from error


def write_doubts(plan: WorkPlan, doubts: Iterable[Doubt]) -> None:
    """Write what a person has to look at."""
    PlanDoubt.objects.bulk_create(
        PlanDoubt(plan=plan, task_no=one.no, code=one.code, says=one.says, fatal=one.fatal) for one in doubts
    )


def _text(task: TaskDraft) -> TaskText:
    return TaskText(
        module=task.module,
        heading=task.heading,
        title=task.title,
        requirement=task.requirement,
        units=task.units,
        due_on=task.due_on,
        milestones=task.milestones,
        bases=task.bases,
        remark=task.remark,
    )


def _numbered(tasks: Iterable[TaskDraft]) -> tuple[list[tuple[int, TaskDraft]], list[Doubt]]:
    """Return the tasks with numbers that differ, and a doubt for each that had to get a new one."""
    every = list(tasks)
    following = max((task.no for task in every), default=0) + 1
    taken: set[int] = set()
    numbered, doubts = [], []
    for task in every:
        no = task.no
        if no < 1 or no in taken:
            no, following = max(following, 1), max(following, 1) + 1
            says = f"{task.place or '有一行'}的序号{task.no}不能用或与别的任务相同，暂编为第{no}项，请核对"
            doubts.append(Doubt("number-taken", says, no=no))
        taken.add(no)
        numbered.append((no, task))
    return numbered, doubts


def _of_the_year(draft: PlanDraft, year: int) -> list[Doubt]:
    if draft.year in {None, year}:
        return []
    return [Doubt("other-year", f"文件写的是{draft.year}年，现在作为{year}年的计划导入，请核对各项期限")]

"""How the plan of a year becomes the draft of another."""

from dataclasses import replace
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.oversight.models import PlanTask, TaskUnit, WorkPlan
from chengxin.oversight.queries.matching import Match, in_year, offered_units
from chengxin.oversight.queries.plans import in_order, plan_for, tasks_of, text_of
from chengxin.oversight.queries.responsible import NOBODY, heirs_on
from chengxin.oversight.rules import doings
from chengxin.oversight.rules.board import shifted
from chengxin.oversight.rules.plan import Doubt, Milestone, Named, Part
from chengxin.oversight.rules.wording import TaskText
from chengxin.oversight.services.importing import new_plan, write_doubts
from chengxin.oversight.services.trail import note_plan
from chengxin.oversight.services.writing import Place, Responsible, write_task
from chengxin.units.models import Unit


@use_case
def copy_plan(*, actor: Actor, now: datetime, source: int, year: int) -> WorkPlan:
    """Make the draft plan of a year of another year's published plan, and return it.

    Days move by the years between; units that are no more are replaced by those that took over, and left out where
    nobody did. What was replaced or left out, and texts that name the old year, become doubts for a person to look at.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: the year to copy has no published plan.
        BadYear, PlanThere, DraftThere: of the new year.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    old = plan_for(actor, source)
    plan = new_plan(actor, now, year=year, title=old.title.replace(str(source), str(year)), copied_from=old)
    living = {unit.id: unit for unit in offered_units(actor, year)}
    heirs = heirs_on(date(year, 12, 31))
    doubts: list[Doubt] = []
    tasks = list(tasks_of(actor, old))
    for task in tasks:
        units, of_units = _units(task, year, living, heirs)
        text = _moved(text_of(task), year - source)
        module = task.heading.module
        write_task(plan, Place(task.no, module.no, task.heading.no), text, units)
        doubts += [*of_units, *_of_words(task.no, text, source)]
    write_doubts(plan, doubts)
    note_plan(actor, now, doings.PLAN_COPIED, plan, source=source, tasks=len(tasks), doubts=len(doubts))
    return plan


def _moved(text: TaskText, years: int) -> TaskText:
    milestones = tuple(Milestone(one.text, shifted(one.due_on, years)) for one in text.milestones)
    return replace(text, due_on=shifted(text.due_on, years), milestones=milestones)


def _units(
    task: PlanTask, year: int, living: dict[int, Unit], heirs: dict[int, frozenset[int]]
) -> tuple[list[Responsible], list[Doubt]]:
    """Return who is responsible in the new year, each unit once, and what a person has to look at."""
    found: list[Responsible] = []
    doubts: list[Doubt] = []
    for row in in_order(task.units.all()):
        kept, doubt = _heirs_of(row, year, living, heirs)
        known = {one.match.unit for one in found if one.match.unit is not None}
        found += [one for one in kept if one.match.unit not in known]
        doubts += [Doubt(code, says, no=task.no) for code, says in doubt]
    return found, doubts


def _heirs_of(
    row: TaskUnit, year: int, living: dict[int, Unit], heirs: dict[int, frozenset[int]]
) -> tuple[list[Responsible], list[tuple[str, str]]]:
    part = Part(row.part)
    if row.unit is None or in_year(row.unit, year):
        return [Responsible(Named(row.text, part), Match(row.unit_id, row.group_id))], []
    following = sorted((living[unit] for unit in heirs.get(row.unit.id, NOBODY) if unit in living), key=_by_name)
    if not following:
        return [], [("copied-unit-ended", f"“{row.text}”已经撤销，没有登记承继单位，已经去掉，请核对由谁负责")]
    names = "、".join(unit.short_name for unit in following)
    taken = [Responsible(Named(unit.short_name, part), Match(unit.id)) for unit in following]
    return taken, [("copied-successor", f"“{row.text}”已由{names}承继，责任单位已经换过，请核对")]


def _by_name(unit: Unit) -> str:
    return unit.name_key


def _of_words(no: int, text: TaskText, source: int) -> list[Doubt]:
    words = [text.title, text.requirement, text.remark, *(one.text for one in text.milestones)]
    if not any(str(source) in one for one in words):
        return []
    return [Doubt("copied-year", f"文字里还写着{source}，请改成新的年度", no=no)]

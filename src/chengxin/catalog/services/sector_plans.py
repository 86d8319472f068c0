"""Plans for joint incentives and restrictions: a unit is named, writes its plan, and records what it issued."""

from collections.abc import Sequence
from datetime import date, datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.catalog import rules
from chengxin.catalog.models import SectorPlan
from chengxin.catalog.queries.kinds import measures_on
from chengxin.catalog.queries.sector_plans import sector_plan_held
from chengxin.catalog.rules import sector_plans as plans
from chengxin.catalog.rules.sector_plans import MOVES, STATE_LABELS, PlanMove, PlanState
from chengxin.catalog.services.checking import BadText, ChangedMeanwhile, TooMuch, checked_text
from chengxin.catalog.services.paper_facts import PaperFromTomorrow
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.queries import day_of, units_for
from chengxin.vault.services import Owner, Upload, keep_file


class PlanAsked(Conflict):
    """The unit has a plan under way: one at a time."""

    code = "catalog.sector-plan-asked-already"
    says = "{unit}已经有一份没有印发的方案，不用再要求"
    field = "unit"


class NotALead(Invalid):
    """A unit that is in service is named, by its code."""

    code = "catalog.not-a-lead-unit"
    says = "没有这个单位，或者它已经撤销"
    field = "unit"


class PlanMoveRefused(Conflict):
    """The state of the plan does not allow it."""

    code = "catalog.sector-plan-state"
    says = "这份方案现在是“{state}”，不能这样做"


class MeasureNotInCatalogue(Invalid):
    """A plan introduces only measures that the catalogue has, with an article in force on the day."""

    code = "catalog.sector-plan-measure"
    says = "措施“{key}”不在措施目录里，或者它的依据今天没有生效，方案不能写它"
    field = "measures"


class PaperLacking(Invalid):
    """What was issued is on record with its paper."""

    code = "catalog.sector-plan-paper"
    says = "要附上印发的方案"
    field = "file"


@use_case
def ask_for_plan(*, actor: Actor, now: datetime, unit: str, due_on: date | None, paper: str) -> SectorPlan:
    """Name a lead unit, by its code, from which a plan is wanted until a day; ``paper`` is what asks for it.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotALead: there is no such unit today.
        PlanAsked: it has one under way.
        BadText: of the paper.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    lead = units_for(actor, on=day_of(now)).filter(code=unit).first()
    if lead is None:
        raise NotALead
    asked_by = checked_text(paper, what="要求的文件", field="paper", limit=plans.LONGEST_DOCUMENT)
    under_way = SectorPlan.objects.filter(unit=lead).exclude(state=PlanState.ISSUED.value)
    if under_way.select_for_update().exists():
        raise PlanAsked(unit=lead.name)
    row = SectorPlan.objects.create(
        public_id=new_opaque_id(),
        unit=lead,
        due_on=due_on,
        asked_by_paper=asked_by,
        state=PlanState.NONE.value,
        asked_at=now,
        changed_at=now,
        changed_by=actor.name,
    )
    _note(actor, now, plans.PLAN_ASKED, row, due_on=due_on, paper=asked_by)
    return row


@use_case
def release_from_plan(*, actor: Actor, now: datetime, plan: str, seen: int) -> None:
    """Want no plan any more from a unit that has not begun one.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound, ChangedMeanwhile, PlanMoveRefused: as ``write_plan``.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = _held(actor, plan, seen, PlanMove.RELEASE)
    _note(actor, now, plans.PLAN_RELEASED, row)
    row.delete()


@use_case
def write_plan(
    *, actor: Actor, now: datetime, plan: str, seen: int, title: str, text: str, measures: Sequence[str]
) -> SectorPlan:
    """Write the draft of a plan; ``measures`` are the keys of those it introduces.

    Raises:
        NotFound: there is no such plan within the actor's reach.
        ChangedMeanwhile: somebody changed it after ``seen``.
        PlanMoveRefused: it is issued.
        BadText, TooMuch: of title and text, of the number of measures.
        MeasureNotInCatalogue: a measure is none, or its article is not in force today.
    """
    row = _held(actor, plan, seen, PlanMove.WRITE)
    row.title = checked_text(title, what="名称", field="title", limit=plans.LONGEST_TITLE)
    row.text = _checked_lines(text)
    row.measures = _checked_measures(actor, day_of(now), measures)
    _changed(row, actor, now, "title", "text", "measures")
    _note(actor, now, plans.PLAN_WRITTEN, row, measures=row.measures, length=len(row.text))
    return row


@use_case
def issue_plan(
    *, actor: Actor, now: datetime, plan: str, seen: int, document_number: str, issued_on: date, upload: Upload | None
) -> SectorPlan:
    """Put on record that a plan was issued: number and day of the paper, and the paper itself.

    Raises:
        NotFound, ChangedMeanwhile: as ``write_plan``.
        PlanMoveRefused: it is no draft.
        BadText: of the number.
        PaperFromTomorrow: the day is to come.
        PaperLacking: there is no file.
        MeasureNotInCatalogue: the article of a measure it introduces was not in force on the day.
        FileRefused: as ``vault.services.keep_file``.
    """
    row = _held(actor, plan, seen, PlanMove.ISSUE)
    if issued_on > day_of(now):
        raise PaperFromTomorrow
    if upload is None:
        raise PaperLacking
    row.document_number = checked_text(
        document_number, what="文号", field="document_number", limit=plans.LONGEST_DOCUMENT
    )
    _checked_measures(actor, issued_on, row.measures)
    row.issued_on = issued_on
    row.file = keep_file(
        actor=actor,
        now=now,
        purpose=plans.PLAN_FILE,
        upload=upload,
        unit=row.unit_id,
        owner=Owner("catalog", "sector-plan", row.public_id),
    )
    _changed(row, actor, now, "document_number", "issued_on", "file")
    _note(actor, now, plans.PLAN_ISSUED, row, document_number=row.document_number, issued_on=issued_on)
    return row


@use_case
def take_plan_back(*, actor: Actor, now: datetime, plan: str, seen: int, reason: str) -> SectorPlan:
    """Make an issued plan a draft again, because what was put on record is wrong; its file stays in the vault.

    Raises:
        NotFound, ChangedMeanwhile: as ``write_plan``.
        PlanMoveRefused: it is not issued.
        PlanAsked: the unit has another one under way.
        BadText: of the reason.
    """
    row = _held(actor, plan, seen, PlanMove.TAKE_BACK)
    why = checked_text(reason, what="原因", field="reason", limit=plans.LONGEST_REASON)
    if SectorPlan.objects.filter(unit=row.unit_id).exclude(state=PlanState.ISSUED.value).exists():
        raise PlanAsked(unit=row.unit.name)
    was = row.document_number
    row.document_number, row.issued_on, row.file = "", None, None
    _changed(row, actor, now, "document_number", "issued_on", "file")
    _note(actor, now, plans.PLAN_TAKEN_BACK, row, reason=why, document_number=was)
    return row


def _held(actor: Actor, plan: str, seen: int, move: PlanMove) -> SectorPlan:
    """Return the plan's row, held and already in the state to which the move leads."""
    actor.require(plans.WRITE_SECTOR_PLAN)
    row = sector_plan_held(actor, plan)
    if row.number != seen:
        raise ChangedMeanwhile(by=row.changed_by)
    state = PlanState(row.state)
    if (state, move) not in MOVES:
        raise PlanMoveRefused(state=STATE_LABELS[state])
    row.state = (MOVES[state, move] or state).value
    return row


def _changed(row: SectorPlan, actor: Actor, now: datetime, *fields: str) -> None:
    row.number, row.changed_at, row.changed_by = row.number + 1, now, actor.name
    row.save(update_fields=["state", "number", "changed_at", "changed_by", *fields])


def _checked_lines(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    if not lines or len(lines) > plans.LONGEST_TEXT:
        raise BadText(what="内容", limit=plans.LONGEST_TEXT, field="text")
    return lines


def _checked_measures(actor: Actor, on: date, measures: Sequence[str]) -> list[str]:
    keys = sorted(set(measures))
    if len(keys) > plans.MOST_MEASURES:
        raise TooMuch(what="措施", limit=plans.MOST_MEASURES)
    known = {one.key for one in measures_on(actor, on=on)}
    for key in keys:
        if key not in known:
            raise MeasureNotInCatalogue(key=key)
    return keys


def _note(actor: Actor, now: datetime, action: Action, row: SectorPlan, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="sector-plan",
        object_id=row.public_id,
        object_label=row.title or f"{row.unit.name}的联合奖惩方案",
        facts=facts,
    )

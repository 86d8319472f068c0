"""What is on record of the steps of an edition's procedure: numbers, dates, files, periods, results."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import EditionPaper
from chengxin.catalog.rules.editions import EditionMove
from chengxin.catalog.services.checking import BadText
from chengxin.catalog.services.editions import held_edition
from chengxin.catalog.services.trail import note_edition
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Invalid
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_NUMBER, LONGEST_RESULT = 100, 2_000


class UnknownStep(Invalid):
    """The law of today asks for no such step."""

    code = "catalog.unknown-step"
    says = "办理目录没有这个环节"


class PaperFromTomorrow(Invalid):
    """A paper is dated today or before, a period that is on record is over."""

    code = "catalog.paper-from-tomorrow"
    says = "日期不能晚于今天；公开征求意见要在截止以后登记结果"
    field = "dated_on"


class WrongPeriod(Invalid):
    """A period ends on the day on which it begins, or after."""

    code = "catalog.wrong-period"
    says = "结束的日子不能早于开始的日子"
    field = "ends_on"


@dataclass(frozen=True)
class PaperFacts:
    """What is said of a step; what it does not need stays empty."""

    number: str = ""
    dated_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    result: str = ""


@use_case
def record_paper(
    *, actor: Actor, now: datetime, edition: str, seen: int, step: str, facts: PaperFacts, upload: Upload | None
) -> EditionPaper:
    """Put on record what was done for a step; a file that is there stays if no other is given.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: its consultation is not over, or it was adopted or given up.
        UnknownStep: the law asks for no such step.
        PaperFromTomorrow, WrongPeriod, BadText: of the facts.
        FileRefused: as ``vault.services.keep_file``.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.RECORD)
    today = day_of(now)
    if step not in {one.step for one in queries.catalogue_law(today).steps}:
        raise UnknownStep
    _require_facts(facts, today)
    told: dict[str, object] = {**vars(facts), "recorded_at": now, "recorded_by": actor.name}
    if upload is not None:
        told["file"] = keep_file(
            actor=actor,
            now=now,
            purpose=rules.PAPER_FILE,
            upload=upload,
            unit=unit_for(actor, actor.unit or 0).id,
            owner=Owner("catalog", "edition-paper", new_opaque_id()),
        )
    paper, _made = EditionPaper.objects.update_or_create(edition=row, step=step, defaults=told)
    row.number += 1
    row.save(update_fields=["number"])
    note_edition(actor, now, rules.PAPER_RECORDED, row, step=step, **vars(facts))
    return paper


def _require_facts(facts: PaperFacts, today: date) -> None:
    if any(day is not None and day > today for day in (facts.dated_on, facts.ends_on)):
        raise PaperFromTomorrow
    if facts.begins_on and facts.ends_on and facts.ends_on < facts.begins_on:
        raise WrongPeriod
    if len(facts.number) > LONGEST_NUMBER:
        raise BadText(what="文号", limit=LONGEST_NUMBER, field="number")
    if len(facts.result) > LONGEST_RESULT:
        raise BadText(what="结果", limit=LONGEST_RESULT, field="result")

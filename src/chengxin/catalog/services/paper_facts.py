"""What may be said of a step of the catalogue's procedure, checked, and its file kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.catalog import queries, rules
from chengxin.catalog.rules.editions import Paper, steps_lacking
from chengxin.catalog.services.checking import BadText
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Invalid
from chengxin.units.queries import unit_for
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_NUMBER, LONGEST_RESULT = 100, 2_000


class UnknownStep(Invalid):
    """The law of the day asks for no such step."""

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


class StepsLacking(Invalid):
    """The law of the day asks for a step that was not done, or of which something is not on record."""

    code = "catalog.steps-lacking"
    says = "还缺办理材料，不能施行：{steps}"


@dataclass(frozen=True)
class PaperFacts:
    """What is said of a step; what it does not need stays empty."""

    number: str = ""
    dated_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    result: str = ""


def require_facts(facts: PaperFacts, today: date) -> None:
    """Do nothing if a paper may be put on record.

    Raises:
        PaperFromTomorrow, WrongPeriod, BadText: it may not.
    """
    if any(day is not None and day > today for day in (facts.dated_on, facts.ends_on)):
        raise PaperFromTomorrow
    if facts.begins_on and facts.ends_on and facts.ends_on < facts.begins_on:
        raise WrongPeriod
    if len(facts.number) > LONGEST_NUMBER:
        raise BadText(what="文号", limit=LONGEST_NUMBER, field="number")
    if len(facts.result) > LONGEST_RESULT:
        raise BadText(what="结果", limit=LONGEST_RESULT, field="result")


def require_steps(papers: Mapping[str, Paper], on: date) -> None:
    """Do nothing if the papers are those that the law of a day asks for.

    Raises:
        StepsLacking: something is not on record.
    """
    missing = steps_lacking(queries.catalogue_law(on).steps, papers)
    if missing:
        words = (
            f"“{step.title}”缺{'、'.join(parts)}{f'（依据{step.basis}）' if step.basis else ''}"
            for step, parts in missing
        )
        raise StepsLacking(steps="；".join(words))


def keep_paper(actor: Actor, now: datetime, upload: Upload, *, kind: str) -> StoredFile:
    """Keep the file of a paper and return it; ``kind`` is what it belongs to.

    Raises:
        FileRefused: as ``vault.services.keep_file``.
    """
    return keep_file(
        actor=actor,
        now=now,
        purpose=rules.PAPER_FILE,
        upload=upload,
        unit=unit_for(actor, actor.unit or 0).id,
        owner=Owner("catalog", kind, new_opaque_id()),
    )

"""What is on record of the steps of an edition's procedure: numbers, dates, files, periods, results."""

from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import EditionPaper
from chengxin.catalog.rules.editions import EditionMove
from chengxin.catalog.services.editions import held_edition
from chengxin.catalog.services.paper_facts import PaperFacts, UnknownStep, keep_paper, require_facts
from chengxin.catalog.services.trail import note_edition
from chengxin.foundation.actor import Actor
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload


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
    require_facts(facts, today)
    told: dict[str, object] = {**vars(facts), "recorded_at": now, "recorded_by": actor.name}
    if upload is not None:
        told["file"] = keep_paper(actor, now, upload, kind="edition-paper")
    paper, _made = EditionPaper.objects.update_or_create(edition=row, step=step, defaults=told)
    row.number += 1
    row.save(update_fields=["number"])
    note_edition(actor, now, rules.PAPER_RECORDED, row, step=step, **vars(facts))
    return paper

"""A batch of proposals from a workbook: checked row by row without a trace, then made all at once or not at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid, NotPermitted, Refusal
from chengxin.lists.adapters.batch import BatchRow, read_batch
from chengxin.lists.models import Entry
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import Ground
from chengxin.lists.services.proposing import GroundMissing, Proposal, propose
from chengxin.vault.services import Upload


class BatchRefused(Invalid):
    """A row can not be proposed: nothing of the batch is."""

    code = "lists.batch-refused"
    says = "第{line}行不能提出：{why}。整批没有提出"
    field = "file"


@dataclass(frozen=True)
class Finding:
    """What keeps a row from being proposed."""

    line: int
    code: str
    words: str


def check_batch(
    *, actor: Actor, now: datetime, unit: int, kind: str, upload: Upload
) -> tuple[int, tuple[Finding, ...]]:
    """Try a workbook of proposals, keep nothing, and return how many rows it has and what keeps which from it.

    Raises:
        NotPermitted: the actor may not.
        NotAWorkbook, TooManyRows, NoRows: of the file.
    """
    actor.require(doings.PROPOSE)
    rows = read_batch(upload.content)
    with transaction.atomic():
        findings = [one for row in rows for one in _tried(actor, now, unit, kind, row)]
        transaction.set_rollback(True)
    return len(rows), tuple(findings)


def _tried(actor: Actor, now: datetime, unit: int, kind: str, row: BatchRow) -> list[Finding]:
    try:
        propose(actor=actor, now=now, unit=unit, proposal=_proposal(kind, row))
    except NotPermitted:
        raise
    except Refusal as refusal:
        return [Finding(row.line, row.code, refusal.sentence())]
    return []


@use_case
def propose_batch(*, actor: Actor, now: datetime, unit: int, kind: str, upload: Upload) -> list[Entry]:
    """Propose every row of a workbook for a kind of list, all or none, and return the entries.

    Raises:
        NotPermitted: the actor may not.
        NotAWorkbook, TooManyRows, NoRows: of the file.
        BatchRefused: a row can not be proposed.
    """
    actor.require(doings.PROPOSE)
    made = []
    for row in read_batch(upload.content):
        try:
            made.append(propose(actor=actor, now=now, unit=unit, proposal=_proposal(kind, row)))
        except NotPermitted:
            raise
        except Refusal as refusal:
            raise BatchRefused(line=row.line, why=refusal.sentence()) from refusal
    record(
        actor=actor,
        now=now,
        action=doings.BATCH_PROPOSED,
        object_kind="list-kind",
        object_id=kind,
        object_label=made[0].kind_name,
        facts={"entries": len(made)},
    )
    return made


def _proposal(kind: str, row: BatchRow) -> Proposal:
    if row.on is None:
        raise GroundMissing
    return Proposal(kind, row.code, row.reason, Ground(row.number, row.body, row.on))

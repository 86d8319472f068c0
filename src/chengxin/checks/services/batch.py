"""Checking a workbook: each row that can be asked is a check with evidence, of the others it is said why not."""

from dataclasses import dataclass
from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.checks.adapters.batch import BatchRow, read_table
from chengxin.checks.models import Batch
from chengxin.checks.queries.matters import matter_to_check
from chengxin.checks.rules.answers import GROUND_LABELS, Asked, Ground
from chengxin.checks.rules.doings import BATCH_CHECKED, CHECK, WORKBOOK
from chengxin.checks.services.checking import (
    LONGEST_BASIS,
    LONGEST_PURPOSE,
    BasisNeeded,
    PurposeNeeded,
    answer_many,
    checked_question,
    require_open,
)
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Invalid
from chengxin.units.queries import day_of
from chengxin.vault.services import Owner, Upload, keep_file


@dataclass(frozen=True)
class BatchQuestion:
    """In which matter and why all rows are checked."""

    matter: str
    purpose: str
    ground: Ground
    basis: str


@use_case
def check_workbook(*, actor: Actor, now: datetime, question: BatchQuestion, upload: Upload) -> Batch:
    """Check the rows of a workbook (at most 1,000) and return the batch; the workbook is kept.

    Raises:
        NotPermitted, NotFound, MatterClosed, PurposeNeeded, BasisNeeded, SealedNumber: as ``check``.
        FileRefused, NoRoom: the file is not kept.
        NoCodeColumn, TooManyRows, NoRows: it holds no rows to check.
    """
    actor.require(CHECK)
    today = day_of(now)
    matter = matter_to_check(actor, question.matter, permission=CHECK)
    require_open(matter, today)
    _require_why(question)
    public_id = new_opaque_id()
    file = keep_file(
        actor=actor,
        now=now,
        purpose=WORKBOOK,
        upload=upload,
        unit=matter.unit,
        owner=Owner("checks", "batch", public_id),
    )
    upload.content.seek(0)
    table = read_table(upload.content)
    asked, refused = _questions(question, table.rows, now)
    batch = Batch.objects.create(
        public_id=public_id,
        matter_id=matter.id,
        unit_id=matter.unit,
        file=file,
        name=file.name[:200],
        purpose=question.purpose.strip(),
        rows=len(table.rows),
        refused=refused,
        at=now,
        by_name=actor.shown_name,
    )
    answer_many(actor, now, matter, list(asked.values()), batch=batch, lines=list(asked))
    record(
        actor=actor,
        now=now,
        action=BATCH_CHECKED,
        object_kind="check-batch",
        object_id=public_id,
        object_label=f"{matter.definition.name} {batch.name}"[:300],
        purpose=batch.purpose,
        basis=question.basis.strip() or GROUND_LABELS[question.ground],
        facts={"rows": len(table.rows), "refused": len(batch.refused)},
    )
    return batch


def _require_why(question: BatchQuestion) -> None:
    if not question.purpose.strip() or len(question.purpose.strip()) > LONGEST_PURPOSE:
        raise PurposeNeeded(limit=LONGEST_PURPOSE)
    basis = question.basis.strip()
    if (not basis and question.ground is Ground.DUTY) or len(basis) > LONGEST_BASIS:
        raise BasisNeeded(limit=LONGEST_BASIS)


def _questions(
    question: BatchQuestion, rows: tuple[BatchRow, ...], now: datetime
) -> tuple[dict[int, Asked], dict[str, str]]:
    """Return the questions by line, and by line as text why a row is none."""
    asked: dict[int, Asked] = {}
    refused: dict[str, str] = {}
    for row in rows:
        told = Asked(
            matter=question.matter,
            code=row.code,
            name=row.name,
            purpose=question.purpose,
            ground=question.ground,
            basis=question.basis,
            reference=row.reference,
        )
        try:
            asked[row.line] = checked_question(told, day_of(now))
        except Invalid as refusal:
            refused[str(row.line)] = refusal.sentence()
    return asked, refused

"""Reports of old registrations: their rows go to ``codes``, chunk by chunk, and not into the register."""

from collections.abc import Callable
from datetime import datetime

import polars as pl
from django.db import transaction

from chengxin.catalog.rules import Item, Means
from chengxin.codes.services import CONVERSION, Taken, take_over_conversions
from chengxin.foundation.actor import Actor
from chengxin.intake import queries
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.rules import Phase, comparing
from chengxin.intake.rules.findings import no_findings
from chengxin.intake.services.moving import tell
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read
from chengxin.subjects.rules import Status
from chengxin.subjects.services.bulk import settle

TOLD = {
    Means.OLD_NUMBER_KIND: "old_kind",
    Means.OLD_NUMBER: "old_number",
    Means.SUBJECT_NAME: "name",
    Means.SUBJECT_KIND: "kind",
    Means.DISTRICT: "district",
    Means.DECIDING_BODY: "registering_body",
    Means.SUBJECT_CODE: "code",
    Means.CONVERTED_ON: "converted_on",
}
"""What a field means, and the column of ``codes.services.CONVERSION`` that takes it."""
ENDED = (Status.DEREGISTERED.value, Status.MOVED_OUT.value)


def convert_all(
    actor: Actor,
    row: Submission,
    parts: list[tuple[Read, pl.DataFrame]],
    *,
    moment: Callable[[], datetime],
    chunk_rows: int,
) -> None:
    """Take over the rows that are not taken over yet; a load that was killed goes on after its last chunk."""
    done = set(MergedChunk.objects.filter(submission=row).values_list("number", flat=True))
    total, number, through = sum(len(rows) for _part, rows in parts), 0, 0
    for part, rows in parts:
        for chunk in rows.iter_slices(chunk_rows):
            if number not in done:
                _convert(actor, row, part, chunk, number=number, now=moment())
            number, through = number + 1, through + len(chunk)
            tell(row, Phase.MERGING, done=through, total=total, now=moment())
    settle()


def _convert(actor: Actor, row: Submission, part: Read, chunk: pl.DataFrame, *, number: int, now: datetime) -> None:
    with transaction.atomic():
        taken = take_over_conversions(
            actor=actor,
            now=now,
            frame=_told(part.item, chunk),
            unit=row.unit_id,
            inherited=frozenset(queries.predecessors_of(row.unit)),
            told_on=row.received_on,
        )
        found = _findings(part.item, chunk, taken)
        keep_findings(row, found, part.judgement.lines)
        MergedChunk.objects.create(
            submission=row,
            number=number,
            taken=len(taken.taken),
            unchanged=list(taken.unchanged),
            returned=sorted(found["row"].to_list()),
        )


def _told(item: Item, chunk: pl.DataFrame) -> pl.DataFrame:
    fields = {name: item.meaning(means) for means, name in TOLD.items()}
    status = item.meaning(Means.SUBJECT_STATUS)
    over = pl.col(status.code).is_in(ENDED).fill_null(value=False) if status else pl.lit(value=False)
    return chunk.select(
        "row",
        ended=over,
        **{name: pl.col(field.code) if field else pl.lit(None) for name, field in fields.items()},
    ).select(pl.col(name).cast(kind) for name, kind in CONVERSION.items())


def _findings(item: Item, chunk: pl.DataFrame, taken: Taken) -> pl.DataFrame:
    number = item.meaning(Means.OLD_NUMBER) or item.field(item.business_key[0])
    name = item.meaning(Means.SUBJECT_NAME)
    told = chunk.select("row", told=pl.col(number.code))
    elsewhere = pl.Series(taken.elsewhere, dtype=pl.UInt32)
    otherwise = told.filter(pl.col("row").is_in(list(taken.contradicting)))
    nothing = pl.Series([], dtype=pl.UInt32)
    return pl.concat(
        [
            comparing.in_the_register(number, told, elsewhere=elsewhere, repeated=nothing),
            comparing.converted_otherwise(number, otherwise),
            comparing.misfits(name, taken.misfits) if name else no_findings(),
        ]
    )

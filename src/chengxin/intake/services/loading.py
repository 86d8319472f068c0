"""The load: checked rows go into the register chunk by chunk, unseen, and show in one flip.

Each chunk is one transaction that also writes down that it was done, so a load that was killed goes on after the last
one. Rows that meet another unit's fact, or a name that changed since the check, are returned then.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import polars as pl
from django.conf import settings
from django.db import transaction

from chengxin.audit.services import use_case
from chengxin.catalog.rules import Family, Field, Item, Means
from chengxin.foundation.actor import Actor
from chengxin.intake import queries, rules
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.rules import Move, Phase, asking, comparing, staging
from chengxin.intake.services.moving import move, note, tell
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read, read_and_judge
from chengxin.intake.services.registering import register_facts
from chengxin.law.current import law_in_force
from chengxin.register.models import Load
from chengxin.register.services import CHUNK_ROWS, abandon_load, begin_load, merge_chunk, show_load
from chengxin.subjects.services.bulk import match_organisations, settle

BY_UNIT, BY_PROPOSAL = "unit", "proposal"


def load(actor: Actor, number: int, *, moment: Callable[[], datetime], read: Read | None) -> None:
    """Load a submission that was checked (and confirmed); ``read`` is what the check read if it was just made."""
    row = queries.submission_by_number(actor, number)
    if row.state != rules.State.LOADING:
        return
    known = read or read_and_judge(actor, row, now=moment(), say=lambda: None)
    rows = _accepted(row, known)
    if not rows.is_empty():
        _merge_all(actor, row, known, rows, moment)
    tell(row, Phase.SHOWING, done=len(rows), total=len(rows), now=moment())
    if known.item.family is Family.REGISTRATION:
        register_facts(actor, row, known.item, rows, now=moment())
    _finish(actor=actor, now=moment(), number=number)


def _accepted(row: Submission, read: Read) -> pl.DataFrame:
    """Return the rows that go on. Where a column is missing all are returned, without a finding for each."""
    table = read.judgement.table
    if table is None or row.returned == row.rows:
        return pl.DataFrame(schema={"row": pl.UInt32})
    merged = MergedChunk.objects.filter(submission=row)
    later = {number for numbers in merged.values_list("returned", flat=True) for number in numbers}
    checked = sorted(set(queries.returned_rows(row)) - later)
    return table.filter(~pl.col("row").is_in(checked))


def _merge_all(actor: Actor, row: Submission, read: Read, rows: pl.DataFrame, moment: Callable[[], datetime]) -> None:
    target = _begun(actor, row, read.item, moment())
    complete = _judged(row, read.item, rows)
    inherited = queries.predecessors_of(row.unit)
    merged = set(MergedChunk.objects.filter(submission=row).values_list("number", flat=True))
    done = 0
    for number, chunk in _chunks(complete):
        tell(row, Phase.MERGING, done=done, total=len(rows), now=moment())
        if number not in merged:
            _merge_chunk(row, read, chunk, number=number, target=target, inherited=inherited)
        done += len(chunk)
    settle()


def _chunks(rows: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the rows in chunks by their number in the file, so that a load that goes on cuts them as it did before."""
    numbered = rows.with_columns(chunk=(pl.col("row") - 1) // CHUNK_ROWS)
    for number in numbered["chunk"].unique().sort():
        yield number, numbered.filter(pl.col("chunk") == number).drop("chunk")


def _begun(actor: Actor, row: Submission, item: Item, now: datetime) -> Load:
    """Return the load of the submission; the first time it is written down in the same transaction."""
    with transaction.atomic():
        held = queries.submission_by_number(actor, row.id, lock=True)
        target = begin_load(submission=row.public_id, unit=row.unit_id, item=item, now=now)
        if held.load_id is None:
            held.load = target
            held.save(update_fields=["load"])
    return target


def _judged(row: Submission, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the register's rows that do not depend on a subject; severities as the unit settled them.

    The values of the table stay beside them for what has to be told of a row.
    """
    law = law_in_force(settings.DATA)
    asked = asking.questions(item, rows)
    settled = _settled(row, item, asked)
    windows = asking.windows(item, settled, law=law, as_of=row.received_on)
    severities = settled.select(
        severity=pl.col("severity").fill_null(""),
        severity_author=pl.when(pl.col("severity").is_null()).then(pl.lit("")).otherwise(pl.col("author")),
    )
    decided, number, body = (item.meaning(m) for m in (Means.DECIDED_ON, Means.DOCUMENT_NUMBER, Means.DECIDING_BODY))
    own = rows.select(
        "row",
        decided_on=_day(decided),
        document_number=_text(number).str.head(200),
        deciding_body=_text(body).str.head(200),
        code=_of(item, Means.SUBJECT_CODE),
        name=_of(item, Means.SUBJECT_NAME),
    )
    texts = [staging.key_texts(rows, item).alias("business_key"), staging.payloads(rows, item).alias("payload")]
    return own.hstack(severities).hstack(windows.drop("row", "fault")).with_columns(texts)


def _settled(row: Submission, item: Item, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the questions with a severity where the unit named, chose or confirmed one, and ``author``: who judged."""
    chosen = {group.key: (group.chosen, group.proposed) for group in queries.groups_of(row)}
    proposed = asking.proposals(item, asked, law=law_in_force(settings.DATA), on=row.received_on)
    told = proposed.select(
        "row",
        answer=pl.col("key").replace_strict(
            {key: one[0] for key, one in chosen.items()}, default=None, return_dtype=pl.String
        ),
        by=pl.col("key").replace_strict(
            {key: BY_PROPOSAL if one[0] == one[1] else BY_UNIT for key, one in chosen.items()},
            default=None,
            return_dtype=pl.String,
        ),
    )
    joined = asked.join(told, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        author=pl.when(pl.col("severity").is_not_null()).then(pl.lit(BY_UNIT)).otherwise(pl.col("by")),
        severity=pl.coalesce("severity", "answer"),
    ).drop("answer", "by")


def _merge_chunk(
    row: Submission, read: Read, chunk: pl.DataFrame, *, number: int, target: Load, inherited: list[int]
) -> None:
    """Match, merge and write down one chunk, all in one transaction."""
    item = read.item
    with transaction.atomic():
        matched = chunk.select("row").hstack(match_organisations(chunk.select("code", "name")))
        wrong = matched.filter(~pl.col("name_fits")) if item.family is not Family.REGISTRATION else matched.clear()
        going = chunk.join(matched.select("row", subject_id="organisation_id"), on="row", how="left")
        going = going.filter(~pl.col("row").is_in(wrong["row"].implode()))
        merged = merge_chunk(load=target, item=item, rows=going.drop("code", "name"), inherited=inherited)
        told = chunk.select("row", told=pl.col("name"))
        late = comparing.in_the_register(
            item.field(item.business_key[0]),
            told,
            elsewhere=pl.Series(merged.elsewhere, dtype=pl.UInt32),
            repeated=pl.Series(merged.repeated, dtype=pl.UInt32),
        )
        name = item.meaning(Means.SUBJECT_NAME)
        found = [late] if name is None else [comparing.misfits(name, wrong), late]
        keep_findings(row, pl.concat(found), read.judgement.lines)
        MergedChunk.objects.create(
            submission=row,
            number=number,
            taken=len(merged.taken),
            unchanged=list(merged.unchanged),
            returned=sorted([*merged.elsewhere, *merged.repeated, *wrong["row"].to_list()]),
        )


@use_case
def _finish(*, actor: Actor, now: datetime, number: int) -> None:
    """Show what was merged, with the counts and the end of the submission, in one transaction."""
    row = queries.submission_by_number(actor, number, lock=True)
    move(row, Move.FINISH)
    merged = list(MergedChunk.objects.filter(submission=row))
    row.accepted = sum(chunk.taken for chunk in merged)
    row.unchanged = sum(len(chunk.unchanged) for chunk in merged)
    row.returned += sum(len(chunk.returned) for chunk in merged)
    row.ended_at = now
    row.save(update_fields=["state", "accepted", "unchanged", "returned", "ended_at"])
    if row.load_id is not None:
        end = show_load if row.accepted else abandon_load
        end(actor=actor, now=now, load=row.load_id)
    note(
        actor,
        now,
        rules.LOADED,
        row,
        rows=row.rows,
        accepted=row.accepted,
        unchanged=row.unchanged,
        returned=row.returned,
    )


def _day(field: Field | None) -> pl.Expr:
    return pl.lit(None, pl.Date) if field is None else pl.col(field.code)


def _text(field: Field | None) -> pl.Expr:
    return pl.lit("") if field is None else pl.col(field.code).fill_null("")


def _of(item: Item, means: Means) -> pl.Expr:
    field = item.meaning(means)
    return pl.lit(None, pl.String) if field is None else pl.col(field.code)

"""The load: checked rows go into the register chunk by chunk, unseen, and show in one flip.

Each chunk merges in one transaction that also writes down that it was done, so a load that was killed goes on with
those that were not. Rows that meet another unit's fact, or a name that changed since the check, are returned then.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import polars as pl
from django.conf import settings
from django.db import transaction

from chengxin.audit.services import use_case
from chengxin.catalog.rules import Disclosure, Family, Field, Item, Means
from chengxin.foundation.actor import Actor
from chengxin.intake import queries, rules
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.rules import Move, Phase, asking, authorities, comparing, persons, staging
from chengxin.intake.rules.findings import SEALED_VALUE, no_findings
from chengxin.intake.services.converting import convert_all
from chengxin.intake.services.doubting import report_faults
from chengxin.intake.services.following import keep_outcome
from chengxin.intake.services.identifying_rows import keep_unidentified, with_linked
from chengxin.intake.services.moving import move, note, tell
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read, read_and_judge
from chengxin.intake.services.registering import register_facts
from chengxin.law.current import law_in_force
from chengxin.register.models import Load
from chengxin.register.services import (
    ROWS,
    Merged,
    abandon_load,
    begin_load,
    merge_chunks,
    merge_person_chunks,
    show_load,
)
from chengxin.subjects.services.bulk import match_organisations, settle
from chengxin.units.queries import units_by_written_name

SHARE_OF_FIRST = 4
"""The first chunk has a quarter of the rows of the others."""

BY_UNIT, BY_PROPOSAL = "unit", "proposal"


def load(actor: Actor, number: int, *, moment: Callable[[], datetime], read: Read | None, chunk_rows: int) -> None:
    """Load a submission that was checked (and confirmed); ``read`` is what the check read if it was just made."""
    row = queries.submission_by_number(actor, number)
    if row.state != rules.State.LOADING:
        return
    known = read or read_and_judge(actor, row, now=moment())
    parts = [(part, rows) for part in known.each if not (rows := _accepted(row, part)).is_empty()]
    total = sum(len(rows) for _part, rows in parts)
    if parts and known.item.family is Family.CONVERSION:
        convert_all(actor, row, parts, moment=moment, chunk_rows=chunk_rows)
    elif parts:
        target = _begun(actor, row, known.item, moment())
        _merge_all(actor, row, target, parts, moment=moment, chunk_rows=chunk_rows)
    tell(row, Phase.SHOWING, done=total, total=total, now=moment())
    for part, rows in parts:
        if part.item.family is Family.REGISTRATION:
            register_facts(actor, row, part.item, rows, now=moment())
    report_faults(actor, row, known, now=moment())
    _finish(actor=actor, now=moment(), number=number, read=known)


def _accepted(row: Submission, read: Read) -> pl.DataFrame:
    """Return the rows that go on. Where a column is missing all are returned, without a finding for each."""
    table = read.judgement.table
    if table is None or row.returned == row.rows:
        return pl.DataFrame(schema={"row": pl.UInt32})
    merged = MergedChunk.objects.filter(submission=row)
    later = {number for numbers in merged.values_list("returned", flat=True) for number in numbers}
    checked = sorted(set(queries.returned_rows(row)) - later)
    return with_linked(row, read.item, table.filter(~pl.col("row").is_in(checked)))


@dataclass
class _Chunk:
    """Rows that merge in one transaction: those of a range of row numbers; ``found`` are the findings on the way."""

    number: int
    rows: pl.DataFrame
    found: pl.DataFrame = field(default_factory=no_findings)


def _merge_all(
    actor: Actor,
    row: Submission,
    target: Load,
    parts: list[tuple[Read, pl.DataFrame]],
    *,
    moment: Callable[[], datetime],
    chunk_rows: int,
) -> None:
    """Merge what is not merged yet; while one chunk merges, the next is matched and made ready."""
    groups = {one.key: (one.chosen, one.proposed) for one in queries.groups_of(row)}
    units = units_by_written_name(actor, permission=rules.PROCESS)
    merged = set(MergedChunk.objects.filter(submission=row).values_list("number", flat=True))
    every: list[tuple[Read, list[_Chunk]]] = []
    for part, rows in parts:
        first = sum(len(chunks) for _part, chunks in every)
        every.append((part, list(_chunks(part.item, rows, chunk_rows, first))))
    total = sum(len(rows) for _part, rows in parts)
    done = sum(len(chunk.rows) for _part, chunks in every for chunk in chunks if chunk.number in merged)
    tell(row, Phase.MERGING, done=done, total=total, now=moment())
    for part, chunks in every:
        waiting = [chunk for chunk in chunks if chunk.number not in merged]
        judging = _Judging(row, part.item, groups, part.windows, units)
        of_persons = part.item.is_about_persons
        merge = partial(merge_person_chunks, now=moment()) if of_persons else merge_chunks
        merging = merge(
            load=target,
            item=part.item,
            chunks=waiting,
            stage=judging.stage_persons if of_persons else judging.stage,
            note=partial(_write_down, row, part),
            inherited=queries.predecessors_of(row.unit),
        )
        for chunk, _merged in zip(waiting, merging, strict=True):
            done += len(chunk.rows)
            tell(row, Phase.MERGING, done=done, total=total, now=moment())
    settle()


def _chunks(item: Item, rows: pl.DataFrame, size: int, number: int) -> Iterator[_Chunk]:
    """Yield the rows in chunks by the day of their decision; a load that goes on cuts them as it did before.

    The register's largest indexes begin with the day: a chunk of few days touches few of their pages. The first is
    small, as the database has nothing to do until it is ready. They are numbered from ``number`` on.
    """
    decided = item.meaning(Means.DECIDED_ON)
    ordered = rows.sort(decided.code, maintain_order=True) if decided else rows
    first = -(-size // SHARE_OF_FIRST)
    yield _Chunk(number, ordered.head(first))
    for place, part in enumerate(ordered.slice(first).iter_slices(size), start=number + 1):
        yield _Chunk(place, part)


def _write_down(row: Submission, read: Read, chunk: _Chunk, merged: Merged) -> None:
    """Keep what was found on the way and that the chunk is in the register, in the transaction that merges it."""
    item = read.item
    late = comparing.in_the_register(
        item.field(item.business_key[0]),
        chunk.rows.select("row", told=_shown(item, Means.SUBJECT_NAME)),
        elsewhere=pl.Series(merged.elsewhere, dtype=pl.UInt32),
        repeated=pl.Series(merged.repeated, dtype=pl.UInt32),
    )
    keep_findings(row, pl.concat([chunk.found, late]), read.judgement.lines)
    MergedChunk.objects.create(
        submission=row,
        number=chunk.number,
        taken=len(merged.taken),
        unchanged=list(merged.unchanged),
        returned=sorted([*merged.elsewhere, *merged.repeated, *chunk.found["row"].to_list()]),
    )


def _begun(actor: Actor, row: Submission, item: Item, now: datetime) -> Load:
    """Return the load of the submission; the first time it is written down in the same transaction."""
    with transaction.atomic():
        held = queries.submission_by_number(actor, row.id, lock=True)
        target = begin_load(submission=row.public_id, unit=row.unit_id, item=item, now=now)
        if held.load_id is None:
            held.load = target
            held.save(update_fields=["load"])
    return target


@dataclass(frozen=True)
class _Judging:
    """Makes the register's rows of a chunk.

    ``groups`` are the severities settled and proposed, by group; ``known`` the law's answers so far; ``units`` are the
    names of units by what is compared of the ways of writing them.
    """

    row: Submission
    item: Item
    groups: Mapping[str, tuple[str, str]]
    known: dict[asking.Asked, asking.Answer]
    units: Mapping[str, str]

    def stage(self, chunk: _Chunk) -> pl.DataFrame:
        """Return the rows of ``register.services.ROWS`` of a chunk; what keeps others out goes into ``chunk.found``.

        Those are rows whose name does not fit, where the check had no reason to look or another load was faster, and
        rows for which the law gives no window with the severity that was chosen.
        """
        item, rows = self.item, chunk.rows
        matched = rows.select("row").hstack(
            match_organisations(rows.select(code=_of(item, Means.SUBJECT_CODE), name=_of(item, Means.SUBJECT_NAME)))
        )
        name = item.meaning(Means.SUBJECT_NAME)
        chunk.found = no_findings()
        if name is not None and item.family is not Family.REGISTRATION:
            chunk.found = comparing.misfits(name, matched)
        fitting = rows.join(matched.select("row", subject_id="organisation_id"), on="row", maintain_order="left")
        asked = self._settled(asking.questions(item, fitting))
        law, as_of = law_in_force(settings.DATA), self.row.received_on
        windows = asking.windows(item, asked, law=law, as_of=as_of, known=self.known)
        decided = item.meaning(Means.DECIDED_ON)
        without = comparing.without_window(decided.code if decided else "", windows, asked)
        chunk.found = pl.concat([chunk.found, without.join(chunk.found, on="row", how="anti")])
        going = ~fitting["row"].is_in(chunk.found["row"].implode())
        return self._judged(fitting.filter(going), asked.filter(going), windows.filter(going)).select(*ROWS)

    def stage_persons(self, chunk: _Chunk) -> pl.DataFrame:
        """Return the rows of ``register.services.PERSON_ROWS`` of a chunk; the check has found all there is to find."""
        chunk.found = no_findings()
        return persons.register_rows(self.item, chunk.rows)

    def _judged(self, rows: pl.DataFrame, settled: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
        item = self.item
        decided, number, body = (
            item.meaning(one) for one in (Means.DECIDED_ON, Means.DOCUMENT_NUMBER, Means.DECIDING_BODY)
        )
        severity = pl.col("severity")
        severities = settled.select(
            severity=severity.fill_null(""),
            severity_author=pl.when(severity.is_null()).then(pl.lit("")).otherwise(pl.col("author")),
        )
        own = rows.select(
            "row",
            "subject_id",
            decided_on=_day(decided),
            document_number=_text(number).str.head(200),
            deciding_body=self._meant(rows, body).str.head(200),
        )
        texts = [
            staging.key_texts(rows, item).alias("business_key"),
            staging.payloads(rows, item).alias("payload"),
        ]
        return own.hstack(severities).hstack(windows.drop("row", "fault")).with_columns(texts)

    def _meant(self, rows: pl.DataFrame, body: Field | None) -> pl.Expr:
        """Return the deciding bodies, by the unit's own name where the office says that a name means it."""
        meant = authorities.meant_by(rows[body.code], self.units) if body else {}
        return _text(body).replace(meant) if meant else _text(body)

    def _settled(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Return the questions with a severity where the unit named or settled one, and ``author``: who judged."""
        proposed = asking.proposals(self.item, asked, law=law_in_force(settings.DATA), on=self.row.received_on)
        chosen = {key: one[0] for key, one in self.groups.items()}
        authors = {key: BY_PROPOSAL if one[0] == one[1] else BY_UNIT for key, one in self.groups.items()}
        told = proposed.select(
            "row",
            answer=pl.col("key").replace_strict(chosen, default=None, return_dtype=pl.String),
            by=pl.col("key").replace_strict(authors, default=None, return_dtype=pl.String),
        )
        joined = asked.join(told, on="row", how="left", maintain_order="left")
        return joined.with_columns(
            author=pl.when(pl.col("severity").is_not_null()).then(pl.lit(BY_UNIT)).otherwise(pl.col("by")),
            severity=pl.coalesce("severity", "answer"),
        ).drop("answer", "by")


@use_case
def _finish(*, actor: Actor, now: datetime, number: int, read: Read) -> None:
    """Show what was merged, with the counts and the end of the submission, in one transaction."""
    row = queries.submission_by_number(actor, number, lock=True)
    move(row, Move.FINISH)
    merged = list(MergedChunk.objects.filter(submission=row))
    row.accepted = sum(chunk.taken for chunk in merged)
    row.unchanged = sum(len(chunk.unchanged) for chunk in merged)
    row.returned += sum(len(chunk.returned) for chunk in merged)
    row.ended_at = now
    row.save(update_fields=["state", "accepted", "unchanged", "returned", "ended_at"])
    keep_outcome(row, read)
    keep_unidentified(row, read, now)
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


def _shown(item: Item, means: Means) -> pl.Expr:
    """Return a field's values as a finding may show them."""
    field = item.meaning(means)
    sealed = field is not None and field.disclosure is Disclosure.AUTHORISED
    return pl.lit(SEALED_VALUE) if sealed else _of(item, means)

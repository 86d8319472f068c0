"""The check: the file is read and judged, what only the database knows is added, the findings are kept.

Findings are written in committed chunks under the number of this attempt; a check that is killed leaves rows that no
submission names. The last transaction makes all of it valid at once.
"""

from datetime import date, datetime

import polars as pl
from django.conf import settings
from django.db import transaction

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Family, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.beside import thread_beside
from chengxin.intake import queries, rules
from chengxin.intake.adapters import Unreadable
from chengxin.intake.models import SeverityGroup, Submission
from chengxin.intake.rules import FindingCode as Code
from chengxin.intake.rules import Judgement, Move, Phase, Severity, asking, authorities, comparing
from chengxin.intake.rules.findings import file_finding, no_findings
from chengxin.intake.services.certificates import with_old_certificates
from chengxin.intake.services.doubting import shared_codes
from chengxin.intake.services.identifying_rows import identify
from chengxin.intake.services.mapping import ask_columns, recognise_columns
from chengxin.intake.services.moving import NotNow, move, note, tell
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read, judge_sheet, read_sheet
from chengxin.law.current import law_in_force
from chengxin.subjects.queries import confirmed_codes
from chengxin.subjects.services.bulk import compare_names
from chengxin.units.queries import units_by_written_name

EXAMPLES = 5
FINDINGS_AT_ONCE = 50_000
NO_LINES = pl.Series("line", [], dtype=pl.UInt32)


def check(actor: Actor, number: int, *, now: datetime) -> Read | None:
    """Check a submission that was received, or whose check was killed; return what was read.

    None is returned if it waits for nothing, if the file can not be read, or if its columns have to be asked.
    """
    row = _claimed(actor, number, now)
    if row is None:
        return None
    tell(row, Phase.READING, done=0, total=0, now=now)
    try:
        sheet = read_sheet(actor, row, now=now)
    except Unreadable as error:
        _refuse(actor=actor, now=now, row=row, why=str(error))
        return None
    tell(row, Phase.CHECKING, done=0, total=0, now=now)
    item = item_of_hash(actor, row.item_version, permission=rules.PROCESS)
    recognition = recognise_columns(actor, row, item, sheet)
    if recognition is not None and not recognition.is_sure:
        ask_columns(actor=actor, now=now, row=row, recognition=recognition, name=sheet.name, encoding=sheet.encoding)
        return None
    read = judge_sheet(actor, row, item, sheet, recognition)
    judgement = read.judgement
    if judgement.table is None:
        keep_findings(row, judgement.findings, NO_LINES)
        _conclude(actor=actor, now=now, row=row, read=read, returned=0, groups=_no_groups())
        return None
    tell(row, Phase.CHECKING, done=judgement.rows, total=judgement.rows, now=now)
    asked = [asking.questions(part.item, _table(part)) for part in read.each]
    law = law_in_force(settings.DATA)
    groups = pl.concat(
        [
            pl.DataFrame(schema={"row": pl.UInt32, "key": pl.String, **asking.PROPOSAL}),
            *(
                asking.proposals(part.item, questions, law=law, on=row.received_on)
                for part, questions in zip(read.each, asked, strict=True)
            ),
        ]
    )
    # Where nothing is to be settled the load follows at once and looks at the names itself.
    look = with_the_codes if groups.is_empty() else with_the_database
    units = units_by_written_name(actor, permission=rules.PROCESS)
    told = pl.concat(
        [
            read.loose,
            *(identify(actor, row, part, look(actor, part, row.received_on)) for part in read.each),
            *(authorities.notes_on(part.item, _table(part), units) for part in read.each),
        ]
    )
    # The one waits for the database and the other for the law.
    with thread_beside("keep-findings") as thread:
        kept = thread.submit(_keep, row, told, judgement.lines, now)
        pairs = zip(read.each, asked, strict=True)
        without = pl.concat([no_findings(), *(_without_window(row, part, one, groups) for part, one in pairs)])
        kept.result()
    _keep(row, without, judgement.lines, now)
    returned = _returned(pl.concat([told, without]), judgement)
    open_groups = groups.filter(~pl.col("row").is_in(returned.implode()))
    _conclude(actor=actor, now=now, row=row, read=read, returned=len(returned), groups=_grouped(read, open_groups))
    return read


def _claimed(actor: Actor, number: int, now: datetime) -> Submission | None:
    """Take up a submission to check, under a new number of attempt."""
    with transaction.atomic():
        row = queries.submission_by_number(actor, number, lock=True)
        if row.state == rules.State.RECEIVED:
            move(row, Move.BEGIN)
        if row.state != rules.State.CHECKING:
            return None
        row.attempt += 1
        row.phase, row.phase_began_at = "", now
        row.save(update_fields=["state", "attempt", "phase", "phase_began_at"])
    return row


def with_the_database(actor: Actor, read: Read, received_on: date) -> pl.DataFrame:
    """Return the findings as ``with_the_codes`` has them, and names that misfit added."""
    found = with_the_codes(actor, read, received_on)
    if read.item.family is Family.REGISTRATION:
        return found
    return pl.concat([found, _misfits(read, found)])


def with_the_codes(actor: Actor, read: Read, received_on: date) -> pl.DataFrame:
    """Return the findings: none about confirmed codes, old certificates told, 重码 of a registration added."""
    found = _without_confirmed(actor, read)
    found = with_old_certificates(actor, read.item, _table(read), found, received_on=received_on)
    if read.item.family is not Family.REGISTRATION:
        return found
    return pl.concat([found, shared_codes(read.item, _sound(read, found))])


def _without_confirmed(actor: Actor, read: Read) -> pl.DataFrame:
    """A code with a wrong check character that somebody saw on the certificate is right (``subjects``)."""
    findings, code = read.judgement.findings, read.item.meaning(Means.SUBJECT_CODE)
    if code is None:
        return findings
    doubtful = (pl.col("field") == code.code) & (pl.col("code") == Code.BAD_CHECK_DIGIT.value)
    rows = (
        findings.filter(doubtful)
        .select("row")
        .join(_table(read).select("row", told=pl.col(code.code)), on="row", how="left")
    )
    confirmed = confirmed_codes(actor, rows["told"].drop_nulls().unique().to_list())
    right = rows.filter(pl.col("told").is_in(sorted(confirmed)))["row"]
    return findings.filter(~(doubtful & pl.col("row").is_in(right.implode())))


def _misfits(read: Read, findings: pl.DataFrame) -> pl.DataFrame:
    """Return findings about names that are none of the code's organisation (platform error 1001 of the region)."""
    code, name = read.item.meaning(Means.SUBJECT_CODE), read.item.meaning(Means.SUBJECT_NAME)
    if code is None or name is None:
        return findings.clear()
    told = _sound(read, findings).select("row", code=pl.col(code.code), name=pl.col(name.code)).drop_nulls()
    compared = compare_names(told.select("code", "name"))
    return comparing.misfits(name, told.select("row").hstack(compared))


def _sound(read: Read, findings: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that go on."""
    return _table(read).filter(~pl.col("row").is_in(_returned(findings, read.judgement).implode()))


def _without_window(row: Submission, read: Read, asked: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Return findings about rows for which the law gives no window: nothing adverse is kept without its end."""
    item = read.item
    proposed = groups.select("row", pl.col("proposed").replace("", "general"))
    complete = asked.join(proposed, on="row", how="left", maintain_order="left").with_columns(
        pl.coalesce("severity", "proposed").alias("severity")
    )
    law = law_in_force(settings.DATA)
    answered = asking.windows(item, complete, law=law, as_of=row.received_on, known=read.windows)
    decided = item.meaning(Means.DECIDED_ON)
    return comparing.without_window(decided.code if decided else "", answered, asked)


def _returned(findings: pl.DataFrame, judgement: Judgement) -> pl.Series:
    errors = findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))["row"]
    every = set(judgement.returned) - set(judgement.findings.filter(pl.col("severity") == Severity.ERROR.value)["row"])
    return pl.concat([errors, pl.Series("row", sorted(every), dtype=pl.UInt32)]).unique().sort()


def _keep(row: Submission, findings: pl.DataFrame, lines: pl.Series, now: datetime) -> None:
    for begin in range(0, len(findings), FINDINGS_AT_ONCE):
        tell(row, Phase.KEEPING, done=begin, total=len(findings), now=now)
        keep_findings(row, findings.slice(begin, FINDINGS_AT_ONCE), lines)


def _no_groups() -> list[SeverityGroup]:
    return []


def _grouped(read: Read, groups: pl.DataFrame) -> list[SeverityGroup]:
    """Return the groups to confirm: each with its size and the first few subjects and document numbers."""
    named = groups.join(_names(read), on="row", how="left").sort("row")
    counted = named.group_by("key", "proposed", "ground", maintain_order=True).agg(
        pl.len().alias("rows"), pl.col("told").head(EXAMPLES)
    )
    return [
        SeverityGroup(
            key=one["key"], proposed=one["proposed"], reason=one["ground"], rows=one["rows"], examples=one["told"]
        )
        for one in counted.iter_rows(named=True)
    ]


def _names(read: Read) -> pl.DataFrame:
    """Return ``row`` and ``told``: the document number of each row, or whom it is about."""
    found = [pl.DataFrame(schema={"row": pl.UInt32, "told": pl.String})]
    for part in read.each:
        number = part.item.meaning(Means.DOCUMENT_NUMBER) or part.item.meaning(Means.SUBJECT_NAME)
        found.append(_table(part).select("row", told=pl.col(number.code) if number else pl.lit("")))
    return pl.concat(found)


def _table(read: Read) -> pl.DataFrame:
    table = read.judgement.table
    if table is None:
        raise TypeError("a file that could not be judged has no rows")
    return table


def _refuse(*, actor: Actor, now: datetime, row: Submission, why: str) -> None:
    keep_findings(row, file_finding(Code.UNREADABLE, Severity.ERROR, why), NO_LINES)
    _end_unread(actor=actor, now=now, row=row)


@use_case
def _end_unread(*, actor: Actor, now: datetime, row: Submission) -> None:
    held = _still_mine(actor, row)
    move(held, Move.REFUSE)
    held.checked_at = held.ended_at = now
    held.save(update_fields=["state", "checked_at", "ended_at"])
    note(actor, now, rules.CHECKED, held, rows=0)


@use_case
def _conclude(
    *, actor: Actor, now: datetime, row: Submission, read: Read, returned: int, groups: list[SeverityGroup]
) -> None:
    """Make the check valid: counts, severities to confirm, and where the submission goes from here."""
    held = _still_mine(actor, row)
    judged = read.judgement.table is not None
    held.rows, held.returned = read.judgement.rows, returned
    held.sheet_name, held.encoding = read.name[:200], read.encoding
    for group in groups:
        group.submission, group.attempt = held, held.attempt
    SeverityGroup.objects.bulk_create(groups)
    move(held, Move.REFUSE if not judged else Move.ASK if groups else Move.LOAD)
    held.checked_at = now
    held.ended_at = None if judged else now
    held.save(
        update_fields=["rows", "returned", "sheet_name", "encoding", "state", "checked_at", "ended_at"],
    )
    note(actor, now, rules.CHECKED, held, rows=held.rows, returned=returned, to_confirm=sum(g.rows for g in groups))


def _still_mine(actor: Actor, row: Submission) -> Submission:
    """Return the row, held; another attempt, or a cancellation, ends this one.

    Raises:
        NotNow: it is not being checked any more, or by somebody else.
    """
    held = queries.submission_by_number(actor, row.id, lock=True)
    if held.attempt != row.attempt:
        raise NotNow(state=rules.STATE_LABELS[rules.State(held.state)])
    return held

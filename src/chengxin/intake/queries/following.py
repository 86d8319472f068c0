"""What became of returned rows since: mended by a later submission, returned again, or still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Max, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.intake import rules
from chengxin.intake.models import AT_WORK, MendedRow, ReturnedRow, Submission
from chengxin.intake.queries.findings import findings_of
from chengxin.intake.queries.submissions import submissions_for
from chengxin.intake.rules import Severity, State
from chengxin.intake.rules.following import Fate

SETTLED = """
WITH RECURSIVE settled (submission_id, line) AS (
    SELECT f.follows_id, m.line
    FROM intake_submission f JOIN intake_mendedrow m ON m.submission_id = f.id
    WHERE f.follows_id IS NOT NULL AND f.state = 'done' AND f.unit_id = ANY(%(units)s)
      AND NOT EXISTS (SELECT 1 FROM intake_returnedrow r WHERE r.submission_id = m.submission_id AND r.row = m.row)
    UNION
    SELECT f.follows_id, m.line
    FROM settled s
    JOIN intake_returnedrow r ON r.submission_id = s.submission_id AND r.line = s.line
    JOIN intake_mendedrow m ON m.submission_id = r.submission_id AND m.row = r.row
    JOIN intake_submission f ON f.id = m.submission_id AND f.state = 'done'
)
"""
"""Lines whose last mending is in: a row that came back again counts once a row that mends it is in."""

OPEN_ROWS = """
SELECT r.submission_id, count(*), min(r.due_on)
FROM intake_returnedrow r
WHERE r.submission_id = ANY(%(ids)s) AND r.to_mend
  AND NOT EXISTS (SELECT 1 FROM settled s WHERE s.submission_id = r.submission_id AND s.line = r.line)
  AND NOT EXISTS (SELECT 1 FROM intake_mendedrow m WHERE m.submission_id = r.submission_id AND m.row = r.row)
GROUP BY r.submission_id"""

SETTLED_LINES = "SELECT line FROM settled WHERE submission_id = %(id)s"


@dataclass(frozen=True)
class OpenRows:
    """A submission of which rows still wait to be mended: how many, and the first last day among them."""

    submission: Submission
    rows: int
    due_on: date | None


@dataclass(frozen=True)
class Mending:
    """How the returned rows of a submission stand: lines that are in by now, rows that wait, rows that need nothing.

    ``due_on`` is the first last day of reporting among those that wait.
    """

    settled: frozenset[int]
    returned: int
    open: int
    nothing: int
    due_on: date | None

    @property
    def mended(self) -> int:
        """How many of the returned rows are in by a later submission."""
        return self.returned - self.open - self.nothing


@dataclass(frozen=True)
class MendedLine:
    """A returned row: what was wrong in it, what became of it, in which later submission it was last sent."""

    row: int
    line: int
    words: str
    due_on: date | None
    fate: Fate
    by: Submission | None


def open_rows(actor: Actor, *, since: datetime) -> list[OpenRows]:
    """Return the submissions of the actor's units that ended since then and have rows to mend, newest first.

    A row that came back a second time is counted with the first; while a later file is at work nothing is asked for.
    """
    found = submissions_for(actor, permission=rules.SEND).exclude(followers__state__in=AT_WORK)
    ended = {row.id: row for row in found.filter(state=State.DONE, returned__gt=0, ended_at__gte=since)}
    if not ended:
        return []
    units = sorted({row.unit_id for row in ended.values()})
    with connection.cursor() as cursor:
        cursor.execute(SETTLED + OPEN_ROWS, {"units": units, "ids": sorted(ended)})
        counted = {number: (rows, due_on) for number, rows, due_on in cursor.fetchall()}
    return [OpenRows(row, *counted[number]) for number, row in ended.items() if number in counted]


def mending_of(submission: Submission) -> Mending:
    """Return how the returned rows of a submission that a scoped query found stand by now."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLED + SETTLED_LINES, {"units": [submission.unit_id], "id": submission.id})
        settled = frozenset(line for (line,) in cursor.fetchall())
    rows = list(returned_of(submission).values_list("line", "to_mend", "due_on"))
    waits = [due_on for line, to_mend, due_on in rows if to_mend and line not in settled]
    nothing = sum(not to_mend and line not in settled for line, to_mend, _ in rows)
    first = min((due_on for due_on in waits if due_on), default=None)
    return Mending(settled=settled, returned=len(rows), open=len(waits), nothing=nothing, due_on=first)


def returned_of(submission: Submission) -> QuerySet[ReturnedRow]:
    """Return the rows of a submission that a scoped query found which came back, by place."""
    return ReturnedRow.objects.filter(submission=submission).order_by("row")


def mended_lines(submission: Submission, rows: Sequence[ReturnedRow], settled: frozenset[int]) -> list[MendedLine]:
    """Return some returned rows of a submission that a scoped query found, each with what became of it."""
    direct = MendedRow.objects.filter(submission__follows=submission, line__in=[one.line for one in rows])
    latest = dict(direct.filter(submission__state=State.DONE).values_list("line").annotate(Max("submission_id")))
    senders = Submission.objects.in_bulk(set(latest.values()))
    said = _words_of(submission, [one.row for one in rows])
    return [_line(one, settled, senders.get(latest.get(one.line, 0)), said.get(one.row, "")) for one in rows]


def _words_of(submission: Submission, rows: Sequence[int]) -> dict[int, str]:
    """Return what was wrong in each row, all in one text."""
    found = findings_of(submission).filter(severity=Severity.ERROR.value, row__in=rows)
    words: dict[int, list[str]] = {}
    for row, message in found.values_list("row", "message"):
        words.setdefault(row, []).append(message)
    return {row: "；".join(dict.fromkeys(messages)) for row, messages in words.items()}


def _line(one: ReturnedRow, settled: frozenset[int], by: Submission | None, words: str) -> MendedLine:
    fate = Fate.AGAIN if by is not None else Fate.OPEN
    if one.line in settled:
        fate = Fate.IN
    elif not one.to_mend:
        fate = Fate.NOTHING
    return MendedLine(row=one.row, line=one.line, words=words, due_on=one.due_on, fate=fate, by=by)


def chain_of(actor: Actor, submission: Submission) -> list[Submission]:
    """Return the first submission and all that followed it, one after the other, as far as the actor reaches."""
    first = submission
    while first.follows is not None:
        first = first.follows
    found, step = {first.id}, [first.id]
    while step:
        step = list(Submission.objects.filter(follows__in=step).values_list("id", flat=True))
        found.update(step)
    return list(submissions_for(actor).filter(id__in=found).order_by("id"))

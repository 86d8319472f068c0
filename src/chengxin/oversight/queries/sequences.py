"""Document numbers of units as sequences: what came, what is missing in between, what the units said of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from chengxin.foundation.actor import Actor
from chengxin.intake.rules import State
from chengxin.oversight.models import GapAnswer, NumberTally
from chengxin.oversight.rules import sequences as rules
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING
from chengxin.oversight.rules.sequences import Gap, GapKind, Range, Said, Series
from chengxin.units.models import Unit
from chengxin.units.queries import units_for

# The union of the ranges is made where they lie: a unit that reports row by row has as many of them as records.
PRESENT = """
SELECT t.unit_id, t.word, t.year, range_agg(int4range((r.r->>0)::int, (r.r->>1)::int, '[]'))
FROM oversight_numbertally t
JOIN intake_submission s ON s.id = t.submission_id AND s.state = %s
CROSS JOIN LATERAL jsonb_array_elements(t.ranges) AS r(r)
WHERE t.unit_id = ANY(%s) AND t.year = %s
GROUP BY t.unit_id, t.word, t.year
"""


@dataclass(frozen=True)
class SeriesLine:
    """One series of a unit: how many numbers came, the first and the last, and what is missing in between.

    ``before`` counts numbers before the first one, of which nobody is asked.
    """

    unit: Unit
    series: Series
    present: int
    first: int
    last: int
    before: int
    sparse: bool
    gaps: tuple[Gap, ...]

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """Those the unit is asked about, or has promised to report."""
        return tuple(gap for gap in self.gaps if gap.is_open)

    @property
    def unanswered(self) -> tuple[Gap, ...]:
        """Those of which nobody has said anything."""
        return tuple(gap for gap in self.gaps if gap.kind is None)


def series_for(actor: Actor, year: int, unit: int | None = None) -> list[SeriesLine]:
    """Return the series of a year of the units in the actor's reach, by unit and word; ``unit`` keeps one."""
    units = units_for(actor, permission=SEE_REPORTING)
    known = {one.id: one for one in (units.filter(id=unit) if unit is not None else units)}
    present, before = _present(known, year), _words(known, year - 1)
    said = _said(known, year)
    order = {number: place for place, number in enumerate(known)}
    keys = sorted(present, key=lambda key: (order[key[0]], key[1]))
    return [
        _line(
            known[unit_id],
            series,
            present[unit_id, series],
            said[unit_id, series],
            from_one=(unit_id, series.word) in before,
        )
        for unit_id, series in keys
    ]


def _line(unit: Unit, series: Series, present: Sequence[Range], said: Sequence[Said], *, from_one: bool) -> SeriesLine:
    missing = rules.missing_in(present, from_one=from_one)
    first, last = present[0][0], present[-1][1]
    return SeriesLine(
        unit=unit,
        series=series,
        present=rules.count(present),
        first=first,
        last=last,
        before=0 if from_one else first - 1,
        sparse=rules.is_sparse(present, missing),
        gaps=tuple(rules.gaps_of(missing, said)),
    )


def _words(units: Collection[int], year: int) -> set[tuple[int, str]]:
    """Return the words under which the units reported in a year."""
    rows = NumberTally.objects.filter(unit__in=units, year=year).order_by()
    return set(rows.values_list("unit_id", "word").distinct())


def _present(units: Collection[int], year: int) -> dict[tuple[int, Series], list[Range]]:
    with connection.cursor() as cursor:
        cursor.execute(PRESENT, [State.DONE.value, list(units), year])
        rows = cursor.fetchall()
    return {
        (unit, Series(word, year)): [(one.lower, one.upper - 1) for one in ranges] for unit, word, year, ranges in rows
    }


def _said(units: Collection[int], year: int) -> dict[tuple[int, Series], list[Said]]:
    found: dict[tuple[int, Series], list[Said]] = defaultdict(list)
    rows = GapAnswer.objects.filter(unit__in=units, year=year).order_by("id")
    for unit, word, first, last, kind in rows.values_list("unit_id", "word", "first", "last", "kind"):
        found[unit, Series(word, year)].append(Said(first, last, GapKind(kind)))
    return found


def gap_answers_of(actor: Actor, year: int, unit: int) -> list[GapAnswer]:
    """Return what a unit said of a year's numbers, the latest first; nothing where it lies outside the reach."""
    if not units_for(actor, permission=SEE_REPORTING).filter(id=unit).exists():
        return []
    return list(GapAnswer.objects.filter(unit=unit, year=year).order_by("-id"))

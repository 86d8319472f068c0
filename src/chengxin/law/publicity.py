"""How long an item is shown: the rule in force at the decision, and every later rule where it is more favourable.

The code knows no regime. It reads rows: which are in force on a date, which row of a regime fits the facts, what that
row computes. Transition ``favourable``: the end is the earliest of the ends given by the rule at the decision and by
every later rule in force; an end that a later rule puts before its own entry into force takes effect on the eve of
that day; a later rule never lengthens and never bars a repair that an earlier one allows. ``decision-date``: only
the rule in force at the decision counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chengxin.law.facts import Facts, Undecided, choose
from chengxin.law.periods import ONE_DAY, Span
from chengxin.law.refusals import BadDate, MissingFacts, NoRule
from chengxin.law.rows import PublicityRow, Regime
from chengxin.law.words import Words

FAVOURABLE = "favourable"
DECISION_DATE = "decision-date"
TRANSITIONS = (FAVOURABLE, DECISION_DATE)
ANSWERS_KEPT = 1024
"""Of a book, a file of 200,000 penalties has some dozen different facts, each on hundreds of days."""
NEVER_LAST = ("when-performed", "after-minimum", "not-provided", "never")


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one regime says about one item, before the regimes are compared.

    ``ends_on`` and ``minimum_ends_on`` are None where it gives none. ``ended_by`` names the event that gave the end:
    removal or term; empty where the rule's own maximum did.
    """

    regime: Regime
    row: PublicityRow
    publish: bool
    starts_on: date
    minimum: Span | None
    maximum: Span | None
    minimum_ends_on: date | None
    ends_on: date | None
    repair: str
    ended_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The regimes compared: ``named`` gave the end, ``opened_by`` the minimum, ``undetermined`` could not be asked.

    ``effective_end`` and ``effective_minimum`` are last days (shown, not yet repairable) after the transition rule.
    """

    base: Step
    named: Step
    opened_by: Step | None
    effective_end: date | None
    effective_minimum: date | None
    repair: str
    undetermined: tuple[tuple[Regime, tuple[str, ...]], ...]

    @property
    def moved(self) -> bool:
        """Whether a later rule changed the end or opened the repair."""
        return self.named is not self.base or (self.opened_by or self.base) is not self.base


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: the facts of an item, its decision, the day from which one looks, the transition rule."""

    facts: Facts
    decided_on: date
    as_of: date
    transition: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Rulebook:
    """The regimes in force at some time, the rows of each in file order by its key, and the words to ask with.

    One book equals itself only: what was looked up in it is kept.
    """

    regimes: tuple[Regime, ...]
    rows: Mapping[str, list[PublicityRow]]
    words: Words


def compare(book: Rulebook, question: Question) -> Outcome:
    """Return what the rules say about an item decided on a day, seen on another.

    Raises:
        NoRule: no regime is recorded for the day of the decision.
        MissingFacts: the regime at the decision asks for a fact that was not said.
        BadDate: the publication lies before the decision.
    """
    facts, decided_on = question.facts, question.decided_on
    regimes = _regimes(book, facts.line, facts.item)
    at_decision = next((regime for regime in regimes if regime.period.holds(decided_on)), None)
    if at_decision is None:
        raise NoRule(what="公示期限", on=decided_on.isoformat())
    base = _ask(at_decision, book, question)
    if isinstance(base, Undecided):
        names = "、".join(book.words.fact_name(fact) for fact in base.missing) or "适用条件（没有一行规则符合）"
        raise MissingFacts(rule=at_decision.rule or at_decision.title, missing=names, keys=base.missing)
    later = [regime for regime in regimes if decided_on < _begins(regime) <= question.as_of]
    return _most_favourable(base, [] if question.transition == DECISION_DATE else later, book, question)


@lru_cache(ANSWERS_KEPT)
def _regimes(book: Rulebook, line: str, item: str) -> list[Regime]:
    return sorted((regime for regime in book.regimes if line in regime.lines and item in regime.items), key=_begins)


def _begins(regime: Regime) -> date:
    return regime.in_force_from or date.min


def _ask(regime: Regime, book: Rulebook, question: Question) -> Step | Undecided:
    """Return what a regime says: for each kind of penalty by its own row, then the longest of them."""
    rows = _rows(book, regime.key, question.facts)
    if isinstance(rows, Undecided):
        return rows
    steps = []
    for row in rows:
        starts_on = _start(regime, row, question)
        if starts_on is None:
            return Undecided(("published",))
        steps.append(_step(regime, row, question.facts, starts_on))
    return steps[0] if len(steps) == 1 else _longest(steps)


@lru_cache(ANSWERS_KEPT)
def _rows(book: Rulebook, regime: str, facts: Facts) -> tuple[PublicityRow, ...] | Undecided:
    """Return the row of a regime for each kind of penalty; no row asks for a date."""
    chosen = []
    for known in facts.by_kind():
        row = choose(book.rows.get(regime, []), known)
        if isinstance(row, Undecided):
            return row
        chosen.append(row)
    return tuple(chosen)


def _start(regime: Regime, row: PublicityRow, question: Question) -> date | None:
    """Return the day from which the row counts; None where it counts from a publication that was not said."""
    published_on = question.facts.published_on
    if regime.counted_from != "publication" or not row.publish:
        return question.decided_on
    if published_on and published_on < question.decided_on:
        raise BadDate(what="早于决定日期的公示日期", value=published_on.isoformat())
    return published_on


def _step(regime: Regime, row: PublicityRow, facts: Facts, starts_on: date) -> Step:
    ends_on = row.maximum.last_day(starts_on) if row.maximum else None
    if row.extends_to_term and ends_on and facts.term_ends_on:
        ends_on = max(ends_on, facts.term_ends_on)
    ended_by, ends_on = _ended_by(row, facts, ends_on)
    return Step(
        regime=regime,
        row=row,
        publish=row.publish,
        starts_on=starts_on,
        minimum=row.minimum,
        maximum=row.maximum,
        minimum_ends_on=row.minimum.last_day(starts_on) if row.minimum else None,
        ends_on=ends_on,
        repair=row.repair,
        ended_by=ended_by,
    )


def _ended_by(row: PublicityRow, facts: Facts, maximum: date | None) -> tuple[str, date | None]:
    """Return which event ends the publicity and when; the row's own maximum where none comes before it."""
    days = {"removal": facts.removed_on, "term": facts.term_ends_on}
    known = [(day, event) for event in row.ends_with if (day := days[event])]
    if not known:
        return "", maximum
    day, event = min(known)
    return ("", maximum) if maximum and maximum <= day else (event, day)


def _longest(steps: list[Step]) -> Step:
    """Return the step that shows longest, with the longest minimum and the strictest word on repair of all shown."""
    shown = [step for step in steps if step.publish]
    if not shown:
        return steps[0]
    longest = max(shown, key=lambda step: (step.ends_on is None, step.ends_on or date.min))
    slowest = max(shown, key=lambda step: step.minimum_ends_on or date.min)
    repair = max((step.repair for step in shown), key=NEVER_LAST.index)
    return Step(
        regime=longest.regime,
        row=longest.row,
        publish=True,
        starts_on=longest.starts_on,
        minimum=slowest.minimum,
        maximum=longest.maximum,
        minimum_ends_on=slowest.minimum_ends_on if repair == "after-minimum" else None,
        ends_on=longest.ends_on,
        repair=repair,
        ended_by=longest.ended_by,
    )


def _most_favourable(base: Step, later: list[Regime], book: Rulebook, question: Question) -> Outcome:
    named, opened_by = base, base if base.minimum_ends_on else None
    end, minimum = base.ends_on, base.minimum_ends_on
    words = [base.repair]
    undetermined: list[tuple[Regime, tuple[str, ...]]] = []
    for regime in later if base.publish else []:
        step = _ask(regime, book, question)
        if isinstance(step, Undecided):
            undetermined.append((regime, step.missing))
            continue
        eve = _begins(regime) - ONE_DAY
        candidate = eve if not step.publish else _not_before(step.ends_on, eve)
        if candidate and (end is None or candidate < end):
            end, named = candidate, step
        opening = _not_before(step.minimum_ends_on, eve)
        if opening and base.repair != "never" and (minimum is None or opening < minimum):
            minimum, opened_by = opening, step
        words.append(step.repair)
    if minimum and end and minimum >= end:
        minimum, opened_by = None, None
    return Outcome(
        base=base,
        named=named,
        opened_by=opened_by,
        effective_end=end,
        effective_minimum=minimum,
        repair=_repair(words, minimum),
        undetermined=tuple(undetermined),
    )


def _not_before(day: date | None, eve: date) -> date | None:
    return max(day, eve) if day else None


def _repair(words: list[str], minimum: date | None) -> str:
    if words[0] == "never":
        return "never"
    if minimum:
        return "after-minimum"
    if "when-performed" in words:
        return "when-performed"
    return "never" if "never" in words else "not-provided"

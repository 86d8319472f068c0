"""Does each rule say something possible, and can every row of it ever apply?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from chengxin.law.collection import Collection
from chengxin.law.consistency.references import problem
from chengxin.law.facts import Conditional
from chengxin.law.periods import MONTHS_OF_A_YEAR, Span
from chengxin.law.reading import Problem
from chengxin.law.rows import ENDINGS, Instrument, PublicityRow, Regime, SeverityCap, SeverityRow, Term

DAYS_OF_A_MONTH = 31


def rule_problems(collection: Collection) -> list[Problem]:
    """Return contradictions within single rules, and rows that can never apply."""
    rows: dict[str, list[PublicityRow]] = {}
    for row in collection.written(PublicityRow):
        rows.setdefault(row.regime, []).append(row)
    problems = [found for row in collection.written(PublicityRow) for found in _publicity_problems(collection, row)]
    for regime in collection.written(Regime):
        problems.extend(_regime_problems(collection, regime, rows.get(regime.key, [])))
    problems.extend(_severity_problems(collection))
    problems.extend(_spelling_problems(collection))
    return problems


def _spelling_problems(collection: Collection) -> Iterator[Problem]:
    """Find words that mean two terms of one fact: the later would silently lose."""
    spelled: dict[tuple[str, str], Term] = {}
    for term in collection.written(Term):
        for word in dict.fromkeys((term.key, term.name, *term.aliases)):
            first = spelled.setdefault((term.fact, word), term)
            if first is not term:
                yield problem(collection, term, "aliases", f"“{word}”已经是“{first.key}”的写法")


def _publicity_problems(collection: Collection, row: PublicityRow) -> Iterator[Problem]:
    if row.publish and (row.minimum is not None) != (row.repair == "after-minimum"):
        yield problem(collection, row, "repair", "有最短公示期（minimum）时写 after-minimum，没有时不能写")
    if not row.publish and (row.minimum or row.maximum):
        yield problem(collection, row, "publish", "不公示（false）就不能有公示期")
    for column in ("minimum", "maximum"):
        span = getattr(row, column)
        if isinstance(span, Span) and span.working_days:
            yield problem(collection, row, column, "公示期只用年、月、日，不用工作日")
    if row.minimum and row.maximum and _at_least_days(row.minimum) >= _at_least_days(row.maximum):
        yield problem(collection, row, "minimum", "最短公示期应短于最长公示期")
    if row.ends_with and not row.publish:
        yield problem(collection, row, "ends_with", "不公示（false）就没有结束公示的事由")
    for event in sorted(set(row.ends_with) - set(ENDINGS)):
        yield problem(collection, row, "ends_with", f"“{event}”不在可选值中：{'、'.join(ENDINGS)}")
    if row.extends_to_term and not row.maximum:
        yield problem(collection, row, "extends_to_term", "须同时写明 maximum")
    regime = collection.find(Regime, row.regime)
    if regime and collection.file_of(regime) != collection.file_of(row):
        message = "只能给本文件新增的规则写公示行；要改现行规则，请新增一条 [[regime]] 并写 replaces"
        yield problem(collection, row, "regime", message)


def _at_least_days(span: Span) -> int:
    return (span.years * MONTHS_OF_A_YEAR + span.months) * DAYS_OF_A_MONTH + span.days


def _regime_problems(collection: Collection, regime: Regime, rows: Sequence[PublicityRow]) -> Iterator[Problem]:
    if not rows:
        yield problem(collection, regime, "", "没有一行 [[publicity]]，这条规则什么也没规定")
    for index, row in enumerate(rows):
        earlier = next((other for other in rows[:index] if _covers(other, row)), None)
        if earlier:
            yield problem(collection, row, "when", f"永远用不到：前面的“{earlier.key}”已经包含这些条件")
    instrument = collection.find(Instrument, regime.instrument)
    begin = instrument.in_force_from if instrument else None
    if begin and regime.in_force_from and regime.in_force_from < begin:
        yield problem(collection, regime, "in_force_from", "早于所依据文件的施行日")


def _covers(earlier: Conditional, later: Conditional) -> bool:
    return all(fact in later.when and set(later.when[fact]) <= set(values) for fact, values in earlier.when.items())


def _severity_problems(collection: Collection) -> Iterator[Problem]:
    ranks = {term.key: term.rank for term in collection.written(Term) if term.fact == "severity"}
    caps = collection.written(SeverityCap)
    for extra, _ in pairwise(reversed(caps)):
        yield problem(collection, extra, "", "建议上限只能有一行")
    cap = caps[0].severity if caps else ""
    rows = collection.in_force(SeverityRow)
    for index, row in enumerate(rows):
        if cap and ranks.get(row.proposes, 0) > ranks.get(cap, 0):
            yield problem(collection, row, "proposes", f"建议的失信程度不得高于上限“{cap}”")
        earlier = next((old for old in rows[:index] if _covers(old, row) and old.period.overlaps(row.period)), None)
        if earlier:
            message = f"永远用不到：“{earlier.key}”同期有效且已经包含这些条件；如为取代，请写 replaces"
            yield problem(collection, row, "when", message)

"""The publicity window as other rooms store and show it, with its sentence why made from the rows that gave it."""

from dataclasses import dataclass
from datetime import date

from chengxin.law.periods import ONE_DAY, chinese
from chengxin.law.publicity import Outcome, Question, Step
from chengxin.law.words import Source


@dataclass(frozen=True, kw_only=True)
class Window:
    """How long an item is shown, and why.

    ``starts_on``: the day the period is counted from (the decision, or the publication where the rule says so; that
    day itself is not counted). ``minimum_ends_on``: last day of the minimum. ``earliest_repair_on``: the day after it.
    ``ends_on``: last day shown; the item is gone at 00:00 of the next. A date the rule does not give is None. ``rule``
    and ``instrument`` name the rule that gave the end. ``repair``: after-minimum, when-performed, never, not-provided.
    ``moved``: a later rule changed something (transition). ``undetermined``: later rules that could not be asked for
    lack of facts.
    """

    publish: bool
    starts_on: date | None
    minimum_ends_on: date | None
    earliest_repair_on: date | None
    ends_on: date | None
    rule: str | None
    instrument: str | None
    article: str
    label: str
    repair: str
    line: str
    transition: str
    moved: bool
    provisional: bool
    undetermined: tuple[str, ...]
    mark: str
    reason: str
    law_version: str


def describe(outcome: Outcome, question: Question, source: Source) -> Window:
    """Return the window of an outcome, with its sentence."""
    named, publish = outcome.named, outcome.base.publish
    minimum = outcome.effective_minimum if publish else None
    undetermined = tuple(regime.rule or regime.key for regime, _ in outcome.undetermined)
    return Window(
        publish=publish,
        starts_on=outcome.base.starts_on if publish else None,
        minimum_ends_on=minimum,
        earliest_repair_on=minimum + ONE_DAY if minimum else None,
        ends_on=outcome.effective_end if publish else None,
        rule=named.regime.rule or None,
        instrument=source.citations.get(named.regime.instrument),
        article=_article(named),
        label=named.row.label,
        repair=outcome.repair,
        line=question.facts.line,
        transition=question.transition,
        moved=outcome.moved,
        provisional=outcome.moved or bool(undetermined) or _unsure(named) or _unsure(outcome.opened_by),
        undetermined=undetermined,
        mark=named.row.mark or named.regime.mark,
        reason=_reason(outcome, source),
        law_version=source.version,
    )


def _unsure(step: Step | None) -> bool:
    return step is not None and (step.regime.provisional or step.row.provisional)


def _article(step: Step) -> str:
    return step.row.article or step.regime.article


def _basis(step: Step, source: Source) -> str:
    name = source.citations.get(step.regime.instrument, "") + _article(step)
    rule = f"规则{step.regime.rule}" if step.regime.rule else ""
    if name and rule:
        return f"依据{name}（{rule}）"
    return f"依据{name}" if name else rule


def _reason(outcome: Outcome, source: Source) -> str:
    sentences = [_base_sentence(outcome, source)]
    if outcome.base.publish:
        sentences += _transition_sentences(outcome, source)
        sentences += _undetermined_sentences(outcome, source)
    return "。".join(sentence.rstrip("。") for sentence in sentences) + "。"


def _base_sentence(outcome: Outcome, source: Source) -> str:
    """Say what the rule at the decision gives, moved or not."""
    base = outcome.base
    if not base.publish:
        return f"{base.row.label}，不公示，{_basis(base, source)}：{base.row.explanation}"
    parts = [base.row.label]
    still_open = outcome.effective_minimum is not None and outcome.opened_by is base
    if base.minimum and base.minimum_ends_on and still_open:
        parts.append(
            f"最短公示期{base.minimum.words()}至{chinese(base.minimum_ends_on)}届满，"
            f"{chinese(base.minimum_ends_on + ONE_DAY)}起可以申请修复"
        )
    if base.ended_by and base.ends_on:
        event = "移出或者停止公布" if base.ended_by == "removal" else "决定写明的期限届满"
        parts.append(f"{chinese(base.ends_on)}{event}，公示到这一天（含当日）")
    elif base.maximum and base.ends_on:
        counted = "公示之日" if base.regime.counted_from == "publication" else "决定之日"
        parts.append(
            f"最长公示期自{counted}（{chinese(base.starts_on)}）起{base.maximum.words()}，{_until(base, outcome)}"
        )
    elif base.row.ends_with:
        parts.append("移出或者停止公布以前一直公示")
    else:
        parts.append("没有规定公示期限")
    return f"{'，'.join(parts)}，{_basis(base, source)}：{base.row.explanation}"


def _until(base: Step, outcome: Outcome) -> str:
    ends_on = base.ends_on
    if ends_on is None:
        return ""
    last = f"至{chinese(ends_on)}届满"
    return last if outcome.named is not base else f"公示到{chinese(ends_on)}（含当日）"


def _transition_sentences(outcome: Outcome, source: Source) -> list[str]:
    sentences = []
    named, opened_by = outcome.named, outcome.opened_by
    if named is not outcome.base and outcome.effective_end:
        sentences.append(
            f"{_since(named)}{_basis(named, source)}，{named.row.label}{_period(named)}，对当事人更有利，"
            f"从其规定公示到{chinese(outcome.effective_end)}（含当日{_eve(named, outcome.effective_end)}）；"
            "过渡适用为本平台的约定，法律未明确"
        )
    if opened_by and opened_by is not outcome.base and outcome.effective_minimum:
        minimum = opened_by.minimum.words() if opened_by.minimum else ""
        sentences.append(
            f"{_since(opened_by)}可以修复，{_basis(opened_by, source)}：最短公示期{minimum}"
            f"至{chinese(outcome.effective_minimum)}，{chinese(outcome.effective_minimum + ONE_DAY)}起可以申请"
        )
    return sentences


def _eve(step: Step, end: date) -> str:
    over_before = step.publish and step.ends_on is not None and step.ends_on < end
    return "；按其期限施行前已满，以施行前一日为最后一日" if over_before else ""


def _since(step: Step) -> str:
    begin = step.regime.in_force_from
    return f"自{chinese(begin)}起" if begin else ""


def _period(step: Step) -> str:
    if not step.publish:
        return "不公示"
    return f"最长公示{step.maximum.words()}" if step.maximum else ""


def _undetermined_sentences(outcome: Outcome, source: Source) -> list[str]:
    sentences = []
    for regime, missing in outcome.undetermined:
        names = "、".join(source.words.fact_name(key) for key in missing) or "适用条件"
        sentences.append(f"未说明{names}，没有与{_since_regime(regime.in_force_from)}{regime.rule or regime.title}比较")
    return sentences


def _since_regime(begin: date | None) -> str:
    return f"{chinese(begin)}起施行的" if begin else ""

"""Smaller answers of the law: a proposed severity, an old certificate, the basis of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chengxin.law.facts import Facts, Undecided, choose
from chengxin.law.periods import ONE_DAY, chinese
from chengxin.law.refusals import MissingFacts, NoRule
from chengxin.law.rows import ENTRANCES, Certificate, ListBasis, RepairWay, SeverityRow
from chengxin.law.words import Source, Words

ANY = "*"


@dataclass(frozen=True, kw_only=True)
class SeverityProposal:
    """A severity for the unit to confirm; ``indicates`` is what the facts point at, never stronger than a proposal."""

    severity: str
    indicates: str
    proposed: bool
    rule: str
    instrument: str
    provisional: bool
    reason: str
    law_version: str


@dataclass(frozen=True, kw_only=True)
class CertificateAnswer:
    """Whether an old certificate may still carry a decision; ``refused_from`` is None where there is no cut-off."""

    accepted: bool
    refused_from: date | None
    organisation: str
    certificate: str
    instrument: str | None
    reason: str
    law_version: str


@dataclass(frozen=True, kw_only=True)
class RepairAnswer:
    """Where a repair is applied for on a day (``entrance``), who decides, with which papers (empty: not seen).

    ``entrance`` is ``city``, ``credit-china`` or ``enterprise-system``; ``entrance_name`` says it in words.
    """

    entrance: str
    entrance_name: str
    decided_by: str
    materials: tuple[str, ...]
    instrument: str
    mark: str
    provisional: bool
    law_version: str


@dataclass(frozen=True, kw_only=True)
class ListUse:
    """A list that somebody wants to use: kind and field (keys of terms), the day, the place."""

    kind: str
    field: str
    on: date
    region: str


@dataclass(frozen=True, kw_only=True)
class ListAnswer:
    """Whether a kind of list may be used. ``rule`` is the row's key, None where no row speaks of it."""

    permitted: bool
    kind: str
    field: str
    region: str
    title: str
    department: str
    exit: str
    rule: str | None
    instrument: str | None
    article: str
    provisional: bool
    reason: str
    law_version: str


def propose_severity(rows: Iterable[SeverityRow], facts: Facts, on: date, cap: str, source: Source) -> SeverityProposal:
    """Return the severity the rows in force that day propose; of several kinds the gravest indication counts.

    Raises:
        NoRule: no row is in force that day.
        MissingFacts: the kinds, or the class of a fine, were not said.
    """
    in_force = [row for row in rows if row.period.holds(on)]
    if not in_force:
        raise NoRule(what="失信程度建议", on=on.isoformat())
    chosen = [_severity_row(in_force, known, source.words) for known in facts.by_kind()]
    row = max(chosen, key=lambda row: source.words.rank("severity", row.indicates))
    severity = min(row.proposes, cap, key=lambda key: source.words.rank("severity", key))
    name = source.words.name("severity", severity)
    basis = source.citations.get(row.instrument, "")
    return SeverityProposal(
        severity=severity,
        indicates=row.indicates,
        proposed=True,
        rule=row.key,
        instrument=basis,
        provisional=row.provisional,
        reason=f"{row.label}，建议失信程度为{name}，依据{basis}：{row.explanation}。这是建议，由作出决定的单位确认。",
        law_version=source.version,
    )


def _severity_row(rows: list[SeverityRow], known: Mapping[str, str | None], words: Words) -> SeverityRow:
    row = choose(rows, known)
    if isinstance(row, Undecided):
        names = "、".join(words.fact_name(fact) for fact in row.missing)
        raise MissingFacts(rule="失信程度建议表", missing=names, keys=row.missing)
    return row


def certificate(
    rows: Iterable[Certificate], organisation: str, kind: str, decided_on: date, source: Source
) -> CertificateAnswer:
    """Return whether an old certificate may carry a decision of that date; the cut-off day itself already refuses."""
    row = next((row for row in rows if organisation in row.organisations and kind in row.certificates), None)
    who = source.words.name("organisation", organisation)
    what = source.words.name("certificate", kind)
    refused_from = row.in_force_from if row else None
    accepted = row is None or not row.period.holds(decided_on)
    if row is None or refused_from is None:
        reason = f"{who}不在停用{what}的范围内，没有截止日。"
    elif accepted:
        reason = f"{who}自{chinese(refused_from)}（含当日）起停用{what}，{chinese(decided_on)}的决定仍可使用。"
    else:
        reason = (
            f"{who}自{chinese(refused_from)}（含当日）起停用{what}，{chinese(decided_on)}的决定应使用统一社会信用代码，"
            f"依据{source.citations.get(row.instrument, '')}。"
        )
    return CertificateAnswer(
        accepted=accepted,
        refused_from=refused_from,
        organisation=organisation,
        certificate=kind,
        instrument=source.citations.get(row.instrument) if row else None,
        reason=reason,
        law_version=source.version,
    )


def repair_way(rows: Iterable[RepairWay], line: str, severity: str, on: date, source: Source) -> RepairAnswer | None:
    """Return the way of a repair that is applied for on a day, None where no rule in force knows of it."""
    fitting = (row for row in rows if line in row.lines and row.period.holds(on))
    row = next((row for row in fitting if not row.severities or severity in row.severities), None)
    if row is None:
        return None
    return RepairAnswer(
        entrance=row.entrance,
        entrance_name=ENTRANCES[row.entrance],
        decided_by=row.decided_by,
        materials=row.materials,
        instrument=source.citations.get(row.instrument, ""),
        mark=row.mark,
        provisional=row.provisional,
        law_version=source.version,
    )


def list_basis(rows: Iterable[ListBasis], use: ListUse, source: Source) -> ListAnswer:
    """Return whether a list may be used so.

    The most exact row in force answers: one that names field and place goes before one for any.
    """
    fitting = [row for row in rows if _speaks_of(row, use)]
    row = max(fitting, key=lambda row: (use.field in row.fields, use.region in row.regions), default=None)
    return ListAnswer(
        permitted=row is not None and row.permitted,
        kind=use.kind,
        field=use.field,
        region=use.region,
        title=row.title if row else source.words.name("list-kind", use.kind),
        department=row.department if row else "",
        exit=row.exit if row else "",
        rule=row.key if row else None,
        instrument=source.citations.get(row.instrument) if row else None,
        article=row.article if row else "",
        provisional=row is not None and row.provisional,
        reason=_list_reason(row, use, source),
        law_version=source.version,
    )


def _speaks_of(row: ListBasis, use: ListUse) -> bool:
    matches = row.kind == use.kind and _fits(row.fields, use.field) and _fits(row.regions, use.region)
    return matches and row.period.holds(use.on)


def _fits(values: tuple[str, ...], value: str) -> bool:
    return ANY in values or value in values


def _list_reason(row: ListBasis | None, use: ListUse, source: Source) -> str:
    if row is None:
        return f"{chinese(use.on)}没有收录使用{source.words.name('list-kind', use.kind)}的依据，不得使用。"
    begin, end = row.period.starts_on, row.period.ends_before
    days = (f"自{chinese(begin)}起" if begin else "") + (f"至{chinese(end - ONE_DAY)}" if end else "")
    verdict = "可以使用" if row.permitted else "不得使用"
    exit_rule = f"。退出：{row.exit}" if row.exit else ""
    basis = f"{source.citations.get(row.instrument, '')}{row.article}（{days}）"
    return f"{row.title}：{verdict}，依据{basis}：{row.explanation}{exit_rule}。"

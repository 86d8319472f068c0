"""Putting answers together: identities, facts of one moment, the measures they trigger.

Many subjects take as many reads as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from chengxin.catalog.queries.items import judging_item
from chengxin.catalog.queries.kinds import measure_versions_on
from chengxin.catalog.rules import Family, Item
from chengxin.catalog.rules.measures import Measure
from chengxin.checks.rules.answers import (
    FOUND,
    Asked,
    Ground,
    Identity,
    Offered,
    Subject,
    Unknown,
    is_entry,
    may_see,
    offered,
    seen_columns,
    seen_values,
    told_measure,
    told_subject,
)
from chengxin.checks.rules.matters import MatterDefinition
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.identifiers import tidy
from chengxin.measures.rules.entries import kind_of_entry
from chengxin.register.queries.known import KnownFact, Moment, known_now, known_then
from chengxin.subjects.queries.identifying import Identified, organisations_by_codes
from chengxin.subjects.queries.matching import Candidate, candidates_for, claim_of, linked_by_numbers
from chengxin.subjects.rules.naming import normal_form
from chengxin.units.queries import day_of

MOST_CANDIDATES = 5
ACTIVE = "active"


@dataclass(frozen=True)
class Found:
    """What stands about one subject: told facts, measures offered, what is not known, and where it all stood."""

    subject: Subject
    number: int | None
    facts: tuple[dict[str, Any], ...]
    offered: tuple[Offered, ...]
    unknown: tuple[dict[str, Any], ...]
    measures_in_force: tuple[str, ...]
    moment: str

    def told(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return subject and measures as they stand in the answer."""
        return told_subject(self.subject), [told_measure(one) for one in self.offered]


@dataclass(frozen=True)
class Standing:
    """What all answers of one look share: the matter, its measures in force by the hash of the version, the moment."""

    definition: MatterDefinition
    measures: Mapping[str, Measure]
    moment: str


def candidates(actor: Actor, name: str, code: str) -> tuple[Candidate, ...]:
    """Return organisations that a name may mean, with evidence. None of them is linked by it."""
    return candidates_for(actor, claim_of(name=name, code=code, numbers=()), limit=MOST_CANDIDATES)


def find_many(
    actor: Actor, questions: Sequence[Asked], definition: MatterDefinition, *, now: datetime, permission: Permission
) -> list[Found]:
    """Return what stands about the subjects of questions in one matter, at one moment.

    Raises:
        NotPermitted: the actor may not.
    """
    identities = _identities(actor, questions, permission)
    families = sorted({number for _, one in identities if one for number in one.family})
    on = day_of(now)
    moment, facts = known_now(actor, families, on=on, permission=permission)
    measures = measure_versions_on(actor, definition.measures, on=on, permission=permission)
    standing = Standing(definition, measures, moment.text())
    by_subject: dict[int, list[KnownFact]] = {}
    for fact in facts:
        by_subject.setdefault(fact.subject, []).append(fact)
    return [
        _found(asked.ground, subject, one, by_subject.get(one.id, ()) if one else (), standing)
        for asked, (subject, one) in zip(questions, identities, strict=True)
    ]


def find_again(
    actor: Actor,
    family: Sequence[int],
    *,
    ground: Ground,
    on: date,
    moment: Moment,
    measures: Mapping[str, Measure],
    permission: Permission,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return facts and measures as an earlier answer had to tell them.

    Raises:
        NotPermitted: the actor may not.
    """
    facts = known_then(actor, family, on=on, moment=moment, permission=permission)
    judged = _judged(facts, ground)
    triggered = offered(measures, _triggers(judged))
    return _told_facts(judged, ground), [told_measure(one) for one in triggered]


def _identities(
    actor: Actor, questions: Sequence[Asked], permission: Permission
) -> list[tuple[Subject, Identified | None]]:
    codes = [tidy(one.code)[0].replace("\0", "") for one in questions]
    known = organisations_by_codes(actor, {one for one in codes if one}, permission=permission)
    pairs = [(code, asked.name) for asked, code in zip(questions, codes, strict=True)]
    by_number = _by_old_number(actor, [pair for pair in pairs if pair[0] and pair[0] not in known], permission)
    return [
        _identity(asked, pair[0], known.get(pair[0]), by_number.get(pair))
        for asked, pair in zip(questions, pairs, strict=True)
    ]


def _by_old_number(
    actor: Actor, pairs: Sequence[tuple[str, str]], permission: Permission
) -> dict[tuple[str, str], Identified]:
    """Return the organisations that an old registration number or organisation code names together with its name."""
    if not pairs:
        return {}
    claims = [claim_of(name=name, code=number, numbers=[number]) for number, name in pairs]
    linked = linked_by_numbers(actor, claims)
    codes = {one.code for one in linked if one and one.code}
    known = organisations_by_codes(actor, codes, permission=permission) if codes else {}
    return {pair: known[one.code] for pair, one in zip(pairs, linked, strict=True) if one and one.code in known}


def _identity(
    asked: Asked, code: str, by_code: Identified | None, by_number: Identified | None
) -> tuple[Subject, Identified | None]:
    one = by_code or by_number
    if one is None:
        how = Identity.CANDIDATES if asked.name and not code else Identity.UNKNOWN
        return Subject(how, "", code, "", asked.name, "", "", "", ()), None
    how = _how(asked.name, one) if by_code else Identity.OLD_NUMBER
    subject = Subject(
        how, one.public_id, one.code, one.name, asked.name, one.kind, one.status, one.district, tuple(one.members)
    )
    return subject, one


def _how(name: str, one: Identified) -> Identity:
    if not name:
        return Identity.CODE_ONLY
    given = normal_form(name)
    if given == normal_form(one.name):
        return Identity.EXACT
    former = {normal_form(each) for each in one.former_names}
    return Identity.FORMER_NAME if given in former else Identity.NAME_DIFFERS


def _found(
    ground: Ground, subject: Subject, one: Identified | None, facts: Sequence[KnownFact], standing: Standing
) -> Found:
    judged = _judged(facts, ground)
    triggered = offered(standing.measures, _triggers(judged))
    return Found(
        subject=subject,
        number=one.id if one else None,
        facts=tuple(_told_facts(judged, ground)),
        offered=triggered,
        unknown=tuple({"code": code.value, "about": about} for code, about in _unknown(subject, triggered, facts)),
        measures_in_force=tuple(sorted(standing.measures)),
        moment=standing.moment,
    )


def _unknown(subject: Subject, triggered: Sequence[Offered], facts: Sequence[KnownFact]) -> list[tuple[Unknown, str]]:
    if subject.identity not in FOUND:
        return []
    found = []
    if subject.identity is Identity.NAME_DIFFERS:
        found.append((Unknown.NAME_DIFFERS, subject.given_name))
    if subject.status != ACTIVE:
        found.append((Unknown.CLOSED_SUBJECT, subject.status))
    entries = {fact.record for fact in facts if is_entry(judging_item(fact.item_version))}
    found += [(Unknown.NEEDS_JUDGEMENT, one.measure.key) for one in triggered if not entries.intersection(one.by)]
    return found


Judged = tuple[KnownFact, Item, str]
"""A fact with the item that judged it and, if it is an entry, the kind of its list."""


def _judged(facts: Sequence[KnownFact], ground: Ground) -> list[Judged]:
    """Return the facts that may be seen."""
    found = [(fact, judging_item(fact.item_version)) for fact in facts]
    return [
        (fact, item, kind_of_entry(item, fact.said, fact.decided_on)) for fact, item in found if may_see(item, ground)
    ]


def _triggers(judged: Iterable[Judged]) -> list[tuple[str, Item, str]]:
    return [(fact.record, item, kind) for fact, item, kind in judged]


def _told_facts(judged: Iterable[Judged], ground: Ground) -> list[dict[str, Any]]:
    """Return facts as they stand in answers, all but registration, which is the identity and not a fact of conduct."""
    return [_told(one, ground) for one in judged if one[1].family is not Family.REGISTRATION]


@lru_cache(maxsize=2048)
def _columns(item_version: str, ground: Ground) -> tuple[str, ...]:
    return seen_columns(judging_item(item_version), ground)


def _told(judged: Judged, ground: Ground) -> dict[str, Any]:
    fact, item, kind = judged
    entry = is_entry(item)
    return {
        "record": fact.record,
        "version": fact.version,
        "item": fact.item,
        "item_version": fact.item_version,
        "entry": entry,
        "list_kind": kind if entry else "",
        "adverse": item.adverse,
        "values": seen_values(_columns(fact.item_version, ground), fact.said),
        "decided_on": _day(fact.decided_on),
        "document_number": fact.document_number,
        "deciding_body": fact.deciding_body,
        "source_unit": fact.source_unit,
        "severity": fact.severity,
        "published": fact.published,
        "starts_on": _day(fact.starts_on),
        "ends_on": _day(fact.ends_on),
        "rule": fact.rule,
        "reason": fact.reason,
        "disputed": fact.disputed,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

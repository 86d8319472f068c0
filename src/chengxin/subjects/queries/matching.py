"""Organisations that a row without a usable code may be about: found by numbers, and by the telling pairs of its name.

Finding is by index and leaves nothing out that shares a number or a telling pair, up to a bound; comparing is that of
``rules.matching``. Names that may be a natural person's are neither asked nor found.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.law.current import law_in_force
from chengxin.subjects import rules
from chengxin.subjects.models import Organisation
from chengxin.subjects.queries.organisations import organisation_for
from chengxin.subjects.rules.kinds import OldNumberKind
from chengxin.subjects.rules.matching import (
    Claim,
    Comparison,
    Evidence,
    Known,
    Places,
    evidence_for,
    may_link,
    name_parts,
    numbers_in,
    order_of,
    pairs_wanted,
    places_from,
    rarest,
)
from chengxin.subjects.rules.matching.comparing import pairs_of

MOST_LOOKED_AT = 3_000
"""So many names at the most that share the rarest pairs with a name are looked at."""
COMPARED = 60
"""So many of these, those with the most in common, are compared part by part."""
CANDIDATES = 3
AT_ONCE = 5_000
BODY = 17
"""Characters of a unified code before its check character."""

# One pair at a time: each is a look into the index, and no more of its names are counted than would be too many.
HOW_MANY = """
SELECT wanted.pair, (SELECT count(*) FROM (
    SELECT FROM subjects_nameperiod n WHERE n.tokens @@ wanted.pair::tsquery LIMIT %(most)s + 1) few)
FROM unnest(%(pairs)s::text[]) AS wanted (pair)"""

BY_PAIRS = """
(SELECT n.organisation_id, n.text FROM subjects_nameperiod n
 WHERE n.tokens @@ %(pairs)s::tsquery AND NOT n.personal LIMIT %(most)s)
UNION
SELECT n.organisation_id, n.text FROM subjects_nameperiod n WHERE n.text = %(text)s AND NOT n.personal"""

SHARING = """
SELECT DISTINCT organisation_id FROM subjects_oldnumber WHERE number = ANY(%(numbers)s)
UNION
SELECT o.id FROM unnest(%(inner)s::text[]) AS wanted (code)
JOIN subjects_organisation o
  ON substr(o.unified_code, 9) >= wanted.code COLLATE "C"
  AND substr(o.unified_code, 9) < (wanted.code || '~') COLLATE "C"
UNION
SELECT o.id FROM subjects_organisation o
WHERE o.unified_code >= %(body)s COLLATE "C" AND o.unified_code < (%(body)s || '~') COLLATE "C" AND %(body)s <> ''"""

# The survivor stands for what was merged into it: its names are with it, its numbers are read from both.
KNOWN = """
SELECT s.id, s.public_id, coalesce(s.unified_code, '') AS code, s.name AS now_called, s.kind, s.status, s.district,
       n.name, n.current, n.valid_from, n.valid_until
FROM (SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM subjects_organisation WHERE id = ANY(%(ids)s)) wanted
JOIN subjects_organisation s ON s.id = wanted.id
JOIN subjects_nameperiod n ON n.organisation_id = s.id
WHERE NOT n.personal ORDER BY s.id, n.current DESC, n.id"""

NUMBERS = """
SELECT coalesce(o.merged_into_id, o.id), n.kind, n.number FROM subjects_organisation o
LEFT JOIN subjects_oldnumber n ON n.organisation_id = o.id
WHERE coalesce(o.merged_into_id, o.id) = ANY(%(ids)s)"""


@dataclass(frozen=True)
class Candidate:
    """An organisation a row may be about, by the name of it that fits best, with the evidence numbers first."""

    public_id: str
    code: str
    name: str
    former_name: str
    kind: str
    status: str
    district: str
    comparison: Comparison
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Linked:
    """The organisation that a row goes to by exact evidence: its number, id, code, name, and the sentences."""

    number: int
    public_id: str
    code: str
    name: str
    evidence: tuple[Evidence, ...]


def places() -> Places:
    """Return the names of places that names of organisations begin with, of all divisions there were."""
    return _places_of(law_in_force(settings.DATA).place_names)


@lru_cache(maxsize=2)
def _places_of(names: frozenset[str]) -> Places:
    return places_from(names)


def claim_of(
    *, name: str, code: str, numbers: Iterable[str], category: str = "", decided_on: date | None = None
) -> Claim:
    """Return what a row says of its organisation; ``code`` and ``numbers`` are texts as they stand there."""
    registrations, organisations = numbers_in([code, *numbers])
    return Claim(
        name=name_parts(name, places()),
        code=code,
        registration_numbers=registrations,
        organisation_codes=organisations,
        category=category,
        decided_on=decided_on,
    )


def candidates_for(actor: Actor, claim: Claim, *, limit: int = CANDIDATES) -> tuple[Candidate, ...]:
    """Return the organisations a row may be about: those that share a number first, then by what the names share."""
    if not actor.may(rules.SEE_SUBJECTS):
        return ()
    ids = _sharing([claim], body=claim.code[:BODY] if len(claim.code) == BODY + 1 else "")
    ids |= set(_by_name(claim))
    known = _known(ids)
    ordered = sorted(known, key=lambda one: (order_of(claim, one[1]), one[1].current), reverse=True)
    best: dict[int, tuple[Mapping[str, Any], Known]] = {}
    for row, one in ordered:
        best.setdefault(row["id"], (row, one))
    return tuple(_candidate(claim, *pair) for pair in list(best.values())[:limit])


def candidate_for(actor: Actor, claim: Claim, key: str) -> Candidate:
    """Return one organisation (code or public id) with the evidence between it and a row.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    organisation = organisation_for(actor, key)
    known = _known([organisation.id])
    if not known:
        raise NotFound
    return _candidate(claim, *max(known, key=lambda one: order_of(claim, one[1])))


def likely_doubles(actor: Actor, organisation: Organisation) -> tuple[Candidate, ...]:
    """Return the organisations that may be the same as one, without itself and without what is merged into it."""
    numbers = list(organisation.old_numbers.values_list("number", flat=True))
    inner = (organisation.unified_code or "")[8:BODY]
    told = claim_of(name=organisation.name, code="", numbers=[*numbers, inner])
    found = candidates_for(actor, told, limit=CANDIDATES + 1)
    own = {organisation.public_id, organisation.merged_into.public_id if organisation.merged_into else ""}
    return tuple(one for one in found if one.public_id not in own)[:CANDIDATES]


def linked_by_numbers(actor: Actor, claims: Sequence[Claim]) -> tuple[Linked | None, ...]:
    """Return for each row the organisation that exact evidence makes it be about, or None."""
    if not actor.may(rules.SEE_SUBJECTS):
        return tuple(None for _ in claims)
    found: list[Linked | None] = []
    for start in range(0, len(claims), AT_ONCE):
        found += _linked(claims[start : start + AT_ONCE])
    return tuple(found)


def _linked(claims: Sequence[Claim]) -> list[Linked | None]:
    by_number: dict[str, list[tuple[Mapping[str, Any], Known]]] = {}
    for pair in _known(_sharing(claims, body="")):
        for number in _numbers_of(pair[1]):
            by_number.setdefault(number, []).append(pair)
    return [_one_linked(claim, by_number) for claim in claims]


def _one_linked(claim: Claim, by_number: Mapping[str, list[tuple[Mapping[str, Any], Known]]]) -> Linked | None:
    pairs = [
        pair for number in claim.registration_numbers | claim.organisation_codes for pair in by_number.get(number, [])
    ]
    key = may_link(claim, [(row["public_id"], known) for row, known in pairs])
    if key is None:
        return None
    row, known = next(pair for pair in _fitting_first(claim, pairs) if pair[0]["public_id"] == key)
    return Linked(row["id"], key, row["code"], row["now_called"], evidence_for(claim, known)[1])


def _fitting_first(
    claim: Claim, pairs: Iterable[tuple[Mapping[str, Any], Known]]
) -> list[tuple[Mapping[str, Any], Known]]:
    return sorted(pairs, key=lambda pair: order_of(claim, pair[1]), reverse=True)


def _numbers_of(known: Known) -> frozenset[str]:
    inner = {known.code[8:17]} if known.code else set()
    return known.registration_numbers | known.organisation_codes | inner


def _sharing(claims: Iterable[Claim], *, body: str) -> set[int]:
    every = list(claims)
    registrations = {number for claim in every for number in claim.registration_numbers}
    inner = {number for claim in every for number in claim.organisation_codes}
    if not registrations and not inner and not body:
        return set()
    values: dict[str, Any] = {"numbers": sorted(registrations | inner), "inner": sorted(inner), "body": body}
    with connection.cursor() as cursor:
        cursor.execute(SHARING, values)
        return {number for (number,) in cursor.fetchall()}


def _by_name(claim: Claim) -> list[int]:
    """Return the organisations whose names have the most in common with the row's, of those that share a rare pair."""
    pairs = pairs_wanted(claim.name)
    if not pairs:
        return []
    text = claim.name.text
    with connection.cursor() as cursor:
        cursor.execute(HOW_MANY, {"pairs": [_quoted(pair) for pair in pairs], "most": MOST_LOOKED_AT})
        wanted = " | ".join(rarest(dict(cursor.fetchall()), MOST_LOOKED_AT))
        cursor.execute(BY_PAIRS, {"pairs": wanted, "most": 2 * MOST_LOOKED_AT, "text": text})
        rows = cursor.fetchall()
    mine, signs = pairs_of(text), set(text)
    ordered = sorted(rows, key=lambda row: _alike(mine, signs, row[1]), reverse=True)
    return [number for number, _ in ordered[:COMPARED]]


def _quoted(pair: str) -> str:
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"


def _alike(pairs: set[str], signs: set[str], text: str) -> float:
    theirs = pairs_of(text)
    return 2 * len(pairs & theirs) / (len(pairs) + len(theirs) or 1) + len(signs & set(text)) / (len(signs) or 1)


def _known(ids: Collection[int]) -> list[tuple[Mapping[str, Any], Known]]:
    """Return each name of these organisations (or of what they were merged into) with what is known beside it."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"ids": list(ids)})
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(NUMBERS, {"ids": [row["id"] for row in rows]})
        numbers: dict[int, dict[str, set[str]]] = {}
        for number, kind, text in cursor.fetchall():
            if text is not None:
                numbers.setdefault(number, {}).setdefault(kind, set()).add(text.replace("-", ""))
    where = places()
    return [(row, _one_known(row, numbers.get(row["id"], {}), where)) for row in rows]


def _one_known(row: Mapping[str, Any], numbers: Mapping[str, set[str]], where: Places) -> Known:
    return Known(
        name=name_parts(row["name"], where),
        current=row["current"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        code=row["code"],
        kind=row["kind"],
        registration_numbers=frozenset(numbers.get(OldNumberKind.REGISTRATION, ())),
        organisation_codes=frozenset(numbers.get(OldNumberKind.ORGANISATION_CODE, ())),
    )


def _candidate(claim: Claim, row: Mapping[str, Any], known: Known) -> Candidate:
    comparison, evidence = evidence_for(claim, known)
    return Candidate(
        public_id=row["public_id"],
        code=row["code"],
        name=row["now_called"],
        former_name="" if row["name"] == row["now_called"] else row["name"],
        kind=row["kind"],
        status=row["status"],
        district=row["district"],
        comparison=comparison,
        evidence=evidence,
    )

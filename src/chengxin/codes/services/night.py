"""The nightly look over all subjects: codes that are wrong, subjects that seem to have two, and what is gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection

from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeFault
from chengxin.codes.queries.rates import GONE
from chengxin.codes.rules.doings import FAULTS_GONE, KEEP_CODES
from chengxin.codes.rules.kinds import FAULT_LABELS, FaultGroup, FaultKind, FaultState, Move, Outcome, Source
from chengxin.codes.rules.verdict import verdicts
from chengxin.codes.services.finding import Found, Seen, Suspicion, open_faults
from chengxin.codes.services.moves import write_move
from chengxin.foundation.actor import Actor
from chengxin.law.current import law_in_force
from chengxin.subjects.models import NamePeriod
from chengxin.subjects.queries import confirmed_codes
from chengxin.subjects.rules.naming import normal_form
from chengxin.units.queries import day_of

AT_ONCE = 50_000
FAULTS_AT_ONCE = 500
OF_CODES = (FaultKind.CHARACTER, FaultKind.CATEGORY, FaultKind.CHECK, FaultKind.INNER_CHECK)
"""What can be wrong with a code that the table takes at all."""
SHOWN = pl.Schema({"id": pl.Int64, "code": pl.String, "name": pl.String, "kind": pl.String, "district": pl.String})
CHUNK = """
SELECT id, unified_code, name, kind, district FROM subjects_organisation
WHERE id > %s AND unified_code IS NOT NULL AND NOT status = ANY(%s) ORDER BY id LIMIT %s"""

PAIR = """
SELECT a.id, a.unified_code, a.name, a.kind, a.district, b.id, b.unified_code
FROM ({pairs}) pair
JOIN subjects_organisation a ON a.id = pair.first JOIN subjects_organisation b ON b.id = pair.second
WHERE NOT a.status = ANY(%(gone)s) AND NOT b.status = ANY(%(gone)s)
ORDER BY a.unified_code, b.unified_code"""
SAME_BODY = """
SELECT min(o.id) AS first, max(o.id) AS second FROM subjects_organisation o
WHERE o.unified_code IS NOT NULL AND NOT o.status = ANY(%(gone)s)
GROUP BY substr(o.unified_code, 9, 9) HAVING count(*) > 1"""
SAME_NUMBER = """
SELECT min(o.id) AS first, max(o.id) AS second
FROM subjects_oldnumber n JOIN subjects_organisation o ON o.id = n.organisation_id
WHERE n.kind <> 'tax-number' AND o.unified_code IS NOT NULL AND NOT o.status = ANY(%(gone)s)
GROUP BY n.kind, n.number HAVING count(DISTINCT o.id) > 1"""
SAME_NAME = """
SELECT min(o.id) AS first, max(o.id) AS second
FROM subjects_organisation o JOIN subjects_nameperiod n ON n.organisation_id = o.id AND n.current
WHERE o.kind <> 'sole-trader' AND NOT n.personal AND o.unified_code IS NOT NULL AND NOT o.status = ANY(%(gone)s)
GROUP BY n.normal, substr(o.unified_code, 1, 8) HAVING count(*) > 1"""
SEVERAL = (
    (SAME_BODY, "两个代码的主体标识码（第9至17位）相同"),
    (SAME_NUMBER, "两个代码的主体有同一个旧号码"),
    (SAME_NAME, "同一登记机关的两个代码，主体名称相同"),
)
"""A name links nobody: the same name under one registering authority (企业名称登记管理规定) is a question to it."""


def look_at_all(*, actor: Actor, now: datetime) -> Found:
    """Look at the codes of all subjects that exist, put what is wrong on the work lists, close what is gone.

    Some hundred faults a transaction; safe to run twice and after being killed.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    today, keys, new, again = day_of(now), set[str](), 0, 0
    for part in _parts(_all_suspicions(actor, today)):
        keys.update(one.key for one in part)
        found = open_faults(actor=actor, now=now, suspicions=part)
        new, again = new + found.new, again + found.again
    close_gone(actor=actor, now=now, found=frozenset(keys))
    return Found(new, again)


@use_case
def close_gone(*, actor: Actor, now: datetime, found: frozenset[str]) -> int:
    """Close the open faults of known subjects that the look over all of them did not find; return how many.

    ``found`` are the keys of what it found. A name that misfitted is gone when it has become one of the subject's;
    a code that was told of two subjects is for a person to close.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    waiting = CodeFault.objects.select_for_update().filter(state=FaultState.OPEN, organisation__isnull=False)
    gone = [row for row in waiting.order_by("id") if _is_gone(row, found)]
    for row in gone:
        row.state, row.outcome, row.closed_on = FaultState.CLOSED, Outcome.GONE, day_of(now)
        row.save(update_fields=["state", "outcome", "closed_on"])
        write_move(actor, now, row, Move.CLOSED)
    record(actor=actor, now=now, action=FAULTS_GONE, object_kind="code-faults", facts={"closed": len(gone)})
    return len(gone)


def _is_gone(row: CodeFault, found: frozenset[str]) -> bool:
    if row.group == FaultGroup.SHARED:
        return False
    if FaultKind.NAME in row.kinds:
        names = NamePeriod.objects.filter(organisation=row.organisation_id, normal=normal_form(row.name))
        return names.exists()
    return row.key not in found


def _parts(suspicions: Iterable[Suspicion]) -> Iterator[list[Suspicion]]:
    part: list[Suspicion] = []
    for one in suspicions:
        part.append(one)
        if len(part) == FAULTS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _all_suspicions(actor: Actor, today: date) -> Iterator[Suspicion]:
    after = 0
    while rows := _rows(CHUNK, [after, list(GONE), AT_ONCE]):
        after = rows[-1][0]
        yield from _wrong(actor, pl.DataFrame(rows, schema=SHOWN, orient="row"), today)
    seen: set[tuple[int, int]] = set()
    for pairs, ground in SEVERAL:
        for first_id, code, name, kind, district, second_id, other in _rows(
            PAIR.format(pairs=pairs), {"gone": list(GONE)}
        ):
            if (first_id, second_id) not in seen:
                seen.add((first_id, second_id))
                yield Suspicion(
                    kinds=(FaultKind.SEVERAL,),
                    code=code,
                    name=name,
                    seen=Seen(Source.NIGHT, f"{ground}：{code}、{other}", today),
                    subject_kind=kind,
                    district=district,
                    against=other,
                    organisation=first_id,
                    other=second_id,
                )


def _wrong(actor: Actor, chunk: pl.DataFrame, today: date) -> Iterator[Suspicion]:
    prefixes = law_in_force(settings.DATA).code_categories(on=today)
    judged = chunk.hstack(verdicts(chunk["code"], prefixes=prefixes).drop("text"))
    wrong = judged.filter(pl.any_horizontal(kind.value for kind in OF_CODES))
    confirmed = confirmed_codes(actor, wrong["code"].to_list())
    for row in wrong.iter_rows(named=True):
        kinds = tuple(kind for kind in OF_CODES if row[kind.value])
        if row["code"] in confirmed and kinds == (FaultKind.CHECK,):
            continue
        yield Suspicion(
            kinds=kinds,
            code=row["code"],
            name=row["name"],
            seen=Seen(Source.NIGHT, "、".join(FAULT_LABELS[kind] for kind in kinds), today),
            subject_kind=row["kind"],
            district=row["district"],
            organisation=row["id"],
        )


def _rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found

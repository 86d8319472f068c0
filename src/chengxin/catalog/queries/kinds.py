"""Reads of the kinds of lists and of the measures, as they are in force on a day."""

import json
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from chengxin.catalog import rules
from chengxin.catalog.models import ListKindRow, MeasureRow, MeasureVersion
from chengxin.catalog.rules.kind_definitions import list_kind_from, measure_from
from chengxin.catalog.rules.kind_publishing import Days, Instruments, measures_standing
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound, Refusal
from chengxin.law.answers import ListAnswer
from chengxin.law.current import law_in_force

NEWEST = """
SELECT DISTINCT ON (r.key) v.hash, v.definition
FROM {versions} v JOIN {rows} r ON r.id = v.row_id
WHERE v.in_force_from <= %s AND (%s OR r.key = ANY (%s))
ORDER BY r.key, v.in_force_from DESC, v.number DESC"""
"""Written out, as every check asks it."""
MEASURES = NEWEST.format(versions="catalog_measureversion", rows="catalog_measurerow")
LIST_KINDS = NEWEST.format(versions="catalog_listkindversion", rows="catalog_listkindrow")


class UnknownListKind(NotFound):
    """There is no such kind of list, or not on that day."""

    code = "catalog.unknown-list-kind"
    says = "没有这种名单，或者当天没有这种名单"


class UnknownMeasure(NotFound):
    """There is no such measure, or its article is not in force on that day."""

    code = "catalog.unknown-measure"
    says = "没有这项措施，或者它的依据当天没有生效"


class NoListBasis(Refusal):
    """The law has no basis for a list of this kind and field on the day."""

    code = "catalog.no-list-basis"
    says = "“{kind}”在这一天没有依据，不能列入：{reason}"


def list_kinds_on(actor: Actor, *, on: date) -> tuple[ListKind, ...]:
    """Return the kinds of lists for decisions of the day, by key, each in the version of the day."""
    actor.require(rules.SEE_CATALOG)
    return tuple(kind for kind in _kinds(on) if kind.is_in_force(on))


def list_kinds_known(actor: Actor, *, on: date) -> tuple[ListKind, ...]:
    """Return the kinds of lists there are or were on a day, by key: also those that ended before."""
    actor.require(rules.SEE_CATALOG)
    return tuple(kind for kind in _kinds(on) if kind.in_force_from <= on)


def list_kind(actor: Actor, key: str, *, on: date) -> ListKind:
    """Return a kind of list for decisions of the day.

    Raises:
        UnknownListKind: there is none.
    """
    found = next((kind for kind in list_kinds_on(actor, on=on) if kind.key == key), None)
    if found is None:
        raise UnknownListKind
    return found


def kinds_to_list(actor: Actor, unit_code: str, on: date) -> tuple[ListKind, ...]:
    """Return the kinds onto which the unit lists by decisions of the day, those without a basis in law left out."""
    return tuple(
        kind
        for kind in list_kinds_on(actor, on=on)
        if unit_code in kind.units and not kind.decided_elsewhere and law_answer(actor, kind, on).permitted
    )


def may_list(actor: Actor, key: str, on: date, region: str = "") -> ListAnswer:
    """Return what the law says of a list on a day in a place; in the city's own where ``region`` is empty.

    Raises:
        UnknownListKind: there is no such kind on the day.
        NoListBasis: the law has no basis for it.
    """
    kind = list_kind(actor, key, on=on)
    answer = law_answer(actor, kind, on, region)
    if not answer.permitted:
        raise NoListBasis(kind=kind.name, reason=answer.reason)
    return answer


def law_answer(actor: Actor, kind: ListKind, on: date, region: str = "") -> ListAnswer:
    """Return whether the law has a basis for a kind of list on a day, and which."""
    actor.require(rules.SEE_CATALOG)
    law = law_in_force(settings.DATA)
    return law.list_basis(kind.type.value, kind.field, on=on, region=region or settings.CITY.calendar)


def measures_on(actor: Actor, *, on: date) -> tuple[Measure, ...]:
    """Return the published measures whose articles are in force on the day, by key."""
    actor.require(rules.SEE_CATALOG)
    return measures_standing(_newest(MEASURES, measure_from, on).values(), instruments_of_law(actor), on)


def measure_versions_on(
    actor: Actor, keys: Collection[str], *, on: date, permission: Permission = rules.SEE_CATALOG
) -> dict[str, Measure]:
    """Return what ``measures_on`` gives of these keys, each by the hash of its version.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    known = _newest(MEASURES, measure_from, on, keys)
    standing = set(measures_standing(known.values(), instruments_in_law(), on))
    return {digest: measure for digest, measure in known.items() if measure in standing}


def measures_by_hashes(
    actor: Actor, hashes: Collection[str], *, permission: Permission = rules.SEE_CATALOG
) -> dict[str, Measure]:
    """Return measures by the hashes of their versions, whatever is in force now.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(permission)
    told = MeasureVersion.objects.filter(hash__in=hashes).values_list("hash", "definition")
    return {digest: read_once(measure_from, digest, json.dumps(one)) for digest, one in told}


def measure_on(actor: Actor, key: str, *, on: date) -> Measure:
    """Return a published measure whose article is in force on the day.

    Raises:
        UnknownMeasure: there is none.
    """
    found = next((one for one in measures_on(actor, on=on) if one.key == key), None)
    if found is None:
        raise UnknownMeasure
    return found


def measures_for_kind(actor: Actor, kind_key: str, on: date) -> tuple[Measure, ...]:
    """Return the measures of the day that an entry of this kind of list triggers, by key."""
    return tuple(one for one in measures_on(actor, on=on) if kind_key in one.list_kinds)


def list_kind_row(actor: Actor, key: str, *, lock: bool = False) -> ListKindRow:
    """Return the row of a kind of list, with its draft for who keeps the catalogue.

    Raises:
        UnknownListKind: there is none.
    """
    actor.require(rules.SEE_CATALOG)
    found = ListKindRow.objects.filter(key=key)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise UnknownListKind
    return row


def measure_row(actor: Actor, key: str, *, lock: bool = False) -> MeasureRow:
    """Return the row of a measure, with its draft for who keeps the catalogue.

    Raises:
        UnknownMeasure: there is none.
    """
    actor.require(rules.SEE_CATALOG)
    found = MeasureRow.objects.filter(key=key)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise UnknownMeasure
    return row


def instruments_of_law(actor: Actor) -> Instruments:
    """Return the instruments the law knows, with the days on which they are in force."""
    actor.require(rules.SEE_CATALOG)
    return instruments_in_law()


def instruments_in_law() -> Instruments:
    """Return the same; the law is nobody's secret."""
    known = law_in_force(settings.DATA).instruments
    return {key: Days(row.in_force_from, row.last_day_in_force) for key, row in known.items()}


def _kinds(on: date) -> tuple[ListKind, ...]:
    return tuple(_newest(LIST_KINDS, list_kind_from, on).values())


def _newest(
    statement: str, read: Callable[[dict[str, Any]], Any], on: date, keys: Collection[str] | None = None
) -> dict[str, Any]:
    """Return the newest of the versions of each key that is in force on the day, read, by hash and in order of key."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [on, keys is None, sorted(keys or ())])
        return {digest: read_once(read, digest, told) for digest, told in cursor.fetchall()}


@lru_cache(maxsize=512)
def read_once(read: Callable[[dict[str, Any]], Any], _digest: str, told: str) -> Any:
    """Return a definition read from its text; the same text is read once."""
    return read(json.loads(told))

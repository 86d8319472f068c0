"""Reads of the kinds of lists and of the measures, as they are in force on a day."""

from datetime import date

from chengxin.catalog import rules
from chengxin.catalog.adapters.kinds import standard_list_kinds, standard_measures
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound


class UnknownListKind(NotFound):
    """There is no such kind of list, or not on that day."""

    code = "catalog.unknown-list-kind"
    says = "没有这种名单，或者当天没有这种名单"


class UnknownMeasure(NotFound):
    """There is no such measure, or its article is not in force on that day."""

    code = "catalog.unknown-measure"
    says = "没有这项措施，或者它的依据当天没有生效"


def list_kinds_on(actor: Actor, *, on: date) -> tuple[ListKind, ...]:
    """Return the kinds of lists for decisions of the day, by key."""
    actor.require(rules.SEE_CATALOG)
    return tuple(kind for _key, kind in sorted(standard_list_kinds().items()) if kind.is_in_force(on))


def list_kind(actor: Actor, key: str, *, on: date) -> ListKind:
    """Return a kind of list for decisions of the day.

    Raises:
        UnknownListKind: there is none.
    """
    found = next((kind for kind in list_kinds_on(actor, on=on) if kind.key == key), None)
    if found is None:
        raise UnknownListKind
    return found


def measures_on(actor: Actor, *, on: date) -> tuple[Measure, ...]:
    """Return the published measures whose articles are in force on the day, by key."""
    actor.require(rules.SEE_CATALOG)
    return tuple(one for _key, one in sorted(standard_measures().items()) if one.is_in_force(on))


def measure_on(actor: Actor, key: str, *, on: date) -> Measure:
    """Return a published measure whose article is in force on the day.

    Raises:
        UnknownMeasure: there is none.
    """
    found = next((one for one in measures_on(actor, on=on) if one.key == key), None)
    if found is None:
        raise UnknownMeasure
    return found

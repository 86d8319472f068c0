"""Which units answer for a task on a day: those it names, the members of its groups, and who took over from either."""

from collections.abc import Iterable, Mapping
from datetime import date

from chengxin.oversight.models import PlanTask
from chengxin.units.models import Membership, Succession
from chengxin.units.queries import in_force

NOBODY: frozenset[int] = frozenset()


def heirs_on(on: date) -> dict[int, frozenset[int]]:
    """Return, for each unit from which others took over by the day, those and who took over from them."""
    direct: dict[int, set[int]] = {}
    for former, heir in Succession.objects.filter(valid_from__lte=on).values_list("predecessor_id", "successor_id"):
        direct.setdefault(former, set()).add(heir)
    return {former: _reached(former, direct) for former in direct}


def _reached(start: int, direct: Mapping[int, set[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        new = direct.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found - {start})


def responsible_on(tasks: Iterable[PlanTask], on: date) -> dict[int, frozenset[int]]:
    """Return, for each task by id, the units that answer for it on the day, by id."""
    heirs = heirs_on(on)
    members: dict[int, set[int]] = {}
    for group, unit in Membership.objects.filter(in_force(on)).values_list("group_id", "unit_id"):
        members.setdefault(group, set()).add(unit)
    return {task.id: _with_heirs(_named(task, members), heirs) for task in tasks}


def _named(task: PlanTask, members: Mapping[int, set[int]]) -> set[int]:
    named: set[int] = set()
    for one in task.units.all():
        if one.unit_id is not None:
            named.add(one.unit_id)
        if one.group_id is not None:
            named |= members.get(one.group_id, set())
    return named


def _with_heirs(units: set[int], heirs: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return frozenset(units).union(*(heirs.get(unit, NOBODY) for unit in units))

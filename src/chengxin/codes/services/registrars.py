"""Which unit answers for which codes: named by the city's office, replaced or ended."""

from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeFault, Registrar
from chengxin.codes.queries.registrars import registrars
from chengxin.codes.rules.doings import REGISTRAR_ENDED, REGISTRAR_SET, SET_REGISTRARS
from chengxin.codes.rules.kinds import FaultState
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.units.queries import day_of, unit_for


class DepartmentUnknown(Invalid):
    """No code begins with this character."""

    code = "codes.department-unknown"
    says = "没有以“{department}”开头的统一社会信用代码"
    field = "department"


@use_case
def set_registrar(*, actor: Actor, now: datetime, department: str, district: str, unit: int) -> Registrar:
    """Let a unit answer for the codes of a department in a district (empty: the city), in place of who did; return it.

    Open faults that nobody or the earlier unit had go to it.

    Raises:
        NotPermitted: the actor is not the city's office.
        NotFound: the unit lies outside the actor's reach.
        DepartmentUnknown: no code begins so.
    """
    actor.require_everywhere(SET_REGISTRARS)
    answering = unit_for(actor, unit, permission=SET_REGISTRARS)
    if len(department) != 1 or department not in ALPHABET:
        raise DepartmentUnknown(department=department)
    today = day_of(now)
    Registrar.objects.filter(department=department, district=district, until_on__isnull=True).update(until_on=today)
    row = Registrar.objects.create(
        department=department, district=district[:12], unit=answering, since_on=today, set_by_name=actor.name
    )
    moved = _hand_over(actor, department)
    record(
        actor=actor,
        now=now,
        action=REGISTRAR_SET,
        object_kind="registrar",
        object_id=f"{department} {district}".strip(),
        object_label=answering.name,
        facts={"unit": answering.code, "faults": moved},
    )
    return row


@use_case
def end_registrar(*, actor: Actor, now: datetime, registrar: int) -> Registrar:
    """Let nobody answer from now on for what a unit answered for, and return the row.

    Raises:
        NotPermitted: the actor is not the city's office.
        NotFound: there is none in force.
    """
    actor.require_everywhere(SET_REGISTRARS)
    row = Registrar.objects.select_for_update().filter(id=registrar, until_on__isnull=True).first()
    if row is None:
        raise NotFound
    row.until_on = day_of(now)
    row.save(update_fields=["until_on"])
    record(
        actor=actor,
        now=now,
        action=REGISTRAR_ENDED,
        object_kind="registrar",
        object_id=f"{row.department} {row.district}".strip(),
        object_label=row.unit.name,
    )
    return row


def _hand_over(actor: Actor, department: str) -> int:
    """Give open faults of the department's codes to the units that answer for them now; return how many."""
    named, moved = registrars(actor), 0
    for row in CodeFault.objects.filter(state=FaultState.OPEN, code__startswith=department).order_by("id"):
        unit = named.of(row.code, row.district)
        if unit is not None and unit != row.unit_id:
            moved += CodeFault.objects.filter(id=row.id, unit=row.unit_id).update(unit=unit)
    return moved

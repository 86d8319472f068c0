"""Ways in which files write a unit's name: added by the office one by one, ended, never guessed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.names import search_text
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units import queries, rules
from chengxin.units.models import Unit, UnitName

LONGEST = 200


class BadWrittenName(Invalid):
    """Nothing is left of the name, or it is too long."""

    code = "units.bad-written-name"
    says = "请写机关名称，最多{most}个字"
    field = "name"


class WrittenNameTaken(Conflict):
    """The name means a unit already."""

    code = "units.written-name-taken"
    says = "“{name}”已经指{unit}；要改，请先停用原来的写法"
    field = "name"


class WrittenNameEnded(Conflict):
    """It ended before."""

    code = "units.written-name-ended"
    says = "“{name}”这个写法已经停用了"


@use_case
def add_written_name(*, actor: Actor, now: datetime, name: str, unit: int) -> UnitName:
    """Have a way of writing mean a unit, for what comes in from now on, and return it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such unit within the actor's reach.
        BadWrittenName: nothing is left of it, or it is too long.
        WrittenNameTaken: it is a unit's own name, or means one already.
    """
    actor.require(rules.KEEP_WRITTEN_NAMES)
    meant = queries.unit_for(actor, unit, permission=rules.KEEP_WRITTEN_NAMES)
    written, plain = name.strip(), search_text(name)
    if not plain or len(written) > LONGEST:
        raise BadWrittenName(most=LONGEST)
    known = queries.units_by_written_name(actor, permission=rules.KEEP_WRITTEN_NAMES).get(plain)
    if known is not None:
        raise WrittenNameTaken(name=written, unit=known)
    try:
        with transaction.atomic():
            row = UnitName.objects.create(
                public_id=new_opaque_id(),
                unit=meant,
                name=written,
                plain=plain,
                added_at=now,
                added_by_name=actor.name,
            )
    except IntegrityError:
        raise WrittenNameTaken(name=written, unit=_meant(plain).name) from None
    _note(actor, now, row)
    return row


def _meant(plain: str) -> Unit:
    return UnitName.objects.select_related("unit").get(plain=plain, ended_at__isnull=True).unit


@use_case
def end_written_name(*, actor: Actor, now: datetime, written: str) -> UnitName:
    """Have a way of writing mean nothing any more, for what comes in from now on, and return it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none within the actor's reach.
        WrittenNameEnded: it ended before.
    """
    actor.require(rules.KEEP_WRITTEN_NAMES)
    row = queries.written_name_for(actor, written, lock=True)
    if row.ended_at is not None:
        raise WrittenNameEnded(name=row.name)
    row.ended_at, row.ended_by_name = now, actor.name
    row.save(update_fields=["ended_at", "ended_by_name"])
    _note(actor, now, row)
    return row


def _note(actor: Actor, now: datetime, row: UnitName) -> None:
    record(
        actor=actor,
        now=now,
        action=rules.WRITTEN_NAME_ENDED if row.ended_at else rules.WRITTEN_NAME_ADDED,
        object_kind="unit-name",
        object_id=row.public_id,
        object_label=row.name,
        facts={"unit": row.unit.name},
    )

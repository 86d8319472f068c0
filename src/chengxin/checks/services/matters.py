"""Keeping the matters of units."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.catalog.queries import items_in_force
from chengxin.catalog.queries.kinds import measures_on
from chengxin.checks.models import Matter, MatterVersion
from chengxin.checks.queries.matters import matter_for
from chengxin.checks.rules.doings import KEEP_MATTERS, MATTER_KEPT
from chengxin.checks.rules.matters import MatterDefinition
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.measures.rules.entries import is_for_units
from chengxin.units.queries import day_of, unit_for

LONGEST_NAME, LONGEST_BASIS, LONGEST_REASON = 200, 300, 300


class MatterIncomplete(Invalid):
    """A matter needs a name and the basis by which credit is checked in it."""

    code = "checks.matter-incomplete"
    says = "请填写{what}，不超过{limit}个字"


class MatterExists(Conflict):
    """The unit has a matter of this name."""

    code = "checks.matter-exists"
    says = "本单位已经登记过“{name}”"
    field = "name"


class BadMatterPeriod(Invalid):
    """It would end before it begins."""

    code = "checks.bad-matter-period"
    says = "停止办理的日期不能早于开始办理的日期"
    field = "until"


class MeasureNotForMatter(Invalid):
    """A measure is not published, or units do not decide on it."""

    code = "checks.measure-not-for-matter"
    says = "“{key}”不在公布的措施清单里，或者不由实施单位决定，不能在事项中采取"
    field = "measures"


class UnknownDecisionItem(Invalid):
    """The catalogue has no such item in force."""

    code = "checks.unknown-decision-item"
    says = "目录里没有这个目录项"
    field = "item"


class ReasonNeeded(Invalid):
    """A change needs its reason."""

    code = "checks.reason-needed"
    says = "请写明修改的原因，不超过{limit}个字"
    field = "reason"


class MatterChanged(Conflict):
    """Somebody else changed it meanwhile."""

    code = "checks.matter-changed"
    says = "这个事项刚刚已被修改，请刷新后再改"


@use_case
def register_matter(*, actor: Actor, now: datetime, unit: int, definition: MatterDefinition) -> Matter:
    """Register a matter of a unit and return it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such unit in its reach.
        MatterIncomplete, BadMatterPeriod, MeasureNotForMatter, UnknownDecisionItem: the definition does not do.
        MatterExists: the unit has one of this name.
    """
    actor.require(KEEP_MATTERS)
    owner = unit_for(actor, unit, permission=KEEP_MATTERS)
    told = _checked(actor, now, definition)
    try:
        with transaction.atomic():
            row = Matter.objects.create(public_id=new_opaque_id(), unit=owner, **_columns(told))
    except IntegrityError as clash:
        raise MatterExists(name=told.name) from clash
    _write(actor, now, row, told, "")
    return row


@use_case
def change_matter(
    *, actor: Actor, now: datetime, matter: str, number: int, definition: MatterDefinition, reason: str
) -> Matter:
    """Give a matter (opaque id) a new version; ``number`` is the version that was looked at. Checks keep their own.

    Raises:
        NotPermitted, NotFound, MatterIncomplete, BadMatterPeriod, MeasureNotForMatter, UnknownDecisionItem,
        MatterExists: as ``register_matter``.
        ReasonNeeded: no reason is given.
        MatterChanged: somebody else changed it meanwhile.
    """
    actor.require(KEEP_MATTERS)
    row = matter_for(actor, matter, permission=KEEP_MATTERS, lock=True)
    if row.number != number:
        raise MatterChanged
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise ReasonNeeded(limit=LONGEST_REASON)
    told = _checked(actor, now, definition)
    for column, value in _columns(told).items():
        setattr(row, column, value)
    row.number += 1
    try:
        with transaction.atomic():
            row.save(update_fields=[*_columns(told), "number"])
    except IntegrityError as clash:
        raise MatterExists(name=told.name) from clash
    _write(actor, now, row, told, why)
    return row


def _checked(actor: Actor, now: datetime, definition: MatterDefinition) -> MatterDefinition:
    told = replace(definition, name=definition.name.strip(), basis=definition.basis.strip())
    for what, text, limit in (("事项名称", told.name, LONGEST_NAME), ("核查的依据", told.basis, LONGEST_BASIS)):
        if not text or len(text) > limit:
            raise MatterIncomplete(what=what, limit=limit)
    if told.until is not None and told.until < told.since:
        raise BadMatterPeriod
    today = day_of(now)
    published = {one.key for one in measures_on(actor, on=today) if is_for_units(one)}
    for key in told.measures:
        if key not in published:
            raise MeasureNotForMatter(key=key)
    if told.item and told.item not in items_in_force(actor, on=today):
        raise UnknownDecisionItem
    return replace(told, measures=tuple(sorted(set(told.measures))))


def _columns(told: MatterDefinition) -> dict[str, object]:
    return {
        "name": told.name,
        "kind": told.kind,
        "must_check": told.must_check,
        "since": told.since,
        "until": told.until,
        "item": told.item,
    }


def _write(actor: Actor, now: datetime, row: Matter, told: MatterDefinition, reason: str) -> None:
    MatterVersion.objects.create(
        matter=row,
        number=row.number,
        definition=told.told(),
        hash=told.hash(),
        at=now,
        by_name=actor.shown_name,
        reason=reason,
    )
    record(
        actor=actor,
        now=now,
        action=MATTER_KEPT,
        object_kind="matter",
        object_id=row.public_id,
        object_label=f"{row.unit.name} {told.name}",
        basis=told.basis,
        facts={**told.told(), "number": row.number, "reason": reason},
    )

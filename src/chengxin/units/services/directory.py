"""The directory of units: who exists, who took over from whom, which groups, who is the contact."""

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from pypinyin import lazy_pinyin

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotFound, NotPermitted
from chengxin.foundation.scoping import within
from chengxin.units import queries, rules
from chengxin.units.models import Liaison, Membership, Succession, Unit, UnitGroup
from chengxin.units.services.trail import note

CODE_SHAPE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class CodeTaken(Conflict):
    """The short code names another unit, group or client already."""

    code = "units.code-taken"
    says = "代号“{value}”已经用过，请换一个"
    field = "code"


class BadCode(Invalid):
    """A short code is lower-case letters, digits and hyphens, beginning with a letter."""

    code = "units.bad-code"
    says = "代号只能用小写字母、数字和连字符，以字母开头，例如 fgw"
    field = "code"


class OutsideDistrict(Invalid):
    """A county's office keeps units of its own district only."""

    code = "units.outside-district"
    says = "只能登记本地区的单位，区划代码{district}不在您的范围内"
    field = "district"


class WrongDay(Invalid):
    """An end must lie after its beginning."""

    code = "units.wrong-day"
    says = "这个日期必须在{after:%Y年%-m月%-d日}之后"
    field = "valid_from"


class AlreadyEnded(Conflict):
    """What is to be ended has an end already."""

    code = "units.already-ended"
    says = "已经终止，不能再改"


class AlreadyMember(Conflict):
    """The unit is in the group."""

    code = "units.already-member"
    says = "{unit}已经在这个分组里"


def name_key(name: str) -> str:
    """Return the key by which Chinese names sort: pinyin with tones left out, syllables kept apart."""
    return " ".join(lazy_pinyin(name)).lower()[:800]


def checked_code(value: str) -> str:
    """Return the code, trimmed.

    Raises:
        BadCode: it has another shape.
    """
    code = value.strip()
    if not CODE_SHAPE.fullmatch(code):
        raise BadCode
    return code


@use_case
def create_unit(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    short_name: str,
    level: rules.Level,
    district: str,
    valid_from: date,
    parent: int | None = None,
    unified_code: str = "",
) -> Unit:
    """Enter a unit into the directory and return it.

    Raises:
        NotPermitted: the actor may not keep units.
        OutsideDistrict: the district lies outside the actor's reach.
        BadCode: the code has another shape.
        CodeTaken: the code or the unified code is in use.
    """
    actor.require(rules.KEEP_UNITS)
    if not actor.scope(rules.KEEP_UNITS).covers(unit=None, district=district):
        raise OutsideDistrict(district=district)
    above = queries.unit_for(actor, parent) if parent else None
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                code=checked_code(code),
                name=name.strip(),
                short_name=short_name.strip(),
                name_key=name_key(name),
                unified_code=unified_code.strip(),
                level=level,
                district=district,
                parent=above,
                valid_from=valid_from,
            )
    except IntegrityError as error:
        raise CodeTaken(value=unified_code if "unified_code" in str(error) else code) from error
    note(actor, now, rules.UNIT_CREATED, unit, level=level, district=district, valid_from=valid_from.isoformat())
    return unit


@use_case
def change_unit(*, actor: Actor, now: datetime, unit: int, short_name: str, unified_code: str) -> Unit:
    """Correct what may be corrected of a unit; a new name is a new unit that succeeds the old one.

    Raises:
        NotFound: no such unit in the actor's reach.
        CodeTaken: the unified code belongs to another unit in force.
    """
    actor.require(rules.KEEP_UNITS)
    row = queries.unit_for(actor, unit, permission=rules.KEEP_UNITS, lock=True)
    before = {"short_name": row.short_name, "unified_code": row.unified_code}
    row.short_name, row.unified_code = short_name.strip(), unified_code.strip()
    try:
        with transaction.atomic():
            row.save(update_fields=["short_name", "unified_code"])
    except IntegrityError as error:
        raise CodeTaken(value=unified_code) from error
    note(actor, now, rules.UNIT_CHANGED, row, before=before, after={k: getattr(row, k) for k in before})
    return row


@use_case
def succeed_unit(
    *,
    actor: Actor,
    now: datetime,
    predecessor: int,
    successor: int,
    valid_from: date,
    duties: str,
    basis: str,
    ends: bool,
) -> Succession:
    """Record that a unit takes over duties of another; ``ends`` closes the predecessor from that day.

    Raises:
        NotFound: one of the two is outside the actor's reach.
        WrongDay: the day lies before the predecessor began.
        Conflict: the same succession was recorded before.
    """
    actor.require(rules.KEEP_UNITS)
    old = queries.unit_for(actor, predecessor, permission=rules.KEEP_UNITS, lock=True)
    new = queries.unit_for(actor, successor, permission=rules.KEEP_UNITS)
    if old.id == new.id:
        raise Invalid
    if valid_from <= old.valid_from:
        raise WrongDay(after=old.valid_from)
    if ends and old.valid_until is not None:
        raise AlreadyEnded
    succession, made = Succession.objects.get_or_create(
        predecessor=old,
        successor=new,
        duties=duties.strip(),
        defaults={"valid_from": valid_from, "basis": basis.strip()},
    )
    if not made:
        raise Conflict
    if ends:
        old.valid_until = valid_from
        old.save(update_fields=["valid_until"])
    note(actor, now, rules.UNIT_SUCCEEDED, old, successor=new.name, valid_from=valid_from.isoformat(), ends=ends)
    return succession


@use_case
def create_group(*, actor: Actor, now: datetime, key: str, name: str) -> UnitGroup:
    """Make a group of units; only those who reach everywhere may.

    Raises:
        NotPermitted: the actor's reach is not the whole city.
        CodeTaken: the key names another group.
    """
    _require_everywhere(actor)
    group, made = UnitGroup.objects.get_or_create(key=checked_code(key), defaults={"name": name.strip()})
    if not made:
        raise CodeTaken(value=key)
    note(actor, now, rules.GROUP_CREATED, group)
    return group


@use_case
def join_group(*, actor: Actor, now: datetime, group: int, unit: int, valid_from: date) -> Membership:
    """Let a unit join a group from a day.

    Raises:
        NotFound: no such group or unit.
        AlreadyMember: it is in the group.
    """
    _require_everywhere(actor)
    row, member = _group(group), queries.unit_for(actor, unit)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(group=row, unit=member, valid_from=valid_from)
    except IntegrityError as error:
        raise AlreadyMember(unit=member.name) from error
    note(actor, now, rules.GROUP_JOINED, row, unit=member.name, valid_from=valid_from.isoformat())
    return membership


@use_case
def leave_group(*, actor: Actor, now: datetime, membership: int, valid_until: date) -> Membership:
    """Let a unit leave a group; ``valid_until`` is the first day on which it is no longer in it.

    Raises:
        NotFound: no such membership.
        AlreadyEnded: it has left.
        WrongDay: the day is not after the one it joined.
    """
    _require_everywhere(actor)
    row = (
        Membership.objects.select_for_update(of=("self",)).select_related("group", "unit").filter(id=membership).first()
    )
    if row is None:
        raise NotFound
    end(row, valid_until)
    note(actor, now, rules.GROUP_LEFT, row.group, unit=row.unit.name, valid_until=valid_until.isoformat())
    return row


@use_case
def name_liaison(
    *, actor: Actor, now: datetime, unit: int, name: str, post: str, phone: str, email: str, valid_from: date
) -> Liaison:
    """Name the contact of a unit; earlier ones stay until they are ended.

    Raises:
        NotFound: no such unit in the actor's reach.
    """
    actor.require(rules.NAME_LIAISON)
    row = queries.unit_for(actor, unit, permission=rules.NAME_LIAISON)
    liaison = Liaison.objects.create(
        unit=row, name=name.strip(), post=post.strip(), phone=phone.strip(), email=email.strip(), valid_from=valid_from
    )
    note(actor, now, rules.LIAISON_NAMED, row, name=liaison.name)
    return liaison


@use_case
def end_liaison(*, actor: Actor, now: datetime, liaison: int, valid_until: date) -> Liaison:
    """End a contact's time.

    Raises:
        NotFound: no such contact in the actor's reach.
        AlreadyEnded: it has an end.
        WrongDay: the day is not after the beginning.
    """
    actor.require(rules.NAME_LIAISON)
    reach = within(actor.scope(rules.NAME_LIAISON), unit="unit_id", district="unit__district")
    row = Liaison.objects.select_for_update(of=("self",)).select_related("unit").filter(reach, Q(id=liaison)).first()
    if row is None:
        raise NotFound
    end(row, valid_until)
    note(actor, now, rules.LIAISON_ENDED, row.unit, name=row.name)
    return row


def end(row: Membership | Liaison, valid_until: date) -> None:
    """Set the end of a period that is still open.

    Raises:
        AlreadyEnded: it has an end.
        WrongDay: the end is not after the beginning.
    """
    if row.valid_until is not None:
        raise AlreadyEnded
    if valid_until <= row.valid_from:
        raise WrongDay(after=row.valid_from)
    row.valid_until = valid_until
    row.save(update_fields=["valid_until"])


def _group(group: int) -> UnitGroup:
    row = UnitGroup.objects.filter(id=group).first()
    if row is None:
        raise NotFound
    return row


def _require_everywhere(actor: Actor) -> None:
    actor.require(rules.KEEP_GROUPS)
    if not actor.scope(rules.KEEP_GROUPS).everything:
        raise NotPermitted(permission=rules.KEEP_GROUPS.code)

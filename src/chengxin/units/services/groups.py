"""Groups of units (联席会议成员单位, 县区, 管委) and the units' contacts (联络员)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import is_telephone_number
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.units import queries, rules
from chengxin.units.models import Liaison, Membership, UnitGroup
from chengxin.units.services.checking import AlreadyEnded, CodeTaken, checked_code, checked_text, require_after
from chengxin.units.services.trail import note


class AlreadyMember(Conflict):
    """The unit is in the group on one of those days."""

    code = "units.already-member"
    says = "{unit}那时已经在这个分组里"
    field = "unit"


class BadPhone(Invalid):
    """The number has not the shape of a telephone number."""

    code = "units.bad-phone"
    says = "电话应是11位手机号，或带区号的座机号，例如 0771-2800000"
    field = "phone"


@use_case
def create_group(*, actor: Actor, now: datetime, key: str, name: str) -> UnitGroup:
    """Make a group of units; only those who reach everywhere may.

    Raises:
        NotPermitted: the actor's reach is not the whole city.
        BadCode: the key has another shape.
        CodeTaken: the key names another group.
    """
    actor.require_everywhere(rules.KEEP_GROUPS)
    title = checked_text(name, what="分组名称", field="name", limit=100)
    group, made = UnitGroup.objects.get_or_create(key=checked_code(key), defaults={"name": title})
    if not made:
        raise CodeTaken(value=key.strip())
    note(actor, now, rules.GROUP_CREATED, group)
    return group


@use_case
def join_group(*, actor: Actor, now: datetime, group: int, unit: int, valid_from: date) -> Membership:
    """Let a unit join a group from a day.

    Raises:
        NotPermitted: the actor's reach is not the whole city.
        NotFound: no such group or unit.
        AlreadyMember: it is in the group on that day or later.
    """
    actor.require_everywhere(rules.KEEP_GROUPS)
    row, member = _group(group), queries.unit_for(actor, unit)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(group=row, unit=member, valid_from=valid_from)
    except IntegrityError as error:
        raise AlreadyMember(unit=member.name) from error
    note(actor, now, rules.GROUP_JOINED, row, unit=member.name, valid_from=valid_from)
    return membership


@use_case
def leave_group(*, actor: Actor, now: datetime, membership: int, valid_until: date) -> Membership:
    """Let a unit leave a group; ``valid_until`` is the first day on which it is no longer in it.

    Raises:
        NotPermitted: the actor's reach is not the whole city.
        NotFound: no such membership.
        AlreadyEnded: it has left.
        WrongDay: the day is not after the one it joined.
    """
    actor.require_everywhere(rules.KEEP_GROUPS)
    row = queries.membership_for(actor, membership, permission=rules.KEEP_GROUPS)
    _end(row, valid_until)
    note(actor, now, rules.GROUP_LEFT, row.group, unit=row.unit.name, valid_until=valid_until)
    return row


@use_case
def name_liaison(
    *, actor: Actor, now: datetime, unit: int, name: str, post: str, phone: str, email: str, valid_from: date
) -> Liaison:
    """Name the contact of a unit; earlier ones stay until they are ended.

    Raises:
        NotFound: no such unit in the actor's reach.
        TextMissing, TextTooLong: of the name.
        BadPhone: the number has not the shape of one.
    """
    actor.require(rules.NAME_LIAISON)
    row = queries.unit_for(actor, unit, permission=rules.NAME_LIAISON)
    if not is_telephone_number(phone):
        raise BadPhone
    liaison = Liaison.objects.create(
        unit=row,
        name=checked_text(name, what="姓名", field="name", limit=50),
        post=" ".join(post.split())[:100],
        phone=phone.strip(),
        email=email.strip(),
        valid_from=valid_from,
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
    row = queries.liaison_for(actor, liaison)
    _end(row, valid_until)
    note(actor, now, rules.LIAISON_ENDED, row.unit, name=row.name, valid_until=valid_until)
    return row


def _end(row: Membership | Liaison, valid_until: date) -> None:
    """Set the end of a period that is still open, unless somebody was faster."""
    require_after(valid_until, row.valid_from)
    row.valid_until = valid_until
    if not type(row).objects.filter(pk=row.pk, valid_until__isnull=True).update(valid_until=valid_until):
        raise AlreadyEnded


def _group(group: int) -> UnitGroup:
    row = UnitGroup.objects.filter(id=group).first()
    if row is None:
        raise NotFound
    return row

"""The directory of units: who exists, and who took over from whom."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.identifiers import read_unified_code
from chengxin.foundation.names import pinyin_key
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units import queries, rules
from chengxin.units.models import Succession, Unit
from chengxin.units.services.appointments import lock_administrators, security_administrators
from chengxin.units.services.checking import AlreadyEnded, CodeTaken, WrongDay, checked_code, checked_text
from chengxin.units.services.trail import note

KEY_LENGTH = 1600


class OutsideDistrict(Invalid):
    """A county's office keeps units of its own district only, and no city units."""

    code = "units.outside-district"
    says = "只能登记本地区的单位，区划代码{district}不在您的范围内"
    field = "district"


class WrongDistrict(Invalid):
    """The division does not fit the level."""

    code = "units.wrong-district"
    says = "区划代码{district}与级别不符：市级是末两位为00的六位代码，县区是其他六位代码，功能区用本地代码"
    field = "district"


class BadUnifiedCode(Invalid):
    """The unified code has a fault."""

    code = "units.bad-unified-code"
    says = "统一社会信用代码应是18位，且校验位要对，请对照证书再填"
    field = "unified_code"


class UnifiedCodeTaken(Conflict):
    """Another unit in force has the unified code."""

    code = "units.unified-code-taken"
    says = "这个统一社会信用代码属于名录里的另一个单位"
    field = "unified_code"


class SameSuccessor(Invalid):
    """A unit does not take over from itself."""

    code = "units.same-successor"
    says = "承继单位不能是它自己"
    field = "successor"


class SuccessorNotInForce(Invalid):
    """Who takes over must exist on that day."""

    code = "units.successor-not-in-force"
    says = "{successor}在那一天不在名录的有效期内"
    field = "valid_from"


class SuccessionCircle(Conflict):
    """The one who takes over was itself taken over by the other."""

    code = "units.succession-circle"
    says = "{successor}的职责早已由{predecessor}承继，不能再反过来登记"
    field = "successor"


class AdministratorsSitHere(Conflict):
    """With the unit the platform would lose its last security administrator, and nobody could appoint any more."""

    code = "units.administrators-sit-here"
    says = "安全管理员只在{unit}任职，先在别的单位任命一位，再登记撤销"


class SuccessionKnown(Conflict):
    """The same succession was recorded before."""

    code = "units.succession-known"
    says = "这项承继已经登记过"
    field = "successor"


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
        OutsideDistrict: the district lies outside the actor's reach, or it is a city unit and the reach is a district.
        WrongDistrict: level and district do not fit.
        TextMissing, TextTooLong: of a name.
        BadCode, BadUnifiedCode: a code has another shape.
        CodeTaken, UnifiedCodeTaken: a code is in use.
    """
    actor.require(rules.KEEP_UNITS)
    scope = actor.scope(rules.KEEP_UNITS)
    if not scope.everything and (level is rules.Level.CITY or district not in scope.districts):
        raise OutsideDistrict(district=district)
    if not rules.level_fits(level, district):
        raise WrongDistrict(district=district)
    above = queries.unit_for(actor, parent) if parent else None
    full_name = checked_text(name, what="单位名称", field="name", limit=200)
    unit = Unit(
        code=checked_code(code),
        name=full_name,
        short_name=checked_text(short_name, what="简称", field="short_name", limit=40),
        name_key=pinyin_key(full_name)[:KEY_LENGTH],
        unified_code=_checked_unified_code(unified_code),
        level=level,
        district=district,
        parent=above,
        valid_from=valid_from,
    )
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(error, code) from error
    note(actor, now, rules.UNIT_CREATED, unit, level=level, district=district, valid_from=valid_from)
    return unit


@use_case
def change_unit(
    *, actor: Actor, now: datetime, unit: int, name: str, short_name: str, unified_code: str, reason: str
) -> Unit:
    """Correct what was entered wrongly; a body that is really renamed is a new unit that succeeds the old one.

    Raises:
        NotFound: no such unit in the actor's reach.
        TextMissing, TextTooLong: of a name or the reason.
        BadUnifiedCode: the unified code has a fault.
        UnifiedCodeTaken: it belongs to another unit in force.
    """
    actor.require(rules.KEEP_UNITS)
    row = queries.unit_for(actor, unit, permission=rules.KEEP_UNITS, lock=True)
    why = checked_text(reason, what="更正的原因", field="reason", limit=200)
    before = {"name": row.name, "short_name": row.short_name, "unified_code": row.unified_code}
    row.name = checked_text(name, what="单位名称", field="name", limit=200)
    row.short_name = checked_text(short_name, what="简称", field="short_name", limit=40)
    row.unified_code = _checked_unified_code(unified_code)
    row.name_key = pinyin_key(row.name)[:KEY_LENGTH]
    try:
        with transaction.atomic():
            row.save(update_fields=["name", "name_key", "short_name", "unified_code"])
    except IntegrityError as error:
        raise UnifiedCodeTaken from error
    after = {key: getattr(row, key) for key in before}
    note(actor, now, rules.UNIT_CHANGED, row, before=before, after=after, reason=why)
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
        SameSuccessor: the two are one.
        TextMissing, TextTooLong: of the duties or the basis.
        WrongDay: the day lies not after the one on which the predecessor began.
        AlreadyEnded: the predecessor is to be closed and is closed.
        SuccessorNotInForce: the successor does not exist on that day.
        SuccessionCircle: the successor was taken over by the predecessor.
        SuccessionKnown: the same succession was recorded before.
        AdministratorsSitHere: the predecessor is to be closed and seats the last security administrator.
    """
    actor.require(rules.KEEP_UNITS)
    old = queries.unit_for(actor, predecessor, permission=rules.KEEP_UNITS, lock=True)
    new = queries.unit_for(actor, successor, permission=rules.KEEP_UNITS)
    _check_succession(old, new, valid_from, ends=ends)
    try:
        with transaction.atomic():
            succession = Succession.objects.create(
                predecessor=old,
                successor=new,
                valid_from=valid_from,
                duties=checked_text(duties, what="承继的职责", field="duties", limit=500),
                basis=checked_text(basis, what="依据", field="basis", limit=200),
            )
    except IntegrityError as error:
        raise SuccessionKnown from error
    if ends:
        _close(old, valid_from)
    note(actor, now, rules.UNIT_SUCCEEDED, old, successor=new.name, valid_from=valid_from, ends=ends)
    return succession


@use_case
def end_unit(*, actor: Actor, now: datetime, unit: int, valid_until: date, basis: str) -> Unit:
    """Close a unit that nobody succeeds (撤销), from a day; its people and clients can act for it no more from then on.

    Raises:
        NotFound: no such unit in the actor's reach.
        AlreadyEnded: it is closed.
        WrongDay: the day lies not after the one on which it began.
        TextMissing, TextTooLong: of the basis.
        AdministratorsSitHere: it seats the last security administrator.
    """
    actor.require(rules.KEEP_UNITS)
    row = queries.unit_for(actor, unit, permission=rules.KEEP_UNITS, lock=True)
    paper = checked_text(basis, what="依据", field="basis", limit=200)
    if row.valid_until is not None:
        raise AlreadyEnded
    if valid_until <= row.valid_from:
        raise WrongDay(after=row.valid_from)
    _close(row, valid_until)
    note(actor, now, rules.UNIT_ENDED, row, valid_until=valid_until, basis=paper)
    return row


def _check_succession(old: Unit, new: Unit, valid_from: date, *, ends: bool) -> None:
    if old.id == new.id:
        raise SameSuccessor
    if valid_from <= old.valid_from:
        raise WrongDay(after=old.valid_from)
    if ends and old.valid_until is not None:
        raise AlreadyEnded
    if new.valid_from > valid_from or (new.valid_until is not None and new.valid_until <= valid_from):
        raise SuccessorNotInForce(successor=new.name)
    if _inherits(old, new):
        raise SuccessionCircle(successor=new.name, predecessor=old.name)


def _inherits(heir: Unit, ancestor: Unit) -> bool:
    """Say whether the heir took over from the ancestor, by however many steps."""
    seen: set[int] = set()
    waiting = {ancestor.id}
    while waiting:
        seen |= waiting
        waiting = set(_successors(waiting)) - seen
    return heir.id in seen - {ancestor.id}


def _successors(units: set[int]) -> QuerySet[Succession, int]:
    return Succession.objects.filter(predecessor__in=units).values_list("successor_id", flat=True)


def _close(unit: Unit, day: date) -> None:
    lock_administrators()
    left = set(security_administrators(day).values_list("unit_id", flat=True))
    if left == {unit.id}:
        raise AdministratorsSitHere(unit=unit.name)
    unit.valid_until = day
    unit.save(update_fields=["valid_until"])


def _checked_unified_code(value: str) -> str:
    if not value.strip():
        return ""
    reading = read_unified_code(value)
    if not reading.valid:
        raise BadUnifiedCode
    return reading.text


def _taken(error: IntegrityError, code: str) -> Conflict:
    return UnifiedCodeTaken() if "unified_code" in str(error) else CodeTaken(value=code.strip())

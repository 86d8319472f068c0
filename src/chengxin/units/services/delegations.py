"""One unit acting for another (委托)."""

from collections.abc import Iterable
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.foundation.roles import Role
from chengxin.units import queries, rules
from chengxin.units.models import Delegation
from chengxin.units.services.checking import AlreadyEnded, checked_text, require_after
from chengxin.units.services.trail import note


class NotDelegable(Invalid):
    """Only day-to-day roles can be lent, never administration."""

    code = "units.not-delegable"
    says = "至少选一个可以委托的角色：报送员、审核员、核查员、办理人、编辑"
    field = "roles"


class SameUnit(Invalid):
    """A unit does not act for itself by delegation."""

    code = "units.same-unit"
    says = "受托单位不能是本单位"
    field = "deputy"


class OverAlready(Invalid):
    """A delegation that ended before today would only rewrite the past."""

    code = "units.over-already"
    says = "截止日期已经过去，请填今天以后的日期"
    field = "valid_until"


@use_case
def delegate(
    *,
    actor: Actor,
    now: datetime,
    principal: int,
    deputy: int,
    roles: Iterable[Role],
    basis: str,
    valid_from: date,
    valid_until: date,
) -> Delegation:
    """Let a unit act for another in some roles, until a day.

    People of the deputy then choose at which unit they act; they act for the principal only in roles they hold at
    home. Each trail entry names both.

    Raises:
        NotFound: one of the units is outside the actor's reach (the deputy may be any unit).
        NotDelegable: no role, or one that can not be lent.
        SameUnit: the two units are one.
        TextMissing, TextTooLong: of the paper on which it rests.
        WrongDay: the end is not after the beginning.
        OverAlready: it would be over before it is given.
    """
    actor.require(rules.DELEGATE)
    giving = queries.unit_for(actor, principal, permission=rules.DELEGATE)
    acting = queries.unit_for(actor, deputy)
    lent = set(roles)
    if giving.id == acting.id:
        raise SameUnit
    if not lent or not lent <= rules.DELEGABLE_ROLES:
        raise NotDelegable
    paper = checked_text(basis, what="委托书的名称和文号", field="basis", limit=200)
    require_after(valid_until, valid_from)
    if valid_until <= queries.day_of(now):
        raise OverAlready
    row = Delegation.objects.create(
        principal=giving,
        deputy=acting,
        roles=sorted(lent),
        basis=paper,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    note(actor, now, rules.DELEGATED, giving, deputy=acting.name, roles=row.roles, basis=paper, valid_until=valid_until)
    return row


@use_case
def end_delegation(*, actor: Actor, now: datetime, delegation: int) -> Delegation:
    """End a delegation today; who acts by it at this moment is turned away at the next click.

    Raises:
        NotFound: no such delegation in the actor's reach.
        AlreadyEnded: it is over.
    """
    actor.require(rules.DELEGATE)
    row = queries.delegation_for(actor, delegation, lock=True)
    today = queries.day_of(now)
    if row.valid_until <= today:
        raise AlreadyEnded
    if row.valid_from >= today:
        row.delete()  # never in force; the trail keeps that it was given and taken
    else:
        row.valid_until = today
        row.save(update_fields=["valid_until"])
    note(actor, now, rules.DELEGATION_ENDED, row.principal, deputy=row.deputy.name)
    return row

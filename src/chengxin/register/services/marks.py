"""“数据存在异议”: put on while an objection is open, taken off when it is answered."""

from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.register import rules
from chengxin.register.models import DisputeMark
from chengxin.register.queries.scoped import records_for_change
from chengxin.register.services import committing


class BasisMissing(Invalid):
    """A mark names the case it stands for."""

    code = "register.basis-missing"
    says = "标注或解除异议必须写明对应的异议事项"
    field = "basis"


@use_case
def mark_disputed(*, actor: Actor, now: datetime, record_id: str, basis: str) -> bool:
    """Mark a record (public id) as disputed and say whether it was not before.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
        BasisMissing: the basis is blank.
    """
    return _mark(actor, now, record_id, basis, disputed=True)


@use_case
def clear_dispute(*, actor: Actor, now: datetime, record_id: str, basis: str) -> bool:
    """Take the mark off a record (public id) and say whether it was there.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such record within the actor's reach.
        BasisMissing: the basis is blank.
    """
    return _mark(actor, now, record_id, basis, disputed=False)


def _mark(actor: Actor, now: datetime, record_id: str, basis: str, *, disputed: bool) -> bool:
    actor.require(rules.MARK_DISPUTED)
    if not basis.strip():
        raise BasisMissing
    found = records_for_change(actor, [record_id], permission=rules.MARK_DISPUTED)
    # The lock makes two marks at once follow each other.
    committing.hold_orders()
    last = DisputeMark.objects.filter(record__in=found).order_by("-id").first()
    is_new = disputed != (last is not None and last.disputed)
    if is_new:
        DisputeMark.objects.create(record=found[0], disputed=disputed, basis=basis.strip(), at=now)
        committing.batch_of_orders(found, now)
    record(
        actor=actor,
        now=now,
        action=rules.DISPUTE_MARKED if disputed else rules.DISPUTE_CLEARED,
        object_kind="record",
        object_id=record_id,
        basis=basis.strip(),
        facts={"new": is_new},
    )
    return is_new

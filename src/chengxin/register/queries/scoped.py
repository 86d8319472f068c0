"""Records and loads within the actor's reach: those of the units and districts it acts for."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.register import rules
from chengxin.register.models import Load, Record, RecordVersion

STANDS = Q(load__visible_at__isnull=False, load__withdrawn_at__isnull=True)


def _standing() -> QuerySet[RecordVersion]:
    visible = RecordVersion.objects.filter(STANDS)
    return visible.filter(~Exists(visible.filter(record=OuterRef("record"), number__gt=OuterRef("number"))))


def _reach(actor: Actor, permission: Permission) -> Q:
    return within(actor.scope(permission), unit="source_unit", district="source_unit__district")


def versions_for(actor: Actor, *, permission: Permission = rules.SEE_RECORDS) -> QuerySet[RecordVersion]:
    """Return the standing versions that units in the actor's reach reported, newest first."""
    found = _standing().filter(_reach(actor, permission))
    return found.select_related("record", "subject", "source_unit").order_by("-id")


def records_for(actor: Actor, *, permission: Permission = rules.SEE_RECORDS) -> QuerySet[Record]:
    """Return the records whose standing version a unit in the actor's reach reported."""
    mine = _standing().filter(_reach(actor, permission), record=OuterRef("pk"))
    return Record.objects.filter(Exists(mine)).select_related("subject")


def records_for_change(actor: Actor, public_ids: Sequence[str], *, permission: Permission) -> list[Record]:
    """Return these records, each once, in the order of their numbers.

    Raises:
        NotFound: one lies outside the actor's reach, nothing stands of it, or there is none.
    """
    wanted = set(public_ids)
    found = list(records_for(actor, permission=permission).filter(public_id__in=wanted).order_by("id"))
    if not found or len(found) != len(wanted):
        raise NotFound
    return found


def standing_version(record: Record) -> RecordVersion:
    """Return what stands of a record that a scoped query found.

    Raises:
        NotFound: nothing stands any more.
    """
    version = _standing().filter(record=record).first()
    if version is None:
        raise NotFound
    return version


def load_for(actor: Actor, load: int, *, permission: Permission, lock: bool = False) -> Load:
    """Return a load of a unit in the actor's reach; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or not in reach.
    """
    found = Load.objects.select_related("unit")
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(within(actor.scope(permission), unit="unit", district="unit__district"), id=load).first()
    if row is None:
        raise NotFound
    return row

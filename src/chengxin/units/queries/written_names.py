"""Ways in which files write the names of units."""

from django.db.models import F, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.names import search_text
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import Unit, UnitName


def written_names_for(actor: Actor) -> QuerySet[UnitName]:
    """Return the ways of writing of units in the actor's reach, those in force first."""
    if not actor.may(rules.KEEP_WRITTEN_NAMES):
        return UnitName.objects.none()
    reach = within(actor.scope(rules.KEEP_WRITTEN_NAMES), unit="unit_id", district="unit__district")
    found = UnitName.objects.filter(reach).select_related("unit")
    return found.order_by(F("ended_at").desc(nulls_first=True), "unit__name_key", "plain", "id")


def written_name_for(actor: Actor, public_id: str, *, lock: bool = False) -> UnitName:
    """Return one; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = written_names_for(actor).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def units_by_written_name(actor: Actor, *, permission: Permission) -> dict[str, str]:
    """Return the names of units by what is compared: their own, and the ways of writing them that are in force."""
    if not actor.may(permission):
        return {}
    written = UnitName.objects.filter(ended_at__isnull=True).values_list("plain", "unit__name")
    own = Unit.objects.order_by("id").values_list("name", flat=True)
    return {**dict(written), **{search_text(name): name for name in own}}

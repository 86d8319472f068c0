"""Headers that mean a field, and how many submissions were read with each."""

from collections.abc import Sequence

from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.intake import rules
from chengxin.intake.models import HeaderAlias, Submission
from chengxin.intake.queries.submissions import submissions_for
from chengxin.intake.rules.recognising import Alias
from chengxin.intake.rules.recognition import Ground


def aliases_for(actor: Actor) -> QuerySet[HeaderAlias]:
    """Return the aliases the actor keeps, those in force first: its units', and for every unit if it reaches all."""
    if not actor.may(rules.KEEP_ALIASES):
        return HeaderAlias.objects.none()
    reach = within(actor.scope(rules.KEEP_ALIASES), unit="unit_id", district="unit__district")
    found = HeaderAlias.objects.filter(reach).select_related("unit")
    return found.order_by(F("ended_at").desc(nulls_first=True), "item", "plain", "id")


def alias_for(actor: Actor, public_id: str, *, lock: bool = False) -> HeaderAlias:
    """Return an alias; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = aliases_for(actor).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def aliases_in_force(actor: Actor, item: str) -> QuerySet[HeaderAlias]:
    """Return the aliases of an item in force, whoever's they are: a header must not mean two things."""
    if not (actor.may(rules.KEEP_ALIASES) or actor.may(rules.PROCESS)):
        return HeaderAlias.objects.none()
    return HeaderAlias.objects.filter(item=item, ended_at__isnull=True)


def aliases_by_header(actor: Actor, item: str, unit: int) -> dict[str, Alias]:
    """Return by plain header what a unit's files of an item are read with: its own before those for every unit."""
    found = aliases_in_force(actor, item).filter(Q(unit=unit) | Q(unit__isnull=True)).order_by("unit_id")
    rows = sorted(found, key=lambda alias: alias.unit_id is not None)
    return {
        row.plain: Alias(row.field, row.public_id, Ground.OFFICE if row.unit_id is None else Ground.UNIT)
        for row in rows
    }


def submissions_read_with(actor: Actor, alias: HeaderAlias) -> QuerySet[Submission]:
    """Return the submissions within the actor's reach that were read with an alias, newest first."""
    return submissions_for(actor).filter(aliases__contains=[alias.public_id])


def times_used(actor: Actor, aliases: Sequence[HeaderAlias]) -> dict[str, int]:
    """Return for each alias the number of submissions within the actor's reach that were read with it."""
    read = submissions_for(actor).order_by().filter(aliases__contains=[OuterRef("public_id")])
    counted = read.values(n=Func(F("id"), function="count", output_field=IntegerField()))
    found = HeaderAlias.objects.filter(id__in=[alias.id for alias in aliases])
    return dict(found.values_list("public_id", Coalesce(Subquery(counted), 0)))

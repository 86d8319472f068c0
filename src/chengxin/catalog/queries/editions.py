"""Reads of editions: who keeps the catalogue sees all of them, other staff those that were laid open or adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from chengxin.catalog import rules
from chengxin.catalog.models import CatalogItem, Edition, EditionComment, EditionItem, EditionPaper, ItemVersion
from chengxin.catalog.queries.drafts import draft_for
from chengxin.catalog.queries.items import definition_item, keeps
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.editions import (
    UNDER_WAY,
    EditionState,
    Paper,
    Part,
    Standing,
    standings,
)
from chengxin.catalog.rules.timeline import Stage, Timeline
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within

OPEN = (EditionState.CONSULTATION, EditionState.SETTLING, EditionState.ADOPTED)


def editions_for(actor: Actor) -> QuerySet[Edition]:
    """Return the editions the actor may see, the latest first."""
    if not actor.may(rules.SEE_CATALOG):
        return Edition.objects.none()
    found = Edition.objects.order_by("-made_at", "-id")
    return found if keeps(actor) else found.filter(state__in=OPEN)


def edition_for(actor: Actor, key: str, *, lock: bool = False) -> Edition:
    """Return an edition by its key, its row held until the transaction ends if asked.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    found = editions_for(actor)
    row = (found.select_for_update(of=("self",)) if lock else found).filter(key=key).first()
    if row is None:
        raise NotFound
    return row


def edition_laid_open(key: str, *, lock: bool) -> Edition | None:
    """Return an edition that was ever laid open for comments and not given up, its row held if asked: it is public."""
    found = Edition.objects.filter(key=key, consultation_ends_on__isnull=False)
    found = found.filter(state__in=[state.value for state in OPEN])
    return (found.select_for_update(of=("self",)) if lock else found).first()


def edition_under_way(actor: Actor) -> Edition | None:
    """Return the edition that is being worked on, if the actor may see it."""
    return editions_for(actor).filter(state__in=[state.value for state in UNDER_WAY]).first()


def edition_taking(actor: Actor, item: CatalogItem) -> Edition | None:
    """Return the edition under way that takes up an item's draft, None if none does or the actor may not see it."""
    taken = EditionItem.objects.filter(item=item, part__in=[Part.ADDED.value, Part.CHANGED.value])
    under_way = editions_for(actor).filter(state__in=[state.value for state in UNDER_WAY])
    return under_way.filter(items__in=taken).first()


def standings_of(actor: Actor, *, on: date) -> dict[str, Standing]:
    """Return how the adopted editions stand on a day, by key."""
    found = editions_for(actor).filter(state=EditionState.ADOPTED.value).order_by()
    adopted = {row.in_force_from: row.key for row in found if row.in_force_from is not None}
    return {adopted[day]: standing for day, standing in standings(adopted, on).items()}


def edition_in_force(actor: Actor, *, on: date) -> Edition | None:
    """Return the edition in force on a day, None before the first."""
    adopted = editions_for(actor).filter(state=EditionState.ADOPTED.value, in_force_from__lte=on)
    return adopted.order_by("-in_force_from").first()


def versions_in_force(actor: Actor, *, on: date) -> dict[str, ItemVersion]:
    """Return the versions of items in force on a day, by key of the item."""
    if not actor.may(rules.SEE_CATALOG):
        return {}
    latest = (
        ItemVersion.objects.filter(in_force_from__lte=on)
        .select_related("item")
        .order_by("item__key", "-in_force_from", "-number")
        .distinct("item__key")
    )
    return {row.item.key: row for row in latest if definition_item(row).is_in_force(on)}


@dataclass(frozen=True)
class Entry:
    """What an edition does with an item, and the definition it gives it.

    ``laid_open`` is what was laid open for comments where that may have changed since.
    """

    key: str
    part: Part
    item: Item
    version: int | None
    laid_open: Item | None = None


def entries_of(actor: Actor, edition: Edition) -> list[Entry]:
    """Return what is in an edition, by key of the item; ``edition`` is one the actor may see.

    Until it is adopted, who keeps the catalogue sees drafts as they stand now, others what was laid open.
    """
    rows = EditionItem.objects.filter(edition=edition).select_related("item", "version").order_by("item__key")
    return [_entry(actor, edition, row) for row in rows]


def _entry(actor: Actor, edition: Edition, row: EditionItem) -> Entry:
    part = Part(row.part)
    laid_open = rules.read_definition(row.definition) if row.definition else None
    live = None
    if edition.state != EditionState.ADOPTED and part in {Part.ADDED, Part.CHANGED} and keeps(actor):
        live = draft_for(actor, row.item.key).item if row.item.draft is not None else None
    version = definition_item(row.version) if row.version else None
    adopted = edition.state == EditionState.ADOPTED
    item = (version or laid_open) if adopted else (live or laid_open or version)
    if item is None and row.item.discarded is not None:
        item = rules.read_definition(row.item.discarded)
    if item is None:
        raise NotFound
    return Entry(row.item.key, part, item, row.version.number if row.version else None, laid_open)


def content_of(actor: Actor, edition: Edition) -> dict[str, Item]:
    """Return the items an edition holds, by key; what it removes is not among them."""
    return {entry.key: entry.item for entry in entries_of(actor, edition) if entry.part is not Part.REMOVED}


def amendments_of(actor: Actor, edition: Edition, *, until: date | None) -> list[ItemVersion]:
    """Return the versions that were put in force by themselves while the edition was, the earliest first.

    ``until`` is the day on which the next edition came in force, None if there is none.
    """
    if not actor.may(rules.SEE_CATALOG) or edition.in_force_from is None:
        return []
    own = EditionItem.objects.filter(version__isnull=False).values("version")
    found = ItemVersion.objects.filter(in_force_from__gte=edition.in_force_from).exclude(id__in=own)
    if until is not None:
        found = found.filter(in_force_from__lt=until)
    rows = found.select_related("item").prefetch_related("papers__file")
    return list(rows.order_by("in_force_from", "item__key", "number"))


def next_after(actor: Actor, edition: Edition) -> Edition | None:
    """Return the adopted edition that comes in force after this one, None if none does."""
    if edition.in_force_from is None:
        return None
    later = editions_for(actor).filter(state=EditionState.ADOPTED.value, in_force_from__gt=edition.in_force_from)
    return later.order_by("in_force_from").first()


def comments_for(actor: Actor, edition: Edition) -> QuerySet[EditionComment]:
    """Return the comments on an edition that the actor may see: the office all, others those of the own units."""
    found = EditionComment.objects.filter(edition=edition).select_related("item", "unit").order_by("id")
    if keeps(actor):
        return found
    return found.filter(within(actor.scope(rules.COMMENT_ON_EDITION), unit="unit_id", district="unit__district"))


def comment_for(actor: Actor, comment: str, *, lock: bool = False) -> EditionComment:
    """Return a comment by its public id.

    Raises:
        NotFound: there is none, or the actor does not keep the catalogue.
    """
    found = EditionComment.objects.filter(public_id=comment).select_related("item", "unit", "edition")
    row = (found.select_for_update(of=("self",)) if lock else found).first() if keeps(actor) else None
    if row is None:
        raise NotFound
    return row


def unanswered(actor: Actor, edition: Edition) -> int:
    """Return how many comments on an edition are not answered; for who keeps the catalogue."""
    return comments_for(actor, edition).filter(outcome="").count() if keeps(actor) else 0


def papers_of(actor: Actor, edition: Edition) -> dict[str, EditionPaper]:
    """Return what is on record of an edition's procedure, by step; ``edition`` is one the actor may see."""
    if not actor.may(rules.SEE_CATALOG):
        return {}
    return {row.step: row for row in EditionPaper.objects.filter(edition=edition).select_related("file")}


def paper_facts(papers: Mapping[str, EditionPaper]) -> dict[str, Paper]:
    """Return papers as ``rules.editions`` looks at them."""
    return {
        step: Paper(row.number, row.dated_on, row.begins_on, row.ends_on, row.result, has_file=row.file_id is not None)
        for step, row in papers.items()
    }


def timeline_of(
    actor: Actor, key: str, *, known: tuple[str, datetime] | None = None, permission: Permission = rules.SEE_CATALOG
) -> Timeline:
    """Return an item through time, by its versions; without any if the actor may not ask.

    ``known`` is the hash of a version and a moment: later ones made after both are left out, so that the answer for
    what came in then stays the same. A room whose work needs the catalogue asks with the permission for that work.
    """
    if not actor.may(permission):
        return Timeline(())
    rows = ItemVersion.objects.filter(item__key=key).order_by("in_force_from", "number")
    if known is not None:
        number = rows.filter(hash=known[0]).values_list("number", flat=True).order_by("-number").first() or 0
        rows = rows.filter(Q(number__lte=number) | Q(at__lte=known[1]))
    titles = dict(
        EditionItem.objects.filter(Q(version__item__key=key) & ~Q(part=Part.KEPT.value)).values_list(
            "version", "edition__title"
        )
    )
    return Timeline(tuple(Stage(row.in_force_from, definition_item(row), titles.get(row.id, "")) for row in rows))

"""Adoption: an edition's items become versions in force from one day, in one transaction."""

from dataclasses import replace
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import CatalogItem, Edition, EditionItem, ItemVersion
from chengxin.catalog.rules.editions import EditionMove, EditionState, Part
from chengxin.catalog.services.drafts import held_row
from chengxin.catalog.services.editions import held_edition, require_answers
from chengxin.catalog.services.forgetting import forget_senders
from chengxin.catalog.services.in_force import require_no_faults, require_units
from chengxin.catalog.services.paper_facts import require_steps
from chengxin.catalog.services.trail import note_edition, told
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.queries import day_of


class DraftGone(Conflict):
    """The draft the edition takes up was put in force or given up."""

    code = "catalog.draft-gone"
    says = "“{item}”的草稿已经不在了，请在这一版里重新安排它"


class NotTheNewest(Conflict):
    """An item has a version that comes in force later than the edition."""

    code = "catalog.not-the-newest"
    says = "“{item}”已有一版从{day:%Y年%-m月%-d日}起生效，这一版目录要从那天或以后施行"
    field = "on"


class EditionBefore(Invalid):
    """An edition comes in force after every other that was adopted."""

    code = "catalog.edition-before"
    says = "施行的日子不能早于今天，也不能早于{earliest:%Y年%-m月%-d日}"
    field = "on"


@use_case
def adopt_edition(*, actor: Actor, now: datetime, edition: str, seen: int, on: date) -> Edition:
    """Put an edition in force from a day on.

    Its added and changed items become versions in force that day, items it removes end the day before, the edition
    before it is superseded, and the contacts that the public left are erased. All of it or nothing.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: it is not settled.
        Unanswered: a comment has no answer.
        EditionBefore: the day lies before today or not after the last edition's.
        StepsLacking: a step that the law of that day asks for is not on record.
        DraftGone, HasFaults, UnknownUnit, NotTheNewest: of an item.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.ADOPT)
    require_answers(actor, row)
    _require_day(actor, on, day_of(now))
    require_steps(queries.paper_facts(queries.papers_of(actor, row)), on)
    parts = list(EditionItem.objects.filter(edition=row).select_related("item").order_by("item__key"))
    done = [f"{part.item.key}：{_put(actor, now, part, on).value}" for part in parts]
    row.state, row.in_force_from = EditionState.ADOPTED.value, on
    row.adopted_at, row.adopted_by, row.number = now, actor.name, row.number + 1
    row.save(update_fields=["state", "in_force_from", "adopted_at", "adopted_by", "number"])
    forgotten = forget_senders(row)
    note_edition(actor, now, rules.EDITION_ADOPTED, row, in_force_from=on, items=told(done), contacts_erased=forgotten)
    return row


def _require_day(actor: Actor, on: date, today: date) -> None:
    adopted = queries.editions_for(actor).filter(in_force_from__isnull=False)
    last = adopted.order_by("-in_force_from").values_list("in_force_from", flat=True).first()
    earliest = max(today, date.fromordinal(last.toordinal() + 1)) if last else today
    if on < earliest:
        raise EditionBefore(earliest=earliest)


def _put(actor: Actor, now: datetime, part: EditionItem, on: date) -> Part:
    """Put one item of an edition in force, and return what became of it."""
    row = held_row(actor, part.item.key)
    newest = row.versions.order_by("-number").first()
    if newest is not None and newest.in_force_from > on:
        raise NotTheNewest(item=part.item.key, day=newest.in_force_from)
    match Part(part.part):
        case Part.KEPT:
            part.version = newest
        case Part.REMOVED:
            part.version = _ended(row, newest, now, actor, on)
        case Part.ADDED | Part.CHANGED:
            _take_draft(actor, now, part, row, on=on)
    part.save(update_fields=["part", "version"])
    return Part(part.part)


def _ended(row: CatalogItem, newest: ItemVersion | None, now: datetime, actor: Actor, on: date) -> ItemVersion | None:
    """Write down that an item is not reported from a day on; a version that ends earlier stays as it is."""
    item = queries.item_version(actor, row, newest.number) if newest else None
    if item is None or (item.valid_until is not None and item.valid_until <= on):
        return newest
    return add_version(row, replace(item, valid_until=on), in_force_from=on, now=now, by=actor.name)


def _take_draft(actor: Actor, now: datetime, part: EditionItem, row: CatalogItem, *, on: date) -> None:
    if row.draft is None:
        raise DraftGone(item=part.item.key)
    newest = row.versions.order_by("-number").first()
    draft = queries.draft_for(actor, part.item.key).item
    item = draft if newest else replace(draft, valid_from=on)
    require_no_faults(item, on)
    require_units(actor, item, on)
    if newest is not None and newest.hash == rules.hash_of(item):
        part.part, part.version = Part.KEPT.value, newest
    else:
        part.version = add_version(row, item, in_force_from=on, now=now, by=actor.name)
    row.draft, row.draft_number, row.discarded = None, row.draft_number + 1, None
    row.save(update_fields=["draft", "draft_number", "discarded"])

"""Taking a submission: the raw file is kept, the rest is a job's."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.catalog import rules as catalogue
from chengxin.catalog.queries import items_in_force, require_collected, timeline_of
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.intake import queries, rules
from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin, State
from chengxin.intake.services.enqueueing import enqueue
from chengxin.intake.services.mapping import wishes_for
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for, units_for
from chengxin.vault.services import Owner, Upload, keep_file

NO_WISHES: Mapping[str, str] = MappingProxyType({})

MOST_NAMED = 5
"""Of the units that report an item a refusal names so many."""


class ItemNotInForce(Invalid):
    """There is no such item, or it may not be reported today."""

    code = "intake.item-not-in-force"
    says = "没有“{key}”这个目录项，或者它现在没有生效"
    field = "item"


class NotProvider(Invalid):
    """The catalogue names the units that report the item, and this is none of them."""

    code = "intake.not-provider"
    says = "目录规定“{item}”由{providers}报送，{unit}不在其中"
    field = "item"


class SameFileAtWork(Conflict):
    """The same file for the same item is being worked on."""

    code = "intake.same-file-at-work"
    says = "同一个文件正在办理，没有再收一次。请在“报送记录”里查看"


@use_case
def send_submission(
    *,
    actor: Actor,
    now: datetime,
    unit: int,
    item: str,
    upload: Upload,
    origin: Origin,
    follows: str,
    mapping: Mapping[str, str] = NO_WISHES,
) -> Submission:
    """Keep a unit's file, enqueue its check and return the submission; ``follows`` is the one it mends, or empty.

    ``mapping`` says of headers which field they are (empty: not to be used), where the sender knows better.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: the unit, or the submission it follows, lies outside the actor's reach.
        ItemNotInForce: there is no such item in force.
        NotYetCollected: nobody reports the item yet.
        NotProvider: other units report the item.
        UnknownTarget: the mapping names a field that the item does not have.
        FileRefused: the vault does not take the file.
        SameFileAtWork: the same file is being worked on.
    """
    actor.require(rules.SEND)
    sender = unit_for(actor, unit, permission=rules.SEND)
    wanted = item_to_report(actor, item, sender, on=day_of(now))
    wishes = wishes_for(wanted, mapping)
    mended = queries.submission_for(actor, follows, permission=rules.SEND) if follows else None
    public_id = new_opaque_id()
    file = keep_file(
        actor=actor,
        now=now,
        purpose=rules.RAW_FILES[origin],
        upload=upload,
        unit=sender.id,
        owner=Owner("intake", "submission", public_id),
    )
    if queries.at_work_with(actor, sender, wanted.key, file.sha256):
        raise SameFileAtWork
    row = _create(
        public_id=public_id,
        unit=sender,
        item=wanted.key,
        item_name=wanted.name,
        item_version=catalogue.hash_of(wanted),
        origin=origin,
        file=file,
        sha256=file.sha256,
        follows=mended,
        state=State.RECEIVED,
        received_at=now,
        received_on=day_of(now),
        wishes=wishes,
        sent_by=actor.id,
        sent_by_name=actor.name,
    )
    record(
        actor=actor,
        now=now,
        action=rules.SENT,
        object_kind="submission",
        object_id=public_id,
        object_label=wanted.name,
        facts={"unit": sender.name, "sha256": file.sha256, "size": file.size, "origin": origin.value},
    )
    enqueue(row)
    return row


def _create(**values: object) -> Submission:
    try:
        with transaction.atomic():
            return Submission.objects.create(**values)
    except IntegrityError as error:  # two clicks at once: the constraint decides which one was first
        raise SameFileAtWork from error


def item_to_report(actor: Actor, key: str, unit: Unit, *, on: date) -> Item:
    """Return the item a unit wants to report. One that ended takes what was decided before; its rows say which.

    Raises:
        ItemNotInForce: there is no such item in force.
        NotYetCollected: nobody reports it yet.
        NotProvider: other units report it.
    """
    item = items_in_force(actor, on=on, permission=rules.SEND).get(key) or _ended(actor, key, on)
    if item is None:
        raise ItemNotInForce(key=key[:60])
    require_collected(item)
    if item.providers and unit.code not in item.providers:
        raise NotProvider(item=item.name, unit=unit.name, providers=_named(actor, item, on))
    return item


def _named(actor: Actor, item: Item, on: date) -> str:
    """Return the units that report an item in words, the first ``MOST_NAMED`` by name."""
    found = list(units_for(actor, on=on).filter(code__in=item.providers).values_list("name", flat=True))
    if not found:
        return "其他单位"
    more = f"等{len(found)}个单位" if len(found) > MOST_NAMED else ""
    return "、".join(found[:MOST_NAMED]) + more


def _ended(actor: Actor, key: str, on: date) -> Item | None:
    stage = timeline_of(actor, key, permission=rules.SEND).stage_on(on)
    until = stage.item.valid_until if stage else None
    return stage.item if stage and until is not None and until <= on else None

"""A record typed in a form: a draft while it is not sent, then a submission of one row like any other."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from django.db import transaction

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.intake import queries, rules
from chengxin.intake.models import Draft, Submission
from chengxin.intake.rules import Origin
from chengxin.intake.rules.typed import can_be_typed, prefilled, typed_fields
from chengxin.intake.services.judging_rows import judge_row, version_for
from chengxin.intake.services.sending import ItemNotInForce, item_to_report, send_submission
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.services import Upload


class RowFaulty(Invalid):
    """The typed row would be returned; the form says where."""

    code = "intake.row-faulty"
    says = "还有{faults}处需要改，改好再报送"


class DraftChanged(Conflict):
    """A colleague has changed the draft since the person saw it."""

    code = "intake.draft-changed"
    says = "您打开以后，{who}改过这份草稿，您这次填的还没有保存。请和同事商量；确定用您填的，就再按一次按钮"


@use_case
def start_draft(*, actor: Actor, now: datetime, unit: int, item: str) -> Draft:
    """Begin a record of an item for a unit, with what is known of the unit, and return the draft.

    One that the same person began and left untouched is taken up again.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: the unit lies outside the actor's reach.
        ItemNotInForce: there is no such item in force, or it can not be typed.
        NotProvider: other units report the item.
    """
    actor.require(rules.SEND)
    sender = unit_for(actor, unit, permission=rules.SEND)
    wanted = item_to_report(actor, item, sender, on=day_of(now))
    if not can_be_typed(wanted):
        raise ItemNotInForce(key=item[:60])
    values = prefilled(wanted, unit_name=sender.name, unit_code=sender.unified_code)
    untouched = queries.drafts_for(actor).filter(unit=sender, item=wanted.key, begun_by=actor.id, values=values).first()
    row = untouched or Draft.objects.create(
        public_id=new_opaque_id(),
        unit=sender,
        item=wanted.key,
        values=values,
        begun_by=actor.id,
        begun_by_name=actor.name,
        changed_at=now,
        changed_by=actor.id,
        changed_by_name=actor.name,
    )
    _note(actor, now, rules.DRAFT_BEGUN, row, wanted.name)
    return row


def save_draft(*, actor: Actor, now: datetime, draft: str, values: Mapping[str, str], seen: str = "") -> Draft:
    """Keep what was typed so far and return the draft; values of columns the item does not have are left out.

    ``seen`` is the ``changed_at`` (ISO 8601) of what the person had before them when typing.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such open draft within the actor's reach.
        ItemNotInForce, NotProvider: the item can not be reported any more.
        DraftChanged: somebody else has changed it since.
    """
    actor.require(rules.SEND)
    with transaction.atomic():
        row = queries.draft_for(actor, draft, lock=True)
        item = version_for(actor, item_to_report(actor, row.item, row.unit, on=day_of(now)), values)
        kept = {field.code: values[field.code] for field in typed_fields(item) if values.get(field.code)}
        if kept == row.values:
            return row
        if seen and row.changed_by != actor.id and row.changed_at.isoformat() != seen:
            raise DraftChanged(who=row.changed_by_name)
        row.values, row.changed_at, row.changed_by, row.changed_by_name = kept, now, actor.id, actor.name
        row.save(update_fields=["values", "changed_at", "changed_by", "changed_by_name"])
    return row


@use_case
def delete_draft(*, actor: Actor, now: datetime, draft: str) -> None:
    """Delete a draft. What was sent of it stays with its submission.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such open draft within the actor's reach.
    """
    actor.require(rules.SEND)
    row = queries.draft_for(actor, draft, lock=True)
    _note(actor, now, rules.DRAFT_DELETED, row, row.item)
    row.delete()


@use_case
def send_draft(*, actor: Actor, now: datetime, draft: str) -> Submission:
    """Report a draft as a submission of one row, whose raw file is made of it, and return the submission.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such open draft within the actor's reach.
        ItemNotInForce, NotProvider: the item can not be reported any more.
        RowFaulty: the row would be returned.
        SameFileAtWork: the same row is being worked on.
    """
    actor.require(rules.SEND)
    row = queries.draft_for(actor, draft, lock=True)
    item = version_for(actor, item_to_report(actor, row.item, row.unit, on=day_of(now)), row.values)
    faults = judge_row(actor, item, row.values, on=day_of(now)).faults
    if faults:
        raise RowFaulty(faults=len(faults))
    row.submission = send_submission(
        actor=actor,
        now=now,
        unit=row.unit_id,
        item=row.item,
        upload=file_of_row(item, row.values),
        origin=Origin.FORM,
        follows="",
    )
    row.save(update_fields=["submission"])
    _note(actor, now, rules.DRAFT_SENT, row, item.name)
    return row.submission


def file_of_row(item: Item, values: Mapping[str, str]) -> Upload:
    """Return a typed row as the file that is kept and read like any other: JSON rows by column code."""
    field = item.meaning(Means.DOCUMENT_NUMBER)
    number = values.get(field.code, "") if field else ""
    content = json.dumps([dict(values)], ensure_ascii=False, indent=1).encode()
    name = f"逐条填报-{number or item.name}.json"
    return Upload(content=BytesIO(content), name=name, claimed_type="application/json")


def _note(actor: Actor, now: datetime, action: Action, row: Draft, label: str) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="draft",
        object_id=row.public_id,
        object_label=label,
        facts={"unit": row.unit.name},
    )

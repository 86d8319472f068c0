"""Which column is which field: recognised in the check, kept on the submission, asked where it is not sure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.intake import queries, rules
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.models import Submission
from chengxin.intake.rules import Move, Origin, Sheet
from chengxin.intake.rules.layouts import Layout, layouts_of, plain_header
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise
from chengxin.intake.rules.recognition import (
    PERSON,
    STATE,
    Ground,
    Recognition,
    as_json,
    chosen,
    from_json,
    settled,
    twice,
    without_doubts,
)
from chengxin.intake.services.aliases import remember
from chengxin.intake.services.enqueueing import enqueue
from chengxin.intake.services.moving import NotNow, move, note
from chengxin.units.queries import units_for

SHORT, MOST_TOLD = 40, 50
"""An entry of the trail names so many columns, by so many characters; the whole stands on the submission."""


class UnknownTarget(Invalid):
    """A column is to become a field that the item does not have."""

    code = "intake.unknown-target"
    says = "“{item}”没有“{field}”这个字段"
    field = "mapping"


class BadMapping(Invalid):
    """A mapping is not of the form that is asked."""

    code = "intake.bad-mapping"
    says = "列的对应应是JSON对象：成员名是文件里的表头，值是字段代码"
    field = "mapping"


class TwoColumns(Invalid):
    """Two columns are to become one field."""

    code = "intake.two-columns"
    says = "“{field}”选了两列，一个字段只能用一列，请把其中一列改成不用"
    field = "mapping"


class LayoutMissing(Invalid):
    """The file is read differently by year, and no layout was chosen."""

    code = "intake.layout-missing"
    says = "请先选这份文件是哪一年的版式"
    field = "layout"


def recognise_columns(actor: Actor, row: Submission, item: Item, sheet: Sheet) -> Recognition | None:
    """Return how the columns are read and keep it as soon as it is sure; None where there is no header.

    What was kept once is not recognised again. A record typed in our own form has no doubts.
    """
    kept = from_json(row.mapping) if row.mapping else None
    found = kept or recognise(item, sheet.cells.drop("line").head(CELLS_LOOKED_AT), known_to(actor, row, item))
    if found is None:
        return None
    if row.origin == Origin.FORM or found.is_wrong_item(item):
        found = without_doubts(found)
    if found.is_sure and not found.completed:
        found = settled(_completed(actor, row, item, sheet, found))
        _keep(row, found)
    return found


def known_to(actor: Actor, row: Submission, item: Item) -> Known:
    """Return what is known of headers when this submission is read: layouts, aliases, the sender's wishes."""
    return Known(
        layouts=tuple(standard_layouts().values()),
        aliases=queries.aliases_by_header(actor, item.key, row.unit_id),
        wishes=row.wishes,
        asks_missing=row.origin != Origin.API,
    )


def _keep(row: Submission, found: Recognition) -> None:
    row.mapping, row.aliases = as_json(found), found.aliases
    Submission.objects.filter(id=row.id).update(mapping=row.mapping, aliases=row.aliases)


def _completed(actor: Actor, row: Submission, item: Item, sheet: Sheet, found: Recognition) -> Recognition:
    """Add what the directory of units says where the layout has no column for it."""
    body, number = item.meaning(Means.DECIDING_BODY), item.meaning(Means.DECIDING_BODY_CODE)
    bodies = {}
    if body and number and number.code in found.excused and body.code in found.targets:
        cells = sheet.cells[str(found.places_of(body.code)[0])]
        names = cells.slice(found.first).str.strip_chars().drop_nulls().unique().to_list()
        bodies = _codes_of(actor, names)
    source = (row.unit.name, row.unit.unified_code)
    return replace(found, bodies=bodies, source=source, completed=True)


def _codes_of(actor: Actor, names: list[str]) -> dict[str, str]:
    """Return the unified codes of units by name or short name; a name of two units has none."""
    codes: dict[str, set[str]] = {}
    for unit in units_for(actor, permission=rules.PROCESS).exclude(unified_code=""):
        for name in {unit.name, unit.short_name}:
            codes.setdefault(name, set()).add(unit.unified_code)
    return {name: next(iter(codes[name])) for name in names if len(codes.get(name, ())) == 1}


@use_case
def ask_columns(
    *, actor: Actor, now: datetime, row: Submission, recognition: Recognition, name: str, encoding: str
) -> None:
    """Have a submission wait for its unit to say which column is which field.

    Raises:
        NotNow: it is not being checked any more, or by somebody else.
    """
    held = queries.submission_by_number(actor, row.id, lock=True)
    if held.attempt != row.attempt:
        raise NotNow(state=rules.STATE_LABELS[rules.State(held.state)])
    move(held, Move.ASK_COLUMNS)
    held.mapping, held.sheet_name, held.encoding = as_json(recognition), name[:200], encoding
    held.save(update_fields=["state", "mapping", "sheet_name", "encoding"])
    asked = [column.header[:SHORT] for column in recognition.columns if column.doubt]
    note(actor, now, rules.COLUMNS_ASKED, held, columns=asked[:MOST_TOLD], layout=recognition.layout)


@use_case
def settle_columns(
    *, actor: Actor, now: datetime, submission: str, targets: Mapping[int, str], layout: str, remembers: bool
) -> Submission:
    """Settle which column is which field, have the check go on, and return the submission.

    ``targets`` maps the place of a column to a field's code, or to nothing where it is not to be used; a place it
    leaves out stays as it was recognised. ``remembers`` keeps what was chosen as aliases of the unit.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: there is no such submission within the actor's reach.
        NotNow: it does not wait for this.
        UnknownTarget: a field is none of the item's.
        TwoColumns: two columns are to become one field.
        LayoutMissing: the layout has to be chosen, or is none of the item's.
    """
    actor.require(rules.SEND)
    row = queries.submission_for(actor, submission, permission=rules.SEND, lock=True)
    if row.state != rules.State.TO_MAP:
        raise NotNow(state=rules.STATE_LABELS[rules.State(row.state)])
    item = item_of_hash(actor, row.item_version, permission=rules.SEND)
    found = from_json(row.mapping)
    after = chosen(found, item, _checked(item, targets), _layout(item, found, layout))
    _require_single(item, after)
    row.mapping, row.aliases = as_json(after), after.aliases
    move(row, Move.SETTLE_COLUMNS)
    row.save(update_fields=["state", "mapping", "aliases"])
    kept = remember(actor, now, row, item, after) if remembers else []
    told = [f"{one.header[:SHORT]} → {one.target}" for one in after.columns if one.ground is Ground.CHOSEN]
    note(actor, now, rules.COLUMNS_SETTLED, row, columns=told[:MOST_TOLD], layout=after.layout, remembered=len(kept))
    enqueue(row)
    return row


def _checked(item: Item, targets: Mapping[int, str]) -> Mapping[int, str]:
    allowed = {field.code for field in item.fields} | {PERSON, STATE, ""}
    for target in targets.values():
        if target not in allowed:
            raise UnknownTarget(item=item.name, field=target[:60])
    return targets


def _layout(item: Item, found: Recognition, key: str) -> Layout | None:
    """Return the layout that was chosen, or that was recognised where none had to be."""
    known = {layout.key: layout for layout in layouts_of(item, tuple(standard_layouts().values()))}
    wanted = key or found.layout
    if (found.doubt and not key) or (wanted and wanted not in known):
        raise LayoutMissing
    return known.get(wanted)


def _require_single(item: Item, after: Recognition) -> None:
    layout = standard_layouts().get(after.layout)
    joined = frozenset(column.field for column in layout.columns if column.joins) if layout else frozenset()
    double = twice(after.columns, joined)
    if double:
        names = {field.code: field.name for field in item.fields}
        raise TwoColumns(field=names.get(double, "自然人证件号码" if double == PERSON else "当前状态"))


def wishes_for(item: Item, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return what a sender says of headers, by plain header.

    Raises:
        UnknownTarget: a field is none of the item's.
    """
    allowed = {field.code for field in item.fields} | {""}
    for target in mapping.values():
        if target not in allowed:
            raise UnknownTarget(item=item.name, field=target[:60])
    return {plain_header(header): target for header, target in mapping.items() if plain_header(header)}


def forget_samples(row: Submission) -> None:
    """Take the samples out of a mapping that nobody is asked about any more; the caller saves the row."""
    if row.mapping:
        row.mapping = as_json(without_doubts(from_json(row.mapping)))

"""Headers that mean a field: added and ended by the office, remembered for a unit that said so on a receipt."""

from datetime import datetime

from chengxin.audit.services import record, use_case
from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.intake import queries, rules
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.models import HeaderAlias, Submission
from chengxin.intake.rules.layouts import counted, layouts_of, plain_header
from chengxin.intake.rules.mapping import known_headers
from chengxin.intake.rules.recognition import Ground, Recognition
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for

LONGEST_HEADER = 200


class BadHeader(Invalid):
    """Nothing is left of the header, or it is too long."""

    code = "intake.bad-header"
    says = "请写表头的文字，最多{most}个字"
    field = "header"


class UnknownAliasField(Invalid):
    """The item does not have the field."""

    code = "intake.unknown-alias-field"
    says = "“{item}”没有“{field}”这个字段"
    field = "target"


class HeaderTaken(Conflict):
    """The header means something already."""

    code = "intake.header-taken"
    says = "“{header}”已经是“{field}”的表头，不能再指别的字段；要改，请先停用原来的别名"
    field = "header"


class HeaderOfLayouts(Conflict):
    """The header is one of a national layout, or means different fields from year to year."""

    code = "intake.header-of-layouts"
    says = "“{header}”是双公示版式里的表头，各版式意思可能不同，不能登记为所有单位的别名；可以只为一个单位登记"
    field = "header"


class AliasEnded(Conflict):
    """The alias ended before."""

    code = "intake.alias-ended"
    says = "“{header}”这个别名已经停用了"


@use_case
def add_alias(*, actor: Actor, now: datetime, item: str, header: str, field: str, unit: int | None) -> HeaderAlias:
    """Have a header mean a field of an item, for a unit or (None) for every unit, and return the alias.

    Files that come in from now on are read with it; what was read before stays as it was read.

    Raises:
        NotPermitted: the actor does not keep aliases.
        NotFound: the item is not in force, the unit lies outside the actor's reach, or all units do.
        BadHeader: nothing is left of the header, or it is too long.
        UnknownAliasField: the item does not have the field.
        HeaderTaken: the header means a field already.
        HeaderOfLayouts: it is one of a layout, and the alias is for every unit.
    """
    actor.require(rules.KEEP_ALIASES)
    if unit is None and not actor.scope(rules.KEEP_ALIASES).everything:
        raise NotFound
    owner = unit_for(actor, unit, permission=rules.KEEP_ALIASES) if unit is not None else None
    wanted = items_in_force(actor, on=day_of(now), permission=rules.KEEP_ALIASES).get(item)
    if wanted is None:
        raise NotFound
    plain = plain_header(header)
    if not plain or len(header.strip()) > LONGEST_HEADER:
        raise BadHeader(most=LONGEST_HEADER)
    _require_field(wanted, field)
    _require_free(actor, wanted, header.strip(), owner)
    return _added(actor, now, wanted, (header.strip(), field), owner)


def _require_field(item: Item, field: str) -> None:
    if field not in {one.code for one in item.fields}:
        raise UnknownAliasField(item=item.name, field=field[:60])


def _require_free(actor: Actor, item: Item, header: str, unit: Unit | None) -> None:
    plain, names = plain_header(header), {field.code: field.name for field in item.fields}
    own = known_headers(item).get(plain)
    if own:
        raise HeaderTaken(header=header, field=names[own])
    layouts = layouts_of(item, tuple(standard_layouts().values()))
    if unit is None and (counted(header)[0] or any(plain in layout.by_header for layout in layouts)):
        raise HeaderOfLayouts(header=header)
    for alias in queries.aliases_in_force(actor, item.key).filter(plain=plain, unit=unit):
        raise HeaderTaken(header=header, field=names.get(alias.field, alias.field))


def _added(actor: Actor, now: datetime, item: Item, meaning: tuple[str, str], unit: Unit | None) -> HeaderAlias:
    header, field = meaning
    alias = HeaderAlias.objects.create(
        public_id=new_opaque_id(),
        item=item.key,
        unit=unit,
        header=header,
        plain=plain_header(header),
        field=field,
        added_at=now,
        added_by_name=actor.name,
    )
    _note(actor, now, alias)
    return alias


def _note(actor: Actor, now: datetime, alias: HeaderAlias) -> None:
    record(
        actor=actor,
        now=now,
        action=rules.ALIAS_ENDED if alias.ended_at else rules.ALIAS_ADDED,
        object_kind="header-alias",
        object_id=alias.public_id,
        object_label=alias.header,
        facts={"item": alias.item, "field": alias.field, "unit": alias.unit.name if alias.unit else ""},
    )


@use_case
def end_alias(*, actor: Actor, now: datetime, alias: str) -> HeaderAlias:
    """Have files that come in from now on be read without an alias, and return it.

    Raises:
        NotPermitted: the actor does not keep aliases.
        NotFound: there is no such alias within the actor's reach.
        AliasEnded: it ended before.
    """
    actor.require(rules.KEEP_ALIASES)
    row = queries.alias_for(actor, alias, lock=True)
    if row.ended_at is not None:
        raise AliasEnded(header=row.header)
    row.ended_at, row.ended_by_name = now, actor.name
    row.save(update_fields=["ended_at", "ended_by_name"])
    _note(actor, now, row)
    return row


def remember(actor: Actor, now: datetime, row: Submission, item: Item, found: Recognition) -> list[str]:
    """Keep what a unit chose as aliases of that unit and return their headers; a part of the use case beside it.

    What a header means anyway is not kept; what the unit said of it before ends.
    """
    known, fields = known_headers(item), {field.code for field in item.fields}
    kept = []
    for column in found.columns:
        plain = plain_header(column.header)
        if column.ground is not Ground.CHOSEN or column.target not in fields or not plain or plain in known:
            continue
        if len(column.header) > LONGEST_HEADER or column.header in kept:
            continue
        for former in HeaderAlias.objects.filter(item=item.key, unit=row.unit, plain=plain, ended_at__isnull=True):
            former.ended_at, former.ended_by_name = now, actor.name
            former.save(update_fields=["ended_at", "ended_by_name"])
            _note(actor, now, former)
        _added(actor, now, item, (column.header, column.target), row.unit)
        kept.append(column.header)
    return kept

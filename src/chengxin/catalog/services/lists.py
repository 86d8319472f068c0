"""Code lists: made, their values added, changed and ended. A value that was ever in force is never removed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import CodeListRow
from chengxin.catalog.rules import CodeList, CodeValue
from chengxin.catalog.rules.definition import list_data, list_from
from chengxin.catalog.rules.lists import clash_of, with_value, without_value
from chengxin.catalog.rules.shapes import MOST_VALUES
from chengxin.catalog.services.checking import (
    ChangedMeanwhile,
    CodeTaken,
    KeyTaken,
    TooMuch,
    checked_key,
    checked_text,
    require_value,
)
from chengxin.catalog.services.trail import note_list, told
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotFound


class ValueInUse(Conflict):
    """The value stood in a version that was put in force: records may hold it."""

    code = "catalog.value-in-use"
    says = "“{label}”已经在生效的目录项里用过，不能删去，也不能换代码。不再用它的，请写终止的日子"


class WritingTaken(Conflict):
    """Two values at one time could not be told apart in a file."""

    code = "catalog.writing-taken"
    says = "“{writing}”已经是“{label}”的写法，同一时期里会分不清"
    field = "label"


class WrongTime(Invalid):
    """An end lies after its beginning."""

    code = "catalog.wrong-time"
    says = "终止的日子要在开始的日子之后"
    field = "until"


@use_case
def create_list(*, actor: Actor, now: datetime, key: str, name: str) -> CodeListRow:
    """Make a code list without values.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        BadKey, BadText: of key and name.
        KeyTaken: the key names another list.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    entry = CodeList(checked_key(key), checked_text(name, what="名称", field="name"), ())
    row, made = CodeListRow.objects.get_or_create(
        key=entry.key, defaults={"name": entry.name, "values": [], "changed_at": now}
    )
    if not made:
        raise KeyTaken(key=entry.key)
    note_list(actor, now, rules.LIST_CREATED, entry)
    return row


@use_case
def rename_list(*, actor: Actor, now: datetime, key: str, seen: int, name: str) -> CodeListRow:
    """Give a code list another name.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such list.
        ChangedMeanwhile: somebody changed it after ``seen``.
        BadText: of the name.
    """
    title = checked_text(name, what="名称", field="name")
    return _change(actor, now, key, seen, lambda entry: replace(entry, name=title))


@use_case
def put_value(*, actor: Actor, now: datetime, key: str, seen: int, code: str, value: CodeValue) -> CodeListRow:
    """Change the value with this code, or add one where the code is empty.

    What a value was called before stays one of its aliases, so that files which say it are still read.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``rename_list``; also where there is no such value.
        BadCode, BadText, TooManyAliases, WrongTime: of the value.
        CodeTaken: another value has its code.
        WritingTaken: another value of the same time is written so.
        ValueInUse: it was in force and is to get another code.
        TooMuch: there are too many values.
    """
    require_value(value)
    if value.since and value.until and value.until <= value.since:
        raise WrongTime
    used = queries.codes_in_use(actor, key)

    def change(entry: CodeList) -> CodeList:
        known = {one.code: one for one in entry.values}
        if code and code not in known:
            raise NotFound
        if value.code != code and value.code in known:
            raise CodeTaken(value=value.code)
        if code in used and value.code != code:
            raise ValueInUse(label=known[code].label)
        if not code and len(known) >= MOST_VALUES:
            raise TooMuch(what="值", limit=MOST_VALUES)
        changed = with_value(entry, code, value)
        clash = clash_of(changed)
        if clash:
            raise WritingTaken(writing=clash[0], label=clash[1].label)
        return changed

    return _change(actor, now, key, seen, change)


@use_case
def remove_value(*, actor: Actor, now: datetime, key: str, seen: int, code: str) -> CodeListRow:
    """Remove a value that was never in force.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``rename_list``; also where there is no such value.
        ValueInUse: it was in force.
    """
    used = queries.codes_in_use(actor, key)

    def change(entry: CodeList) -> CodeList:
        known = {one.code: one for one in entry.values}
        if code not in known:
            raise NotFound
        if code in used:
            raise ValueInUse(label=known[code].label)
        return without_value(entry, code)

    return _change(actor, now, key, seen, change)


def _change(actor: Actor, now: datetime, key: str, seen: int, change: Callable[[CodeList], CodeList]) -> CodeListRow:
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = CodeListRow.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound
    if row.number != seen:
        raise ChangedMeanwhile(by="别人")
    before = list_from(row.data)
    after = change(before)
    row.name, row.values, row.changed_at, row.number = after.name, list_data(after)["values"], now, row.number + 1
    row.save(update_fields=["name", "values", "changed_at", "number"])
    note_list(actor, now, rules.LIST_CHANGED, after, changes=told(rules.list_differences(before, after)))
    return row

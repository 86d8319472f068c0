"""Kinds of lists and measures: installed with a release, changed by the office as drafts, published as versions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.catalog import rules
from chengxin.catalog.models import ListKindRow, ListKindVersion, MeasureRow, MeasureVersion
from chengxin.catalog.queries.kept import names_kept
from chengxin.catalog.queries.kinds import NoListBasis, instruments_of_law, law_answer, list_kind_row, measure_row
from chengxin.catalog.rules import doings
from chengxin.catalog.rules.editions import STANDARD
from chengxin.catalog.rules.item import Basis
from chengxin.catalog.rules.kind_definitions import (
    hash_of_plain,
    list_kind_from,
    measure_from,
    own_hash,
    plain,
)
from chengxin.catalog.rules.kind_differences import differences_of
from chengxin.catalog.rules.kind_publishing import any_stands, level_suffices, stands
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.catalog.services.checking import ChangedMeanwhile, checked_key, checked_text
from chengxin.catalog.services.trail import told
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.queries import day_of, units_for

Row = ListKindRow | MeasureRow
LONGEST_WORDS = 4_000


class NoDraft(Conflict):
    """Nobody works on it, or the draft is what is published already."""

    code = "catalog.no-draft-to-publish"
    says = "没有改动，不用公布"


class DraftIsNewer(Conflict):
    """What was given up is not restored over another draft."""

    code = "catalog.nothing-to-restore"
    says = "没有放弃的草稿可以恢复，或者已经另有草稿"


class PastDay(Invalid):
    """A version is asked from its day on, and judges no day that is over."""

    code = "catalog.version-from-the-past"
    says = "不能早于今天"
    field = "on"


class PeriodWithoutBasis(Invalid):
    """A period stands somewhere."""

    code = "catalog.period-without-basis"
    says = "“期限的依据”这一天没有生效，或者不在法规库里。请改草稿，或者换一天"
    field = "on"


class BasisNotInForce(Invalid):
    """What it rests on is in the law's list, and in force on the day."""

    code = "catalog.basis-not-in-force"
    says = "“{name}”的“依据”这一天没有生效，或者不在法规库里。请改草稿，或者换一天"
    field = "on"


class LevelTooLow(Invalid):
    """An adverse list rests on law, regulation or central policy; one of this place on a local regulation."""

    code = "catalog.level-too-low"
    field = "on"
    says = (
        "“{name}”的“依据层级”不够：2020年12月7日起，失信名单要以法律、法规或者党中央、国务院政策文件为依据，"
        "只在本地适用的要以地方性法规为依据（国办发〔2020〕49号）"
    )


class PersonsWithoutBasis(Invalid):
    """Natural persons are public only where a text of the law's list demands it."""

    code = "catalog.persons-without-basis"
    says = "“公开自然人的依据”要写到条款，并且这一天已经生效。请改草稿，或者换一天"
    field = "on"


class UnitNotInService(Invalid):
    """Units are named by codes of units that are in service."""

    code = "catalog.unit-not-in-service"
    says = "没有单位“{unit}”，或者它已经撤销"
    field = "units"


class KeyTaken(Conflict):
    """There is a kind or measure of this key, be it as a draft that was given up."""

    code = "catalog.kind-key-taken"
    says = "代号“{key}”已经用过，请换一个；草稿已经放弃的，可以在它的页面恢复"
    field = "key"


def install_standard_kinds(
    *, actor: Actor, now: datetime, kinds: Mapping[str, ListKind], measures: Mapping[str, Measure]
) -> int:
    """Install kinds and measures that are new in a release; return how many changed; a part of installing it.

    Where the city changed more than which units list or apply, its version stays. Where it said only that, the new
    version is asked from the day of the city's on: earlier days keep what was asked then.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    changed = sum(_install(ListKindRow, key, plain(kind), now) for key, kind in kinds.items())
    return changed + sum(_install(MeasureRow, key, plain(one), now) for key, one in measures.items())


def _install(model: type[ListKindRow] | type[MeasureRow], key: str, definition: dict[str, Any], now: datetime) -> bool:
    digest = own_hash(definition)
    row, _made = model.objects.select_for_update().get_or_create(key=key, defaults={"created_at": now})
    if row.standard_hash == digest:
        return False
    last = row.versions.order_by("-number").first()
    untouched = last is None or own_hash(last.definition) == row.standard_hash
    if untouched:
        units = last.definition["units"] if last else definition["units"]
        since = date.fromisoformat(definition["in_force_from"])
        asked_from = max(since, last.in_force_from) if last else since
        _add_version(row, {**definition, "units": units}, asked_from, now, STANDARD)
    row.standard_hash = digest
    row.save(update_fields=["standard_hash"])
    return untouched


@use_case
def draft_list_kind(
    *, actor: Actor, now: datetime, key: str, seen: int, kind: ListKind, new: bool = False
) -> ListKindRow:
    """Keep a kind of list as a draft; of a ``new`` kind, or of one that there is.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        BadKey, BadText, UnitNotInService: of the kind.
        KeyTaken: it is to be new, and there is one of this key.
        UnknownListKind: it is not to be new, and there is none.
        ChangedMeanwhile: somebody changed the draft after ``seen``.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    if new:
        _take_key(ListKindRow, key, now)
    checked = replace(
        kind,
        key=key,
        name=checked_text(kind.name, what="名称", field="name"),
        exit_rule=checked_text(kind.exit_rule, what="退出规则", field="exit_rule", limit=LONGEST_WORDS),
        units=_checked_units(actor, now, kind.units),
    )
    row = list_kind_row(actor, key, lock=True)
    _draft(row, plain(checked), actor, now, seen)
    _note(actor, now, doings.LIST_KIND_CHANGED, ("list-kind", key, checked.name))
    return row


@use_case
def draft_measure(
    *, actor: Actor, now: datetime, key: str, seen: int, measure: Measure, new: bool = False
) -> MeasureRow:
    """Keep a measure as a draft; of a ``new`` one, or of one that there is.

    Raises:
        NotPermitted, BadKey, BadText, UnitNotInService, KeyTaken, ChangedMeanwhile: as ``draft_list_kind``.
        UnknownMeasure: it is not to be new, and there is none.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    if new:
        _take_key(MeasureRow, key, now)
    checked = replace(
        measure,
        key=key,
        name=checked_text(measure.name, what="名称", field="name"),
        content=checked_text(measure.content, what="内容", field="content", limit=LONGEST_WORDS),
        units=_checked_units(actor, now, measure.units),
    )
    row = measure_row(actor, key, lock=True)
    _draft(row, plain(checked), actor, now, seen)
    _note(actor, now, doings.MEASURE_CHANGED, ("measure", key, checked.name))
    return row


@use_case
def publish_list_kind(*, actor: Actor, now: datetime, key: str, seen: int, on: date) -> ListKindVersion:
    """Publish the draft of a kind of list: from a day on it is the one that is asked.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        UnknownListKind: there is none.
        ChangedMeanwhile: somebody changed the draft after ``seen``.
        NoDraft: there is none, or it is what is published.
        PastDay: the day is over.
        NoListBasis: the law has no basis for such a list on the day.
        BasisNotInForce, PeriodWithoutBasis, LevelTooLow, PersonsWithoutBasis: of what it rests on.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = list_kind_row(actor, key, lock=True)
    definition = _to_publish(row, seen, now, on)
    kind = list_kind_from(definition)
    _require_lawful_kind(actor, kind, on if kind.is_in_force(on) else kind.in_force_from)
    changes = _published_changes(actor, row, definition, on)
    version: ListKindVersion = _add_version(row, definition, on, now, actor.name)
    _note(actor, now, doings.LIST_KIND_PUBLISHED, ("list-kind", key, kind.name), on=on, changes=changes)
    return version


@use_case
def publish_measure(*, actor: Actor, now: datetime, key: str, seen: int, on: date) -> MeasureVersion:
    """Publish the draft of a measure: from a day on it may be applied.

    Raises:
        NotPermitted, ChangedMeanwhile, NoDraft, PastDay: as ``publish_list_kind``.
        UnknownMeasure: there is none.
        BasisNotInForce, PeriodWithoutBasis: its article, or that of its period, is not in force on the day.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = measure_row(actor, key, lock=True)
    definition = _to_publish(row, seen, now, on)
    measure = measure_from(definition)
    instruments = instruments_of_law(actor)
    if not measure.is_in_force(on) or not stands(measure.basis, instruments, on):
        raise BasisNotInForce(name=measure.name)
    if not stands(measure.term.basis, instruments, on):
        raise PeriodWithoutBasis
    changes = _published_changes(actor, row, definition, on)
    version: MeasureVersion = _add_version(row, definition, on, now, actor.name)
    _note(actor, now, doings.MEASURE_PUBLISHED, ("measure", key, measure.name), on=on, changes=changes)
    return version


@use_case
def discard_kept_draft(*, actor: Actor, now: datetime, key: str, seen: int, measure: bool) -> Row:
    """Give up the draft of a kind of list, or of a measure, and return its row; it can be taken back.

    Raises:
        NotPermitted, UnknownListKind, UnknownMeasure, ChangedMeanwhile: as publishing it.
        NoDraft: there is none.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = _row(actor, key, measure=measure)
    _require_seen(row, seen)
    if row.draft is None:
        raise NoDraft
    row.discarded, row.draft, row.draft_number = row.draft, None, row.draft_number + 1
    row.save(update_fields=["discarded", "draft", "draft_number"])
    action = doings.MEASURE_DRAFT_DISCARDED if measure else doings.LIST_KIND_DRAFT_DISCARDED
    _note(actor, now, action, ("measure" if measure else "list-kind", key, row.discarded["name"]))
    return row


@use_case
def restore_kept_draft(*, actor: Actor, now: datetime, key: str, seen: int, measure: bool) -> Row:
    """Take back the draft that was given up last, and return its row.

    Raises:
        NotPermitted, UnknownListKind, UnknownMeasure, ChangedMeanwhile: as publishing it.
        DraftIsNewer: none was given up, or there is another one.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = _row(actor, key, measure=measure)
    _require_seen(row, seen)
    if row.discarded is None or row.draft is not None:
        raise DraftIsNewer
    row.draft, row.discarded, row.draft_number = row.discarded, None, row.draft_number + 1
    row.draft_at, row.draft_by = now, actor.name
    row.save(update_fields=["discarded", "draft", "draft_number", "draft_at", "draft_by"])
    action = doings.MEASURE_DRAFT_RESTORED if measure else doings.LIST_KIND_DRAFT_RESTORED
    _note(actor, now, action, ("measure" if measure else "list-kind", key, row.draft["name"]))
    return row


def _row(actor: Actor, key: str, *, measure: bool) -> Row:
    return measure_row(actor, key, lock=True) if measure else list_kind_row(actor, key, lock=True)


def _require_lawful_kind(actor: Actor, kind: ListKind, on: date) -> None:
    answer = law_answer(actor, kind, on)
    if not answer.permitted:
        raise NoListBasis(kind=kind.name, reason=answer.reason)
    instruments = instruments_of_law(actor)
    if not any_stands(kind.basis, instruments, on):
        raise BasisNotInForce(name=kind.name)
    if not stands(kind.term.basis, instruments, on):
        raise PeriodWithoutBasis
    if not level_suffices(kind, on):
        raise LevelTooLow(name=kind.name)
    if kind.persons is not None and not _demands(kind.persons, instruments, on):
        raise PersonsWithoutBasis


def _demands(basis: Basis, instruments: Any, on: date) -> bool:
    return bool(basis.article.strip()) and stands(basis, instruments, on)


def _take_key(rows: type[ListKindRow] | type[MeasureRow], key: str, now: datetime) -> None:
    _row, made = rows.objects.get_or_create(key=checked_key(key), defaults={"created_at": now})
    if not made:
        raise KeyTaken(key=key)


def _require_seen(row: Row, seen: int) -> None:
    if row.draft_number != seen:
        raise ChangedMeanwhile(by=row.draft_by or "别人")


def _draft(row: Row, definition: dict[str, Any], actor: Actor, now: datetime, seen: int) -> None:
    _require_seen(row, seen)
    row.draft, row.draft_at, row.draft_by, row.draft_number = definition, now, actor.name, seen + 1
    row.save(update_fields=["draft", "draft_at", "draft_by", "draft_number"])


def _to_publish(row: Row, seen: int, now: datetime, on: date) -> dict[str, Any]:
    _require_seen(row, seen)
    if on < day_of(now):
        raise PastDay
    last = row.versions.order_by("-number").first()
    if row.draft is None or (last is not None and last.hash == hash_of_plain(row.draft)):
        raise NoDraft
    definition: dict[str, Any] = row.draft
    return definition


def _published_changes(actor: Actor, row: Row, definition: dict[str, Any], on: date) -> list[str]:
    """Return what the draft changes, in words, and end the draft."""
    last = row.versions.order_by("-number").first()
    row.draft, row.draft_number = None, row.draft_number + 1
    row.save(update_fields=["draft", "draft_number"])
    return told(differences_of(last.definition if last else {}, definition, names_kept(actor, on=on)))


def _add_version(row: Row, definition: dict[str, Any], on: date, now: datetime, by: str) -> Any:
    last = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return row.versions.create(
        number=last + 1,
        definition=definition,
        hash=hash_of_plain(definition),
        in_force_from=on,
        published_at=now,
        published_by=by,
    )


def _checked_units(actor: Actor, now: datetime, codes: tuple[str, ...]) -> tuple[str, ...]:
    known = set(units_for(actor, on=day_of(now)).filter(code__in=codes).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise UnitNotInService(unit=code)
    return tuple(sorted(set(codes)))


def _note(actor: Actor, now: datetime, action: Action, named: tuple[str, str, str], **facts: object) -> None:
    kind, key, name = named
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind=kind,
        object_id=key,
        object_label=f"{name}（{key}）",
        facts=facts,
    )

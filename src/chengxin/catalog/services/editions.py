"""Editions of the catalogue: begun, filled, laid open for comments, settled, given up. Adoption: ``adopting``."""

import re
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import Edition, EditionItem, ItemVersion
from chengxin.catalog.rules.editions import (
    STATE_LABELS,
    Choice,
    EditionMove,
    EditionState,
    Part,
    after,
    choices_for,
    part_of,
)
from chengxin.catalog.services.checking import ChangedMeanwhile, checked_text
from chengxin.catalog.services.drafts import held_row
from chengxin.catalog.services.forgetting import forget_senders
from chengxin.catalog.services.in_force import require_no_faults
from chengxin.catalog.services.trail import note_edition, told
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.queries import day_of

KEY = re.compile(r"[0-9]{4}(-[0-9]{1,2})?")
LONGEST_CONSULTATION = timedelta(days=180)


class BadEditionKey(Invalid):
    """An edition is named by its year, a second one of the year with a number behind it."""

    code = "catalog.bad-edition-key"
    says = "年份写四位数字，例如2027；同一年的第二版写2027-2"
    field = "key"


class EditionKeyTaken(Conflict):
    """There is an edition of this name."""

    code = "catalog.edition-key-taken"
    says = "已经有{key}年本，请换一个，例如{key}-2"
    field = "key"


class EditionUnderWay(Conflict):
    """One edition is worked on at a time."""

    code = "catalog.edition-under-way"
    says = "《{title}》还在办理，办完或放弃以后才能起草下一版"


class NotInThisState(Conflict):
    """The state of the edition does not allow it."""

    code = "catalog.not-in-this-state"
    says = "《{title}》现在是“{state}”，不能这样做"


class NoSuchChoice(Invalid):
    """The item can not be treated like this in an edition."""

    code = "catalog.no-such-choice"
    says = "这个目录项不能这样安排：{why}"
    field = "choice"


class WrongEnd(Invalid):
    """A consultation ends after today and within half a year."""

    code = "catalog.wrong-end"
    says = "截止的日子要在今天之后，最迟{latest:%Y年%-m月%-d日}"
    field = "until"


class NothingInEdition(Conflict):
    """An edition without an item is none."""

    code = "catalog.nothing-in-edition"
    says = "这一版里还没有目录项"


class ConsultationRuns(Conflict):
    """The consultation goes on until its last day is over."""

    code = "catalog.consultation-runs"
    says = "征求意见到{until:%Y年%-m月%-d日}截止，第二天起才能定稿"


class Unanswered(Conflict):
    """No edition goes on with a comment that nobody answered."""

    code = "catalog.unanswered"
    says = "还有{n}条意见没有答复，逐条答复以后才能往下办"


@use_case
def begin_edition(*, actor: Actor, now: datetime, key: str, title: str, copy: bool) -> Edition:
    """Begin an edition, from scratch or with every item that is in force today, and return it.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        BadEditionKey, BadText: of key and title.
        EditionKeyTaken: there is an edition of this name.
        EditionUnderWay: another one is being worked on.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    name = checked_text(title, what="名称", field="title")
    if not KEY.fullmatch(key.strip()):
        raise BadEditionKey
    key = key.strip()
    on = day_of(now)
    other = queries.edition_under_way(actor)
    if other is not None:
        raise EditionUnderWay(title=other.title)
    if Edition.objects.filter(key=key).exists():
        raise EditionKeyTaken(key=key)
    based_on = queries.edition_in_force(actor, on=on) if copy else None
    edition = _create(key=key, title=name, based_on=based_on, made_at=now, made_by=actor.name)
    if copy:
        found = queries.versions_in_force(actor, on=on).values()
        EditionItem.objects.bulk_create(
            EditionItem(edition=edition, item=version.item, part=Part.KEPT.value, version=version) for version in found
        )
    note_edition(actor, now, rules.EDITION_BEGUN, edition, based_on=based_on.key if based_on else "")
    return edition


def _create(**values: object) -> Edition:
    try:
        with transaction.atomic():
            return Edition.objects.create(state=EditionState.DRAFT.value, **values)
    except IntegrityError as error:  # two people at once: the constraint decides which one was first
        raise EditionUnderWay(title="另一版目录") from error


@use_case
def choose_item(*, actor: Actor, now: datetime, edition: str, seen: int, key: str, choice: Choice) -> Edition:
    """Say what an edition does with an item: keep it as it is in force, take up its draft, remove it, leave it out.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition or item.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: the edition is laid open for comments, adopted or given up.
        NoSuchChoice: the item is not in force, or has no draft.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.CHANGE_ITEMS)
    item = held_row(actor, key)
    version = queries.versions_in_force(actor, on=day_of(now)).get(key)
    if choice not in choices_for(in_force=version is not None, drafted=item.draft is not None):
        raise NoSuchChoice(why=_why_not(choice, version))
    part = part_of(choice, in_force=version is not None)
    EditionItem.objects.filter(edition=row, item=item).delete()
    if part is not None:
        EditionItem.objects.create(
            edition=row, item=item, part=part.value, version=None if part is Part.ADDED else version
        )
    _count(row)
    note_edition(actor, now, rules.EDITION_CHANGED, row, item=key, choice=choice.value)
    return row


def _why_not(choice: Choice, version: ItemVersion | None) -> str:
    if choice is Choice.TAKE_DRAFT:
        return "它没有草稿，请先开始修改"
    return "它现在没有生效" if version is None else "它现在生效，要么保留，要么删去"


@use_case
def consult(*, actor: Actor, now: datetime, edition: str, seen: int, until: date) -> Edition:
    """Lay an edition open for comments until a day, with every item as it stands now.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: it can not be laid open now.
        WrongEnd: the day is not after today, or more than half a year away.
        NothingInEdition: there is nothing to comment on.
        HasFaults: an item says what keeps it from being put in force.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.CONSULT)
    today = day_of(now)
    if not today < until <= today + LONGEST_CONSULTATION:
        raise WrongEnd(latest=today + LONGEST_CONSULTATION)
    parts = list(EditionItem.objects.filter(edition=row).select_related("item").order_by("item__key"))
    if not parts:
        raise NothingInEdition
    for part in parts:
        _lay_open(actor, part, today)
    row.state, row.consulted_at, row.consultation_ends_on = EditionState.CONSULTATION.value, now, until
    row.save(update_fields=["state", "consulted_at", "consultation_ends_on"])
    _count(row)
    note_edition(actor, now, rules.EDITION_CONSULTED, row, until=until, items=len(parts))
    return row


def _lay_open(actor: Actor, part: EditionItem, on: date) -> None:
    if part.part not in {Part.ADDED, Part.CHANGED}:
        return
    item = queries.draft_for(actor, part.item.key).item
    require_no_faults(item, on)
    part.definition = rules.definition_of(item)
    part.save(update_fields=["definition"])


@use_case
def settle(*, actor: Actor, now: datetime, edition: str, seen: int) -> Edition:
    """End the consultation: its last day is over and every comment has an answer; items may be changed again.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: it is not laid open.
        ConsultationRuns: its last day is not over.
        Unanswered: a comment has no answer.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.SETTLE)
    if row.consultation_ends_on is not None and day_of(now) <= row.consultation_ends_on:
        raise ConsultationRuns(until=row.consultation_ends_on)
    require_answers(actor, row)
    row.state = EditionState.SETTLING.value
    row.save(update_fields=["state"])
    _count(row)
    comments = queries.comments_for(actor, row)
    note_edition(actor, now, rules.EDITION_SETTLED, row, comments=comments.count())
    return row


@use_case
def give_up_edition(*, actor: Actor, now: datetime, edition: str, seen: int) -> Edition:
    """Give an edition up. Drafts of its items stay, what is in force stays; contacts of the public are erased.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        ChangedMeanwhile: somebody changed the edition after ``seen``.
        NotInThisState: it was adopted or given up.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_edition(actor, edition, seen, EditionMove.GIVE_UP)
    row.state = EditionState.GIVEN_UP.value
    row.save(update_fields=["state"])
    _count(row)
    items = queries.entries_of(actor, row)
    forgotten = forget_senders(row)
    names = told(one.item.name for one in items)
    note_edition(actor, now, rules.EDITION_GIVEN_UP, row, items=names, contacts_erased=forgotten)
    return row


def held_edition(actor: Actor, key: str, seen: int, move: EditionMove) -> Edition:
    """Return an edition that may make the move, its row held until the transaction ends.

    Raises:
        NotFound: there is none.
        ChangedMeanwhile: it is not the one that was ``seen``.
        NotInThisState: its state does not allow the move.
    """
    row = queries.edition_for(actor, key, lock=True)
    if row.number != seen:
        raise ChangedMeanwhile(by="同事")
    require_move(row, move)
    return row


def require_move(row: Edition, move: EditionMove) -> None:
    """Do nothing if the edition's state allows the move.

    Raises:
        NotInThisState: it does not.
    """
    state = EditionState(row.state)
    if after(state, move) is None:
        raise NotInThisState(title=row.title, state=STATE_LABELS[state])


def require_answers(actor: Actor, row: Edition) -> None:
    """Do nothing if every comment on the edition has an answer.

    Raises:
        Unanswered: one has none.
    """
    waiting = queries.unanswered(actor, row)
    if waiting:
        raise Unanswered(n=waiting)


def _count(row: Edition) -> None:
    row.number += 1
    row.save(update_fields=["number"])

"""What staff see of records: a line for each of a subject's, and everything about one of them.

Only records whose standing version a unit in the actor's reach reported; everything else reads as not found. The words
are those of the catalogue item that judged each version.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from django.db.models import Prefetch, QuerySet

from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Family, Item, Means
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.register import rules
from chengxin.register.models import DisputeMark, Record, RecordVersion, Revocation, Takedown
from chengxin.register.queries.descriptions import (
    DisputeFacts,
    FieldFacts,
    History,
    Position,
    RecordLine,
    RevocationFacts,
    TakedownFacts,
    VersionFacts,
)
from chengxin.register.queries.proofs import proof_of_takedown, proof_of_version
from chengxin.register.queries.scoped import versions_for
from chengxin.register.rules import RevocationKind, State, TakedownReason, Window
from chengxin.subjects.queries import family_of

MOST = 200
LONGEST_SUMMARY = 80
SUMMARIES = (Means.SUMMARY, Means.LISTED_FOR, Means.GRADE, Means.SUBJECT_NAME)
"""Fields that say in a line what a record is, the first that is filled."""


def lines_for(actor: Actor, subject: str, *, today: date) -> tuple[RecordLine, ...]:
    """Return the newest records about a subject (public id) that units in the actor's reach reported, ``MOST`` at most.

    They stand by decision, newest first; those of organisations that were merged into the subject are among them.
    """
    found = _with_history(versions_for(actor).filter(subject__in=family_of(actor, subject)))
    rows = sorted(found[:MOST], key=lambda row: (row.decided_on or date.min, row.id), reverse=True)
    items = _Items(actor)
    return tuple(_line(row, items.of(row), today) for row in rows)


def history_for(actor: Actor, record_id: str, *, today: date, permission: Permission = rules.SEE_RECORDS) -> History:
    """Return everything about a record (public id).

    Raises:
        NotFound: there is none, nothing stands of it, or it lies outside the actor's reach.
    """
    row = standing_for(actor, record_id, permission=permission)
    items = _Items(actor, permission)
    item = items.of(row)
    severity = _severity(item, row.severity)
    return History(
        public_id=record_id,
        item_name=item.name,
        basis="；".join(f"{one.text}{one.article}" for one in item.basis),
        adverse=item.adverse,
        correctable=item.family is not Family.REGISTRATION,
        subject_id=row.subject.public_id,
        subject_name=row.subject.name,
        subject_code=row.subject.unified_code or "",
        summary=_summary(item, row),
        document_number=row.document_number,
        deciding_body=row.deciding_body,
        decided_on=row.decided_on,
        source_unit=row.source_unit.name,
        severity=severity,
        severity_author=row.severity_author,
        position=_position(row, item, today),
        window=_window(row),
        fields=tuple(_fields(item, row)),
        versions=_versions(row, items),
        takedown=_takedown(row, item),
        revocation=_revocation(row.record),
        disputes=tuple(DisputeFacts(one.disputed, one.basis, one.at) for one in _marks(row.record)),
    )


def standing_for(actor: Actor, record_id: str, *, permission: Permission = rules.SEE_RECORDS) -> RecordVersion:
    """Return what stands of a record (public id), with what a history needs.

    Raises:
        NotFound: there is none, nothing stands of it, or it lies outside the actor's reach.
    """
    found = _with_history(versions_for(actor, permission=permission).filter(record__public_id=record_id))
    row = found.first()
    if row is None:
        raise NotFound
    return row


def item_and_state_for(actor: Actor, record_id: str, *, permission: Permission) -> tuple[str, State]:
    """Return the key of a record's item and the state that stands, with the values the public can not see.

    Raises:
        NotFound: there is none, nothing stands of it, or it lies outside the actor's reach.
    """
    row = standing_for(actor, record_id, permission=permission)
    return row.item, State(
        payload=_payload(row),
        decided_on=row.decided_on,
        document_number=row.document_number,
        deciding_body=row.deciding_body,
        severity=row.severity,
        severity_author=row.severity_author,
        window=_window(row),
    )


class _Items:
    """The catalogue items that judged versions, each read once."""

    def __init__(self, actor: Actor, permission: Permission = rules.SEE_RECORDS) -> None:
        self._find = cache(lambda digest: item_of_hash(actor, digest, permission=permission))

    def of(self, version: RecordVersion) -> Item:
        return self._find(version.item_version or version.load.item_version)


def _with_history(found: QuerySet[RecordVersion]) -> QuerySet[RecordVersion]:
    """Prefetch visible versions, marks, takedown and revocation of the records: as many reads for one as for many."""
    every = RecordVersion.objects.filter(load__visible_at__isnull=False).select_related("load", "source_unit")
    return found.select_related("load", "record__takedown__batch", "record__revocation").prefetch_related(
        Prefetch("record__versions", every.order_by("-number"), to_attr="visible"),
        Prefetch("record__dispute_marks", DisputeMark.objects.order_by("-id"), to_attr="marks"),
    )


def _line(row: RecordVersion, item: Item, today: date) -> RecordLine:
    return RecordLine(
        public_id=row.record.public_id,
        item_name=item.name,
        summary=_summary(item, row),
        document_number=row.document_number,
        deciding_body=row.deciding_body,
        source_unit=row.source_unit.name,
        decided_on=row.decided_on,
        severity=_severity(item, row.severity),
        versions=len(_visible(row.record)),
        position=_position(row, item, today),
    )


def _visible(record: Record) -> Sequence[RecordVersion]:
    return record.visible  # type: ignore[attr-defined,no-any-return]  # prefetched under this name


def _marks(record: Record) -> Sequence[DisputeMark]:
    return record.marks  # type: ignore[attr-defined,no-any-return]  # prefetched under this name


def _position(row: RecordVersion, item: Item, today: date) -> Position:
    ends = [one.ends_on for one in _visible(row.record) if one.ends_on and one.load.withdrawn_at is None]
    ends_on = min(ends, default=None)
    takedown = _takedown_row(row.record)
    standing = rules.standing_of(publish=row.publish, is_down=takedown is not None, ends_on=ends_on, today=today)
    reason = TakedownReason(takedown.reason) if takedown else None
    marks = _marks(row.record)
    disputed = bool(marks) and marks[0].disputed
    return Position(
        standing, rules.standing_words(standing, ends_on, reason, removed=_was_removed(row, item)), ends_on, disputed
    )


def _was_removed(row: RecordVersion, item: Item) -> bool:
    """Say whether the record's end is the day on which the list itself took the subject off."""
    field = item.meaning(Means.REMOVED_ON)
    if field is None or item.family is not Family.LISTING:
        return False
    said = _payload(row).get(field.code)
    return bool(said) and row.ends_on is not None and str(said) == row.ends_on.isoformat()


def _takedown_row(record: Record) -> Takedown | None:
    return getattr(record, "takedown", None)


def _summary(item: Item, row: RecordVersion) -> str:
    fields, payload = [item.meaning(means) for means in SUMMARIES], _payload(row)
    words = next(filter(None, (rules.words_of(field, payload.get(field.code)) for field in fields if field)), "")
    return words if len(words) <= LONGEST_SUMMARY else f"{words[:LONGEST_SUMMARY]}…"


def _severity(item: Item, key: str) -> str:
    field = item.meaning(Means.SEVERITY)
    return rules.label_of(field, key) if field and key else key


def _payload(row: RecordVersion) -> Mapping[str, rules.Value]:
    return {**row.payload, **row.closed_payload}


def _told(item: Item, row: RecordVersion) -> Mapping[str, rules.Value]:
    """Return what a version says, with the severity it stands with where the row itself named none."""
    field = item.meaning(Means.SEVERITY)
    return {**_payload(row), field.code: row.severity} if field and row.severity else _payload(row)


def _fields(item: Item, row: RecordVersion) -> Iterable[FieldFacts]:
    payload = _told(item, row)
    for field in item.fields:
        words = rules.words_of(field, payload.get(field.code))
        if words:
            yield FieldFacts(field.name, words, closed=field.code in row.closed_payload)


def _window(row: RecordVersion) -> Window:
    return Window(
        publish=row.publish,
        starts_on=row.starts_on,
        minimum_ends_on=row.minimum_ends_on,
        earliest_repair_on=row.earliest_repair_on,
        ends_on=row.ends_on,
        rule=row.rule,
        reason=row.reason,
        law_version=row.law_version,
    )


def _versions(row: RecordVersion, items: _Items) -> tuple[VersionFacts, ...]:
    """Return the versions newest first; each is compared with the one that stood before it."""
    told = []
    before: RecordVersion | None = None
    for one in reversed(_visible(row.record)):
        told.append(_version(one, items.of(one), before))
        before = one if one.load.withdrawn_at is None else before
    return tuple(reversed(told))


def _version(one: RecordVersion, item: Item, before: RecordVersion | None) -> VersionFacts:
    closed = {*one.closed_payload, *(before.closed_payload if before else {})}
    if one.load.visible_at is None:
        raise NotFound
    return VersionFacts(
        number=one.number,
        shown_at=one.load.visible_at,
        withdrawn_at=one.load.withdrawn_at,
        submission=one.load.submission,
        source_unit=one.source_unit.name,
        severity=_severity(item, one.severity),
        changes=rules.changes_between(item, _told(item, before), _told(item, one), closed) if before else (),
        window=_window(one),
        proof=proof_of_version(one),
    )


def _takedown(row: RecordVersion, item: Item) -> TakedownFacts | None:
    takedown = _takedown_row(row.record)
    if takedown is None:
        return None
    return TakedownFacts(
        label=rules.end_words(TakedownReason(takedown.reason), removed=_was_removed(row, item)),
        sentence=takedown.sentence,
        basis=takedown.basis,
        at=takedown.at,
        proof=proof_of_takedown(takedown),
    )


def _revocation(record: Record) -> RevocationFacts | None:
    found: Revocation | None = getattr(record, "revocation", None)
    if found is None:
        return None
    return RevocationFacts(
        label=rules.REVOCATION_LABELS[RevocationKind(found.kind)],
        document_number=found.document_number,
        revoked_on=found.revoked_on,
        due_on=found.due_on,
        due_reason=found.due_reason,
    )

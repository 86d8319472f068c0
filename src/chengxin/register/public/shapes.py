"""What anybody may see of a record: frozen and masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.foundation.refusals import Gone


class RecordGone(Gone):
    """The record was public once and is no more; nobody is named."""

    code = "register.record-gone"
    says = "这条信息已停止公示"


@dataclass(frozen=True)
class FieldView:
    """One value: ``value`` as people read it, ``reported`` as official files write it.

    ``type`` is the catalogue's type; ``means`` says what the field is, empty where the catalogue says nothing. In
    ``reported`` an amount is 万元 with six decimals, a date ISO, several choices are joined by ``;``.
    """

    code: str
    name: str
    value: str
    reported: str
    type: str
    means: str


@dataclass(frozen=True)
class SubjectView:
    """Whom a record is about; ``name`` is masked where it may be a person's, ``code`` empty where there is none."""

    public_id: str
    name: str
    code: str
    kind: str
    district: str


@dataclass(frozen=True)
class Until:
    """Until when a record is shown and why.

    ``ends_on`` is the last day (None: the law names none), ``rule`` and ``reason`` what gave it, ``minimum_ends_on``
    the last day of the minimum.
    """

    starts_on: date | None
    minimum_ends_on: date | None
    ends_on: date | None
    rule: str
    reason: str


@dataclass(frozen=True)
class Contest:
    """How to contest: ``objection_to`` reported the record, ``review_of`` is the body whose decision can be reviewed.

    ``repair_from`` is the first day on which repair may be asked for (None: not provided).
    """

    objection_to: str
    review_of: str
    repair_from: date | None


@dataclass(frozen=True)
class RecordView:
    """One record with five questions answered: who decided, on what basis, when, until when and why, how to contest.

    ``family`` is the catalogue's kind of fact. ``severity`` belongs to the record; ``disputed`` says that an objection
    is open; ``corrected`` that this is not the first version; ``shown_at`` is when this version became public.
    """

    public_id: str
    item: str
    item_name: str
    family: str
    adverse: bool
    subject: SubjectView
    document_number: str
    decided_by: str
    basis: str
    decided_on: date | None
    until: Until
    contest: Contest
    severity: str
    disputed: bool
    corrected: bool
    shown_at: datetime
    fields: tuple[FieldView, ...]

    def said(self, means: str) -> str:
        """Return the value of the field that means this, empty if nothing is shown of it."""
        return next((field.value for field in self.fields if field.means == means), "")


@dataclass(frozen=True)
class RecordPage:
    """Some records, newest decision first, and the position after which the next ones stand (empty: no more)."""

    records: tuple[RecordView, ...]
    position: str


NO_RECORDS = RecordPage((), "")


@dataclass(frozen=True)
class Tally:
    """``number`` records; if not ``exact``, that many and more."""

    number: int
    exact: bool


@dataclass(frozen=True)
class Summary:
    """What is public about one subject: how many records by item, and the newest day of decision among them.

    The day is None where no record has one, or where there are too many to look at all.
    """

    tallies: Mapping[str, Tally]
    newest_on: date | None


NOTHING = Summary({}, None)


@dataclass(frozen=True)
class Filters:
    """What a table of records may be narrowed to; empty and None mean all.

    ``decided_from`` and ``decided_to`` are both inside; ``deciding_body`` is the full name; ``district`` a division
    code or its beginning.
    """

    decided_from: date | None = None
    decided_to: date | None = None
    deciding_body: str = ""
    district: str = ""


EVERYTHING = Filters()

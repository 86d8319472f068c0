"""How staff see a record: frozen descriptions, made by ``histories``. Words are those of the catalogue item."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.register.rules import FieldChange, Standing, Window


@dataclass(frozen=True)
class Position:
    """How a record stands with the public: ``ends_on`` is the last day, of all its versions the earliest.

    ``words`` say it in Chinese; ``disputed`` that an objection is open.
    """

    standing: Standing
    words: str
    ends_on: date | None
    disputed: bool


@dataclass(frozen=True)
class RecordLine:
    """One record in a dossier. ``severity`` is a label, empty where nobody judged it; ``versions`` counts them."""

    public_id: str
    item_name: str
    summary: str
    document_number: str
    deciding_body: str
    source_unit: str
    decided_on: date | None
    severity: str
    versions: int
    position: Position


@dataclass(frozen=True)
class Proof:
    """Where the ledger commits to a fact: a batch, and the place of the leaf in it."""

    batch: int
    index: int


@dataclass(frozen=True)
class VersionFacts:
    """One version: when it became visible, by whose submission, what it says otherwise than the one before.

    ``submission`` is the public id of what it came with, or begins with ``correction-``. ``withdrawn_at`` is set where
    the whole load was taken back. ``window`` is the one this version was given.
    """

    number: int
    shown_at: datetime
    withdrawn_at: datetime | None
    submission: str
    source_unit: str
    severity: str
    changes: tuple[FieldChange, ...]
    window: Window
    proof: Proof | None


@dataclass(frozen=True)
class FieldFacts:
    """One value as it stands; ``closed`` says that the public can not see it."""

    name: str
    value: str
    closed: bool


@dataclass(frozen=True)
class TakedownFacts:
    """The end of publicity, and where the ledger commits to it."""

    label: str
    sentence: str
    basis: str
    at: datetime
    proof: Proof | None


@dataclass(frozen=True)
class RevocationFacts:
    """What became of the decision, and by when its publicity had to end."""

    label: str
    document_number: str
    revoked_on: date
    due_on: date
    due_reason: str


@dataclass(frozen=True)
class DisputeFacts:
    """“数据存在异议” put on or taken off."""

    disputed: bool
    basis: str
    at: datetime


@dataclass(frozen=True)
class History:
    """Everything about one record. ``versions`` stand newest first; ``window`` is that of the standing version.

    ``severity_author`` is ``unit`` or ``proposal``. ``correctable`` is false for registration facts, which are reported
    again instead.
    """

    public_id: str
    item_name: str
    basis: str
    adverse: bool
    correctable: bool
    subject_id: str
    subject_name: str
    subject_code: str
    summary: str
    document_number: str
    deciding_body: str
    decided_on: date | None
    source_unit: str
    severity: str
    severity_author: str
    position: Position
    window: Window
    fields: tuple[FieldFacts, ...]
    versions: tuple[VersionFacts, ...]
    takedown: TakedownFacts | None
    revocation: RevocationFacts | None
    disputes: tuple[DisputeFacts, ...]

"""An item of the catalogue as a value: what may be recorded, by whom, on what basis, shown to whom.

``intake`` compiles its checks from it; ``register`` and ``portal`` read a field by what it means, never by its column.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Family(StrEnum):
    """What kind of fact an item records."""

    PENALTY = "penalty"
    LICENCE = "licence"
    REGISTRATION = "registration"
    CONVERSION = "conversion"
    HONOUR = "honour"
    LISTING = "listing"
    OTHER = "other"


class Disclosure(StrEnum):
    """Who may see an item or a field (公开公示、政务共享、授权查询)."""

    PUBLIC = "public"
    GOVERNMENT = "government"
    AUTHORISED = "authorised"


class Origin(StrEnum):
    """Which catalogue an item comes from (基础目录、补充目录)."""

    NATIONAL_BASIC = "national-basic"
    LOCAL_SUPPLEMENT = "local-supplement"


class Area(StrEnum):
    """Which of the four domains of credit an item belongs to (政务诚信、商务诚信、社会诚信、司法公信)."""

    GOVERNMENT = "government"
    COMMERCE = "commerce"
    SOCIETY = "society"
    JUSTICE = "justice"


class SubjectKind(StrEnum):
    """Whom an item may be about."""

    ORGANISATION = "organisation"
    SOLE_TRADER = "sole-trader"
    PERSON = "person"


class Cycle(StrEnum):
    """How often it is reported: with each decision, each day, month, quarter or year."""

    DECISION = "decision"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class FieldType(StrEnum):
    """What a value of a field is. ``amount`` is 万元 in files and cents inside; ``choices`` are joined with ``;``."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    INTEGER = "integer"
    CHOICE = "choice"
    CHOICES = "choices"
    UNIFIED_CODE = "unified-code"
    ORGANISATION_CODE = "organisation-code"
    REGISTRATION_NUMBER = "registration-number"
    ID_NUMBER = "id-number"


class Need(StrEnum):
    """When a field must be filled."""

    ALWAYS = "always"
    NEVER = "never"
    WHEN = "when"


class Means(StrEnum):
    """What a field means to the rooms above, whatever its column is called."""

    SUBJECT_NAME = "subject-name"
    SUBJECT_CATEGORY = "subject-category"
    SUBJECT_CODE = "subject-code"
    SUBJECT_KIND = "subject-kind"
    SUBJECT_STATUS = "subject-status"
    FORMER_NAMES = "former-names"
    REGISTERED_ON = "registered-on"
    CLOSED_ON = "closed-on"
    DISTRICT = "district"
    ADDRESS = "address"
    BUSINESS_SCOPE = "business-scope"
    LEGAL_REPRESENTATIVE = "legal-representative"
    OLD_REGISTRATION_NUMBER = "old-registration-number"
    OLD_ORGANISATION_CODE = "old-organisation-code"
    OLD_NUMBER_KIND = "old-number-kind"
    OLD_NUMBER = "old-number"
    CONVERTED_ON = "converted-on"
    DOCUMENT_NAME = "document-name"
    DOCUMENT_NUMBER = "document-number"
    DECIDED_ON = "decided-on"
    VALID_FROM = "valid-from"
    VALID_UNTIL = "valid-until"
    CLAIMED_END = "claimed-end"
    DECIDING_BODY = "deciding-body"
    DECIDING_BODY_CODE = "deciding-body-code"
    SOURCE_UNIT = "source-unit"
    SOURCE_UNIT_CODE = "source-unit-code"
    LICENCE_KIND = "licence-kind"
    CERTIFICATE_NAME = "certificate-name"
    CERTIFICATE_NUMBER = "certificate-number"
    STATE = "state"
    OFFENCE = "offence"
    FACTS = "facts"
    BASIS = "basis"
    PENALTY_KINDS = "penalty-kinds"
    SUMMARY = "summary"
    FINE = "fine"
    CONFISCATED = "confiscated"
    LICENCE_TAKEN = "licence-taken"
    SEVERITY = "severity"
    PROCEDURE = "procedure"
    FIELD = "field"
    LISTED_FOR = "listed-for"
    LISTED_UNTIL = "listed-until"
    PUBLISHED_ON = "published-on"
    REMOVED_ON = "removed-on"
    REMOVED_FOR = "removed-for"
    YEAR = "year"
    GRADE = "grade"
    PERSON_PAPER = "person-paper"
    PERSON_NUMBER = "person-number"
    BORN_ON = "born-on"


class RuleKind(StrEnum):
    """How a field stands to another one, to limits or to a way of writing.

    ``not-before``: the date is not before the other one. ``needed-with``: filled where the other one is. ``differs``:
    not the same as the other one. ``year-before``: the year lies before that of the other one's date. ``within``: the
    number is neither under ``least`` nor over ``most``, in the unit of the file. ``written-as``: the text has a shape.
    """

    NOT_BEFORE = "not-before"
    NEEDED_WITH = "needed-with"
    DIFFERS = "differs"
    YEAR_BEFORE = "year-before"
    WITHIN = "within"
    WRITTEN_AS = "written-as"


class Shape(StrEnum):
    """How a text may have to be written: 示市监罚〔2026〕11号, or （2026）示01执11号."""

    DOCUMENT_NUMBER = "document-number"
    CASE_NUMBER = "case-number"


@dataclass(frozen=True)
class Basis:
    """What an item rests on: ``instrument`` is a key of ``law`` or empty, ``text`` its title and number."""

    text: str
    article: str = ""
    instrument: str = ""


@dataclass(frozen=True)
class CodeValue:
    """One value of a code list; ``since``/``until`` bound the decision dates for which it may stand (half-open)."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class CodeList:
    """The values a field may take."""

    key: str
    name: str
    values: tuple[CodeValue, ...]


@dataclass(frozen=True)
class Condition:
    """Holds when another field's value is one of ``values``; with ``contains`` one of its several values is."""

    field: str
    values: tuple[str, ...]
    contains: bool = False


@dataclass(frozen=True)
class Field:
    """One column: ``code`` is the official column code, ``aliases`` further header texts it is known by."""

    code: str
    name: str
    type: FieldType
    length: int
    required: Need
    when: Condition | None = None
    list: CodeList | None = None
    means: Means | None = None
    disclosure: Disclosure = Disclosure.PUBLIC
    aliases: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    ours: bool = False


@dataclass(frozen=True)
class Rule:
    """One check of an item's own. ``other``, ``least`` with ``most`` or ``shape`` are said as the kind asks for.

    A row that breaks it is returned; with ``warns`` it goes on and the clerk is told.
    """

    kind: RuleKind
    field: str
    other: str = ""
    least: int | None = None
    most: int | None = None
    shape: Shape | None = None
    warns: bool = False


@dataclass(frozen=True)
class Item:
    """What may be recorded. ``business_key`` names the fields whose values together are one fact.

    ``collected`` is false while the item stands in the catalogue and nobody reports it yet (尚未归集). ``source`` says
    in words what kind of body such facts come from, ``remark`` what a reader of the catalogue should know.
    ``grave_ground`` says which grave or malicious facts alone are collected, where the law allows a kind no further.
    ``by_procedure`` says that its records come from a procedure on this platform and that nobody reports them.
    """

    key: str
    name: str
    family: Family
    adverse: bool
    origin: Origin
    disclosure: Disclosure
    subject_kinds: frozenset[SubjectKind]
    basis: tuple[Basis, ...]
    cycle: Cycle
    retention_months: int
    publicity_item: str
    business_key: tuple[str, ...]
    fields: tuple[Field, ...]
    valid_from: date
    valid_until: date | None = None
    providers: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    collected: bool = True
    area: Area | None = None
    source: str = ""
    remark: str = ""
    grave_ground: str = ""
    by_procedure: bool = False

    @property
    def is_public(self) -> bool:
        """Whether its records may be public at all."""
        return self.disclosure is Disclosure.PUBLIC

    @property
    def is_about_persons(self) -> bool:
        """Whether its records are about natural persons: kept sealed, and never in public."""
        return SubjectKind.PERSON in self.subject_kinds

    def is_in_force(self, on: date) -> bool:
        """Say whether records may be reported on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def field(self, code: str) -> Field:
        """Return the field with this column code.

        Raises:
            KeyError: there is none.
        """
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(code)

    def meaning(self, means: Means) -> Field | None:
        """Return the field that means this, or None."""
        return next((field for field in self.fields if field.means is means), None)

"""What intake's pages show: frozen descriptions, built by the views."""

from dataclasses import dataclass, field
from datetime import date, datetime

from chengxin.ui.pieces import Figure, LongWork, Pager


@dataclass(frozen=True)
class SubmissionLine:
    """A submission in a table: ``look`` and ``state`` say how it stands."""

    title: str
    address: str
    item: str
    unit: str
    sent_by: str
    received_at: datetime
    rows: int
    accepted: int
    unchanged: int
    returned: int
    look: str
    state: str


@dataclass(frozen=True)
class ListPage:
    """The submissions of the units in reach."""

    title: str
    lines: tuple[SubmissionLine, ...]
    pager: Pager


@dataclass(frozen=True)
class TemplateLink:
    """Where the template of an item is fetched."""

    title: str
    address: str


@dataclass(frozen=True)
class UploadPage:
    """The upload: what is under way, which templates there are, what came lately. ``follows`` names what is mended."""

    title: str
    follows: str
    working: tuple[SubmissionLine, ...]
    templates: tuple[TemplateLink, ...]
    recent: tuple[SubmissionLine, ...]


@dataclass(frozen=True)
class ExampleLine:
    """One place of a cause: the sender's row, what stands there, what to do."""

    line: int
    value: str
    message: str


@dataclass(frozen=True)
class CauseView:
    """Findings of one cause: how many, how it is called, a few places, what to do; ``address`` lists all of them.

    ``unlocks`` counts the rows that go on once this is mended.
    """

    code: str
    title: str
    count: int
    message: str
    examples: tuple[ExampleLine, ...]
    address: str
    unlocks: int = 0


@dataclass(frozen=True)
class ValidatedPage:
    """The answer to a file that was only checked."""

    title: str
    about: str
    errors: tuple[CauseView, ...]
    remarks: tuple[CauseView, ...]


@dataclass(frozen=True)
class GroupView:
    """Rows whose severity waits for the unit: ``key`` names the field of the form."""

    key: str
    rows: int
    proposed: str
    proposed_label: str
    reason: str
    examples: tuple[str, ...]
    more: int
    chosen_label: str


@dataclass(frozen=True)
class Choice:
    """A severity that can be chosen."""

    code: str
    label: str


@dataclass(frozen=True)
class Confirm:
    """What the unit is asked before anything is kept."""

    groups: tuple[GroupView, ...]
    choices: tuple[Choice, ...]
    rows: int


@dataclass(frozen=True)
class MendedView:
    """What became of the returned rows since: in a sentence, and where each of them is listed.

    ``here`` is the address at which the ``open`` rows are mended in the browser, empty where that can not be.
    """

    title: str
    words: str
    address: str
    open: int
    here: str = ""


@dataclass(frozen=True)
class ColumnLine:
    """One column on a receipt: what it became and why."""

    header: str
    field: str
    ground: str


@dataclass(frozen=True)
class MappingView:
    """How a file was read: its layout with the confidence in words, and each column."""

    layout: str
    confidence: str
    lines: tuple[ColumnLine, ...]


@dataclass(frozen=True)
class Receipt:
    """A submission as its unit sees it, whatever its state."""

    public_id: str
    title: str
    state: str
    look: str
    about: str
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...]
    errors: tuple[CauseView, ...]
    remarks: tuple[CauseView, ...]
    facts: tuple[tuple[str, str], ...]
    sha256: str
    work: LongWork | None = None
    confirm: Confirm | None = None
    mended: MendedView | None = None
    settled: tuple[GroupView, ...] = ()
    marked: str = ""
    marked_returned: str = ""
    mend: str = ""
    findings_file: str = ""
    raw_file: str = ""
    retry: str = ""
    cancel: str = ""
    withdraw: str = ""
    withdraw_until: datetime | None = None
    columns: str = ""
    mapping: MappingView | None = None
    follows: str = ""
    followers: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class FindingLine:
    """One finding in a long list."""

    line: int
    field: str
    value: str
    message: str
    look: str
    severity: str


@dataclass(frozen=True)
class FindingsPage:
    """All findings of one cause."""

    public_id: str
    title: str
    about: str
    lines: tuple[FindingLine, ...]
    pager: Pager
    received_on: date

"""What several pages of checks share: how a fact, a measure and a line read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.queries.items import judging_item
from chengxin.catalog.rules.kind_words import FORCE_LABELS
from chengxin.catalog.rules.measures import Force, OrderedBy
from chengxin.checks.models import Check
from chengxin.checks.rules.answers import IDENTITY_LABELS, UNKNOWN_WORDS, Identity, Unknown
from chengxin.measures.models import Task
from chengxin.measures.rules.entries import ORDERED_LABELS
from chengxin.register.rules import words_of
from chengxin.ui.pieces import Crumb


@dataclass(frozen=True)
class FactView:
    """A record or an entry as it stood; everything is empty where the law has taken it down since."""

    name: str
    item: str
    number: str
    body: str
    decided_on: date | None
    ends_on: date | None
    reason: str
    adverse: bool
    disputed: bool
    published: bool
    values: tuple[tuple[str, str], ...]
    gone: bool = False


@dataclass(frozen=True)
class MeasureView:
    """A measure that applies in this matter, its article, whether it binds, and by which facts."""

    key: str
    name: str
    content: str
    basis: str
    binds: str
    ordered: str
    ours: bool
    by: str


@dataclass(frozen=True)
class CheckLine:
    """A line of a list of checks."""

    address: str
    subject: str
    code: str
    matter: str
    unit: str
    reference: str
    at: datetime
    by: str
    look: str
    state: str


@dataclass(frozen=True)
class WaitingTask:
    """A task of a joint action that waits for the same decision."""

    address: str
    measure: str
    kind: str
    due_on: date


def waiting_task(row: Task) -> WaitingTask:
    """Return how a task that waits reads."""
    address = f"{reverse('measures:action', args=[row.action.public_id])}#task-{row.public_id}"
    return WaitingTask(address, row.measure_name, row.action.kind_name, row.due_on)


def fact_view(told: Mapping[str, Any], number: int, gone: frozenset[str]) -> FactView:
    """Return how a fact of an answer reads."""
    name = f"fact-{number}"
    if told["record"] in gone:
        return FactView(
            name, "", "", "", None, None, "", adverse=False, disputed=False, published=False, values=(), gone=True
        )
    item = judging_item(told["item_version"])
    values = told["values"]
    return FactView(
        name=name,
        item=item.name,
        number=told["document_number"],
        body=told["deciding_body"],
        decided_on=_day(told["decided_on"]),
        ends_on=_day(told["ends_on"]),
        reason=told["reason"],
        adverse=told["adverse"],
        disputed=told["disputed"],
        published=told["published"],
        values=tuple(
            (field.name, words)
            for field in item.fields
            if field.code in values and (words := words_of(field, values[field.code]))
        ),
    )


def measure_view(told: Mapping[str, Any], numbers: Mapping[str, str]) -> MeasureView:
    """Return how a measure of an answer reads; ``numbers`` are the documents' numbers by record."""
    ordered = OrderedBy(told["ordered_by"])
    return MeasureView(
        key=told["key"],
        name=told["name"],
        content=told["content"],
        basis=told["basis"],
        binds=_(FORCE_LABELS[Force(told["force"])]),
        ordered=_(ORDERED_LABELS[ordered]),
        ours=ordered is OrderedBy.IMPLEMENTING_UNIT,
        by="、".join(numbers.get(one, _("已封存的信息")) for one in told["by"]),
    )


def unknown_words(told: Mapping[str, Any], measures: Mapping[str, str]) -> str:
    """Return what could not be determined, in words."""
    code = Unknown(told["code"])
    about = measures.get(told["about"], "")
    words = _(UNKNOWN_WORDS[code])
    return f"{about}：{words}" if about else words


def check_line(row: Check) -> CheckLine:
    """Return the line of a check."""
    look, state = state_of(row)
    return CheckLine(
        address=reverse("checks:check", args=[row.public_id]),
        subject=row.subject_name or row.subject_code or _("没有确定主体"),
        code=row.subject_code,
        matter=row.matter.name,
        unit=row.unit.short_name,
        reference=row.reference,
        at=row.at,
        by=row.by_name,
        look=look,
        state=state,
    )


def state_of(row: Check) -> tuple[str, str]:
    """Return how a check stands, as look and words."""
    if row.subject_id is None:
        return "idle", _(IDENTITY_LABELS[Identity(row.identity)])
    if row.closed_at is None:
        return "near", _("{n}项措施待登记").format(n=row.waiting)
    return "done", _("已办结")


def to_checks() -> Crumb:
    """Return the step to the list of checks."""
    return Crumb(_("信用核查"), reverse("checks:checks"))


def to_matters() -> Crumb:
    """Return the step to the list of matters."""
    return Crumb(_("核查事项"), reverse("checks:matters"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

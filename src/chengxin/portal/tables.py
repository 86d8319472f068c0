"""The tables of 双公示: what of a record stands in a line, and how a table is narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from chengxin.portal.entries import clipped, subject_address, title_of, valid_until
from chengxin.portal.narrowing import Chosen, NarrowingForm, address_of, less
from chengxin.register.public import Filters, RecordView, Tally
from chengxin.ui.fields import DateField
from chengxin.ui.pieces import Pager, Tab

LONGEST_CELL = 60
YUAN = gettext_noop("元")
FILTERS = ("from", "to", "body", "district")


class TableForm(NarrowingForm):
    """What a table may be narrowed to. A subject's name is not among it: that is what the search is for."""

    body = forms.ChoiceField(label=gettext_lazy("作出机关"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("主体所在区域"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[str], districts: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the bodies and districts there are; the days have names that Python keeps for itself."""
        super().__init__(*args, **kwargs)
        self.fields["from"] = DateField(label=gettext_lazy("决定日期从"), required=False)
        self.fields["to"] = DateField(label=gettext_lazy("到"), required=False)
        self.offer("body", [("", gettext_lazy("全部机关")), *((body, body) for body in bodies)])
        self.offer("district", [("", gettext_lazy("全部区域")), *districts.items()])
        self.order_fields(["from", "to", "body", "district"])

    def filters(self) -> Filters:
        """Return what was asked; everything where nothing was, or nothing that can be understood."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Filters(
            decided_from=said.get("from"),
            decided_to=said.get("to"),
            deciding_body=said.get("body", ""),
            district=said.get("district", ""),
        )


@dataclass(frozen=True)
class Line:
    """One record in a table. ``kinds`` are kinds of penalty or of licence, ``fine`` yuan without the unit."""

    decided_on: date | None
    subject: str
    subject_address: str
    address: str
    document: str
    title: str
    disputed: bool
    kinds: str
    fine: str
    body: str
    ends_on: date | None


@dataclass(frozen=True)
class TablePage:
    """A table of records, newest decision first. ``count`` is None where nobody asked for it."""

    tabs: tuple[Tab, ...]
    adverse: bool
    form: TableForm
    chosen: tuple[Chosen, ...]
    lines: tuple[Line, ...]
    count: Tally | None
    counting: str
    pager: Pager
    first: str


def line_of(record: RecordView) -> Line:
    """Return the line of a record."""
    kinds = record.said("penalty-kinds") if record.adverse else record.said("licence-kind")
    return Line(
        decided_on=record.decided_on,
        subject=record.subject.name,
        subject_address=subject_address(record),
        address=f"/records/{record.public_id}",
        document=record.document_number,
        title=title_of(record) if record.adverse else _licence(record),
        disputed=record.disputed,
        kinds=kinds.replace("；", "、"),
        fine=record.said("fine").removesuffix(YUAN),
        body=record.decided_by,
        ends_on=record.until.ends_on or valid_until(record),
    )


def _licence(record: RecordView) -> str:
    parts = [record.said("certificate-name") or record.said("document-name"), record.said("summary")]
    return clipped("：".join(filter(None, parts)), LONGEST_CELL)


def chosen_of(form: TableForm, address: str) -> tuple[Chosen, ...]:
    """Return the filters that are on."""
    return form.chosen(FILTERS, lambda name: address_of(less(asked(form), name), address))


def asked(form: TableForm) -> dict[str, str]:
    """Return the filters as the address carries them."""
    return form.asked(FILTERS)


def pager_of(form: TableForm, address: str, after: str, following: str, size: int) -> Pager:
    """Return the way on, and back to the beginning."""
    if not after and not following:
        return Pager()
    return Pager(
        words=_("每页{size}条，按决定日期从近到远").format(size=size),
        previous="",
        next=address_of(asked(form) | {"after": following}, address) if following else "",
    )


def counting_address(form: TableForm, address: str, after: str) -> str:
    """Return the address of the same page with its count."""
    return address_of(asked(form) | ({"after": after} if after else {}) | {"count": "1"}, address)


def first_address(form: TableForm, address: str) -> str:
    """Return the address of the first page of the same table."""
    return address_of(asked(form), address)

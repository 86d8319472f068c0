"""A single record typed in a form: which fields are asked, in which groups, and values as people type them.

Numbers of persons are never typed: a draft is not sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from chengxin.catalog.rules import Field, FieldType, Item, Means, Need
from chengxin.intake.rules.values import CENTS_IN_TEN_THOUSAND
from chengxin.register.rules import Value


class Part(StrEnum):
    """A group of the form."""

    SUBJECT = "subject"
    DECISION = "decision"
    CONTENT = "content"
    BODY = "body"
    OTHER = "other"


PART_LABELS: Mapping[Part, str] = MappingProxyType(
    {
        Part.SUBJECT: "主体",
        Part.DECISION: "决定",
        Part.CONTENT: "内容",
        Part.BODY: "机关",
        Part.OTHER: "其他",
    }
)
_MEANINGS: Mapping[Part, frozenset[Means]] = MappingProxyType(
    {
        Part.SUBJECT: frozenset(
            {
                Means.SUBJECT_NAME,
                Means.SUBJECT_CATEGORY,
                Means.SUBJECT_CODE,
                Means.SUBJECT_KIND,
                Means.SUBJECT_STATUS,
                Means.FORMER_NAMES,
                Means.REGISTERED_ON,
                Means.CLOSED_ON,
                Means.DISTRICT,
                Means.ADDRESS,
                Means.BUSINESS_SCOPE,
                Means.LEGAL_REPRESENTATIVE,
                Means.OLD_REGISTRATION_NUMBER,
                Means.OLD_ORGANISATION_CODE,
            }
        ),
        Part.DECISION: frozenset(
            {
                Means.DOCUMENT_NAME,
                Means.DOCUMENT_NUMBER,
                Means.DECIDED_ON,
                Means.VALID_FROM,
                Means.VALID_UNTIL,
                Means.CLAIMED_END,
                Means.LICENCE_KIND,
                Means.CERTIFICATE_NAME,
                Means.CERTIFICATE_NUMBER,
                Means.STATE,
                Means.YEAR,
                Means.PUBLISHED_ON,
                Means.LISTED_UNTIL,
                Means.REMOVED_ON,
                Means.REMOVED_FOR,
            }
        ),
        Part.BODY: frozenset(
            {Means.DECIDING_BODY, Means.DECIDING_BODY_CODE, Means.SOURCE_UNIT, Means.SOURCE_UNIT_CODE}
        ),
    }
)


@dataclass(frozen=True)
class Group:
    """Fields asked together: those most records have, and those few have, which may be folded away."""

    part: Part
    usual: tuple[Field, ...]
    rare: tuple[Field, ...]


def typed_fields(item: Item) -> tuple[Field, ...]:
    """Return the fields a form asks for."""
    return tuple(field for field in item.fields if field.type is not FieldType.ID_NUMBER)


def can_be_typed(item: Item) -> bool:
    """Say whether a record of the item can be complete without a number of a person."""
    return all(field.required is not Need.ALWAYS for field in item.fields if field.type is FieldType.ID_NUMBER)


MOST_MENDED_HERE = 50
"""So many returned rows one page can hold; more are mended in the file."""


def can_be_mended_here(item: Item, rows: int) -> bool:
    """Say whether returned rows of an item may be mended in a form."""
    return can_be_typed(item) and 0 < rows <= MOST_MENDED_HERE


def groups_of_fields(item: Item) -> tuple[Group, ...]:
    """Return the groups of the form in their order, without empty ones.

    A field that means nothing to the platform belongs to the subject if it stands among the subject's fields.
    """
    members: dict[Part, list[Field]] = {part: [] for part in Part}
    last = Part.OTHER
    for field in item.fields:
        part = _part_of(field, last)
        last = part
        if field.type is not FieldType.ID_NUMBER:
            members[part].append(field)
    return tuple(_group(part, fields) for part, fields in members.items() if fields)


def _part_of(field: Field, last: Part) -> Part:
    if field.means is None:
        return Part.SUBJECT if last is Part.SUBJECT else Part.OTHER
    return next((part for part, means in _MEANINGS.items() if field.means in means), Part.CONTENT)


def _group(part: Part, fields: Sequence[Field]) -> Group:
    rare = [field for field in fields if _is_rare(field)]
    return Group(part, tuple(field for field in fields if field not in rare), tuple(rare))


def _is_rare(field: Field) -> bool:
    """Old numbers and what the platform makes no use of; a unit that has them still finds them."""
    return field.required is Need.NEVER and (field.means is None or field.means is Means.CLAIMED_END)


def typed_hint(field: Field) -> str:
    """Return the field's hint for a form: files join several values with semicolons and format cells, forms do not."""
    if field.type is FieldType.CHOICES:
        return ""
    return "；".join(part for part in field.hint.split("；") if "单元格" not in part)


def typed_text(field: Field, value: Value) -> str:
    """Return a value of a payload as it is typed, so that the checks read the same value again."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    if field.type is FieldType.AMOUNT:
        amount = Decimal(str(value)) / CENTS_IN_TEN_THOUSAND
        return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"
    return str(value)


def prefilled(item: Item, *, unit_name: str, unit_code: str) -> dict[str, str]:
    """Return what is known before anything is typed: the unit that reports, and its code if the directory has one."""
    known = {Means.SOURCE_UNIT: unit_name, Means.SOURCE_UNIT_CODE: unit_code}
    found = {means: item.meaning(means) for means in known}
    return {field.code: known[means] for means, field in found.items() if field is not None and known[means]}

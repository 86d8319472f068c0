"""Turns a row of the public view into what is shown: closed fields left out, numbers of persons in free text masked."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from chengxin.catalog.rules import Field, FieldType, Item, Means
from chengxin.foundation.identifiers import mask_id_number, mask_phone
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.register import rules
from chengxin.register.public.shapes import Contest, FieldView, RecordView, SubjectView, Until

CENTS_OF_TEN_THOUSAND = 1_000_000
LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.ASCII)
PHONE_NUMBER = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])", re.ASCII)


def view_of(row: Mapping[str, Any], item: Item) -> RecordView:
    """Return what the public sees of a row of ``public_records``, by the item in force now."""
    payload = json.loads(row["payload"])  # Django leaves the text to its own fields
    return RecordView(
        public_id=row["public_id"],
        item=item.key,
        item_name=item.name,
        family=item.family.value,
        adverse=item.adverse,
        subject=SubjectView(
            public_id=row["subject"],
            name=row["subject_name"],
            code=row["subject_code"] or "",
            kind=row["subject_kind"],
            district=row["subject_district"],
        ),
        document_number=row["document_number"],
        decided_by=row["deciding_body"],
        basis=_basis(payload, item),
        decided_on=row["decided_on"],
        until=Until(
            starts_on=row["starts_on"],
            minimum_ends_on=row["minimum_ends_on"],
            ends_on=row["ends_on"],
            rule=row["rule"],
            reason=row["reason"],
        ),
        contest=Contest(
            objection_to=row["source_unit"], review_of=row["deciding_body"], repair_from=row["earliest_repair_on"]
        ),
        severity=_severity(row["severity"], item),
        disputed=row["disputed"],
        corrected=row["corrected"],
        shown_at=row["shown_at"],
        fields=tuple(_fields(payload, item, protected=row["subject_is_protected"])),
    )


def _basis(payload: Mapping[str, Any], item: Item) -> str:
    """Return what the decision rests on; where the item has no such field, what the item itself does."""
    field = item.meaning(Means.BASIS)
    said = payload.get(field.code, "") if field else ""
    return _without_numbers(said) or "；".join(f"{basis.text}{basis.article}" for basis in item.basis)


def _severity(key: str, item: Item) -> str:
    field = item.meaning(Means.SEVERITY)
    return rules.label_of(field, key) if field else key


def _fields(payload: Mapping[str, Any], item: Item, *, protected: bool) -> Iterator[FieldView]:
    shown = rules.open_fields(item, protected=protected)
    for field in item.fields:
        if field.code in shown and payload.get(field.code) not in (None, "", []):
            means = field.means.value if field.means else ""
            value = payload[field.code]
            yield FieldView(
                code=field.code,
                name=field.name,
                value=_words(field, value),
                reported=_reported(field, value),
                type=field.type.value,
                means=means,
            )


def _words(field: Field, value: Any) -> str:
    words = rules.words_of(field, value)
    return _without_numbers(words) if field.type is FieldType.TEXT else words


def _reported(field: Field, value: Any) -> str:
    """Return the value as the official layouts of 双公示 write it."""
    if field.type is FieldType.AMOUNT:
        return f"{Decimal(value) / CENTS_OF_TEN_THOUSAND:.6f}"
    if field.type is FieldType.CHOICES:
        return _words(field, value).replace("；", ";")
    return str(value) if field.type is FieldType.DATE else _words(field, value)


def _without_numbers(text: str) -> str:
    """Return the text with ID numbers and mobile numbers masked; codes of organisations stay."""
    without_ids = LONG_NUMBER.sub(lambda match: _masked_id(match[0]), text)
    return PHONE_NUMBER.sub(lambda match: mask_phone(match[0]), without_ids)


def _masked_id(number: str) -> str:
    return mask_id_number(number) if id_number_check(number[:-1]) == number[-1].upper() else number

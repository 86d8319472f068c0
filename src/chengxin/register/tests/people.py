"""Sealed records about invented persons. Their numbers have a right check character and a division that no list has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

import polars as pl

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.foundation.opaque import new_opaque_id
from chengxin.register import services
from chengxin.register.models import Load, PersonRecord
from chengxin.register.rules import KEY_SEPARATOR
from chengxin.register.services import Merged
from chengxin.register.tests.scenes import JOB, NOW
from chengxin.units.models import Unit

ITEM = standard_items()["penalty-person"]
NAME = "测舟眠"
_numbers = count(1)


def id_number(sequence: int = 1) -> str:
    body = f"99999919900101{sequence:03}"
    return body + id_number_check(body)


NUMBER = id_number()


@dataclass(frozen=True)
class Deed:
    """A penalty of a person."""

    number: str = NUMBER
    name: str = NAME
    document: str = "示公罚决字〔2026〕31号"
    summary: str = "罚款人民币贰佰元"
    decided_on: date = date(2026, 6, 16)

    def row(self, number: int) -> dict[str, object]:
        """Return it as a row of a load."""
        payload = {"CF_XDR_MC": self.name, "CF_WSH": self.document, "CF_NR": self.summary, "CF_JDRQ": self.decided_on}
        return {
            "row": number,
            "paper": "id-card",
            "number": self.number,
            "name": self.name,
            "business_key": KEY_SEPARATOR.join((self.document, self.number)),
            "payload": payload,
            "decided_on": self.decided_on,
            "document_number": self.document,
        }


def begun(unit: Unit, at: datetime = NOW) -> Load:
    return services.begin_load(submission=new_opaque_id(), unit=unit.id, item=ITEM, now=at)


def merged(load: Load, *deeds: Deed, inherited: Sequence[int] = ()) -> Merged:
    rows = pl.DataFrame([deed.row(number) for number, deed in enumerate(deeds, start=1)])
    (found,) = services.merge_person_chunks(
        load=load,
        item=ITEM,
        chunks=[rows],
        stage=lambda chunk: chunk,
        note=lambda _chunk, _merged: None,
        now=NOW,
        inherited=inherited,
    )
    return found


def kept(unit: Unit, *deeds: Deed, at: datetime = NOW) -> Load:
    """Merge records and let them stand."""
    load = begun(unit, at)
    merged(load, *deeds)
    return services.show_load(actor=JOB, now=at, load=load.id)


def kept_record(unit: Unit, at: datetime = NOW) -> str:
    """Keep a record about somebody nobody knew and return its public id."""
    number = next(_numbers)
    load = kept(unit, Deed(id_number(number), document=f"示公罚决字〔2026〕{100 + number}号"), at=at)
    return PersonRecord.objects.get(versions__load=load).public_id

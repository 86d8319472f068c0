"""Matters in which a check of credit is due: the kinds of approvals and decisions of a unit, and their definition.

国办发〔2016〕33号 and the yearly plan ask that credit is looked at when something is decided; which measures may be
applied in a matter stands in the published catalogue, never here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from chengxin.audit.rules import canonical_json


class MatterKind(StrEnum):
    """What is decided in a matter."""

    LICENSING = "licensing"
    PROJECT = "project"
    PROCUREMENT = "procurement"
    AWARD = "award"
    FINANCE = "finance"
    SUBSIDY = "subsidy"
    REGISTRATION = "registration"
    OTHER = "other"


MATTER_LABELS: Mapping[MatterKind, str] = MappingProxyType(
    {
        MatterKind.LICENSING: "行政许可",
        MatterKind.PROJECT: "项目申报",
        MatterKind.PROCUREMENT: "采购招标",
        MatterKind.AWARD: "评先评优",
        MatterKind.FINANCE: "融资授信",
        MatterKind.SUBSIDY: "财政资金",
        MatterKind.REGISTRATION: "登记和资质",
        MatterKind.OTHER: "其他事项",
    }
)


@dataclass(frozen=True)
class MatterDefinition:
    """What a matter says on a day.

    ``basis`` is the law or paper by which credit is checked in it, ``must_check`` that each decision needs a check,
    ``since`` the first day and ``until`` the last (None: open). ``measures`` are keys of the measure catalogue that
    the unit may apply in it; ``item`` is the catalogue item under which its decisions are reported, empty if none.
    """

    name: str
    kind: MatterKind
    basis: str
    must_check: bool
    since: date
    until: date | None = None
    measures: tuple[str, ...] = ()
    item: str = ""

    def is_open(self, on: date) -> bool:
        """Say whether it is handled on the day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def told(self) -> dict[str, Any]:
        """Return it as plain values; ``definition_from`` reads them."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "basis": self.basis,
            "must_check": self.must_check,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "measures": list(self.measures),
            "item": self.item,
        }

    def hash(self) -> str:
        """Return the SHA-256 of the canonical definition."""
        return hashlib.sha256(canonical_json(self.told())).hexdigest()


def definition_from(told: Mapping[str, Any]) -> MatterDefinition:
    """Return the definition that ``told`` wrote."""
    return MatterDefinition(
        name=told["name"],
        kind=MatterKind(told["kind"]),
        basis=told["basis"],
        must_check=told["must_check"],
        since=date.fromisoformat(told["since"]),
        until=date.fromisoformat(told["until"]) if told["until"] else None,
        measures=tuple(told["measures"]),
        item=told["item"],
    )

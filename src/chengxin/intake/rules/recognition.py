"""How a file's columns become fields, and how sure that is: the outcome of a recognition, as a value that is kept.

A submission keeps it, so that a second judgement of the same file reads it with the same columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from chengxin.catalog.rules import Field, Item, Need
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.mapping import WRONG_ITEM_SHARE

PERSON = "=person"
STATE = "=state"
"""What a column may be beside a field: the number of a natural person, or whether the decision still stands."""


class Ground(StrEnum):
    """Why a column is what it is said to be."""

    CODE = "code"
    NAME = "name"
    ALIAS = "alias"
    LAYOUT = "layout"
    OFFICE = "office"
    UNIT = "unit"
    VALUES = "values"
    CHOSEN = "chosen"
    LIKENESS = "likeness"
    LEFT_OUT = "left-out"
    TWICE = "twice"
    UNKNOWN = "unknown"


GROUND_LABELS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.CODE: "字段代码，确定",
        Ground.NAME: "标准名称，确定",
        Ground.ALIAS: "通用的别名，确定",
        Ground.LAYOUT: "按认出的版式，确定",
        Ground.OFFICE: "信用办登记的别名，确定",
        Ground.UNIT: "本单位记住的别名，确定",
        Ground.VALUES: "按这一列的内容，很有把握",
        Ground.CHOSEN: "由报送单位选定",
        Ground.LIKENESS: "名称相近，没有把握",
        Ground.LEFT_OUT: "旧版式的列，不收",
        Ground.TWICE: "与前面一列是同一个字段，没有用到",
        Ground.UNKNOWN: "认不出，没有用到",
    }
)


@dataclass(frozen=True)
class Column:
    """One column: ``target`` is a field's code, ``PERSON``, ``STATE``, or empty where it is not used.

    ``alias`` is the number of the table's alias it was known by; ``doubt`` says what has to be asked, ``reason`` why
    it is left out; ``samples`` stand only while somebody is asked, without numbers of persons.
    """

    place: int
    header: str
    target: str
    ground: Ground
    alias: str = ""
    doubt: str = ""
    reason: str = ""
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """How a table is read.

    ``header`` and ``first`` are the places of the header and of the first data row among the first rows; ``layout`` is
    a key, empty for the item's own headers; ``confidence`` runs from 0 to 1. ``doubt`` is what has to be asked about
    the file as a whole. ``bodies`` are codes of deciding bodies by name, ``source`` name and code of the reporting
    unit: what the file's layout has no column for; ``completed`` says that they were looked up.
    """

    header: int
    first: int
    layout: str
    layout_name: str
    confidence: float
    columns: tuple[Column, ...]
    excused: frozenset[str] = frozenset()
    doubt: str = ""
    bodies: Mapping[str, str] = field(default_factory=dict)
    source: tuple[str, str] = ("", "")
    completed: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.doubt and not any(column.doubt for column in self.columns)

    @property
    def targets(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(column.target for column in self.columns if column.target)

    @property
    def aliases(self) -> list[str]:
        """The numbers of the table's aliases that were used."""
        return sorted({column.alias for column in self.columns if column.alias})

    def missing(self, item: Item) -> tuple[Field, ...]:
        """Return the fields that must have a column and have none, and that this layout should have."""
        have = self.targets | self.excused
        return tuple(one for one in item.fields if one.required is Need.ALWAYS and one.code not in have)

    def is_wrong_item(self, item: Item) -> bool:
        """Say whether so many required columns are missing that the file is for another item."""
        required = [one for one in item.fields if one.required is Need.ALWAYS and one.code not in self.excused]
        return bool(required) and len(self.missing(item)) / len(required) >= WRONG_ITEM_SHARE

    def places_of(self, target: str) -> tuple[int, ...]:
        """Return the places of the columns of a field."""
        return tuple(column.place for column in self.columns if column.target == target)


def settled(recognition: Recognition) -> Recognition:
    """Return the recognition with nothing left to ask and no samples."""
    columns = tuple(replace(column, doubt="", samples=()) for column in recognition.columns)
    return replace(recognition, columns=columns, doubt="")


def without_doubts(recognition: Recognition) -> Recognition:
    """Return the recognition without the columns about which something has to be asked."""
    columns = tuple(
        replace(column, target="", ground=Ground.UNKNOWN, alias="", reason=column.doubt) if column.doubt else column
        for column in recognition.columns
    )
    return settled(replace(recognition, columns=columns))


def chosen(recognition: Recognition, item: Item, targets: Mapping[int, str], layout: Layout | None) -> Recognition:
    """Return the recognition with what a person chose, by place, and nothing left to ask."""
    columns = tuple(_chosen(column, targets.get(column.place)) for column in recognition.columns)
    return settled(
        replace(
            recognition,
            columns=columns,
            layout=layout.key if layout else "",
            layout_name=layout.name if layout else "",
            excused=(layout.lacks(item) if layout else frozenset()) - {column.target for column in columns},
        )
    )


def _chosen(column: Column, target: str | None) -> Column:
    if target is None or (target == column.target and not column.doubt):
        return column
    return replace(column, target=target, ground=Ground.CHOSEN, alias="", reason="")


def twice(columns: Sequence[Column], joined: frozenset[str]) -> str:
    """Return the field that two columns are to become, empty where none is; ``joined`` may take two."""
    seen: set[str] = set()
    for column in columns:
        if column.target and column.target in seen and column.target not in joined:
            return column.target
        seen.add(column.target)
    return ""


def as_json(recognition: Recognition) -> dict[str, Any]:
    """Return the recognition as plain values."""
    data = asdict(recognition)
    data["excused"] = sorted(recognition.excused)
    return data


def from_json(data: Mapping[str, Any]) -> Recognition:
    """Return the recognition that ``as_json`` wrote."""
    columns = tuple(
        Column(**{**column, "ground": Ground(column["ground"]), "samples": tuple(column["samples"])})
        for column in data["columns"]
    )
    name, code = data["source"]
    return Recognition(**{**data, "columns": columns, "excused": frozenset(data["excused"]), "source": (name, code)})


CONFIDENCE_WORDS = ((0.9, "确定"), (0.7, "很有把握"), (0.5, "有些把握"))


def confidence_words(confidence: float) -> str:
    """Return a confidence in words."""
    return next((words for least, words in CONFIDENCE_WORDS if confidence >= least), "没有把握")

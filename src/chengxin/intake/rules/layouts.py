"""The layouts of 双公示 in use: which column of which year's template is which field of today's item."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chengxin.catalog.rules import Family, Item, Need

NUMBERED = re.compile(r"^(?:行政)?相对人代码_?([1-6])(?:\((.+)\))?$")
"""A header that counts the codes of a subject; what the number means changed from layout to layout."""

_NOISE = re.compile(r"[\x00\s\*＊\"'“”‘’:：、,，.。]")
_REMARK = re.compile(r"[（(](必填|选填|非必填|必录|可不填|必填项|yyyy[-/.]?mm[-/.]?dd)[)）]", re.IGNORECASE)
_BRACKETS = str.maketrans({"（": "(", "）": ")", "【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")"})


def plain_header(text: str) -> str:
    """Return a header without remarks, spaces and punctuation, brackets narrowed, upper-cased."""
    narrow = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _NOISE.sub("", _REMARK.sub("", narrow)).replace("()", "").upper()


@dataclass(frozen=True)
class LayoutColumn:
    """A column of a layout: ``field`` is the item's column that takes its value, where the item has it.

    ``joins``: its values are added to those of another column; ``person``: it holds the number of a natural person,
    which enters no item of organisations; ``state``: it says whether the decision still stands; ``leave``: why it is
    not taken; ``optional``: today's field may be worked out where the column is not there.
    """

    code: str
    name: str
    field: str = ""
    joins: bool = False
    person: bool = False
    state: bool = False
    optional: bool = False
    leave: str = ""


@dataclass(frozen=True)
class Layout:
    """One year's template of a family of items; ``order`` grows with the years.

    ``values`` maps a field to the writings that mean something else here than in today's code list.
    """

    key: str
    name: str
    family: Family
    order: int
    markers: frozenset[str]
    columns: tuple[LayoutColumn, ...]
    values: Mapping[str, Mapping[str, str]]

    @cached_property
    def by_header(self) -> Mapping[str, LayoutColumn]:
        """The columns by plain code, by plain name and by what stands in the brackets of a counted code."""
        found: dict[str, LayoutColumn] = {}
        for texts in (lambda c: (c.code,), lambda c: (c.name,), lambda c: (counted(c.name)[1],)):
            for column in self.columns:
                for text in filter(None, texts(column)):
                    found.setdefault(plain_header(text), column)
        return found

    @cached_property
    def by_number(self) -> Mapping[int, LayoutColumn]:
        """The counted codes of the subject by their number."""
        numbers = {counted(column.name)[0]: column for column in self.columns}
        return {number: column for number, column in numbers.items() if number}

    @cached_property
    def marker_headers(self) -> frozenset[str]:
        """The plain codes and names of the markers."""
        named = [(column.code, column.name) for column in self.columns if column.code in self.markers]
        return frozenset(plain_header(text) for pair in named for text in pair)

    def lacks(self, item: Item) -> frozenset[str]:
        """Return the fields of an item that may be required and for which this layout has no column."""
        have = {column.field for column in self.columns if not column.optional}
        return frozenset(
            field.code for field in item.fields if field.required is not Need.NEVER and field.code not in have
        )


def counted(header: str) -> tuple[int, str]:
    """Return the number of a counted code and what its brackets say; 0 and nothing for any other header."""
    found = NUMBERED.match(plain_header(header))
    return (int(found[1]), found[2] or "") if found else (0, "")


def layouts_of(item: Item, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return the layouts of an item's family, the newest first."""
    return tuple(sorted((one for one in layouts if one.family is item.family), key=lambda one: -one.order))


def layout_from(data: Mapping[str, Any]) -> Layout:
    """Return a layout from the keys of ``data/layouts/*.toml``."""
    return Layout(
        key=data["key"],
        name=data["name"],
        family=Family(data["family"]),
        order=data["order"],
        markers=frozenset(data["markers"]),
        columns=tuple(LayoutColumn(**column) for column in data["columns"]),
        values={entry["field"]: dict(entry["from"]) for entry in data.get("values", ())},
    )

"""Which column of a file is which field: by official code, by name, by alias, whatever the brackets and spaces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chengxin.catalog.rules import Field, Item, Need
from chengxin.intake.rules.layouts import plain_header
from chengxin.intake.rules.ours import OUR_HEADERS

WRONG_ITEM_SHARE = 0.6
"""With this share of the required columns missing, the file is for another item."""


@dataclass(frozen=True)
class Mapping:
    """How a file's columns become fields.

    ``columns`` maps the position of a column to a field code; ``unknown`` are headers no field is known by;
    ``missing`` are fields that must be there and are not; ``twice`` are headers whose field another column has.
    """

    columns: dict[int, str]
    unknown: tuple[str, ...]
    missing: tuple[Field, ...]
    twice: tuple[str, ...]

    def is_wrong_item(self, item: Item) -> bool:
        """Say whether so many required columns are missing that the file is for another item."""
        required = sum(field.required is Need.ALWAYS for field in item.fields)
        return required > 0 and len(self.missing) / required >= WRONG_ITEM_SHARE


def known_headers(item: Item) -> dict[str, str]:
    """Return the plain headers an item's fields are known by, each with its field code.

    Codes come before names, names before aliases: where two fields claim a text, the stronger claim holds.
    """
    claims: dict[str, str] = {}
    for texts in (lambda f: (f.code,), lambda f: (f.name,), lambda f: f.aliases):
        for field in item.fields:
            for text in texts(field):
                claims.setdefault(plain_header(text), field.code)
    return claims


def map_headers(item: Item, headers: Sequence[str]) -> Mapping:
    """Return the mapping of a header row to the item's fields."""
    known = known_headers(item)
    columns: dict[int, str] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, header in enumerate(headers):
        if not header.strip():
            continue
        code = known.get(plain_header(header))
        if code is None and plain_header(header) in OUR_HEADERS:
            continue
        if code is None:
            unknown.append(header.strip())
        elif code in columns.values():
            twice.append(header.strip())
        else:
            columns[place] = code
    found = set(columns.values())
    missing = tuple(f for f in item.fields if f.required is Need.ALWAYS and f.code not in found)
    return Mapping(columns=columns, unknown=tuple(unknown), missing=missing, twice=tuple(twice))


def better_item(item: Item, items: Iterable[Item], headers: Sequence[str]) -> tuple[Item, int] | None:
    """Return the other item that explains more of the headers than ``item`` does, and how many; None if none does."""
    found = likely_item(items, headers)
    if found is None or found.key == item.key:
        return None
    own, other = (len(map_headers(one, headers).columns) for one in (item, found))
    return (found, other) if other > own else None


def likely_item(items: Iterable[Item], headers: Sequence[str]) -> Item | None:
    """Return the item whose columns the headers fit best, if one fits at all."""
    fits = [(len(map_headers(item, headers).columns), item) for item in items]
    best = max(fits, key=lambda fit: fit[0], default=(0, None))
    return best[1] if best[0] > 1 else None

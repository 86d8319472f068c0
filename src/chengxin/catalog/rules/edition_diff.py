"""What one edition has other than another: items added, removed and changed, the changes in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from chengxin.catalog.rules.differences import Difference, differences
from chengxin.catalog.rules.editions import Part
from chengxin.catalog.rules.item import Item


@dataclass(frozen=True)
class ItemChange:
    """What became of one item between two editions; only a changed one has ``differences``."""

    key: str
    name: str
    part: Part
    differences: tuple[Difference, ...] = ()


def edition_changes(before: Mapping[str, Item], after: Mapping[str, Item]) -> list[ItemChange]:
    """Return the items that differ, each by key: added, then changed, then removed; not what is the same."""
    added = [ItemChange(key, after[key].name, Part.ADDED) for key in sorted(after.keys() - before.keys())]
    removed = [ItemChange(key, before[key].name, Part.REMOVED) for key in sorted(before.keys() - after.keys())]
    both = sorted(before.keys() & after.keys())
    compared = [(key, tuple(differences(before[key], after[key]))) for key in both]
    changed = [ItemChange(key, after[key].name, Part.CHANGED, words) for key, words in compared if words]
    return [*added, *changed, *removed]

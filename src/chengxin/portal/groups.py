"""The kinds of records that the public site shows, as tabs and tables name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chengxin.catalog.rules import Family, Item

LICENCES, PENALTIES = "licences", "penalties"


@dataclass(frozen=True)
class Group:
    """Items that stand under one tab. ``key`` is what addresses say, ``label`` what people read."""

    key: str
    label: str
    items: Mapping[str, Item]

    @property
    def adverse(self) -> bool:
        """Whether something adverse may stand under it."""
        return any(item.adverse for item in self.items.values())

    def total(self, counts: Mapping[str, int]) -> int:
        """Return the sum of counts by item."""
        return sum(counts.get(key, 0) for key in self.items)


def groups_of(items: Mapping[str, Item]) -> tuple[Group, ...]:
    """Return the groups in the order of the tabs: licences, penalties, then every other item by its name.

    What a registration says stands at the head of a subject's page and is no group.
    """
    by_family = {
        family: {key: item for key, item in sorted(items.items()) if item.family is family} for family in Family
    }
    others = sorted(by_family[Family.OTHER].values(), key=lambda item: item.name)
    return (
        Group(LICENCES, _("许可"), by_family[Family.LICENCE]),
        Group(PENALTIES, _("处罚"), by_family[Family.PENALTY]),
        *(Group(item.key, item.name, {item.key: item}) for item in others),
    )

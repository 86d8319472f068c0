"""The kinds of records that the public site shows, as tabs and tables name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chengxin.catalog.rules import Family, Item

LICENCES, PENALTIES, HONOURS, LISTINGS = "licences", "penalties", "honours", "listings"


@dataclass(frozen=True)
class Group:
    """Items that stand under one tab. ``key`` is what addresses say, ``label`` what people read."""

    key: str
    label: str
    items: Mapping[str, Item]

    @property
    def mixed(self) -> bool:
        """Whether its entries have to say of which item they are."""
        return self.key in {HONOURS, LISTINGS}

    @property
    def adverse(self) -> bool:
        """Whether something adverse may stand under it."""
        return any(item.adverse for item in self.items.values())

    def total(self, counts: Mapping[str, int]) -> int:
        """Return the sum of counts by item."""
        return sum(counts.get(key, 0) for key in self.items)


def groups_of(items: Mapping[str, Item]) -> tuple[Group, ...]:
    """Return the groups in the order of the tabs: licences, penalties, honours, listings, then other items by name.

    Honours and listings stand only where the catalogue has such items. What a registration says stands at the head of
    a subject's page and is no group.
    """
    by_family = {
        family: {key: item for key, item in sorted(items.items()) if item.family is family} for family in Family
    }
    others = sorted(by_family[Family.OTHER].values(), key=lambda item: item.name)
    several = (
        Group(HONOURS, _("良好记录"), by_family[Family.HONOUR]),
        Group(LISTINGS, _("名录和名单"), by_family[Family.LISTING]),
    )
    return (
        Group(LICENCES, _("许可"), by_family[Family.LICENCE]),
        Group(PENALTIES, _("处罚"), by_family[Family.PENALTY]),
        *(group for group in several if group.items),
        *(Group(item.key, item.name, {item.key: item}) for item in others),
    )

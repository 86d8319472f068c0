"""The organisations of the demonstration: names as people give them, codes of a block that nobody has. No database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from chengxin.config.demonstration.words import Day, District, Kind, Names, Told
from chengxin.foundation.identifiers import compose_unified_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ACTIVE, CLOSED = "存续", "注销"
YOUNGEST = 5
"""No organisation is younger than so many days."""

TRADER = "92"


@dataclass(frozen=True)
class Organisation:
    """An invented organisation; ``status`` is what it is today, ``former`` its name until ``renamed_on``."""

    key: str
    code: str
    name: str
    kind: str
    district: str
    place: str
    group: str
    scope: str
    address: str
    representative: str
    registered_on: date
    status: str = ACTIVE
    closed_on: date | None = None
    former: str = ""
    renamed_on: date | None = None

    @property
    def is_trader(self) -> bool:
        """Whether it is a 个体工商户."""
        return self.code.startswith(TRADER)

    def name_on(self, day: date) -> str:
        """Return its name on a day."""
        return self.former if self.renamed_on and day < self.renamed_on else self.name

    def stands_on(self, day: date) -> bool:
        """Say whether it was registered and not closed on a day."""
        return self.registered_on <= day and (self.closed_on is None or day < self.closed_on)

    def events(self) -> tuple[date, ...]:
        """Return the days on which something about it was registered."""
        return tuple(day for day in (self.registered_on, self.renamed_on, self.closed_on) if day)


class Population:
    """All organisations; those of stories apart, so that nothing else happens to them."""

    def __init__(self, common: Sequence[Organisation], told: Sequence[Organisation]) -> None:
        self.everybody = (*common, *told)
        self.told = {one.key: one for one in told}
        self._by_group: dict[str, list[Organisation]] = {}
        for one in sorted(common, key=lambda one: (one.registered_on, one.code)):
            self._by_group.setdefault(one.group, []).append(one)

    def some(self, chance: Random, groups: Sequence[str], on: date) -> Organisation:
        """Return one of the groups that stood on the day.

        Raises:
            LookupError: none of the groups has one.
        """
        there = [one for group in groups for one in self._until(group, on)]
        if not there:
            raise LookupError(f"no organisation of {', '.join(groups)} on {on}: organisations.toml has too few")
        return chance.choice(there)

    @cache  # noqa: B019  one population a load
    def _until(self, group: str, on: date) -> list[Organisation]:
        return [one for one in self._by_group.get(group, ()) if one.stands_on(on)]


def day_before(day: Day, today: date) -> date:
    """Return the day meant: itself, or so many days before today."""
    return day if isinstance(day, date) else today - timedelta(days=day)


def populate(names: Names, told: Sequence[Told], today: date) -> Population:
    """Return the organisations of the words; the same words and day give the same ones."""
    chance = Random(names.seed)  # noqa: S311  invented names, nothing to guess
    taken = {one.name for one in told} | {one.former for one in told}
    common = [_common(names, chance, number, taken, today) for number in range(names.count)]
    return Population(common, [_told(names, one, today) for one in told])


def unit_code(names: Names, number: int) -> str:
    """Return the invented unified code of a unit: that of a public body in the block that nobody has."""
    return compose_unified_code("11", names.division, f"{names.block}U{number:03d}")


def _common(names: Names, chance: Random, number: int, taken: set[str], today: date) -> Organisation:
    kind = chance.choices(names.kinds, [kind.share for kind in names.kinds])[0]
    district = chance.choices(names.districts, [one.weight for one in names.districts])[0]
    name, group, scope = next(one for one in _named(names, chance, kind, district) if one[0] not in taken)
    taken.add(name)
    age = YOUNGEST + int(names.years * 365 * chance.random() ** 1.4)
    registered = today - timedelta(days=age)
    is_closed = chance.random() < names.closed_share
    return Organisation(
        key="",
        code=compose_unified_code(kind.prefix, names.division, names.block + _suffix(number)),
        name=name,
        kind=kind.label,
        district=district.code,
        place=district.place,
        group=group,
        scope=scope,
        address=f"{district.place}{chance.choice(names.streets)}{chance.randint(1, 198)}号",
        representative=chance.choice(names.surnames) + chance.choice(names.given),
        registered_on=registered,
        status=CLOSED if is_closed else ACTIVE,
        closed_on=registered + timedelta(days=chance.randrange(age)) if is_closed else None,
    )


def _named(names: Names, chance: Random, kind: Kind, district: District) -> Iterator[tuple[str, str, str]]:
    """Yield names of the kind with their trade's group and scope, without end."""
    while True:
        trade = chance.choice(kind.trades)
        text = kind.pattern.format(
            place=district.place,
            town=chance.choice(district.towns),
            brand=chance.choice(names.brand_first) + chance.choice(names.brand_last),
            trade=chance.choice(trade.words),
            end=chance.choice(kind.ends),
        )
        yield text, trade.group, trade.scope


def _suffix(number: int) -> str:
    return "".join(ALPHABET[number // 31**place % 31] for place in (3, 2, 1, 0))


def _told(names: Names, told: Told, today: date) -> Organisation:
    code = compose_unified_code(told.prefix, names.division, names.block + told.suffix)
    if told.wrong_check:
        code = code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
    return Organisation(
        key=told.key,
        code=code,
        name=told.name,
        kind=told.kind,
        district=told.district,
        place=told.place,
        group="",
        scope=told.scope,
        address=f"{told.place}{names.streets[0]}{len(told.key)}号",
        representative=told.representative,
        registered_on=day_before(told.registered, today),
        status=told.status,
        closed_on=day_before(told.closed, today) if told.closed is not None else None,
        former=told.former,
        renamed_on=day_before(told.renamed, today) if told.renamed is not None else None,
    )

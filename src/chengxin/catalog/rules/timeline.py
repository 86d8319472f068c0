"""An item through time: which of its versions judges what was decided on a day."""

from dataclasses import dataclass
from datetime import date

from chengxin.catalog.rules.item import Item
from chengxin.catalog.rules.words import basis_words


@dataclass(frozen=True)
class Stage:
    """A version of an item from the day on which it came in force; ``edition`` is the title of what brought it."""

    from_on: date
    item: Item
    edition: str = ""


@dataclass(frozen=True)
class Timeline:
    """The versions of one item, the earliest first; of two of one day the later one holds."""

    stages: tuple[Stage, ...]

    def on(self, day: date) -> Item | None:
        """Return the version in force on a day, None if the item is not reported for that day."""
        stage = self.stage_on(day)
        return stage.item if stage is not None and stage.item.is_in_force(day) else None

    def stage_on(self, day: date) -> Stage | None:
        """Return the last version that had come in force by a day, though the item may have ended."""
        begun = [stage for stage in self.stages if stage.from_on <= day]
        return begun[-1] if begun else None

    def why_not(self, day: date) -> str:
        """Return why what was decided on a day is not reported: from when it is, on what basis, or since when not."""
        stage = self.stage_on(day)
        first = self.stages[0].item
        if stage is None or day < stage.item.valid_from:
            begins = max(self.stages[0].from_on, first.valid_from) if stage is None else stage.item.valid_from
            basis = "；".join(basis_words(one) for one in first.basis)
            return f"“{first.name}”从{_words(begins)}起归集（依据{basis}），这一天作出的决定不在任何一版目录里"
        ended = stage.item.valid_until or stage.from_on
        by = f"《{stage.edition}》" if stage.edition else "目录"
        return f"“{stage.item.name}”从{_words(ended)}起不再归集（{by}），这一天作出的决定不用报送"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

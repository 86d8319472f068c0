"""The scene of the files to try, as the loaded demonstration gives it."""

from datetime import datetime
from pathlib import Path

from chengxin.config.demonstration.guide import read_guide
from chengxin.config.demonstration.records import current_plan
from chengxin.config.demonstration.words import read_words
from chengxin.config.demonstration.workbooks import Scene
from chengxin.units.queries import day_of


def scene_of(folder: Path, now: datetime) -> Scene | None:
    """Return what files to try are made from; None without a cast, records, or a unit in the guide.

    Raises:
        DemonstrationMissing: a file of the cast is missing.
        FileNotFoundError: some files of records are there and one is missing.
    """
    guide, words, plan = read_guide(folder), read_words(folder), current_plan(folder)
    if not guide.unit or words is None or plan is None:
        return None
    return Scene(words, plan, guide.unit, day_of(now))

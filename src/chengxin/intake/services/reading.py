"""From the sealed raw file to a judgement: what both the check and a load that goes on begin with."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
from django.conf import settings

from chengxin.catalog.queries import item_of_hash, items_to_report, timeline_of
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.intake import rules
from chengxin.intake.adapters import read_file
from chengxin.intake.adapters.lawful import circumstances_on
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.models import Submission
from chengxin.intake.rules import Circumstances, Judgement, Sheet
from chengxin.intake.rules.asking import Answer, Asked
from chengxin.intake.rules.findings import no_findings
from chengxin.intake.rules.following import MENDS, told_lines
from chengxin.intake.rules.parting import Reading, judge_by_edition
from chengxin.intake.rules.recognition import Recognition, from_json
from chengxin.vault.services import read_file as open_stored

REASON, BASIS = "核对报送的数据", "报送单位提交的原件"
FOLDER = "work"


@dataclass(frozen=True)
class Read:
    """A file that was read and judged; ``windows`` are the law's answers so far, which the load asks for again.

    ``parts`` are the rows by the version that judges them, None where it is one for all; ``loose`` are then the
    findings that belong to no part. ``item`` is the version of the day of receipt. ``mends`` (``following.MENDS``) is
    what the rows say of the earlier file that they mend.
    """

    item: Item
    name: str
    encoding: str
    judgement: Judgement
    windows: dict[Asked, Answer] = field(default_factory=dict)
    parts: tuple["Read", ...] | None = None
    loose: pl.DataFrame = field(default_factory=no_findings)
    mends: pl.DataFrame = field(default_factory=MENDS.to_frame)

    @property
    def each(self) -> tuple["Read", ...]:
        """The parts, or the file itself."""
        return (self,) if self.parts is None else self.parts


def read_and_judge(actor: Actor, row: Submission, *, now: datetime) -> Read:
    """Return the judgement of a submission's file, the same each time.

    Raises:
        Unreadable: the file is no table.
    """
    item = item_of_hash(actor, row.item_version, permission=rules.PROCESS)
    return judge_sheet(actor, row, item, read_sheet(actor, row, now=now), recognition_of(row))


def judge_sheet(actor: Actor, row: Submission, item: Item, sheet: Sheet, recognition: Recognition | None) -> Read:
    """Return the judgement of a table as its columns were recognised."""
    known = (row.item_version, row.received_at)
    found = judge_by_edition(
        item,
        sheet,
        timeline=timeline_of(actor, row.item, known=known, permission=rules.PROCESS),
        items=items_to_report(actor, on=row.received_on, permission=rules.PROCESS).values(),
        circumstances=circumstances(row.received_on),
        reading=Reading(recognition, standard_layouts().get(recognition.layout) if recognition else None),
    )
    mends = told_lines(item, sheet, found.whole.lines, recognition) if row.follows_id else MENDS.to_frame()
    read = Read(item, sheet.name, sheet.encoding, found.whole, mends=mends)
    if found.is_whole:
        return read
    parts = (Read(version, sheet.name, sheet.encoding, part) for version, part in found.parts)
    return replace(read, parts=tuple(part for part in parts if part.judgement.table is not None), loose=found.loose)


def recognition_of(row: Submission) -> Recognition | None:
    """Return how the columns of a submission are read, None while that is not known."""
    return from_json(row.mapping) if row.mapping else None


def read_sheet(actor: Actor, row: Submission, *, now: datetime) -> Sheet:
    """Return the table of a submission's raw file.

    Raises:
        Unreadable: the file is no table.
    """
    with unsealed(actor, row, now=now, reason=REASON, folder=row.public_id) as path:
        return read_file(path)


def circumstances(received_on: date) -> Circumstances:
    """Return what a check needs to know beside the file: the day of receipt and the clock of 双公示."""
    return circumstances_on(received_on, data=settings.DATA, calendar=settings.CITY.calendar)


def forget_work(row: Submission) -> None:
    """Remove what a killed run left of a submission's raw file in plain."""
    shutil.rmtree(Path(settings.DATA) / FOLDER / row.public_id, ignore_errors=True)


@contextmanager
def unsealed(actor: Actor, row: Submission, *, now: datetime, reason: str, folder: str) -> Iterator[Path]:
    """Give the raw file in plain on disk, for readers that want a path, and remove it whatever happens.

    The job's folder is the submission's own: what a killed run left in it goes when the submission is taken up again.
    """
    place = Path(settings.DATA) / FOLDER / folder
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, mode=0o700)
    try:
        stored = open_stored(actor=actor, now=now, file_id=row.file.public_id, reason=reason, basis=BASIS)
        path = place / f"raw{Path(row.file.name).suffix.lower()}"
        with path.open("wb") as file:
            for piece in stored.pieces():
                file.write(piece)
        yield path
    finally:
        shutil.rmtree(place, ignore_errors=True)

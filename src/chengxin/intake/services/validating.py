"""A file that is only checked: the same rules, and nothing of it is kept.

The public's files are smaller, and meet no register: what only the database knows (names beside codes) is told to
units alone.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore

import polars as pl

from chengxin.audit.services import record, use_case
from chengxin.catalog.public import items_in_force as public_items
from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, TooMany
from chengxin.intake import rules
from chengxin.intake.adapters import Unreadable, read_file
from chengxin.intake.adapters.bounds import refuse_beyond
from chengxin.intake.adapters.layouts import standard_layouts
from chengxin.intake.rules import Judgement, judge
from chengxin.intake.rules.doings import Bounds
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.recognising import CELLS_LOOKED_AT, Known, recognise
from chengxin.intake.rules.validating import Validation, validation_of
from chengxin.intake.services.checking import with_the_database
from chengxin.intake.services.reading import Read, circumstances
from chengxin.intake.services.sending import ItemNotInForce, item_to_report
from chengxin.units.queries import day_of, unit_for
from chengxin.units.services import use_allowance
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.rules import clean_name
from chengxin.vault.services import Upload

AT_ONCE = 2
PLACES = BoundedSemaphore(AT_ONCE)
"""Checks of the public that this process does beside each other: each takes a core for its time."""


class TableRefused(Invalid):
    """The file is no table that can be checked here."""

    code = "intake.table-refused"
    says = "{why}"
    field = "file"


class BusyNow(Conflict):
    """Others are having files checked at this moment."""

    code = "intake.busy-now"
    says = "现在核对文件的人多，请过几秒再试"
    field = "file"


def validate_table(*, actor: Actor, now: datetime, item: str, upload: Upload) -> Validation:
    """Check anybody's file against an item whose records are public, keep nothing of it, and return the answer.

    Raises:
        ItemNotInForce: there is no such public item in force.
        TooMany: the address has had its checks of this minute.
        BusyNow: as many checks as there may be run at this moment.
        FileRefused: too large, of a wrong kind, disguised, with macros or a password, damaged …
        TableRefused: it is no table, or has too many rows or columns.
    """
    items = public_items(day_of(now))
    if item not in items:
        raise ItemNotInForce(key=item[:60])
    allowance = use_allowance(caller=f"validate:{actor.origin}", limit=rules.CHECKS_A_MINUTE, now=now)
    if allowance.exceeded:
        raise TooMany(seconds=allowance.seconds)
    with _a_place(), _on_disk(upload, rules.PUBLIC_CHECK, now) as path:
        judgement = _judged(path, rules.PUBLIC_CHECK, items[item], items, now)
    return validation_of(items[item], judgement.findings, judgement.lines, returned=len(judgement.returned))


@use_case
def check_table(*, actor: Actor, now: datetime, unit: int, item: str, upload: Upload) -> Validation:
    """Check a unit's file as the check of a submission would, keep nothing of it, and return the answer.

    The trail says that it was done and for which item, and nothing of the content.

    Raises:
        NotPermitted: the actor may not report.
        NotFound: the unit lies outside the actor's reach.
        ItemNotInForce: there is no such item in force.
        NotProvider: other units report the item.
        FileRefused: too large, of a wrong kind, disguised, with macros or a password, damaged …
        TableRefused: it is no table, or has too many rows or columns.
    """
    actor.require(rules.SEND)
    sender = unit_for(actor, unit, permission=rules.SEND)
    wanted = item_to_report(actor, item, sender, on=day_of(now))
    others = items_in_force(actor, on=day_of(now), permission=rules.SEND)
    with _on_disk(upload, rules.DESK_CHECK, now) as path:
        judgement = _judged(path, rules.DESK_CHECK, wanted, others, now)
    findings, returned = judgement.findings, judgement.returned
    if judgement.table is not None:
        findings = with_the_database(actor, Read(wanted, name="", encoding="", judgement=judgement), day_of(now))
        returned = _returned(findings, judgement)
    record(
        actor=actor,
        now=now,
        action=rules.CHECKED_ONLY,
        object_kind="catalog-item",
        object_id=wanted.key,
        object_label=wanted.name,
        facts={"unit": sender.name, "rows": judgement.rows, "returned": len(returned)},
    )
    return validation_of(wanted, findings, judgement.lines, returned=len(returned))


def _returned(findings: pl.DataFrame, judgement: Judgement) -> frozenset[int]:
    """Return the rows with an error; all of them where a column is missing."""
    if len(judgement.returned) == judgement.rows and (findings["code"] == rules.FindingCode.MISSING_COLUMN).any():
        return judgement.returned
    errors = findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))
    return frozenset(errors["row"].to_list())


def _judged(path: Path, bounds: Bounds, item: Item, items: dict[str, Item], now: datetime) -> Judgement:
    try:
        refuse_beyond(path, rows=bounds.rows, columns=bounds.columns)
        sheet = read_file(path)
    except Unreadable as error:
        raise TableRefused(why=str(error)) from error
    layouts = standard_layouts()
    known = Known(layouts=tuple(layouts.values()), asks_missing=False)
    found = recognise(item, sheet.cells.drop("line").head(CELLS_LOOKED_AT), known)
    return judge(
        item,
        sheet,
        items=items.values(),
        circumstances=circumstances(day_of(now)),
        recognition=found,
        layout=layouts.get(found.layout) if found else None,
    )


@contextmanager
def _a_place() -> Iterator[None]:
    if not PLACES.acquire(blocking=False):
        raise BusyNow
    try:
        yield
    finally:
        PLACES.release()


@contextmanager
def _on_disk(upload: Upload, bounds: Bounds, now: datetime) -> Iterator[Path]:
    """Give the file, found harmless, in a folder of its own that is gone afterwards; readers want a path."""
    name = clean_name(upload.name, on=day_of(now))
    inspect(upload.content, name=name, purpose=bounds.purpose)
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        path = Path(folder) / f"raw{Path(name).suffix.lower()}"
        with path.open("wb") as file:
            shutil.copyfileobj(upload.content, file)
        yield path

"""A file that is only checked: the same rules, and nothing of it is kept.

The public's files are smaller, and meet no register: what only the database knows (names beside codes) is told to
units alone.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import BoundedSemaphore

import polars as pl
import structlog
from django.conf import settings

from chengxin.audit.services import record, use_case
from chengxin.catalog.public import items_to_report as public_items
from chengxin.catalog.public import timeline_of as timeline_for_all
from chengxin.catalog.queries import items_in_force, timeline_of
from chengxin.catalog.rules import Item, Timeline
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, TooMany
from chengxin.intake import rules
from chengxin.intake.adapters import Unreadable
from chengxin.intake.adapters.apart import BrokeOff, Limits, judged_apart
from chengxin.intake.adapters.probing import Probe, judged
from chengxin.intake.rules import Judgement
from chengxin.intake.rules.doings import Bounds
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.parting import Parted
from chengxin.intake.rules.validating import Told, Validation, told_of, validation_of
from chengxin.intake.services.checking import with_the_database
from chengxin.intake.services.reading import Read
from chengxin.intake.services.sending import ItemNotInForce, item_to_report
from chengxin.units.queries import day_of, unit_for
from chengxin.units.services import use_allowance
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.rules import clean_name
from chengxin.vault.services import Upload

log = structlog.get_logger("chengxin.intake")
CHILD_LIMITS = Limits()
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
        known = (items[item], timeline_for_all(item))
        told = _told(_probe(path, rules.PUBLIC_CHECK, known, items, now))
    return validation_of(items[item], told)


def _told(probe: Probe, *, findings: bool = True) -> Told:
    try:
        return judged_apart(probe, CHILD_LIMITS, findings=findings)
    except BrokeOff as error:
        log.warning("check broke off", status=error.status, fault=error.fault, item=probe.item.key)
        raise TableRefused(why=str(error)) from error
    except Unreadable as error:
        raise TableRefused(why=str(error)) from error


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
        known = (wanted, timeline_of(actor, item, permission=rules.SEND))
        probe = _probe(path, rules.DESK_CHECK, known, others, now)
        # The codes are looked up here, so the file is read here too: once it has been read to its end in a child.
        _told(probe, findings=False)
        parted = _judged(probe)
    judgement = parted.whole
    findings, returned = judgement.findings, judgement.returned
    if judgement.table is not None:
        findings = _by_the_database(actor, parted, day_of(now))
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
    return validation_of(wanted, told_of(parted.versions, findings, judgement.lines, returned=len(returned)))


def _by_the_database(actor: Actor, parted: Parted, received_on: date) -> pl.DataFrame:
    parts = [Read(version, name="", encoding="", judgement=part) for version, part in parted.parts]
    if parted.is_whole:
        return with_the_database(actor, parts[0], received_on)
    looked = [with_the_database(actor, part, received_on) for part in parts if part.judgement.table is not None]
    bare = [part.judgement.findings for part in parts if part.judgement.table is None]
    return pl.concat([parted.loose, *bare, *looked]).sort("row", maintain_order=True)


def _judged(probe: Probe) -> Parted:
    try:
        return judged(probe)
    except Unreadable as error:
        raise TableRefused(why=str(error)) from error


def _returned(findings: pl.DataFrame, judgement: Judgement) -> frozenset[int]:
    """Return the rows with an error; all of them where a column is missing."""
    if len(judgement.returned) == judgement.rows and (findings["code"] == rules.FindingCode.MISSING_COLUMN).any():
        return judgement.returned
    errors = findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))
    return frozenset(errors["row"].to_list())


def _probe(path: Path, bounds: Bounds, known: tuple[Item, Timeline], items: Mapping[str, Item], now: datetime) -> Probe:
    item, timeline = known
    return Probe(
        path=path,
        item=item,
        timeline=timeline,
        items=items,
        received_on=day_of(now),
        data=settings.DATA,
        calendar=settings.CITY.calendar,
        rows=bounds.rows,
        columns=bounds.columns,
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

"""Loads the demonstration's work plans: those beside the city's files, and a copy for the current year.

Nothing is made up about a unit of the plan: of days that were past before a plan came here there is no record. Evidence
is of an invented unit only.
"""

import io
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction

from chengxin.config.demonstration.guide import FILE, Guide, read_guide
from chengxin.foundation.actor import Actor, system_actor
from chengxin.oversight import queries, services
from chengxin.oversight.adapters.plans import read_plan
from chengxin.oversight.models import Evidence, WorkPlan
from chengxin.oversight.queries.plans import text_of
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.wording import TaskText
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, seats_of, staff_actor
from chengxin.vault.services import Upload

NAME = re.compile(r"workplan-(\d{4})\.csv")
LOADER = replace(system_actor("demo"), name="装入演示数据")


@dataclass(frozen=True)
class Given:
    """Evidence of the guide's unit for a task; ``review``: accepted, returned (with ``reason``), waiting."""

    no: int
    words: str
    review: str = "waiting"
    reason: str = ""


def load_plans(*, now: datetime, folder: Path) -> int:
    """Load the plans that are missing and return how many there are now that were not before.

    A plan is made wholly or not at all, and only where there is none. Without a cast nothing is loaded.

    Raises:
        Refusal: a file is no plan.
    """
    if not User.objects.filter(is_demonstration=True).exists():
        return 0
    years = dict(_files(folder))
    this_year = day_of(now).year
    made = 0
    for year, file in sorted(years.items()):
        made += _once(year, partial(_publish, year, file, now))
    if years:
        made += _once(this_year, partial(_copy, max(years), this_year, now))
        _give(folder, this_year, now)
    return made


def _once(year: int, make: Callable[[], None]) -> int:
    """Make the plan of a year, wholly or not at all, unless there is one or a draft; return how many were made."""
    with transaction.atomic():
        if WorkPlan.objects.filter(year=year).exclude(state=PlanState.DISCARDED).exists():
            return 0
        make()
    return 1


def _files(folder: Path) -> Iterator[tuple[int, Path]]:
    for file in folder.iterdir():
        found = NAME.fullmatch(file.name)
        if found:
            yield int(found[1]), file


def _publish(year: int, file: Path, now: datetime) -> None:
    content = file.read_bytes()
    upload = Upload(io.BytesIO(content), file.name, "text/csv")
    keeper = queries.office_on(LOADER, day_of(now)) or Unit.objects.earliest("id")
    draft = read_plan(content, file.name)
    services.import_plan(actor=LOADER, now=now, year=year, draft=draft, upload=upload, unit=keeper.id)
    services.publish_plan(actor=LOADER, now=now, year=year, keep_texts=True)


def _copy(source: int, year: int, now: datetime) -> None:
    """Copy a plan to another year, have its words name that year, and publish it."""
    plan = services.copy_plan(actor=LOADER, now=now, source=source, year=year)
    for task in queries.tasks_of(LOADER, plan):
        text = text_of(task)
        moved = _renamed(text, source, year)
        if moved != text:
            services.correct_task(
                actor=LOADER,
                now=now,
                year=year,
                no=task.no,
                state=PlanState.DRAFT,
                seen=task.number,
                text=moved,
                reason="",
            )
    services.publish_plan(actor=LOADER, now=now, year=year, keep_texts=True)


def _renamed(text: TaskText, source: int, year: int) -> TaskText:
    """Return the text with the year changed where it says what is to be done; policies keep theirs."""
    old, new = str(source), str(year)
    return replace(
        text,
        title=text.title.replace(old, new),
        requirement=text.requirement.replace(old, new),
        remark=text.remark.replace(old, new),
        milestones=tuple(replace(one, text=one.text.replace(old, new)) for one in text.milestones),
    )


def _give(folder: Path, year: int, now: datetime) -> None:
    """Hand in the evidence of the guide, and have the credit office look at it; not for a plan that is a draft."""
    if not WorkPlan.objects.filter(year=year, state=PlanState.PUBLISHED).exists():
        return
    guide = read_guide(folder)
    for given in _evidence(folder):
        if Evidence.objects.filter(task__plan__year=year, task__no=given.no).exists():
            continue
        row = _handed_in(guide, given, year, now)
        if given.review != "waiting":
            services.review_evidence(
                actor=_actor(guide.office, now),
                now=now,
                evidence=row.public_id,
                accept=given.review == "accepted",
                reason=given.reason,
                milestone=None,
            )


def _evidence(folder: Path) -> list[Given]:
    file = folder / FILE
    told = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return [Given(**row) for row in told.get("evidence", ())]


def _handed_in(guide: Guide, given: Given, year: int, now: datetime) -> Evidence:
    content = f"演示凭证，内容虚构\n{year}年工作计划第{given.no}项\n{given.words}\n".encode()
    upload = Upload(io.BytesIO(content), f"演示凭证-第{given.no}项.txt", "text/plain")
    actor = _actor(guide.account, now)
    return services.give_evidence(actor=actor, now=now, year=year, no=given.no, upload=upload, words=given.words)


def _actor(username: str, now: datetime) -> Actor:
    user = User.objects.get(username=username)
    return staff_actor(user, seats_of(user, day_of(max(now, user.created_at)))[0], origin="")

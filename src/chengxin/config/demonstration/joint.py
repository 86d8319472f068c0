"""Loads joint actions of the demonstration: three invented units over a month, through the use cases everybody uses.

``joint.toml`` beside the city's files says who does what; the procedure of listing is that of ``listings.toml``.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from chengxin.config.demonstration import listings
from chengxin.config.demonstration.listings import DAY, Cast, Company
from chengxin.foundation.actor import Actor
from chengxin.lists import services as lists
from chengxin.lists.models import Entry
from chengxin.lists.queries import kinds_of
from chengxin.lists.rules.entries import ExitGround
from chengxin.lists.services import WayOut
from chengxin.measures import services
from chengxin.measures.models import Task
from chengxin.measures.rules.states import Ground
from chengxin.measures.services import Applied, Sending
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, seats_of, staff_actor

FILE = "joint.toml"
UNITS = ("applies", "declines", "silent")


@dataclass(frozen=True)
class Story:
    """What the file says, who acts for the office and for the units, and the cast of the listing."""

    told: dict[str, Any]
    office: Actor
    people: dict[str, Actor]
    cast: Cast

    def at(self, role: str) -> tuple[Actor, int]:
        """Return who answers for a unit, and the unit."""
        return self.people[role], Unit.objects.get(code=self.told[role]["unit"]).id


def load_joint(*, now: datetime, folder: Path) -> int:
    """Load the joint actions unless they are there; return how many. All or nothing.

    Where the unit of ``listings.toml`` lists on no kind of that name there is nothing to load.

    Raises:
        TypeError, KeyError: a file does not say what it should.
    """
    file = folder / FILE
    if not file.is_file() or not User.objects.filter(is_demonstration=True).exists():
        return 0
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    first, second = (Company("published", **row) for row in told.pop("company"))
    with transaction.atomic():
        story = _story(told, now, folder)
        listed = {kind.key for kind in kinds_of(story.cast.head, story.cast.unit, on=day_of(now))}
        if story.cast.kind not in listed or Entry.objects.filter(subject_code=listings.code_of(first)).exists():
            return 0
        listings.register([first, second], story.cast.unit, now)
        morning = datetime.combine(day_of(now), listings.MORNING, tzinfo=listings.BEIJING)
        _play_to_the_end(story, first, morning)
        _play_under_way(story, second, morning)
    return 2


def _story(told: dict[str, Any], now: datetime, folder: Path) -> Story:
    words = tomllib.loads((folder / listings.FILE).read_text(encoding="utf-8"))
    words.pop("company")

    def actor(login: str, unit: str) -> Actor:
        user = User.objects.get(username=login)
        seats = seats_of(user, day_of(now))
        return staff_actor(user, next(seat for seat in seats if unit in ("", seat.unit.code)), origin="")

    people = {role: actor(told[role]["login"], told[role]["unit"]) for role in UNITS}
    return Story(told, actor(told["office"], ""), people, listings.cast_of(words, now, folder))


def _play_to_the_end(story: Story, company: Company, now: datetime) -> None:
    """One applies, one declines, one is silent and reminded; the company leaves, and one confirms that it stopped."""
    entry = _listed(story.cast, company, now - 29 * DAY)
    action = _opened(story, entry, now - 23 * DAY)
    tasks = _asked(story, action, now - 23 * DAY)
    _applied(story, tasks["applies"], now - 18 * DAY)
    _declined(story, tasks["declines"], now - 19 * DAY)
    words = story.told["reminder"]
    services.remind_task(actor=story.office, now=now - 11 * DAY, task=tasks["silent"].public_id, words=words)
    _left(story, entry, now - 3 * DAY)
    services.end_joint_action(actor=listings.LOADER, now=now - 3 * DAY, entry=_record(entry))
    actor, _unit = story.at("applies")
    stopped = now - DAY
    services.confirm_stop(
        actor=actor,
        now=stopped,
        task=tasks["applies"].public_id,
        on=day_of(stopped),
        words=story.told["stopped_words"],
    )


def _play_under_way(story: Story, company: Company, now: datetime) -> None:
    """Two units are asked; one has taken it on."""
    entry = _listed(story.cast, company, now - 15 * DAY)
    tasks = _asked(story, _opened(story, entry, now - 8 * DAY), now - 7 * DAY)
    actor, _unit = story.at("applies")
    services.accept_task(actor=actor, now=now - 6 * DAY, task=tasks["applies"].public_id)


def _listed(cast: Cast, company: Company, now: datetime) -> Entry:
    row = listings.notified(cast, cast.kind, company, now)
    listings.served(cast, row, "notice", now + DAY)
    listings.heard(cast, row, company, now + 2 * DAY)
    listings.decided(cast, row, now + 4 * DAY)
    listings.served(cast, row, "decision", now + 5 * DAY)
    listings.published(cast, row, now + 5 * DAY)
    return row


def _opened(story: Story, entry: Entry, now: datetime) -> str:
    return services.open_action(actor=story.office, now=now, entry=_record(entry)).public_id


def _asked(story: Story, action: str, now: datetime) -> dict[str, Task]:
    units = {role: story.at(role)[1] for role in UNITS}
    sending = Sending(
        measure=story.told["measure"],
        units=list(units.values()),
        days=story.told["days"],
        basis=story.told["days_basis"],
    )
    sent = {
        task.unit_id: task for task in services.send_tasks(actor=story.office, now=now, action=action, sending=sending)
    }
    return {role: sent[unit] for role, unit in units.items()}


def _applied(story: Story, task: Task, now: datetime) -> None:
    actor, _unit = story.at("applies")
    services.accept_task(actor=actor, now=now - DAY, task=task.public_id)
    applied = Applied(
        on=day_of(now),
        matter=story.told["matter"],
        content=story.told["content"],
        decided_by=story.told["decided_by"],
        effect=story.told["effect"],
    )
    services.apply_measure(actor=actor, now=now, task=task.public_id, applied=applied)


def _declined(story: Story, task: Task, now: datetime) -> None:
    actor, _unit = story.at("declines")
    services.accept_task(actor=actor, now=now - DAY, task=task.public_id)
    words = story.told["not_now"]
    services.decline_task(actor=actor, now=now, task=task.public_id, ground=Ground.NO_MATTER, words=words)


def _left(story: Story, entry: Entry, now: datetime) -> None:
    cast, told = story.cast, story.told
    way = WayOut(ExitGround.REPAIRED, told["left_paper"], told["left_words"], cast.signed_by, day_of(now))
    lists.leave(actor=cast.head, now=now, entry=entry.public_id, seen=listings.seen_of(entry), way=way)


def _record(entry: Entry) -> str:
    return str(Entry.objects.values_list("record", flat=True).get(id=entry.id))

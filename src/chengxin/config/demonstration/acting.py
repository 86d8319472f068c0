"""Makes a step of the demonstration's plan by the use case that everybody uses, as the people of the cast."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from chengxin.catalog.adapters import standard_items
from chengxin.config.demonstration.plan import LABELS, Plan, Sending, Step
from chengxin.config.demonstration.rows import Row
from chengxin.config.demonstration.words import Doing
from chengxin.foundation.actor import Actor, system_actor
from chengxin.intake import services as intake
from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin, State
from chengxin.intake.services.processing import lock_of
from chengxin.law.current import law_in_force
from chengxin.register import services as register
from chengxin.register.models import Record, RecordVersion
from chengxin.register.rules import RevocationKind, TakedownReason
from chengxin.relief import services as relief
from chengxin.subjects.services import confirm_faulty_code
from chengxin.units import queries
from chengxin.units.models import Unit, User
from chengxin.vault.services import Upload

PROCESSING = timedelta(minutes=1)
"""A file is done so long after it came."""

SCAN = "certificate.png"
"""The picture of a certificate beside the city's files."""

MACHINE = replace(system_actor("demo"), name="数据交换（演示）")
"""Who sends for units that have nobody in the cast."""


@dataclass(frozen=True)
class Stage:
    """What steps need: the plan, the folder, the units by code, when submissions of stories came in."""

    plan: Plan
    folder: Path
    units: Mapping[str, Unit]
    came: Mapping[str, datetime]

    def actor(self, username: str, unit: str, now: datetime) -> Actor:
        """Return somebody of the cast at the seat of a unit; without a name the machine that exchanges data."""
        if not username:
            return MACHINE
        user = User.objects.get(username=username)
        seats = queries.seats_of(user, queries.day_of(max(now, user.created_at)))
        return queries.staff_actor(user, next(seat for seat in seats if seat.unit.code == unit), origin="")

    def submission(self, case: str) -> Submission:
        """Return the submission of a story."""
        return Submission.objects.get(received_at=self.came[case])

    def record(self, case: str) -> str:
        """Return the public id of the record that a story's submission brought."""
        version = RecordVersion.objects.select_related("record").get(load=self.submission(case).load_id)
        return str(version.record.public_id)


def stage_of(plan: Plan, folder: Path) -> Stage:
    """Return the stage of a plan."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    came = {step.act.case: step.moment for step in plan.steps if isinstance(step.act, Sending) and step.act.case}
    return Stage(plan, folder, units, came)


def make(stage: Stage, step: Step) -> None:
    """Make a step; one that was broken off on its way goes on."""
    if isinstance(step.act, Sending):
        _send(stage, step.act, step.moment)
    else:
        DOINGS[step.act.what](stage, step.act, step.moment)


def _send(stage: Stage, sending: Sending, now: datetime) -> None:
    row = Submission.objects.filter(received_at=now, unit=stage.units[sending.unit]).first()
    if row is None:
        row = begin(stage, sending, now)
    else:
        _hold(row)
    try:
        if row.state == State.FAILED:
            intake.retry_submission(actor=MACHINE, now=now, submission=row.public_id)
        _process(row, now)
    finally:
        _let_go(row)


def begin(stage: Stage, sending: Sending, now: datetime) -> Submission:
    """Send the file and return the submission, which this connection alone may process until it lets go."""
    with transaction.atomic():
        row = _sent(stage, sending, now)
        _hold(row)
    return row


def _sent(stage: Stage, sending: Sending, now: datetime) -> Submission:
    unit = stage.units[sending.unit]
    label = LABELS.get(sending.item) or standard_items()[sending.item].name
    name = f"{label}_{unit.short_name}_{queries.day_of(now):%Y%m%d}.csv"
    content = io.BytesIO(table(sending.item, sending.rows()).encode())
    return intake.send_submission(
        actor=stage.actor(sending.by, sending.unit, now),
        now=now,
        unit=unit.id,
        item=sending.item,
        upload=Upload(content=content, name=name, claimed_type="text/csv"),
        origin=Origin.DESK if sending.by else Origin.API,
        follows="",
    )


def _hold(row: Submission) -> None:
    """Keep the worker from working for the unit at a time of its own; taken before the submission is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock_of(row.unit_id)])


def _let_go(row: Submission) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_of(row.unit_id)])


def _process(row: Submission, now: datetime) -> None:
    actor = system_actor("intake.process")
    intake.process_submission(actor=actor, moment=lambda: now + PROCESSING, submission=row.id)


def table(item: str, rows: list[Row]) -> str:
    """Return rows as the csv that a unit would send: names of the columns in the first line."""
    names = {field.code: field.name for field in standard_items()[item].fields}
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(names.values())
    lines.writerows([row.get(code, "") for code in names] for row in rows)
    return out.getvalue()


def _revoke(stage: Stage, doing: Doing, now: datetime) -> None:
    register.revoke_record(
        actor=stage.actor(doing.by, doing.unit, now),
        now=now,
        record_id=stage.record(doing.case),
        ruling=register.Ruling(RevocationKind.REVOKED, doing.document, queries.day_of(now), doing.sentence),
        law=law_in_force(settings.DATA),
        calendar=settings.CITY.calendar,
    )


def _repair(stage: Stage, doing: Doing, now: datetime) -> None:
    register.take_down(
        actor=stage.actor(doing.by, doing.unit, now),
        now=now,
        records=[stage.record(doing.case)],
        why=register.Why(TakedownReason.REPAIRED, doing.sentence, doing.document),
    )


def _dispute(stage: Stage, doing: Doing, now: datetime) -> None:
    actor, unit = stage.actor(doing.by, doing.unit, now), stage.units[doing.unit]
    record = Record.objects.select_related("subject").get(public_id=stage.record(doing.case))
    said = relief.Application(record.subject.public_id, (record.public_id,), doing.sentence, queries.day_of(now))
    row = relief.file_objection(actor=actor, now=now, unit=unit.id, application=said, scan=None)
    row = relief.accept(actor=actor, now=now, case=row.public_id, seen=row.seen, words="")
    if row.records.exclude(unit=unit).exists():
        relief.forward(actor=actor, now=now, case=row.public_id, seen=row.seen, words="")


def _correct(stage: Stage, doing: Doing, now: datetime) -> None:
    actor, record = stage.actor(doing.by, doing.unit, now), stage.record(doing.case)
    standing = intake.standing_for_correction(actor, record, on=queries.day_of(now))
    values = {**standing.values, **doing.values}
    intake.correct_record(actor=actor, now=now, record=record, values=values, why=doing.sentence)


def _withdraw(stage: Stage, doing: Doing, now: datetime) -> None:
    actor = stage.actor(doing.by, doing.unit, now)
    intake.withdraw_submission(actor=actor, now=now, submission=stage.submission(doing.case).public_id)


def _confirm_severities(stage: Stage, doing: Doing, now: datetime) -> None:
    actor, row = stage.actor(doing.by, doing.unit, now), stage.submission(doing.case)
    with transaction.atomic():
        intake.confirm_severities(actor=actor, now=now, submission=row.public_id, chosen={})
        _hold(row)
    try:
        _process(row, now)
    finally:
        _let_go(row)


def _confirm_code(stage: Stage, doing: Doing, now: datetime) -> None:
    about = stage.plan.population.told[doing.organisation]
    with (stage.folder / SCAN).open("rb") as content:
        confirm_faulty_code(
            actor=stage.actor(doing.by, doing.unit, now),
            now=now,
            code=about.code,
            name=about.name,
            scan=Upload(content=content, name=SCAN, claimed_type="image/png"),
            unit=stage.units[doing.unit].id,
        )


DOINGS: Mapping[str, Callable[[Stage, Doing, datetime], None]] = {
    "revoke": _revoke,
    "repair": _repair,
    "dispute": _dispute,
    "correct": _correct,
    "withdraw": _withdraw,
    "confirm-severities": _confirm_severities,
    "confirm-code": _confirm_code,
}

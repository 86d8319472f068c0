"""Sends a file in a unit's name and sees it through; ``chengxin intake load`` calls it."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import Refusal
from chengxin.intake import queries, rules, services
from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin, State
from chengxin.units.queries import units_for
from chengxin.vault.services import Upload

ACTOR = "intake.load"


class Command(BaseCommand):
    """``intake_load``: writes the submission as JSON; its number on the error stream as soon as there is one."""

    help = "Send a file in a unit's name, check it and load it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the item, the unit's code and whether proposals are confirmed."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--item", required=True)
        parser.add_argument("--unit", required=True)
        parser.add_argument("--accept-proposals", action="store_true")

    def handle(
        self, *_args: object, file: Path, item: str, unit: str, accept_proposals: bool, **_options: object
    ) -> None:
        """Send, check, confirm if told to, load, and write what became of it.

        Raises:
            CommandError: there is no such unit, or the file is not taken.
        """
        actor = system_actor(ACTOR)
        try:
            row = _sent(actor, file, item, unit)
            self.stderr.write(row.public_id)
            _process(row)
            if row.state == State.TO_CONFIRM and accept_proposals:
                services.confirm_severities(actor=actor, now=timezone.now(), submission=row.public_id, chosen={})
                _process(row)
        except Refusal as refusal:
            raise CommandError(refusal.sentence()) from refusal
        self.stdout.write(json.dumps(_told(row), ensure_ascii=False))


def _sent(actor: Actor, file: Path, item: str, unit: str) -> Submission:
    found = units_for(actor, permission=rules.SEND).filter(code=unit).first()
    if found is None:
        raise CommandError(f"没有代号为“{unit}”的单位")
    with file.open("rb") as content:
        return services.send_submission(
            actor=actor,
            now=timezone.now(),
            unit=found.id,
            item=item,
            upload=Upload(content=content, name=file.name, claimed_type=""),
            origin=Origin.COMMAND,
            follows="",
        )


def _process(row: Submission) -> None:
    services.process_submission(actor=system_actor("intake.process"), moment=timezone.now, submission=row.id)
    row.refresh_from_db()


def _told(row: Submission) -> dict[str, object]:
    fields = ("row", "line", "field", "code", "severity", "value", "message")
    return {
        "id": row.public_id,
        "state": row.state,
        "rows": row.rows,
        "accepted": row.accepted,
        "unchanged": row.unchanged,
        "returned": row.returned,
        "to_confirm": sum(group.rows for group in queries.groups_of(row)) if row.state == State.TO_CONFIRM else 0,
        "findings": list(queries.findings_of(row).values(*fields)),
    }

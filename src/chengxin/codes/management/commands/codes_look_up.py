"""Judges one number and writes the verdict as JSON."""

import json
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chengxin.codes import queries
from chengxin.codes.queries import LookedUp
from chengxin.codes.rules.kinds import FAULT_LABELS
from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import Refusal
from chengxin.law.current import law_in_force
from chengxin.subjects.rules import OLD_NUMBER_LABELS
from chengxin.units.queries import day_of

SHORTEST = 8
"""A text with fewer figures and letters is no number, whole or faulty."""


class Command(BaseCommand):
    """``codes_look_up``: an object about the number, or null for a text that is none."""

    help = "Judge a code or an old number."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number and the day of the decision."""
        parser.add_argument("asked")
        parser.add_argument("--decided-on", default="")

    def handle(self, *_args: object, asked: str, decided_on: str, **_options: object) -> None:
        """Write the verdict.

        Raises:
            CommandError: the day can not be read, or lies outside what the law knows.
        """
        today = day_of(timezone.now())
        try:
            day = date.fromisoformat(decided_on) if decided_on else today
        except ValueError as error:
            raise CommandError("日期要写成2018-06-30这样") from error
        actor, law = system_actor("codes.look-up"), law_in_force(settings.DATA)
        try:
            found = queries.look_up(actor, asked, decided_on=day, today=today, law=law)
        except Refusal as refusal:
            raise CommandError(refusal.sentence()) from refusal
        self.stdout.write(json.dumps(_answer(found), ensure_ascii=False, default=str))


def _answer(found: LookedUp) -> dict[str, object] | None:
    is_number = found.text.isascii() and found.text.isalnum() and len(found.text) >= SHORTEST
    if found.verdict.absent or not is_number:
        return None
    return {
        "number": found.text,
        "right": found.verdict.right,
        "confirmed": found.confirmed,
        "faults": [] if found.old else [FAULT_LABELS[kind] for kind in found.verdict.kinds],
        "old_number": OLD_NUMBER_LABELS[found.old.kind] if found.old else "",
        "decided_on": found.decided_on,
        "refused": found.refused is not None,
        "refused_from": found.refused.refused_from if found.refused else None,
        "reason": found.refused.reason if found.refused else "",
        "code": found.known.code if found.known else "",
        "name": found.known.name if found.known else "",
    }

"""Holds the stored facts to the ledger, batch by batch."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chengxin.audit.queries.leaves import batch_numbers, check_batch
from chengxin.foundation.refusals import NotFound


class Command(BaseCommand):
    """``ledger_check``: a line a batch, with the members of ``BatchCheck``."""

    help = "Hold the stored facts to the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one batch instead of all."""
        parser.add_argument("--batch", type=int)

    def handle(self, *_args: object, batch: int | None, **_options: object) -> None:
        """Write a line a batch.

        Raises:
            CommandError: there is no such batch.
        """
        for number in batch_numbers() if batch is None else [batch]:
            try:
                found = check_batch(number)
            except NotFound as error:
                raise CommandError(f"没有第 {number} 批") from error
            self.stdout.write(json.dumps(asdict(found)))

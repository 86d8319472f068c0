"""Writes the ledger as lines that anybody can verify."""

from django.core.management.base import BaseCommand

from chengxin.audit.queries.exports import export_lines


class Command(BaseCommand):
    """``ledger_export``: the whole ledger up to its newest head."""

    help = "Write the ledger as JSON lines."

    def handle(self, *_args: object, **_options: object) -> None:
        """Write line by line."""
        for line in export_lines():
            self.stdout.write(line.decode(), ending="")

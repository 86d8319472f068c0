"""Writes the newest head."""

import json

from django.core.management.base import BaseCommand

from chengxin.audit.queries.ledger import current_head


class Command(BaseCommand):
    """``ledger_head``: one object with ``head``, which is null while nothing was ever sealed."""

    help = "Write the newest head of the ledger."

    def handle(self, *_args: object, **_options: object) -> None:
        """Write the object."""
        head = current_head()
        self.stdout.write(json.dumps({"head": head.document() if head else None}))

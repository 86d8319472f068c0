"""Reads a definition from a file into a draft and writes what became of it as JSON; ``chengxin catalog import``."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chengxin.catalog import queries, services
from chengxin.catalog.adapters import item_of_file
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import NotFound, Refusal


class Command(BaseCommand):
    """``catalog_import``: an object with ``key``, ``name`` and the ``faults`` that keep it from being put in force."""

    help = "Read the definition of an item into a draft."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and whether a draft that is there gives way."""
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true")

    def handle(self, *_args: object, file: str, replace: bool, **_options: object) -> None:
        """Read the file into a draft.

        Raises:
            CommandError: it says no item, or somebody works on the item and ``replace`` is not said.
        """
        actor, path = system_actor("catalog.import"), Path(file)
        content = path.read_bytes()
        try:
            item = item_of_file(content, path.name, lists=queries.code_lists(actor), base=None)
            number, there = _draft_number(actor, item.key)
            if there and not replace:
                raise CommandError(f"“{item.key}”已有一份草稿。要用文件替换它，请加--replace")
            services.import_definition(
                actor=actor,
                now=timezone.now(),
                item=item,
                seen=number,
                source=path.name,
                digest=hashlib.sha256(content).hexdigest(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence()) from refusal
        draft = queries.draft_for(actor, item.key).item
        faults = [asdict(fault) for fault in queries.faults_on(draft, timezone.localdate())]
        self.stdout.write(json.dumps({"key": item.key, "name": item.name, "faults": faults}, ensure_ascii=False))


def _draft_number(actor: Actor, key: str) -> tuple[int, bool]:
    """Return the number of the last change of an item's draft, 0 if there is no such item, and whether there is one."""
    try:
        row = queries.catalogue_row(actor, key)
    except NotFound:
        return 0, False
    return row.draft_number, row.draft is not None

"""Writes the definition of an item as a file or to standard output; ``chengxin catalog export`` calls it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chengxin.catalog import queries
from chengxin.catalog.adapters import Format, written
from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotFound
from chengxin.units.queries import day_of


class Command(BaseCommand):
    """``catalog_export``: the item as it is in force today; the draft with ``--draft``."""

    help = "Write the definition of an item."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the item, the format and where to."""
        parser.add_argument("key")
        parser.add_argument("--format", default=Format.TABLE_SCHEMA.value, choices=[form.value for form in Format])
        parser.add_argument("--out", default="")
        parser.add_argument("--draft", action="store_true")

    def handle(self, *_args: object, key: str, out: str, draft: bool, **options: str) -> None:
        """Write the definition.

        Raises:
            CommandError: there is no such item, or a workbook has no file to go to.
        """
        actor, form = system_actor("catalog.export"), Format(options["format"])
        if form is Format.XLSX and not out:
            raise CommandError("xlsx要用--out写明文件")
        try:
            if draft:
                item = queries.draft_for(actor, key).item
            else:
                item = queries.item_in_force(actor, key, on=day_of(timezone.now()))
        except NotFound as refusal:
            raise CommandError(f"没有“{key}”这个目录项，或者它没有生效（草稿请加--draft）") from refusal
        content = written(item, form)
        if out:
            Path(out).write_bytes(content)
        else:
            self.stdout.write(content.decode(), ending="")

"""Looks organisations up and writes what was found as JSON."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chengxin.foundation.actor import system_actor
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.refusals import Invalid
from chengxin.subjects import queries, rules
from chengxin.subjects.rules import Kind, Status


class Command(BaseCommand):
    """``subjects_lookup``: an object with ``hits``, ``count`` and, where one has the very code, ``facts``."""

    help = "Look organisations up by code or name."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is asked and how many to list."""
        parser.add_argument("asked")
        parser.add_argument("--limit", type=int, default=20)

    def handle(self, *_args: object, asked: str, limit: int, **_options: object) -> None:
        """Write the answer.

        Raises:
            CommandError: what is asked can not be searched.
        """
        actor = system_actor("subjects.lookup")
        try:
            page = queries.search_organisations(actor, asked, limit=limit)
            count = queries.count_organisations(actor, asked)
        except Invalid as refusal:
            raise CommandError(refusal.sentence()) from refusal
        hits = [
            asdict(hit) | {"kind": rules.KIND_LABELS[Kind(hit.kind)], "status": rules.STATUS_LABELS[Status(hit.status)]}
            for hit in page.hits
        ]
        exact = [hit for hit in page.hits if hit.code and hit.code == tidy(asked)[0]]
        facts = asdict(queries.dossier_for(actor, exact[0].public_id)) if exact else None
        answer = {"asked": asked, "count": asdict(count), "hits": hits, "facts": facts}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))

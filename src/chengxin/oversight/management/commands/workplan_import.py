"""Takes a file in as the draft plan of its year, and publishes it if told to; ``chengxin workplan import`` calls it."""

import json
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.refusals import Refusal
from chengxin.oversight import queries, services
from chengxin.oversight.adapters.plans import read_plan
from chengxin.oversight.models import WorkPlan
from chengxin.oversight.rules.doings import KEEP_PLAN
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, units_for
from chengxin.vault.services import Upload

ACTOR = "oversight.workplan-import"
CALL_WRONG = 2


class Command(BaseCommand):
    """``workplan_import``: writes as JSON what became of the file."""

    help = "Take a work plan's file in as a draft, and publish it if told to."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the year, the unit that keeps it, and whether to publish."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, default=None)
        parser.add_argument("--unit", default="")
        parser.add_argument("--publish", action="store_true")
        parser.add_argument("--keep-texts", action="store_true")

    def handle(
        self,
        *_args: object,
        file: Path,
        year: int | None,
        unit: str,
        publish: bool,
        keep_texts: bool,
        **_options: object,
    ) -> None:
        """Read, import, publish if told to. What keeps it from being published leaves the draft and is told.

        Raises:
            CommandError: the file is no plan, the year has one, or it is not known which unit keeps the file.
        """
        actor = system_actor(ACTOR)
        keeper = _keeper(actor, unit)
        content = file.read_bytes()
        try:
            plan = services.import_plan(
                actor=actor,
                now=timezone.now(),
                year=year,
                draft=read_plan(content, file.name),
                upload=Upload(BytesIO(content), file.name, ""),
                unit=keeper.id,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence()) from refusal
        held_back = _published(actor, plan, keep_texts=keep_texts) if publish else ""
        self.stdout.write(json.dumps(_told(actor, plan, held_back), ensure_ascii=False))


def _keeper(actor: Actor, code: str) -> Unit:
    """Return the unit of this code; without one, the city's credit office."""
    if code:
        found = units_for(actor, permission=KEEP_PLAN).filter(code=code).first()
        if found is None:
            raise CommandError(f"没有代号为“{code}”的单位", returncode=CALL_WRONG)
        return found
    office = queries.office_on(actor, day_of(timezone.now()))
    if office is None:
        unknown = "市信用办还没有人任职，不知道原件由哪个单位保存：请用 --unit 写明单位代号"
        raise CommandError(unknown, returncode=CALL_WRONG)
    return office


def _published(actor: Actor, plan: WorkPlan, *, keep_texts: bool) -> str:
    """Publish the plan; return what keeps it from being published, or nothing."""
    try:
        services.publish_plan(actor=actor, now=timezone.now(), year=plan.year, keep_texts=keep_texts)
    except Refusal as refusal:
        return refusal.sentence()
    return ""


def _told(actor: Actor, plan: WorkPlan, held_back: str) -> dict[str, object]:
    plan.refresh_from_db()
    doubts = queries.doubts_of(actor, plan)
    return {
        "year": plan.year,
        "title": plan.title,
        "state": plan.state,
        "tasks": plan.tasks.count(),
        "doubts": [{"code": one.code, "no": one.task_no, "fatal": one.fatal, "says": one.says} for one in doubts],
        "unmatched": queries.unmatched_texts(actor, plan),
        "held_back": held_back,
    }

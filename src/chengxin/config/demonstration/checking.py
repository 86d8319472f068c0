"""Loads matters, consents, checks and reports of the demonstration, through the use cases everybody uses.

``checks.toml`` says which; the scan of a signed paper is the one that the listings show.
"""

import io
import tomllib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from chengxin.checks import services
from chengxin.checks.models import Check, Matter
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.consents import Covers
from chengxin.checks.rules.matters import MatterDefinition, MatterKind
from chengxin.checks.services import Given, MeasureDecision
from chengxin.config.demonstration.listings import SCAN
from chengxin.foundation.actor import Actor
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, seats_of, staff_actor
from chengxin.vault.services import Upload

FILE = "checks.toml"
DAY = timedelta(days=1)


def load_checks(*, now: datetime, folder: Path) -> int:
    """Load matters, consents, checks and reports unless they are there; return how many checks. All or nothing.

    What is about a company that the demonstration does not have is left out.

    Raises:
        TypeError, KeyError: the file does not say what it should.
    """
    file = folder / FILE
    if not file.is_file() or not User.objects.filter(is_demonstration=True).exists() or Matter.objects.exists():
        return 0
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    with transaction.atomic():
        for row in told["matter"]:
            _matter(row, now)
        for row, firm in _about(told.get("consent", ())):
            _consent(row, firm, now, folder / SCAN)
        checks = list(_about(told["check"]))
        for row, firm in checks:
            _check(row, firm, now)
        for row, firm in _about(told.get("report", ())):
            _report(row, firm, now)
        return len(checks)


def _about(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Organisation]]:
    """Yield the rows about companies that are there, each with its company."""
    for row in rows:
        firm = Organisation.objects.filter(name=row["company"]).first()
        if firm is not None:
            yield row, firm


def _matter(row: dict[str, Any], now: datetime) -> None:
    definition = MatterDefinition(
        name=row["name"],
        kind=MatterKind(row["kind"]),
        basis=row["basis"],
        must_check=row["must_check"],
        since=row["since"],
        measures=tuple(row["measures"]),
    )
    unit = Unit.objects.get(code=row["unit"])
    services.register_matter(actor=_actor(row, now, ""), now=now, unit=unit.id, definition=definition)


def _consent(row: dict[str, Any], firm: Organisation, now: datetime, scan: Path) -> None:
    at = now - row["days_ago"] * DAY
    given = Given(
        subject=firm.unified_code or "",
        number=row["number"],
        covers=[Covers(one) for one in row["covers"]],
        purpose=row["purpose"],
        signed_on=day_of(at),
        until=day_of(now) + row["days_on"] * DAY,
    )
    upload = Upload(io.BytesIO(scan.read_bytes()), scan.name, "image/png")
    services.record_consent(actor=_actor(row, now, row["unit"]), now=at, given=given, scan=upload)


def _report(row: dict[str, Any], firm: Organisation, now: datetime) -> None:
    services.make_authorised_report(
        actor=_actor(row, now, row["unit"]),
        now=now,
        unit=Unit.objects.get(code=row["unit"]).id,
        subject=firm.unified_code or "",
        ground=Ground.CONSENT,
        purpose=row["purpose"],
        basis="",
    )


def _check(row: dict[str, Any], firm: Organisation, now: datetime) -> None:
    matter = Matter.objects.get(unit__code=row["unit"], name=row["matter"])
    at = now - row["days_ago"] * DAY
    actor = _actor(row, now, row["unit"])
    made = services.check(
        actor=actor,
        now=at,
        asked=Asked(
            matter=matter.public_id,
            code=firm.unified_code or "",
            name=firm.name,
            purpose=row["purpose"],
            ground=Ground(row.get("ground", Ground.DUTY)),
            basis=definition_basis(matter),
            reference=row["reference"],
        ),
        until=day_of(now) + row["days_open"] * DAY if "days_open" in row else None,
    ).check
    if "decision" in row and made.waiting:
        _close(actor, at, made, MeasureDecision(**row["decision"]))


def _close(actor: Actor, at: datetime, made: Check, decision: MeasureDecision) -> None:
    services.close_check(actor=actor, now=at, check=made.public_id, decisions=[decision])


def definition_basis(matter: Matter) -> str:
    """Return the basis that a matter names."""
    return str(matter.versions.get(number=matter.number).definition["basis"])


def _actor(row: dict[str, Any], now: datetime, unit: str) -> Actor:
    user = User.objects.get(username=row["login"])
    seats = seats_of(user, day_of(now))
    return staff_actor(user, next(seat for seat in seats if unit in ("", seat.unit.code)), origin="")

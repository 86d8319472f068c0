"""A bureau with a reporter, files about invented organisations, and the job that takes them in."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

from chengxin.catalog import public as catalogue
from chengxin.foundation.actor import Actor, system_actor
from chengxin.foundation.roles import Role
from chengxin.intake import services
from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin
from chengxin.intake.tests.rows import penalty
from chengxin.register import public as register
from chengxin.register.public import RecordView
from chengxin.register.tests.scenes import bureau, officer
from chengxin.subjects import public as subjects
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.units.tests.factories import real_now
from chengxin.vault.services import Upload

JOB = system_actor("intake.process")
NOW = real_now()
"""The real moment: what is public is decided by the database's own clock."""
YESTERDAY = f"{day_of(NOW) - timedelta(days=1):%Y/%m/%d}"

__all__ = ["JOB", "NOW", "YESTERDAY", "Role", "bureau", "officer"]


def reporter(unit: Unit) -> Actor:
    return officer(unit, Role.REPORTER)


def recent(**changes: str) -> dict[str, str]:
    """Return a sound penalty of yesterday with some cells changed."""
    return penalty(**{"CF_JDRQ": YESTERDAY, "CF_YXQ": "2099/12/31", **changes})


def csv_of(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def upload(content: bytes, name: str = "处罚.csv") -> Upload:
    return Upload(content=io.BytesIO(content), name=name, claimed_type="text/csv")


def sent(unit: Unit, *rows: dict[str, str], item: str = "penalty-organisation", **more: Any) -> Submission:
    """Send a file and leave it to the job."""
    wish = {"actor": reporter(unit), "now": NOW, "origin": Origin.DESK, "follows": "", **more}
    return services.send_submission(unit=unit.id, item=item, upload=upload(csv_of(*rows)), **wish)


def processed(row: Submission, at: datetime = NOW) -> Submission:
    """Run the job once and return the submission as it stands then."""
    services.process_submission(actor=JOB, moment=lambda: at, submission=row.id)
    row.refresh_from_db()
    return row


def confirmed(unit: Unit, row: Submission, **chosen: str) -> Submission:
    """Confirm what was proposed, run the job and return the submission."""
    services.confirm_severities(actor=reporter(unit), now=NOW, submission=row.public_id, chosen=chosen)
    return processed(row)


def loaded(unit: Unit, *rows: dict[str, str], **more: Any) -> Submission:
    """Send, check, confirm and load a file."""
    row = processed(sent(unit, *rows, **more))
    return confirmed(unit, row) if row.state == "to-confirm" else row


def shown(code: str) -> tuple[RecordView, ...]:
    """Return what the public sees of the organisation with a code."""
    facts = subjects.organisation_facts(code)
    if facts is None:
        return ()
    return register.records_of(facts.public_id, catalogue.items_in_force(day_of(NOW))).records


def causes(row: Submission) -> list[tuple[int, str]]:
    """Return the findings of a submission as (row, code)."""
    return list(row.findings.filter(attempt=row.attempt).order_by("row", "id").values_list("row", "code"))

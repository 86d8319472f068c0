"""The path of a file into the register, as the product's own job walks it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from chengxin.catalog.adapters import standard_items
from chengxin.foundation.actor import system_actor
from chengxin.intake import services
from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin
from chengxin.vault.services import Upload

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
RECEIVED = date(2026, 6, 30)
PENALTY = standard_items()["penalty-organisation"]


@dataclass
class Phases:
    """Seconds by phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Count the block to the phase."""
        began = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


def load_file(path: Path, unit: int, phases: Phases) -> Submission:
    """Take a file from the disk to the public, and return the submission."""
    with phases.of("kept under seal"), path.open("rb") as content:
        row = services.send_submission(
            actor=system_actor("intake.load"),
            now=NOW,
            unit=unit,
            item=PENALTY.key,
            upload=Upload(content=content, name=path.name, claimed_type="text/csv"),
            origin=Origin.COMMAND,
            follows="",
        )
    with phases.of("checked, merged and shown"):
        services.process_submission(actor=system_actor("intake.process"), moment=lambda: NOW, submission=row.id)
    row.refresh_from_db()
    assert row.state == "done", row.state
    return row

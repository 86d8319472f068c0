"""Killed between answer and commit, there is neither: no answer without evidence, no evidence without the trail."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from chengxin.audit.models import AuditEntry
from chengxin.checks.models import Check, CheckEvidence
from chengxin.checks.tests.scenes import Scene, penalise, scene

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("committed_db")]

ADDRESS = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@pytest.fixture
def desk(committed_db: object) -> Scene:  # noqa: ARG001  the scene stands in that database
    desk = scene()
    penalise(desk.firm)
    return desk


def killed(desk: Scene, data: Path, when: str) -> str:
    """Check in a process of its own, which dies, and return what it showed."""
    told = {
        "database": {key: connections["default"].settings_dict[key] for key in ADDRESS},
        "data": str(data),
        "unit": desk.unit.id,
        "matter": desk.matter.public_id,
        "code": desk.firm.unified_code,
        "when": when,
    }
    run = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "chengxin.checks.tests.dying", json.dumps(told)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    return run.stdout


def checked() -> int:
    return AuditEntry.objects.filter(action="checks.checked").count()


def test_killed_before_the_commit_nobody_saw_and_nothing_says_that_somebody_did(desk: Scene, data: Path) -> None:
    assert killed(desk, data, "before") == ""
    assert (Check.objects.count(), CheckEvidence.objects.count(), checked()) == (0, 0, 0)
    desk.check()
    assert (Check.objects.count(), CheckEvidence.objects.count(), checked()) == (1, 1, 1)


def test_killed_after_the_commit_the_evidence_is_there_though_nobody_saw(desk: Scene, data: Path) -> None:
    assert killed(desk, data, "after") == ""
    assert (Check.objects.count(), CheckEvidence.objects.count(), checked()) == (1, 1, 1)

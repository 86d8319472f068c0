"""The strange tables of ``test_any_workbook`` as submissions: each ends in a state that says what became of it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings

from chengxin.intake.models import Submission
from chengxin.intake.rules import Origin
from chengxin.intake.services import send_submission
from chengxin.intake.tests.scenes import NOW, bureau, processed, reporter
from chengxin.intake.tests.test_any_workbook import HEADER, MERGED, ROWS, TITLES, workbook
from chengxin.units.models import Unit
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.services import Upload

pytestmark = [pytest.mark.service, pytest.mark.soak]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TITLES, HEADER, ROWS, MERGED)
def test_any_workbook_ends_somewhere(
    unit: Unit,
    titles: list[list[object]],
    header: list[object],
    rows: list[list[object]],
    merged: list[tuple[int, int, int, int]],
) -> None:
    content = io.BytesIO(workbook([*titles, header, *rows], merged))
    try:
        row = send_submission(
            actor=reporter(unit),
            now=NOW,
            unit=unit.id,
            item="penalty-organisation",
            upload=Upload(content=content, name="a.xlsx", claimed_type=""),
            origin=Origin.DESK,
            follows="",
        )
    except FileRefused:
        return
    processed(row)
    assert row.state in {"done", "to-confirm", "to-map", "unreadable"}
    assert row.state != "done" or row.rows == row.accepted + row.unchanged + row.returned
    Submission.objects.filter(id=row.id, state__in=["to-confirm", "to-map"]).update(state="cancelled")

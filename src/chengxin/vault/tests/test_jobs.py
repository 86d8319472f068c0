from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.queue import defer
from chengxin.foundation.roles import Role
from chengxin.foundation.tests.working import work
from chengxin.vault import services
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import NOW, bureau, person

JOB = "vault.delete-expired"


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_the_nightly_job_deletes_what_is_over_and_may_run_twice(data: Path) -> None:
    unit = bureau()
    file = services.keep_file(
        actor=person(unit, Role.CASE_OFFICER).actor,
        now=NOW,
        purpose=samples.PURPOSE,
        upload=Upload(BytesIO(samples.pdf()), "回证.pdf", ""),
        unit=unit.id,
        owner=Owner("test", "case", "1"),
    )
    StoredFile.objects.update(retain_until=date(2018, 7, 1))
    defer(JOB, queue="bulk", timestamp=0)
    work()
    defer(JOB, queue="bulk", timestamp=0)
    work()
    file.refresh_from_db()
    assert file.deleted_at is not None
    assert not [path for path in (data / "vault").rglob("*") if path.is_file()]
    assert AuditEntry.objects.filter(action="vault.file-deleted", actor_id=JOB).count() == 1

import hashlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, public_actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.foundation.sealed import CannotOpen
from chengxin.units.models import Unit
from chengxin.units.rules import Level
from chengxin.vault import queries, services
from chengxin.vault.adapters import store
from chengxin.vault.adapters.refusals import FileRefused, TooLarge
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import NOW, Person, bureau, person
from chengxin.vault.tests.samples import PURPOSE

pytestmark = pytest.mark.service

OWNER = Owner("test", "case", "1")
JOB = system_actor("vault.delete-expired")
AFTER = NOW + timedelta(days=5 * 366)


def keep(actor: Actor, unit: Unit, content: bytes = samples.pdf(), name: str = "回证.pdf") -> StoredFile:
    upload = Upload(BytesIO(content), name, "application/pdf")
    return services.keep_file(actor=actor, now=NOW, purpose=PURPOSE, upload=upload, unit=unit.id, owner=OWNER)


def read(actor: Actor, file: StoredFile, now: datetime = NOW) -> bytes:
    opened = services.read_file(actor=actor, now=now, file_id=file.public_id, reason="办理测试案件", basis="测试规定")
    return b"".join(opened.pieces())


def contents(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "vault").rglob("*") if path.is_file())


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def officer(unit: Unit) -> Person:
    return person(unit, Role.CASE_OFFICER)


def test_what_is_kept_can_be_read_and_both_are_on_record(officer: Person, unit: Unit, data: Path) -> None:
    content = samples.pdf(os.urandom(200_000))
    file = keep(officer.actor, unit, content, "C:\\scan\\回证\u202e.PDF")

    digest = hashlib.sha256(content).hexdigest()
    assert (file.sha256, file.size, file.kind, file.name) == (digest, len(content), "pdf", "回证.pdf")
    assert (file.retain_until, file.retention_basis) == (date(2023, 6, 30), "测试规定第一条")
    assert contents(data) == [digest]
    place = data / "vault" / digest[:2] / digest[2:4] / digest
    assert content[:100] not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert read(officer.actor, file) == content
    kept, looked = AuditEntry.objects.filter(object_id=file.public_id).order_by("id")
    assert (kept.action, kept.facts["sha256"]) == ("vault.file-kept", digest)
    assert (looked.action, looked.purpose, looked.basis) == ("vault.file-read", "办理测试案件", "测试规定")


def test_the_same_content_is_stored_once(officer: Person, unit: Unit, data: Path) -> None:
    one, two = keep(officer.actor, unit), keep(officer.actor, unit, name="又一份.pdf")
    assert one.public_id != two.public_id
    assert contents(data) == [one.sha256]
    assert StoredFile.objects.count() == 2


def test_who_may_keep(officer: Person, unit: Unit, data: Path) -> None:
    other = bureau()
    with pytest.raises(NotFound):
        keep(officer.actor, other)
    with pytest.raises(NotPermitted):
        keep(person(unit, Role.REPORTER).actor, unit)
    with pytest.raises(NotPermitted):
        keep(public_actor("192.0.2.1"), unit)
    assert contents(data) == []


def test_who_may_read(officer: Person, unit: Unit) -> None:
    file = keep(officer.actor, unit)
    county = bureau(Level.COUNTY, "990102")
    kept_in_county = keep(person(county, Role.CASE_OFFICER).actor, county, samples.pdf(b"county"))

    city_office = person(bureau(), Role.CREDIT_OFFICE).actor
    county_office = person(bureau(Level.COUNTY, "990102"), Role.CREDIT_OFFICE).actor
    assert read(city_office, file)
    assert read(city_office, kept_in_county)
    assert read(county_office, kept_in_county)
    strangers = [
        county_office,
        person(bureau(), Role.CASE_OFFICER).actor,
        person(unit, Role.REPORTER).actor,
        person(unit, Role.AUDITOR).actor,
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            read(stranger, file)
        assert not queries.files_of(stranger, room="test", kind="case", number="1").filter(id=file.id).exists()
    with pytest.raises(NotPermitted):
        read(public_actor("192.0.2.1"), file)
    assert queries.files_for(JOB).count() == 2


def test_two_roles_do_not_lend_each_other_their_reach(unit: Unit, officer: Person) -> None:
    # an auditor of everything who is a case officer of one unit reads that unit's files only
    file = keep(officer.actor, unit)
    both = person(bureau(), Role.CASE_OFFICER, Role.AUDITOR).actor
    assert any(grant.everywhere for grant in both.grants)
    with pytest.raises(NotFound):
        read(both, file)


@pytest.mark.parametrize(("reason", "basis"), [("", "依据"), ("用途", " "), ("\t", "")])
def test_reading_takes_a_reason(officer: Person, unit: Unit, reason: str, basis: str) -> None:
    file = keep(officer.actor, unit)
    with pytest.raises(services.ReasonMissing):
        services.read_file(actor=officer.actor, now=NOW, file_id=file.public_id, reason=reason, basis=basis)


def test_a_refused_file_leaves_nothing(officer: Person, unit: Unit, data: Path) -> None:
    with pytest.raises(FileRefused):
        keep(officer.actor, unit, b"MZ" + bytes(100))
    with pytest.raises(TooLarge):
        keep(officer.actor, unit, samples.pdf(bytes(PURPOSE.max_bytes)))
    assert contents(data) == []
    assert not StoredFile.objects.exists()


def test_a_name_with_an_id_number_is_masked(officer: Person, unit: Unit) -> None:
    assert "11010519491231002X" not in keep(officer.actor, unit, name="11010519491231002X.pdf").name


def test_altered_contents_are_not_handed_out(officer: Person, unit: Unit, data: Path) -> None:
    file, other = keep(officer.actor, unit), keep(officer.actor, unit, samples.pdf(b"other"))
    place, wrong = (data / "vault" / one.sha256[:2] / one.sha256[2:4] / one.sha256 for one in (file, other))
    genuine = place.read_bytes()
    place.write_bytes(genuine[:-1] + bytes([genuine[-1] ^ 1]))
    with pytest.raises(CannotOpen):
        read(officer.actor, file)
    place.write_bytes(wrong.read_bytes())
    with pytest.raises(store.ContentDamaged):
        read(officer.actor, file)
    place.unlink()
    with pytest.raises(store.ContentMissing):
        read(officer.actor, file)
    assert AuditEntry.objects.filter(action="vault.file-read").count() == 2


def test_expired_files_leave_a_trace_and_no_content(officer: Person, unit: Unit, data: Path) -> None:
    file = keep(officer.actor, unit)
    on_its_last_day = NOW.replace(year=2023)
    assert services.delete_expired(actor=JOB, now=on_its_last_day) == 0
    assert contents(data) == [file.sha256]

    assert services.delete_expired(actor=JOB, now=on_its_last_day + timedelta(days=1)) == 1
    file.refresh_from_db()
    assert (file.name, file.deleted_at) == ("", on_its_last_day + timedelta(days=1))
    assert contents(data) == []
    proof = AuditEntry.objects.get(action="vault.file-deleted")
    assert proof.facts["sha256"] == file.sha256
    assert proof.facts["basis"] == "测试规定第一条"
    with pytest.raises(queries.FileDeleted):
        read(officer.actor, file)
    assert services.delete_expired(actor=JOB, now=AFTER) == 0
    assert AuditEntry.objects.filter(action="vault.file-deleted").count() == 1


def hold(actor: Actor, file: StoredFile, reason: str = "行政诉讼期间", basis: str = "测行初1号") -> None:
    services.hold_file(actor=actor, now=NOW, file_id=file.public_id, reason=reason, basis=basis)


def release(actor: Actor, file: StoredFile) -> None:
    services.release_file(actor=actor, now=NOW, file_id=file.public_id, reason="诉讼终结", basis="测行初1号")


def test_a_file_on_hold_stays_after_its_last_day_until_it_is_released(unit: Unit, data: Path) -> None:
    office = person(unit, Role.CREDIT_OFFICE).actor
    file = keep(person(unit, Role.CASE_OFFICER).actor, unit)
    StoredFile.objects.filter(id=file.id).update(readers=[Role.CREDIT_OFFICE.value])
    with pytest.raises(services.NotHeld):
        release(office, file)
    for reason, basis in ((" ", "甲"), ("甲", ""), ("甲" * 300, "乙")):
        with pytest.raises(services.ReasonMissing):
            hold(office, file, reason, basis)
    hold(office, file)
    assert services.delete_expired(actor=JOB, now=AFTER) == 0
    assert contents(data) == [file.sha256]
    with pytest.raises(services.AlreadyDeleted):
        services._delete_expired_file(actor=JOB, now=AFTER, number=file.id)  # noqa: SLF001  held after it was found
    release(office, file)
    assert services.delete_expired(actor=JOB, now=AFTER) == 1
    assert contents(data) == []
    told = AuditEntry.objects.filter(object_id=file.public_id).order_by("id").values_list("action", flat=True)
    assert list(told) == ["vault.file-kept", "vault.file-held", "vault.file-released", "vault.file-deleted"]
    with pytest.raises(queries.FileDeleted):
        hold(office, file)


def test_who_may_hold(officer: Person, unit: Unit) -> None:
    file = keep(officer.actor, unit)
    with pytest.raises(NotPermitted):
        hold(officer.actor, file)
    stranger = person(bureau(Level.COUNTY, "990198"), Role.CREDIT_OFFICE)
    with pytest.raises(NotFound):
        hold(stranger.actor, file)


def test_content_stays_while_another_file_has_it(officer: Person, unit: Unit, data: Path) -> None:
    first = keep(officer.actor, unit)
    StoredFile.objects.filter(id=first.id).update(retain_until=date(2018, 7, 1))
    second = keep(officer.actor, unit)
    assert services.delete_expired(actor=JOB, now=NOW + timedelta(days=30)) == 1
    assert contents(data) == [second.sha256]
    assert read(officer.actor, second) == samples.pdf()


def test_only_the_job_deletes(officer: Person) -> None:
    with pytest.raises(NotPermitted):
        services.delete_expired(actor=officer.actor, now=AFTER)


def test_the_sweep_removes_what_a_stop_left(officer: Person, unit: Unit, data: Path) -> None:
    file = keep(officer.actor, unit)
    folder = store.Store(data / "vault")
    orphan = folder.write_aside(BytesIO(b"orphan"))
    folder.name(orphan)
    forgotten = folder.write_aside(BytesIO(b"forgotten"))
    os.utime(forgotten.aside, times=(0, 0))
    fresh = folder.write_aside(BytesIO(b"being written"))
    os.utime(fresh.aside, times=(NOW.timestamp(), NOW.timestamp()))

    services.delete_expired(actor=JOB, now=NOW)
    assert contents(data) == sorted([file.sha256, fresh.aside.name])


# --- real commits, several connections ------------------------------------------------------------


@pytest.fixture
def committed(committed_db: object) -> tuple[Unit, Person]:  # noqa: ARG001  the database of this test
    unit = bureau()
    return unit, person(unit, Role.CASE_OFFICER)


def in_threads(*tasks: Callable[[], object]) -> list[object]:
    def run(task: Callable[[], object]) -> object:
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_two_uploads_at_once_are_two_rows_and_one_content(committed: tuple[Unit, Person], data: Path) -> None:
    unit, officer = committed
    together = threading.Barrier(4)

    def upload() -> str:
        together.wait()
        return keep(officer.actor, unit).sha256

    hashes = set(in_threads(*[upload] * 4))
    assert contents(data) == sorted(str(one) for one in hashes)
    assert len(hashes) == 1
    assert StoredFile.objects.count() == 4


def die(*_: object) -> None:
    """End the process as a power cut would: nothing is closed, flushed or cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed(task: Callable[[], object], at: str, when: str) -> None:
    """Run the task in a process of its own that dies before or after the store's step."""
    connections.close_all()
    there = dict(connections["default"].settings_dict)
    child = os.fork()
    if child == 0:
        # Where a browser's event loop runs in this thread, it does not in the child, which finds the connection that
        # was open before the browser came, to the first database: a new one takes its place.
        connections.settings["default"].update(there)
        connections["default"] = connections.create_connection("default")
        step = getattr(store.Store, at)
        before = {"before": die, "after": step}[when]
        after = {"before": step, "after": die}[when]
        setattr(store.Store, at, lambda *given: (before(*given), after(*given)))
        try:
            task()
        except BaseException:  # noqa: BLE001  whatever it was: this process must not go on as a second run of the tests
            traceback.print_exc()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the process was to die"


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # from Python 3.12: threads do not survive a fork
@pytest.mark.parametrize(("at", "when"), [("write_aside", "after"), ("name", "before"), ("name", "after")])
def test_killed_while_keeping(committed: tuple[Unit, Person], data: Path, at: str, when: str) -> None:
    unit, officer = committed
    killed(lambda: keep(officer.actor, unit), at, when)
    assert not StoredFile.objects.exists()
    assert len(contents(data)) == 1

    file = keep(officer.actor, unit)
    assert read(officer.actor, file) == samples.pdf()
    for aside in (data / "vault" / "incoming").iterdir():
        os.utime(aside, times=(0, 0))
    services.delete_expired(actor=JOB, now=NOW)
    assert contents(data) == [file.sha256]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # see above
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_deleting(committed: tuple[Unit, Person], data: Path, when: str) -> None:
    unit, officer = committed
    file = keep(officer.actor, unit)
    killed(lambda: services.delete_expired(actor=JOB, now=AFTER), "remove", when)
    file.refresh_from_db()
    assert file.deleted_at == AFTER

    assert services.delete_expired(actor=JOB, now=AFTER) == 0
    assert contents(data) == []
    assert AuditEntry.objects.filter(action="vault.file-deleted").count() == 1


def keep_in_vain(actor: Actor, unit: Unit) -> None:
    with transaction.atomic():
        keep(actor, unit)
        raise InterruptedError


def test_a_rollback_leaves_a_content_that_the_sweep_removes(committed: tuple[Unit, Person], data: Path) -> None:
    unit, officer = committed
    with pytest.raises(InterruptedError):
        keep_in_vain(officer.actor, unit)
    assert not StoredFile.objects.exists()
    assert len(contents(data)) == 1
    services.delete_expired(actor=JOB, now=NOW)
    assert contents(data) == []


def test_the_sweep_leaves_a_content_that_is_just_being_kept(committed: tuple[Unit, Person], data: Path) -> None:
    unit, officer = committed
    with transaction.atomic():
        file = keep(officer.actor, unit)
        # named, its row not yet committed: to the sweep it looks like an orphan, but for the lock
        in_threads(lambda: services.delete_expired(actor=JOB, now=NOW))
    assert contents(data) == [file.sha256]
    assert read(officer.actor, file) == samples.pdf()


def test_keeping_waits_for_a_removal_of_the_same_content(committed: tuple[Unit, Person], data: Path) -> None:
    unit, officer = committed
    sha256 = keep(officer.actor, unit).sha256
    StoredFile.objects.update(retain_until=date(2018, 7, 1))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            queries.lock_content(sha256)
            kept = pool.submit(in_threads, lambda: keep(officer.actor, unit))
            wait_until_blocked()
            StoredFile.objects.update(deleted_at=NOW, name="")
            queries.store().remove(sha256)
        [file] = kept.result()
    assert isinstance(file, StoredFile)
    assert contents(data) == [sha256]
    assert read(officer.actor, file) == samples.pdf()


def wait_until_blocked() -> None:
    """Return when another connection waits for an advisory lock."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return


def test_two_runs_at_once_delete_each_file_once(committed: tuple[Unit, Person], data: Path) -> None:
    unit, officer = committed
    for number in range(20):
        keep(officer.actor, unit, samples.pdf(b"%d" % number))
    deleted = in_threads(*[lambda: services.delete_expired(actor=JOB, now=AFTER)] * 2)
    assert sum(number for number in deleted if isinstance(number, int)) == 20
    assert contents(data) == []
    assert AuditEntry.objects.filter(action="vault.file-deleted").count() == 20

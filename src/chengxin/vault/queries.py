"""Reads of stored files, scoped by each file's readers and the reach of the actor's roles."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import Q, QuerySet
from psycopg.errors import LockNotAvailable

from chengxin.foundation.actor import Actor, ActorKind, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.foundation.scoping import within
from chengxin.vault import rules
from chengxin.vault.adapters.store import Store
from chengxin.vault.models import StoredFile

LOCKS = 0x5641_554C  # the first key of our advisory locks, so that no other room's hash can meet ours
KEEPING = 0x5641_554C_4B45_4550  # a lock of its own: held by a backup, shared by whoever removes a content


class FileDeleted(NotFound):
    """The file was deleted at the end of its time; only the trace is left."""

    code = "vault.file-deleted"
    says = "文件已按规定的保存期限清除，只留下清除记录"


@dataclass(frozen=True)
class FileFacts:
    """What a page shows of a stored file without opening it."""

    public_id: str
    name: str
    kind: str
    size: int
    purpose: str
    unit: str
    kept_at: datetime
    kept_by: str
    retain_until: date
    retention_basis: str
    held_for: str


def store() -> Store:
    """Return the folder of contents of this installation."""
    return Store(Path(settings.DATA) / "vault")


def files_for(actor: Actor) -> QuerySet[StoredFile]:
    """Return the files the actor may read, newest first; deleted ones leave only a trace and are among them."""
    found = StoredFile.objects.select_related("unit").order_by("-kept_at", "-id")
    if actor.kind is ActorKind.SYSTEM:
        return found
    return found.filter(_reach(actor))


def _reach(actor: Actor) -> Q:
    reach = Q(pk__in=())
    for role in sorted({grant.role for grant in actor.grants}):
        scope = actor.scope(_as_reader(role))
        reach |= Q(readers__contains=[role.value]) & within(scope, unit="unit_id", district="unit__district")
    return reach


def _as_reader(role: Role) -> Permission:
    return Permission("vault.read-as-role", rules.READ_FILES.label, roles=frozenset({role}))


def file_for(actor: Actor, public_id: str) -> StoredFile:
    """Return the file.

    Raises:
        NotFound: there is none, or the actor may not read it.
        FileDeleted: it was deleted at the end of its time.
    """
    file = files_for(actor).filter(public_id=public_id).first()
    if file is None:
        raise NotFound
    if file.deleted_at is not None:
        raise FileDeleted
    return file


def files_of(actor: Actor, *, room: str, kind: str, number: str) -> QuerySet[StoredFile]:
    """Return the files of one thing of a room that are still there and that the actor may read."""
    return files_for(actor).filter(owner_room=room, owner_kind=kind, owner_id=number, deleted_at__isnull=True)


def facts_for(actor: Actor, public_id: str) -> FileFacts:
    """Return what a page shows of the file.

    Raises:
        NotFound: as ``file_for``.
        FileDeleted: as ``file_for``.
    """
    file = file_for(actor, public_id)
    return FileFacts(
        public_id=file.public_id,
        name=file.name,
        kind=rules.KINDS[file.kind].label,
        size=file.size,
        purpose=file.purpose_label,
        unit=file.unit.name,
        kept_at=file.kept_at,
        kept_by=file.kept_by_name,
        retain_until=file.retain_until,
        retention_basis=file.retention_basis,
        held_for=file.held_for,
    )


def expired_ids(*, before: date) -> list[int]:
    """Return the files whose last day lies before the day and that nobody holds, oldest first."""
    due = StoredFile.objects.filter(deleted_at__isnull=True, retain_until__lt=before, held_for="")
    return list(due.order_by("retain_until", "id").values_list("id", flat=True))


def living_file(number: int) -> StoredFile | None:
    """Return the file, locked, or nothing if it is deleted or another transaction holds it."""
    living = StoredFile.objects.select_for_update(skip_locked=True).filter(deleted_at__isnull=True)
    return living.filter(id=number).first()


def unwanted(hashes: Iterable[str]) -> list[str]:
    """Return those hashes of which no file that is not deleted has the content, as far as is committed."""
    asked = list(hashes)
    wanted = StoredFile.objects.filter(sha256__in=asked, deleted_at__isnull=True).values_list("sha256", flat=True)
    return sorted(set(asked).difference(wanted))


def content_is_wanted(sha256: str) -> bool:
    """Say whether a file that is not deleted has this content; hold its lock."""
    return StoredFile.objects.filter(sha256=sha256, deleted_at__isnull=True).exists()


def lock_content(sha256: str) -> None:
    """Wait for the lock of a content and hold it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, _lock_key(sha256)])


def try_lock_content(sha256: str) -> bool:
    """Take the lock of a content if nobody holds it, and say whether."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, _lock_key(sha256)])
        return bool(cursor.fetchone()[0])


def try_share_removing() -> bool:
    """Say whether contents may be removed now, and until the end of the transaction keep a backup from beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [KEEPING])
        return bool(cursor.fetchone()[0])


@contextmanager
def contents_kept() -> Iterator[bool]:
    """See that no content is removed within the block; False: somebody else does so, and nothing is held here.

    Rows become traces meanwhile as ever; the next sweep removes what they leave. The lock is this connection's.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [KEEPING])
    except OperationalError as problem:
        if not isinstance(problem.__cause__, LockNotAvailable):
            raise
        yield False
        return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEEPING])


def wanted_contents() -> Iterator[str]:
    """Yield the hashes of all contents that a file wants which is not deleted, each once, in order."""
    living = StoredFile.objects.filter(deleted_at__isnull=True)
    return living.order_by("sha256").values_list("sha256", flat=True).distinct().iterator(chunk_size=2_000)


def _lock_key(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:8]), "big", signed=True)

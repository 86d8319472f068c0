"""Keeping, reading, holding and deleting files.

A content is written aside first, then, under the lock of its hash, it gets its name
and its row in one transaction. Killed before the commit, a content without a row is left, which the sweep removes;
never a row without a content. Deleting goes the other way: the row becomes a trace, and only after that commit is the
content removed, if no other row has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction

from chengxin.audit.rules import Action
from chengxin.audit.services import record, record_look, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.foundation.transport import NoRoom, is_no_room
from chengxin.units.queries import day_of, unit_for
from chengxin.vault import queries, rules
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.adapters.store import Incoming, plain_pieces
from chengxin.vault.models import StoredFile
from chengxin.vault.rules import Purpose

ASIDE_HOURS = 24
LONGEST_HOLD = 300


class ReasonMissing(Invalid):
    """Reading a stored file takes a purpose and a basis."""

    code = "vault.reason-missing"
    says = "查看、封存文件必须写明用途和依据，合起来不超过300字"
    field = "reason"


class AlreadyDeleted(Conflict):
    """Another run deletes or has deleted the file."""

    code = "vault.already-deleted"
    says = "文件已经清除"


class NotHeld(Conflict):
    """Nobody holds the file."""

    code = "vault.not-held"
    says = "文件没有封存，不用解除"


@dataclass(frozen=True)
class Owner:
    """The thing a file belongs to: ``number`` is its id in the room as text."""

    room: str
    kind: str
    number: str


@dataclass(frozen=True)
class Upload:
    """A file as it came in: ``content`` open and seekable, ``name`` and ``claimed_type`` as the sender said."""

    content: BinaryIO
    name: str
    claimed_type: str

    @classmethod
    def sent(cls, file: Any) -> "Upload":
        """Return a file of a form (Django's ``UploadedFile``)."""
        return cls(file.file, file.name, file.content_type or "")


@dataclass(frozen=True)
class OpenedFile:
    """A stored file opened for reading: call ``pieces`` once."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: BinaryIO

    def pieces(self) -> Iterator[bytes]:
        """Yield the plain content in constant memory; see ``adapters.store.plain_pieces``."""
        return plain_pieces(self.content, self.sha256)


@use_case
def keep_file(*, actor: Actor, now: datetime, purpose: Purpose, upload: Upload, unit: int, owner: Owner) -> StoredFile:
    """Keep a file for a purpose and return its row.

    The same content is stored once, however often it comes. Called inside another use case, the file is there when that
    commits and gone when it does not.

    Raises:
        NotPermitted: the actor lacks the purpose's permission.
        NotFound: the unit lies outside the actor's reach.
        FileRefused: too large, of a wrong kind, disguised, with macros or a password, damaged …
        NoRoom: the disk is full; nothing is kept.
    """
    actor.require(purpose.keep)
    keeping = unit_for(actor, unit, permission=purpose.keep)
    name = rules.clean_name(upload.name, on=day_of(now))
    kind = inspect(upload.content, name=name, purpose=purpose)
    incoming = _written(upload.content)
    try:
        queries.lock_content(incoming.sha256)
        file = StoredFile.objects.create(
            public_id=new_opaque_id(),
            sha256=incoming.sha256,
            size=incoming.size,
            kind=kind.code,
            claimed_type="".join(sign for sign in upload.claimed_type if sign.isprintable())[:100],
            name=name,
            purpose=purpose.code,
            purpose_label=purpose.label,
            owner_room=owner.room,
            owner_kind=owner.kind,
            owner_id=owner.number,
            unit=keeping,
            readers=sorted(role.value for role in purpose.readers),
            kept_at=now,
            kept_by=actor.id,
            kept_by_name=actor.name,
            retain_until=purpose.retention.last_day(day_of(now)),
            retention_basis=purpose.retention.basis,
        )
        _note(actor, now, rules.FILE_KEPT, file)
        queries.store().name(incoming)
    except BaseException:
        queries.store().drop(incoming)
        raise
    return file


def _written(content: BinaryIO) -> Incoming:
    try:
        return queries.store().write_aside(content)
    except OSError as error:
        if is_no_room(error):
            raise NoRoom from error
        raise


@use_case
def read_file(*, actor: Actor, now: datetime, file_id: str, reason: str, basis: str) -> OpenedFile:
    """Open a file for reading, on record, and return it.

    Raises:
        NotFound: there is none, or the actor may not read it.
        FileDeleted: it was deleted at the end of its time.
        ReasonMissing: no reason or no basis is given.
        ContentMissing: the folder of contents lacks it.
    """
    actor.require(rules.READ_FILES)
    file = queries.file_for(actor, file_id)
    if not reason.strip() or not basis.strip():
        raise ReasonMissing
    record_look(
        actor=actor,
        now=now,
        action=rules.FILE_READ,
        object_kind="file",
        object_id=file.public_id,
        object_label=f"{file.purpose_label}（{file.owner_room} {file.owner_kind} {file.owner_id}）",
        purpose=reason,
        basis=basis,
        facts={"sha256": file.sha256},
    )
    return OpenedFile(
        name=file.name,
        media_type=rules.KINDS[file.kind].media_type,
        size=file.size,
        sha256=file.sha256,
        content=queries.store().open(file.sha256),
    )


@use_case
def hold_file(*, actor: Actor, now: datetime, file_id: str, reason: str, basis: str) -> StoredFile:
    """Hold a file (封存): it is kept past its last day until it is released; return its row.

    Held again, it is held for the newer reason; the trail has both.

    Raises:
        NotPermitted: the actor may not hold files.
        NotFound, FileDeleted: there is none, the actor may not read it, or it is gone.
        ReasonMissing: no reason or no basis is given, or they are too long together.
    """
    return _held(actor, now, file_id, (reason, basis), holds=True)


@use_case
def release_file(*, actor: Actor, now: datetime, file_id: str, reason: str, basis: str) -> StoredFile:
    """Release a held file and return its row: past its last day, the next nightly run deletes it.

    Raises:
        NotPermitted: the actor may not hold files.
        NotFound, FileDeleted: there is none, the actor may not read it, or it is gone.
        NotHeld: nobody holds it.
        ReasonMissing: as ``hold_file``.
    """
    return _held(actor, now, file_id, (reason, basis), holds=False)


def _held(actor: Actor, now: datetime, file_id: str, why: tuple[str, str], *, holds: bool) -> StoredFile:
    actor.require(rules.HOLD_FILES)
    file = queries.living_file(queries.file_for(actor, file_id).id)
    if file is None:
        raise AlreadyDeleted
    reason, basis = (" ".join(words.split()) for words in why)
    told = f"{reason}（{basis}）"
    if not reason or not basis or len(told) > LONGEST_HOLD:
        raise ReasonMissing
    if not holds and not file.held_for:
        raise NotHeld
    file.held_for = told if holds else ""
    file.save(update_fields=["held_for"])
    action = rules.FILE_HELD if holds else rules.FILE_RELEASED
    _note(actor, now, action, file, reason=reason, ground=basis, retain_until=file.retain_until)
    return file


def delete_expired(*, actor: Actor, now: datetime) -> int:
    """Delete the files whose time is over, remove contents nobody wants, and return how many files were deleted.

    What is held stays. Each file is a transaction of its own with its entry in the trail, so that a stop half-way loses
    nothing; the next run goes on. What earlier stops left behind is swept up.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(rules.DELETE_EXPIRED)
    deleted = 0
    for number in queries.expired_ids(before=day_of(now)):
        try:
            sha256 = _delete_expired_file(actor=actor, now=now, number=number)
        except AlreadyDeleted:
            continue
        _remove_if_unwanted(sha256)
        deleted += 1
    _sweep(now)
    return deleted


@use_case
def _delete_expired_file(*, actor: Actor, now: datetime, number: int) -> str:
    """Turn the row into a trace and return the hash of its content.

    Raises:
        AlreadyDeleted: another run did it, or is doing it; or somebody holds the file by now.
    """
    file = queries.living_file(number)
    if file is None or file.held_for:  # held since the work was found
        raise AlreadyDeleted
    file.deleted_at, file.name = now, ""
    file.save(update_fields=["deleted_at", "name"])
    proof = {"kept_at": file.kept_at, "retain_until": file.retain_until, "basis": file.retention_basis}
    _note(actor, now, rules.FILE_DELETED, file, **proof)
    return file.sha256


def _remove_if_unwanted(sha256: str) -> None:
    with transaction.atomic():
        # A backup may be reading it. Somebody who holds the lock of the hash is just keeping the same content: it is
        # wanted, or the next sweep looks again.
        may = queries.try_share_removing() and queries.try_lock_content(sha256)
        if may and not queries.content_is_wanted(sha256):
            queries.store().remove(sha256)


def _sweep(now: datetime) -> None:
    """Remove what a stop half-way left: contents without a living row, and those written aside and never named."""
    store = queries.store()
    store.clear_asides(before=now - timedelta(hours=ASIDE_HOURS))
    for hashes in store.hashes():
        for sha256 in queries.unwanted(hashes):
            _remove_if_unwanted(sha256)


def _note(actor: Actor, now: datetime, action: Action, file: StoredFile, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="file",
        object_id=file.public_id,
        object_label=f"{file.purpose_label}（{file.owner_room} {file.owner_kind} {file.owner_id}）",
        facts={"sha256": file.sha256, "size": file.size, "kind": file.kind} | facts,
    )

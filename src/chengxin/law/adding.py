"""Adds and withdraws rule files. One process at a time; a crash at any point leaves the store as before or after.

The entry in the log is the moment of truth: it is linked into place after the file it names is safely on the disk. A
file without an entry is the trace of a crash and has no effect.
"""

import base64
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from chengxin.law.collection import gather, packaged_folder
from chengxin.law.consistency.checks import check
from chengxin.law.overlays import (
    ADD,
    FOLDER,
    PRIVATE_KEY,
    PUBLIC_KEY,
    WITHDRAW,
    Entry,
    Overlay,
    active_overlays,
    overlay_path,
    read_log,
)
from chengxin.law.reading import LARGEST_FILE, Problem
from chengxin.law.refusals import AlreadyAdded, AlteredOverlay, NotAdded, StillNeeded, UnlawfulFile

MOST_SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who adds or withdraws, and when (aware)."""

    by: str
    now: datetime


def check_file(file: Path, data: Path | None) -> str:
    """Return the hash of a rule file that could be added to the law as it stands.

    Raises:
        UnlawfulFile: the file can not be read, or contradicts itself or the law.
        AlteredOverlay: the store is not as it was written.
    """
    content = _read(file)
    _refuse_problems(file.name, content, active_overlays(data) if data else ())
    return hashlib.sha256(content).hexdigest()


def add(file: Path, data: Path, signature: Signature) -> Entry:
    """Check a rule file, sign it and put it in force; return its entry in the log.

    Args:
        file: the rule file (TOML).
        data: the data folder; the store is its ``law`` folder, made if missing.
        signature: who adds it, and when.

    Raises:
        UnlawfulFile: the file can not be read, or contradicts itself or the law.
        AlreadyAdded: the same bytes are in force already.
        AlteredOverlay: the store is not as it was written.
    """
    content = _read(file)
    digest = hashlib.sha256(content).hexdigest()
    with _locked(data / FOLDER) as folder:
        active = active_overlays(data)
        same = next((overlay for overlay in active if overlay.hash == digest), None)
        if same:
            raise AlreadyAdded(hash=digest, added_at=same.added_at)
        _refuse_problems(file.name, content, active)
        path = overlay_path(folder, digest)
        if not path.exists() or path.read_bytes() != content:
            _write(path, content, 0o644)
        return _append(data, ADD, (digest, file.name), signature)


def withdraw(prefix: str, data: Path, reason: str, signature: Signature) -> Entry:
    """Take an added rule file out of force; its bytes and its entry stay. Return the new entry.

    Args:
        prefix: the file's hash, or at least eight characters of its beginning.
        data: the data folder.
        reason: why, as it shall stand in the log.
        signature: who withdraws it, and when.

    Raises:
        NotAdded: no one file in force has a hash that begins so.
        StillNeeded: another added file rests on it.
        AlteredOverlay: the store is not as it was written.
    """
    with _locked(data / FOLDER):
        active = active_overlays(data)
        matching = [overlay for overlay in active if overlay.hash.startswith(prefix)]
        if len(matching) != 1 or len(prefix) < 8:  # noqa: PLR2004  the length that names and messages show
            raise NotAdded(hash=prefix)
        found = matching[0]
        problems = _problems([(other.name, other.content) for other in active if other is not found])
        if problems:
            raise StillNeeded(hash=found.hash, problems="；".join(problem.sentence() for problem in problems[:3]))
        return _append(data, WITHDRAW, (found.hash, found.file), signature, reason)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            content = source.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnlawfulFile(count=1, problems=(f"{file.name}：不能读取（{error.strerror}）",)) from None
    if not content.strip():
        raise UnlawfulFile(count=1, problems=(f"{file.name}：文件是空的",))
    return content


def _refuse_problems(name: str, content: bytes, active: tuple[Overlay, ...]) -> None:
    existing = [(overlay.name, overlay.content) for overlay in active]
    problems = _problems([*existing, (name, content)])
    if problems:
        shown = [problem.sentence() for problem in problems[:MOST_SHOWN]]
        if len(problems) > MOST_SHOWN:
            shown.append(f"另有{len(problems) - MOST_SHOWN}处")
        raise UnlawfulFile(count=len(problems), problems=tuple(shown))


def _problems(overlays: list[tuple[str, bytes]]) -> list[Problem]:
    collection, problems, _ = gather(overlays, packaged_folder())
    return problems or check(collection)


def _append(data: Path, action: str, file: tuple[str, str], signature: Signature, reason: str = "") -> Entry:
    folder = data / FOLDER
    digest, name = file
    log = read_log(data)
    last = folder / "log" / f"{len(log):08d}.json"
    entry = Entry(
        number=len(log) + 1,
        action=action,
        hash=digest,
        name=name,
        at=signature.now.isoformat(timespec="seconds"),
        by=signature.by,
        reason=reason,
        previous=hashlib.sha256(last.read_bytes()).hexdigest() if log else "",
    )
    sealed = base64.b64encode(_signing_key(folder, first=not log).sign(entry.canonical())).decode("ascii")
    text = json.dumps({"entry": asdict(entry), "signature": sealed}, ensure_ascii=False, indent=1)
    _write(folder / "log" / f"{entry.number:08d}.json", text.encode(), 0o644)
    return entry


def _signing_key(folder: Path, *, first: bool) -> Ed25519PrivateKey:
    """Return the store's key; made with the first entry, never after it, since older signatures would not verify."""
    path = folder / PRIVATE_KEY
    if not path.exists():
        if not first:
            raise AlteredOverlay(what=f"签名钥匙{PRIVATE_KEY}不见了，不能再加入；请从备份恢复")
        made = Ed25519PrivateKey.generate()
        _write(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError):
        raise AlteredOverlay(what=f"签名钥匙{PRIVATE_KEY}读不懂或不能读") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AlteredOverlay(what=f"签名钥匙{PRIVATE_KEY}不是 Ed25519")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if first:
        _write(folder / PUBLIC_KEY, public, 0o644)
    elif (folder / PUBLIC_KEY).read_bytes() != public:
        raise AlteredOverlay(what="签名钥匙与公钥不是一对")
    return key


def _write(path: Path, content: bytes, mode: int) -> None:
    """Put the bytes in place at once: written aside with the final mode, flushed to disk, then renamed."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    parent = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


@contextmanager
def _locked(folder: Path) -> Iterator[Path]:
    """Hold the store for one writer; others wait."""
    for part in ("log", "overlays"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder

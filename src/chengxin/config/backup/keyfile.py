"""The keys of an installation in a file of their own. Whoever has archive and keys has everything: keep them apart."""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chengxin.config.backup.faults import BackupFault, explained

FORMAT = "chengxin-keys/1"
SUFFIX = ".keys"
KEYRING = "sealed.json"
SESSION_KEY = "session.key"
"""Signs sessions of a development platform; a new one only makes people sign in again."""

LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Keys:
    """Files of the folder ``keys`` by name, and the archive they were saved with."""

    archive: str
    files: Mapping[str, bytes]


def read_keys(folder: Path) -> dict[str, bytes]:
    """Return the key files of an installation by name."""
    if not folder.is_dir():
        return {}
    names = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in names if path.name != SESSION_KEY}


def write_key_file(path: Path, keys: Keys) -> None:
    """Write the file, readable for its owner only from the first byte on; nothing is ever overwritten.

    Raises:
        BackupFault: there is one of that name, or it can not be written.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            raise BackupFault(f"{path} 已经存在，不会覆盖")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(text_of(keys))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as problem:
        raise explained(problem) from problem
    finally:
        aside.unlink(missing_ok=True)


def text_of(keys: Keys) -> bytes:
    """Return what stands in the file."""
    files = {name: base64.b64encode(content).decode("ascii") for name, content in sorted(keys.files.items())}
    document: dict[str, Any] = {"format": FORMAT, "archive": keys.archive, "files": files}
    return json.dumps(document | {"sha256": seal_of(document)}, indent=1).encode()


def seal_of(document: Mapping[str, Any]) -> str:
    """Return the hash over all that the file says, to see damage before anything is restored."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def read_key_file(path: Path) -> Keys:
    """Return the keys in the file.

    Raises:
        BackupFault: it can not be read, is damaged, or no file of keys; others may read it.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise BackupFault(f"密钥文件 {path} 的权限过宽：请改为只有本人可读写（chmod 600）")
            text = file.read(LARGEST)
    except OSError as problem:
        raise explained(problem) from problem
    try:
        document = json.loads(text)
        told = document.pop("sha256")
        if document["format"] != FORMAT or told != seal_of(document):
            raise damaged(path)
        files = {plain_name(name): base64.b64decode(text, validate=True) for name, text in document["files"].items()}
        return Keys(str(document["archive"]), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        # without the cause: it may quote the text, and the text holds keys
        raise damaged(path) from None


def plain_name(name: str) -> str:
    """Return the name of a file in the folder ``keys``; one that leads out of it is none."""
    if name != Path(name).name or name.startswith("."):
        raise ValueError
    return name


def damaged(path: Path) -> BackupFault:
    """Return the fault of a file that holds no keys, or not all it held."""
    return BackupFault(f"{path} 不是密钥文件，或者已损坏")


def install_keys(folder: Path, keys: Keys) -> list[str]:
    """Write the keys that are not there yet and return their names; one that is there and differs stops it all.

    Raises:
        BackupFault: the folder holds another key of the same name.
    """
    there = read_keys(folder)
    for name, content in keys.files.items():
        if there.get(name, content) != content:
            raise BackupFault(f"{folder} 里已有另一份 {name}，不会覆盖。请先确认并移走它")
    missing = [name for name in keys.files if name not in there]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in missing:
            aside = folder / f".{name}.{secrets.token_hex(4)}"
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(keys.files[name])
                file.flush()
                os.fsync(file.fileno())
            aside.replace(folder / name)
    except OSError as problem:
        raise explained(problem) from problem
    return missing

"""The keyring: keys for sealing and keys for blind indexes, in one file that only the platform's own user may read.

Both kinds are apart, so that somebody who gets an index key can test guesses but open nothing. Old keys stay; the
newest of each kind is used for new values.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from chengxin.foundation.sealed.suites import CIPHERS, MACS, SUITES, Cipherment, Mac, Suite

VERSION = 1


class KeyringMissing(Exception):  # noqa: N818  reads as a sentence where it is raised
    """There is no keyring where one must be."""


class KeyringUnsafe(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The keyring can be read by others, or is not one."""


@dataclass(frozen=True)
class Key:
    """One key: the algorithm it is for and its bytes, which never show."""

    algorithm: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    """Keys by id, with the ids in use for new values."""

    sealing: str
    indexing: str
    keys: dict[str, Key]
    index_keys: dict[str, Key]


def load_keyring(path: Path) -> Keyring:
    """Return the keyring in the file.

    Raises:
        KeyringMissing: there is no such file.
        KeyringUnsafe: group or others may read it, or its content is broken.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyringMissing(
            f"缺少密钥文件 {path.name}：请从备份恢复；第一次安装请运行 chengxin keys create"
        ) from error
    if mode & 0o077:
        raise KeyringUnsafe(f"密钥文件 {path.name} 的权限过宽：请改为只有平台用户可读写（0600）")
    return read_keyring(text, name=path.name)


def read_keyring(text: str | bytes, *, name: str) -> Keyring:
    """Return the keyring in the text of a file of this name.

    Raises:
        KeyringUnsafe: it is broken.
    """
    try:
        return _parse(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        # the parser's message may quote the text, and the text holds keys
        raise KeyringUnsafe(f"密钥文件 {name} 的内容已损坏") from None


def ensure_keyring(path: Path, *, suite: Suite) -> Keyring:
    """Return the keyring in the file, made first if there is none. Two processes at once get the same one.

    Raises:
        KeyringUnsafe: as ``load_keyring``.
    """
    if not path.exists():
        try:
            create_keyring(path, suite=suite)
        except FileExistsError:
            return load_keyring(path)
    return load_keyring(path)


def create_keyring(path: Path, *, suite: Suite) -> None:
    """Make a keyring file with fresh keys of the suite.

    Raises:
        FileExistsError: there is one; it is left untouched.
    """
    key_id, key = _new_sealing_key(suite)
    index_id, index_key = _new_index_key(suite)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mine = _written_aside(path, Keyring(key_id, index_id, {key_id: key}, {index_id: index_key}))
    try:
        os.link(mine, path)  # unlike a rename it fails when somebody was faster
    finally:
        mine.unlink()
    _sync_folder(path.parent)


def rotate_keyring(path: Path, *, suite: Suite) -> Keyring:
    """Add a fresh sealing key of the suite to the file, use it from now on, and return the keyring.

    Values sealed before stay readable and are moved by ``reseal``. The index key stays: a new one would hide every
    value indexed before.
    """
    keyring = load_keyring(path)
    key_id, key = _new_sealing_key(suite)
    rotated = replace(keyring, sealing=key_id, keys=keyring.keys | {key_id: key})
    _written_aside(path, rotated).replace(path)
    _sync_folder(path.parent)
    return rotated


def _new_sealing_key(suite: Suite) -> tuple[str, Key]:
    algorithm = SUITES[suite][0]
    return f"k{secrets.token_hex(4)}", Key(algorithm, secrets.token_bytes(CIPHERS[algorithm].key_bytes))


def _new_index_key(suite: Suite) -> tuple[str, Key]:
    algorithm = SUITES[suite][1]
    return f"i{secrets.token_hex(4)}", Key(algorithm, secrets.token_bytes(MACS[algorithm].key_bytes))


def _written_aside(path: Path, keyring: Keyring) -> Path:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(_document(keyring), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return aside


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _document(keyring: Keyring) -> dict[str, object]:
    return {
        "version": VERSION,
        "sealing": keyring.sealing,
        "indexing": keyring.indexing,
        "keys": {key_id: _written(key) for key_id, key in keyring.keys.items()},
        "index_keys": {key_id: _written(key) for key_id, key in keyring.index_keys.items()},
    }


def _written(key: Key) -> dict[str, str]:
    return {"algorithm": key.algorithm, "key": base64.b64encode(key.secret).decode("ascii")}


def _parse(document: dict[str, dict[str, dict[str, str]]]) -> Keyring:
    keys = {key_id: _read(key, CIPHERS) for key_id, key in document["keys"].items()}
    index_keys = {key_id: _read(key, MACS) for key_id, key in document["index_keys"].items()}
    sealing, indexing = str(document["sealing"]), str(document["indexing"])
    if sealing not in keys or indexing not in index_keys:
        raise ValueError
    return Keyring(sealing, indexing, keys, index_keys)


def _read(key: dict[str, str], known: Mapping[str, Cipherment | Mac]) -> Key:
    algorithm, secret = key["algorithm"], base64.b64decode(key["key"], validate=True)
    if len(secret) != known[algorithm].key_bytes:
        raise ValueError
    return Key(algorithm, secret)

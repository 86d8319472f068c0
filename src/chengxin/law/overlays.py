"""The store of added rule files, each by its hash, and the signed, chained log of what was added and withdrawn.

Layout of the ``law`` folder in the data folder::

    log/00000001.json     one entry a file, never changed: {"entry": {...}, "signature": "..."}
    overlays/HASH.toml    the added bytes, named by their SHA-256
    signing-key.pem       Ed25519 private key, mode 0600, made at the first addition
    signing-key.pub       its public half, enough to load

Nothing is ever deleted. An entry names the hash of the entry before it, so a missing or changed one shows. The
signature guards against slips, broken copies and edits by anyone who can not read the private key.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from chengxin.law.refusals import AlteredOverlay

FOLDER = "law"
PRIVATE_KEY = "signing-key.pem"
PUBLIC_KEY = "signing-key.pub"
ADD = "add"
WITHDRAW = "withdraw"
HASH = re.compile(r"[0-9a-f]{64}")
ENTRY = re.compile(r"\d{8}\.json")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the log: what was done with which file, when (ISO with zone) and by whom (as text)."""

    number: int
    action: str
    hash: str
    name: str
    at: str
    by: str
    reason: str
    previous: str

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Overlay:
    """An added rule file in force."""

    hash: str
    file: str
    content: bytes
    added_at: str
    by: str

    @property
    def name(self) -> str:
        """The file's name made unique by its hash."""
        return f"{self.file}（{self.hash[:8]}）"


def overlay_path(folder: Path, digest: str) -> Path:
    """Return where the bytes with that hash lie."""
    return folder / "overlays" / f"{digest}.toml"


def read_log(data: Path) -> list[Entry]:
    """Return the log, oldest first, after checking numbers, chain and signatures.

    Raises:
        AlteredOverlay: an entry is missing, changed or not signed by the store's key.
    """
    folder = data / FOLDER
    paths = sorted(path for path in _listed(folder / "log") if ENTRY.fullmatch(path.name))
    if not paths:
        return []
    public_key = _public_key(folder / PUBLIC_KEY)
    entries: list[Entry] = []
    previous = ""
    for number, path in enumerate(paths, start=1):
        content = _bytes(path)
        entry = _verified(content, path, public_key)
        if entry.number != number or entry.previous != previous or path.name != f"{number:08d}.json":
            raise AlteredOverlay(what=f"记录{path.name}的次序不对，前面可能缺了记录")
        entries.append(entry)
        previous = hashlib.sha256(content).hexdigest()
    return entries


def active_overlays(data: Path) -> tuple[Overlay, ...]:
    """Return the added files in force, in the order of addition, after checking every one that was ever added.

    Raises:
        AlteredOverlay: the log, a file or a signature is not as it was written.
    """
    active: dict[str, Overlay] = {}
    for entry in read_log(data):
        if entry.action == ADD:
            content = _content(data / FOLDER, entry)
            active[entry.hash] = Overlay(entry.hash, entry.name, content, entry.at, entry.by)
        else:
            active.pop(entry.hash, None)
    return tuple(active.values())


def _content(folder: Path, entry: Entry) -> bytes:
    if not HASH.fullmatch(entry.hash):
        raise AlteredOverlay(what=f"记录{entry.number}的哈希写法不对")
    content = _bytes(overlay_path(folder, entry.hash))
    if hashlib.sha256(content).hexdigest() != entry.hash:
        raise AlteredOverlay(what=f"{entry.name}（{entry.hash[:8]}）的内容与加入时不同")
    return content


def _verified(content: bytes, path: Path, public_key: Ed25519PublicKey) -> Entry:
    try:
        signed = json.loads(content)
        entry = Entry(**signed["entry"])
        public_key.verify(base64.b64decode(signed["signature"], validate=True), entry.canonical())
    except InvalidSignature:
        raise AlteredOverlay(what=f"记录{path.name}的签名不对") from None
    except (ValueError, KeyError, TypeError):
        raise AlteredOverlay(what=f"记录{path.name}读不懂") from None
    return entry


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(_bytes(path))
    except ValueError:
        raise AlteredOverlay(what="验证签名的公钥读不懂") from None
    if not isinstance(key, Ed25519PublicKey):
        raise AlteredOverlay(what="验证签名的公钥不是 Ed25519")
    return key


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AlteredOverlay(what=f"{path.name}不见了或不能读（{error.strerror}）") from None


def _listed(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())

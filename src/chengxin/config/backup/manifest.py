"""What an archive says of itself. It is made last, so that an archive without it was cut off."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from chengxin.config.backup.container import Content, Member, altered
from chengxin.config.backup.faults import BackupFault

FORMAT_MEMBER = "format"
FORMAT_NAME = "chengxin-backup/"
FORMAT_NUMBER = 1
FORMAT = f"{FORMAT_NAME}{FORMAT_NUMBER}\n"
LONGEST_FORMAT = 64

DUMP = "database.dump"
VAULT = "vault/"
FILES = "files/"
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"


@dataclass(frozen=True)
class Manifest:
    """``id`` names the archive; ``server`` is PostgreSQL's number of the database's version, 180000 for 18.

    ``migrations`` are the names applied, by app; ``counts`` rows by table; ``head`` the newest head of the ledger
    (``size``, ``root``), none while nothing was sealed; ``feed_horizon`` the transaction before which the feed is
    complete; ``paths`` the places of ``files/…`` in the data folder; ``key_ids`` and ``probe`` tell whether a keyring
    is the right one, and hold no key; ``missing`` are contents that rows want and the folder lacked.
    """

    id: str
    product: str
    at: str
    server: int
    migrations: Mapping[str, list[str]]
    counts: Mapping[str, int]
    head: Mapping[str, Any] | None
    feed_horizon: int
    paths: Mapping[str, str]
    key_ids: list[str]
    probe: str
    missing: list[str]
    members: tuple[Member, ...]

    def text(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        document = asdict(self)
        document["members"] = [[one.name, one.size, one.sha256] for one in self.members]
        return json.dumps(document, indent=1).encode()

    @property
    def contents(self) -> list[str]:
        """The hashes of the vault's contents in the archive."""
        return [one.name.removeprefix(VAULT) for one in self.members if one.name.startswith(VAULT)]

    @property
    def rows(self) -> int:
        """How many rows the database held."""
        return sum(self.counts.values())


def product_version() -> str:
    """Return the version of this program."""
    return metadata.version("chengxin")


def hash_of(text: bytes) -> str:
    """Return the hash that stands after the manifest."""
    return hashlib.sha256(text).hexdigest()


def read_manifest(text: bytes, told: bytes) -> Manifest:
    """Return the manifest of an archive's last two members.

    Raises:
        BackupFault: they do not belong together, or it is none.
    """
    if told != hash_of(text).encode():
        raise altered()
    try:
        document = json.loads(text)
        members = tuple(Member(*one) for one in document.pop("members"))
        return Manifest(**document, members=members)
    except (ValueError, TypeError, KeyError) as problem:
        raise altered() from problem


def require_format(content: Content) -> None:
    """See that the first member is that of an archive which this program can read.

    Raises:
        BackupFault: a newer program made it, or it is none.
    """
    if content.name != FORMAT_MEMBER or content.size > LONGEST_FORMAT:
        raise foreign()
    said = content.rest().decode("ascii", "replace")
    if said == FORMAT:
        return
    number = said.removeprefix(FORMAT_NAME).strip()
    if said.startswith(FORMAT_NAME) and number.isdecimal() and int(number) > FORMAT_NUMBER:
        raise BackupFault(f"备份由更新的版本制作（格式 {number}，本程序只认识到 {FORMAT_NUMBER}）。请先升级平台")
    raise foreign()


def foreign() -> BackupFault:
    """Return the fault of a file that is no archive of ours."""
    return BackupFault("这不是本平台的备份文件")

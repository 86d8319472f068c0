"""An archive held against its manifest; needs no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from chengxin.config.backup.container import Advance, Content, Member, altered, contents, cut, unheard
from chengxin.config.backup.faults import BackupFault, explained
from chengxin.config.backup.manifest import (
    DUMP,
    FORMAT_MEMBER,
    MANIFEST,
    MANIFEST_HASH,
    Manifest,
    foreign,
    read_manifest,
    require_format,
)

LARGEST_MANIFEST = 1024 * 1024 * 1024
LARGEST_HASH = 64


def check_archive(path: Path, advance: Advance = unheard) -> Manifest:
    """Read the whole archive, compare every byte's hash with the manifest, and return it.

    Raises:
        BackupFault: it can not be read, is cut off, altered, lacks a member or is none of ours.
    """
    found: list[Member] = []
    last: dict[str, bytes] = {}
    with opened_archive(path) as file:
        for content in archive_contents(file, advance):
            if content.name in {MANIFEST, MANIFEST_HASH}:
                if content.size > (LARGEST_MANIFEST if content.name == MANIFEST else LARGEST_HASH):
                    raise altered()
                last[content.name] = content.rest()
            else:
                found.append(content.pass_over())
    if set(last) != {MANIFEST, MANIFEST_HASH}:
        raise cut()
    manifest = read_manifest(last[MANIFEST], last[MANIFEST_HASH])
    compare(manifest, found)
    return manifest


def archive_contents(file: BinaryIO, advance: Advance = unheard) -> Iterator[Content]:
    """Yield the contents of an archive but for its mark, which is looked at first.

    Raises:
        BackupFault: it is cut off, altered or none of ours.
    """
    found = contents(file, advance)
    try:
        first = next(found, None)
    except BackupFault:
        raise foreign() from None
    if first is None:
        raise foreign()
    require_format(first)
    yield from found


def compare(manifest: Manifest, found: list[Member]) -> None:
    """Hold what was found to what the manifest says.

    Raises:
        BackupFault: a member is missing, is too much or is not what it was.
    """
    said = {one.name: one for one in manifest.members if one.name != FORMAT_MEMBER}
    names = [one.name for one in found]
    for member in found:
        if said.get(member.name) != member:
            raise BackupFault(f"备份中的 {member.name} 已损坏或被改动过。请换一份备份")
    missing = sorted(set(said) - set(names)) or ([DUMP] if DUMP not in said else [])
    if missing:
        raise BackupFault(f"备份中缺少 {missing[0]}（共缺 {len(missing)} 项）。请换一份备份")
    if len(names) != len(said):
        raise altered()


@contextmanager
def opened_archive(path: Path) -> Iterator[BinaryIO]:
    """Give the archive, open; what the system says of it becomes a fault.

    Raises:
        BackupFault: it can not be read.
    """
    try:
        with path.open("rb") as file:
            yield file
    except OSError as problem:
        raise explained(problem) from problem

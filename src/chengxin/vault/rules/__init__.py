"""Pure rules of stored files: no Django, no I/O, no clock."""

from chengxin.vault.rules.file_names import clean_name, extension_of
from chengxin.vault.rules.kinds import IMAGES, KINDS, PAPERS, TABLES, Kind
from chengxin.vault.rules.purposes import (
    DELETE_EXPIRED,
    FILE_DELETED,
    FILE_HELD,
    FILE_KEPT,
    FILE_READ,
    FILE_RELEASED,
    HOLD_FILES,
    READ_FILES,
    Purpose,
    Retention,
)

__all__ = [
    "DELETE_EXPIRED",
    "FILE_DELETED",
    "FILE_HELD",
    "FILE_KEPT",
    "FILE_READ",
    "FILE_RELEASED",
    "HOLD_FILES",
    "IMAGES",
    "KINDS",
    "PAPERS",
    "READ_FILES",
    "TABLES",
    "Kind",
    "Purpose",
    "Retention",
    "clean_name",
    "extension_of",
]

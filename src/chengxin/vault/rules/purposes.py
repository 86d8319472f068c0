"""Why a file is kept: what is taken, who may read it, how long it stays. Rooms declare their own purposes."""

from dataclasses import dataclass
from datetime import date, timedelta

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role

MEGABYTE = 1024 * 1024
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Retention:
    """How long a file stays, in years or else in ``days``, and on what basis (a Chinese sentence naming the rule)."""

    years: int
    basis: str
    days: int = 0

    def last_day(self, kept_on: date) -> date:
        """Return the last day of the period that begins on the day after ``kept_on`` (民法典 arts. 201, 202)."""
        if self.days:
            return kept_on + timedelta(self.days)
        day = 28 if (kept_on.month, kept_on.day) == LEAP_DAY else kept_on.day
        return date(kept_on.year + self.years, kept_on.month, day)


@dataclass(frozen=True)
class Purpose:
    """A reason to keep files.

    ``kinds`` are codes of ``KINDS``; ``max_bytes`` limits the file, ``max_unpacked`` all that an archive (office
    documents are archives) holds; ``keep`` is the permission to bring one; ``readers`` the roles that may read it where
    their reach covers the file's unit.
    """

    code: str
    label: str
    kinds: frozenset[str]
    keep: Permission
    readers: frozenset[Role]
    retention: Retention
    max_bytes: int = 20 * MEGABYTE
    max_unpacked: int = 200 * MEGABYTE


READ_FILES = Permission("vault.read-files", "查看存档文件", roles=EVERYBODY, system=True)
"""Opens the door; which files there are to read is said by each file's readers."""
DELETE_EXPIRED = Permission("vault.delete-expired", "清除到期文件", system=True)

HOLD_FILES = Permission("vault.hold-files", "封存到期也不清除的文件", roles=frozenset({Role.CREDIT_OFFICE}))
"""For a suit, a review or an investigation: what is held stays after its last day."""

FILE_KEPT = Action("vault.file-kept", "存入文件")
FILE_READ = Action("vault.file-read", "查看文件")
FILE_DELETED = Action("vault.file-deleted", "清除到期文件")
FILE_HELD = Action("vault.file-held", "封存文件")
FILE_RELEASED = Action("vault.file-released", "解除文件封存")

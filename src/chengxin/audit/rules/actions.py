"""What can happen, as the trail names it.

Each room declares its actions in its ``rules``; a guard test sees that the reference lists them all.
"""

import re
from dataclasses import dataclass

from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role

CODE_SHAPE = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Action:
    """One kind of entry: ``code`` is ``room.what-happened``, ``label`` a Chinese msgid."""

    code: str
    label: str

    def __post_init__(self) -> None:
        if not CODE_SHAPE.fullmatch(self.code):
            raise ValueError(f"an action's code reads room.what-happened, not {self.code!r}")


REFUSED = Action("audit.refused", "无权办理被拒绝")
TRAIL_SEEN = Action("audit.trail-seen", "查看操作留痕")
ENTRY_SEEN = Action("audit.entry-seen", "查看留痕详情")
TRAIL_EXPORTED = Action("audit.trail-exported", "导出操作留痕")
PLATFORM_BACKED_UP = Action("audit.platform-backed-up", "备份整个平台")
PLATFORM_RESTORED = Action("audit.platform-restored", "从备份恢复平台")
"""Done on the server's own command line, by ``config``; what touches everything belongs to no other room."""

SEE_TRAIL = Permission("audit.see-trail", "查看操作留痕", roles=frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}))
EXPORT_TRAIL = Permission(
    "audit.export-trail", "导出操作留痕", roles=frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR})
)

DUTY_PURPOSE = "日常审计监督"
"""Purpose of an auditor's ordinary look at the trail."""

DUTY_BASIS = "《网络安全法》第二十一条、GB/T 22239-2019 安全审计"
"""Legal basis of an auditor's ordinary look at the trail."""

ENTRY_LEAF = "audit.entry"
"""Kind of the ledger's batches that hold entries of the trail."""

"""What the trail says, for tests."""

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules import Action


def entries(action: Action) -> list[AuditEntry]:
    """Return the entries of an action, oldest first."""
    return list(AuditEntry.objects.filter(action=action.code).order_by("id"))


def last(action: Action) -> AuditEntry:
    """Return the newest entry of an action."""
    return entries(action)[-1]

"""Django application of the audit room, and what it adds to the desk's navigation and to the ledger."""

from django.apps import AppConfig

from chengxin.audit import rules
from chengxin.foundation.navigation import NavigationItem


class AuditConfig(AppConfig):
    """Registers the room.

    ``leaf_readers`` names, for each kind of leaf the room puts into the ledger, the function that gives the facts of a
    batch again (``chengxin.audit.queries.leaves``).
    """

    name = "chengxin.audit"
    label = "audit"
    navigation = (NavigationItem("监督", "操作留痕", "audit:trail", rules.SEE_TRAIL),)
    leaf_readers = {rules.ENTRY_LEAF: "chengxin.audit.queries.leaves.read_entries"}  # noqa: RUF012  as navigation, read only

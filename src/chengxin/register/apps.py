"""Django application of the register, and what it puts into the ledger."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.register import rules


class RegisterConfig(AppConfig):
    """Registers the room; its pages stand in the rooms and doors above."""

    name = "chengxin.register"
    label = "register"
    navigation = (NavigationItem("查询与办理", "自然人记录", "register:persons", rules.SEE_PERSON_RECORDS, order=210),)
    leaf_readers = {  # noqa: RUF012  read only, as in the room of the ledger
        rules.PUBLICATION_LEAF: "chengxin.register.queries.leaves.read_publications",
        rules.WITHDRAWAL_LEAF: "chengxin.register.queries.leaves.read_withdrawals",
        rules.TAKEDOWN_LEAF: "chengxin.register.queries.leaves.read_takedowns",
    }

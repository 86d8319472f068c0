"""Django application of cases, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.relief.rules.doings import SEE_CASES


class ReliefConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.relief"
    label = "relief"
    navigation = (
        NavigationItem("权益", "异议和修复", "relief:cases", SEE_CASES, order=270),
        NavigationItem("权益", "修复指引", "relief:repairs", SEE_CASES, order=271),
    )

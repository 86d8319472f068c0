"""Django application of units, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.units import rules


class UnitsConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.units"
    label = "units"
    navigation = (
        NavigationItem("单位与人员", "单位名录", "units:units", rules.SEE_UNITS),
        NavigationItem("单位与人员", "人员", "units:staff", rules.SEE_STAFF),
        NavigationItem("单位与人员", "委托代办", "units:delegations", rules.SEE_DELEGATIONS),
        NavigationItem("单位与人员", "接口客户端", "units:clients", rules.KEEP_CLIENTS),
    )

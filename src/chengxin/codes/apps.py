"""Django application of codes, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.codes.rules.doings import LOOK_UP, SEE_CODES
from chengxin.foundation.navigation import NavigationItem


class CodesConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.codes"
    label = "codes"
    navigation = (
        NavigationItem("统一代码", "赋码和转换", "codes:overview", SEE_CODES, order=200),
        NavigationItem("统一代码", "重错码", "codes:faults", SEE_CODES, order=210),
        NavigationItem("统一代码", "重错码率", "codes:rates", SEE_CODES, order=220),
        NavigationItem("统一代码", "核对代码", "codes:look-up", LOOK_UP, order=230),
    )

"""Django application of the desk, and its first entries of the navigation."""

from django.apps import AppConfig

from chengxin.desk import rules
from chengxin.foundation.navigation import NavigationItem


class DeskConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.desk"
    label = "desk"
    navigation = (
        NavigationItem("我的工作", "我的待办", "desk:todo", rules.SEE_DESK, order=10),
        NavigationItem("帮助", "使用说明", "desk:help", rules.SEE_DESK, order=900),
    )

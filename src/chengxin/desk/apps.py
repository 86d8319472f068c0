"""Django application of the desk, and its first entries of the navigation."""

from django.apps import AppConfig

from chengxin.desk import rules
from chengxin.foundation.navigation import NavigationItem
from chengxin.intake.rules import SEND
from chengxin.subjects.rules import SEE_SUBJECTS


class DeskConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.desk"
    label = "desk"
    navigation = (
        NavigationItem("我的工作", "我的待办", "desk:todo", rules.SEE_DESK, order=10),
        NavigationItem("报送", "本单位报送", "desk:reporting", SEND, order=105),
        NavigationItem("查询与办理", "信用主体", "desk:subjects", SEE_SUBJECTS, order=200),
        NavigationItem("帮助", "使用说明", "desk:help", rules.SEE_DESK, order=900),
    )

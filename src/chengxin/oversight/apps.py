"""Django application of oversight, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.oversight.rules.doings import SEE_PLAN


class OversightConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.oversight"
    label = "oversight"
    navigation = (NavigationItem("年度任务", "工作计划", "oversight:plan", SEE_PLAN, order=300),)

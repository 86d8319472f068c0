"""Django application of measures, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.measures.rules.doings import SEE_TASKS


class MeasuresConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.measures"
    label = "measures"
    navigation = (
        NavigationItem("联合奖惩", "任务", "measures:board", SEE_TASKS, order=300),
        NavigationItem("联合奖惩", "联合奖惩", "measures:actions", SEE_TASKS, order=310),
        NavigationItem("联合奖惩", "统计", "measures:statistics", SEE_TASKS, order=320),
    )

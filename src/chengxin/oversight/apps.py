"""Django application of oversight, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.oversight.rules.doings import SEE_PLAN
from chengxin.oversight.rules.reporting_doings import DECLARE, SEE_REPORTING


class OversightConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.oversight"
    label = "oversight"
    navigation = (
        NavigationItem("报送", "月报", "oversight:declarations", DECLARE, order=150),
        NavigationItem("报送", "填报情况", "oversight:declarations-overview", SEE_REPORTING, order=160),
        NavigationItem("报送", "文书号", "oversight:sequences", SEE_REPORTING, order=170),
        NavigationItem("报送", "报送质量", "oversight:rates", SEE_REPORTING, order=180),
        NavigationItem("报送", "通报", "oversight:letters", SEE_REPORTING, order=190),
        NavigationItem("年度任务", "工作计划", "oversight:plan", SEE_PLAN, order=300),
    )

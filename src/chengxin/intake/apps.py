"""Django application of intake, and its entries of the navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.intake.rules import doings


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.intake"
    label = "intake"
    navigation = (
        NavigationItem("报送", "上传报送", "intake:upload", doings.SEND, order=110),
        NavigationItem("报送", "报送记录", "intake:submissions", doings.SEE_SUBMISSIONS, order=120),
    )

"""Django application of intake, and its entries of the navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.intake import rules


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.intake"
    label = "intake"
    navigation = (
        NavigationItem("报送", "逐条填报", "intake:typing", rules.SEND, order=130),
        NavigationItem("报送", "草稿", "intake:drafts", rules.SEND, order=140),
    )

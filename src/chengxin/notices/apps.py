"""Django application of notices, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.notices import rules


class NoticesConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.notices"
    label = "notices"
    navigation = (
        NavigationItem("我的工作", "通知", "notices:inbox", rules.SEE_INBOX, order=20),
        NavigationItem("我的工作", "纸质送达", "notices:papers", rules.RECORD_PAPER, order=30),
    )

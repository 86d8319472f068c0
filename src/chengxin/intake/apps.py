"""Django application of intake, and its entries of the navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.intake.rules import doings
from chengxin.units.rules import KEEP_WRITTEN_NAMES


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.intake"
    label = "intake"
    navigation = (
        NavigationItem("报送", "上传报送", "intake:upload", doings.SEND, order=110),
        NavigationItem("报送", "报送记录", "intake:submissions", doings.SEE_SUBMISSIONS, order=120),
        NavigationItem("报送", "逐条填报", "intake:typing", doings.SEND, order=130),
        NavigationItem("报送", "表头别名", "intake:aliases", doings.KEEP_ALIASES, order=150),
        NavigationItem("报送", "待认定主体", "intake:unidentified", doings.IDENTIFY, order=145),
        NavigationItem("报送", "机关名称", "intake:authorities", KEEP_WRITTEN_NAMES, order=155),
        NavigationItem("报送", "草稿", "intake:drafts", doings.SEND, order=140),
    )

"""Django application of the public site, and its main navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem


class PortalConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.portal"
    label = "portal"
    public_navigation = (
        NavigationItem("", "首页", "portal:home", None, order=10),
        NavigationItem("", "信用查询", "portal:search", None, order=20),
        NavigationItem("", "行政许可", "portal:licences", None, order=30),
        NavigationItem("", "行政处罚", "portal:penalties", None, order=40),
        NavigationItem("", "信用名单", "portal:black-lists", None, order=45),
        NavigationItem("", "统一代码", "portal:codes", None, order=50),
        NavigationItem("", "信息目录", "portal:catalogue", None, order=60),
        NavigationItem("", "公示期限", "portal:law", None, order=70),
        NavigationItem("", "公示台账", "portal:ledger", None, order=80),
        NavigationItem("", "关于本站", "portal:about", None, order=90),
    )

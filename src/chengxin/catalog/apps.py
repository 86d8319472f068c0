"""Django application of the catalogue, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.catalog import rules
from chengxin.foundation.navigation import NavigationItem


class CatalogConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.catalog"
    label = "catalog"
    navigation = (
        NavigationItem("目录", "信用信息目录", "catalog:items", rules.SEE_CATALOG, order=60),
        NavigationItem("目录", "目录版本", "catalog:editions", rules.SEE_CATALOG, order=60),
        NavigationItem("目录", "代码集", "catalog:lists", rules.SEE_CATALOG, order=60),
        NavigationItem("目录", "名单种类", "catalog:list-kinds", rules.SEE_CATALOG, order=60),
        NavigationItem("目录", "措施目录", "catalog:measures", rules.SEE_CATALOG, order=60),
        NavigationItem("目录", "联合奖惩方案", "catalog:sector-plans", rules.SEE_CATALOG, order=60),
    )

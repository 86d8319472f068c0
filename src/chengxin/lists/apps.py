"""Django application of lists, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.foundation.navigation import NavigationItem
from chengxin.lists.rules.doings import SEE_COVERAGE, SEE_LISTS


class ListsConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.lists"
    label = "lists"
    navigation = (
        NavigationItem("名单", "名单认定", "lists:entries", SEE_LISTS, order=240),
        NavigationItem("名单", "建立情况", "lists:coverage", SEE_COVERAGE, order=241),
    )

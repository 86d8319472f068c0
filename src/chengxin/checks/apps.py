"""Django application of credit checks and reports, and what it adds to the desk's navigation."""

from django.apps import AppConfig

from chengxin.checks.rules.doings import SEE_CHECKS, SEE_MATTERS
from chengxin.foundation.navigation import NavigationItem


class ChecksConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.checks"
    label = "checks"
    navigation = (
        NavigationItem("信用核查", "核查", "checks:checks", SEE_CHECKS, order=250),
        NavigationItem("信用核查", "核查事项", "checks:matters", SEE_MATTERS, order=260),
        NavigationItem("信用核查", "推行情况", "checks:shares", SEE_MATTERS, order=265),
    )

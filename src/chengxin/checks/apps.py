"""Django application of credit checks and reports, and what it adds to the desk's navigation."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.checks"
    label = "checks"

"""Django application of the API root: no tables, one page."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.api"
    label = "api"

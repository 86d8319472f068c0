"""Django application of the foundation: no tables."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.foundation"
    label = "foundation"

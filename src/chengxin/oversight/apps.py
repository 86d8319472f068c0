"""Django application of oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.oversight"
    label = "oversight"

"""Django application of intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.intake"
    label = "intake"

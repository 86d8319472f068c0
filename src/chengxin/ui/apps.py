"""Django application of the user interface: templates, static files, template tags; no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.ui"
    label = "ui"

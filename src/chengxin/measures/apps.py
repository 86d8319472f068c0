"""Django application of measures, and what it adds to the desk's navigation."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.measures"
    label = "measures"

"""Django application of subjects."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.subjects"
    label = "subjects"

"""Django application of the catalogue."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the room."""

    name = "chengxin.catalog"
    label = "catalog"

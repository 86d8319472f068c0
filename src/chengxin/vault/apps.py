"""Django application of stored files."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the room. It adds nothing to the navigation: files are reached from the things they belong to."""

    name = "chengxin.vault"
    label = "vault"

"""Installs the standard items of this release; ``chengxin migrate`` calls it after the schema is up to date."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from chengxin.catalog.services import install_standard_catalogue
from chengxin.foundation.actor import system_actor


class Command(BaseCommand):
    """``install_standard_catalogue``: safe to run twice."""

    help = "Install the standard items of the catalogue that are new in this release."

    def handle(self, *_args: object, **_options: object) -> None:
        """Install, and write how many items changed."""
        changed = install_standard_catalogue(actor=system_actor("catalog.install"), now=timezone.now())
        self.stdout.write(str(changed))

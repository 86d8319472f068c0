"""What keeps an item from being put in force on a day: by itself, and by the law of the day."""

from datetime import date

from django.conf import settings

from chengxin.catalog import rules
from chengxin.catalog.rules import Fault, Item
from chengxin.law.catalogues import CatalogueRules
from chengxin.law.current import law_in_force


def catalogue_law(on: date) -> CatalogueRules:
    """Return what the law asks of this city's catalogue on a day."""
    return law_in_force(settings.DATA).catalogue(on=on, region=settings.CITY.calendar)


def faults_on(item: Item, on: date) -> list[Fault]:
    """Return everything that keeps the item from being put in force on a day."""
    return [*rules.faults_of(item), *rules.law_faults(item, catalogue_law(on))]

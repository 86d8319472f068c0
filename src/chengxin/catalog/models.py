"""Tables of the catalogue: items with a draft, their versions for good, and the code lists people edit.

A version carries its whole definition, code lists included, so that it can be read without anything else and a record
can name the version that judged it by its hash.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from chengxin.foundation.append_only import AppendOnly


class CatalogItem(models.Model):
    """What may be recorded (目录项), by its key. ``draft`` is the definition somebody works on, null if nobody does.

    ``draft_number`` counts every change of the draft, so that of two people who change it at once the second is told;
    ``discarded`` is the last draft that was given up, and can be taken back. ``standard_hash`` is the hash of the
    standard definition that was installed last, empty for an item of the city's own.
    """

    key = models.CharField(max_length=60, unique=True)
    standard_hash = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(null=True)
    draft_at = models.DateTimeField(null=True)
    draft_by = models.CharField(max_length=200, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    discarded = models.JSONField(null=True)
    created_at = models.DateTimeField()


class ItemVersion(AppendOnly, models.Model):
    """A definition of an item that was put in force (``rules.definition_of``), from ``in_force_from`` on."""

    item = models.ForeignKey(CatalogItem, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64, db_index=True)
    in_force_from = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="version_numbers_of_an_item_differ"),
        ]
        indexes: ClassVar = [
            models.Index(F("item"), F("in_force_from").desc(), F("number").desc(), name="version_in_force"),
        ]


class CodeListRow(models.Model):
    """A code list people edit (代码集): ``values`` as ``rules.definition`` writes them; versions keep copies.

    ``number`` counts its changes, as ``draft_number`` of an item does.
    """

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    values = models.JSONField()
    changed_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    @property
    def data(self) -> dict[str, Any]:
        """The list as ``rules.definition.list_from`` reads it."""
        return {"key": self.key, "name": self.name, "values": self.values}

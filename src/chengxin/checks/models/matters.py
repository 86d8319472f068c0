"""Tables of matters: what a unit decides and whether it checks credit then, version by version."""

from typing import ClassVar

from django.db import models

from chengxin.checks.rules.matters import MatterKind
from chengxin.foundation.append_only import AppendOnly
from chengxin.units.models import Unit


class Matter(models.Model):
    """A kind of approval or decision of a unit. What it says now stands in its newest version.

    ``number`` counts the versions, so that of two people who change it at once the second is told.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    must_check = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True)
    item = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_unit_names_a_matter_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in MatterKind]), name="kind_of_a_matter_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="a_matter_ends_after_it_begins",
            ),
        ]


class MatterVersion(AppendOnly, models.Model):
    """What a matter said from a moment on (``rules.matters``); ``hash`` is the SHA-256 of the canonical definition."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "number"], name="version_numbers_of_a_matter_differ"),
        ]

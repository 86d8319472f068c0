"""The table of credit reports: what each one said, frozen; rows are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from chengxin.checks.rules.reports import Version
from chengxin.foundation.append_only import AppendOnly
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit


class Report(AppendOnly, models.Model):
    """One report: ``facts`` is the canonical JSON of ``rules.reports.Frozen`` as text, byte for byte.

    ``facts_hash`` and ``pdf_hash`` are SHA-256 of the facts and of the signed file. ``digests`` maps a record's public
    id to the digest of what was shown of it. The file itself is handed over once and not kept.
    """

    number = models.CharField(max_length=30, unique=True, db_collation="C")
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=400)
    version = models.CharField(max_length=12)
    template = models.CharField(max_length=20)
    made_at = models.DateTimeField(db_index=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    ledger_size = models.BigIntegerField(default=0)
    ledger_root = models.CharField(max_length=64, blank=True)
    facts = models.TextField()
    facts_hash = models.CharField(max_length=64)
    digests = models.JSONField()
    pdf_hash = models.CharField(max_length=64, unique=True, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(version__in=[one.value for one in Version]), name="report_version_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version=Version.PUBLIC.value) | (~Q(purpose="") & ~Q(basis="") & Q(unit__isnull=False)),
                name="authorised_report_says_why",
            ),
        ]

"""The table of credit reports: what each one said, frozen; rows are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from chengxin.checks.models.consents import Consent
from chengxin.checks.rules.reports import Version
from chengxin.foundation.append_only import AppendOnly
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class ReportBatch(models.Model):
    """Authorised reports that a unit ordered by a list of codes.

    Of the ``rows`` of the workbook ``codes`` are pairs of line and code, ``refused`` says by line why one was not
    made; ``moved_at`` is when the last one was dealt with, ``finished_at`` when all were.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    ground = models.CharField(max_length=8)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField()
    codes = models.JSONField()
    refused = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="report_batch_of_unit"),
            models.Index(fields=["moved_at"], condition=Q(finished_at__isnull=True), name="report_batch_unfinished"),
        ]


class Report(AppendOnly, models.Model):
    """One report: ``facts`` is the canonical JSON of ``rules.reports.Frozen`` as text, byte for byte.

    ``facts_hash`` and ``pdf_hash`` are SHA-256 of the facts and of the signed file. ``digests`` maps a record's public
    id to the digest of what was shown of it. The file itself is handed over once and not kept; only those of a batch
    (``line`` says for which row) wait under seal for their unit (``file``).
    """

    number = models.CharField(max_length=30, unique=True, db_collation="C")
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=400)
    version = models.CharField(max_length=12)
    template = models.CharField(max_length=20)
    made_at = models.DateTimeField(db_index=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    ledger_size = models.BigIntegerField(default=0)
    ledger_root = models.CharField(max_length=64, blank=True)
    facts = models.TextField()
    facts_hash = models.CharField(max_length=64)
    digests = models.JSONField()
    pdf_hash = models.CharField(max_length=64, unique=True, db_collation="C")
    batch = models.ForeignKey(ReportBatch, on_delete=models.PROTECT, null=True, related_name="reports", db_index=False)
    line = models.PositiveIntegerField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "line"], condition=Q(batch__isnull=False), name="one_report_a_row_of_a_batch"
            ),
            models.CheckConstraint(
                condition=Q(version__in=[one.value for one in Version]), name="report_version_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version=Version.PUBLIC.value) | (~Q(purpose="") & ~Q(basis="") & Q(unit__isnull=False)),
                name="authorised_report_says_why",
            ),
        ]

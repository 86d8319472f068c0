"""Tables of checks: what was asked and answered, what was done with it, and approvals that are still open."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from chengxin.checks.models.consents import Consent
from chengxin.checks.models.matters import Matter, MatterVersion
from chengxin.checks.rules.answers import Ground, Identity
from chengxin.foundation.append_only import AppendOnly
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class Batch(models.Model):
    """A workbook whose rows were checked for one purpose. ``refused`` says why a row (by its line) was not checked."""

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    refused = models.JSONField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "-id"], name="batch_of_unit")]


class Check(models.Model):
    """One look at one organisation in one matter. What was answered stands in the evidence and never changes.

    ``used`` are the opaque ids of the records in the answer. ``subject`` is null where none could be determined.
    ``waiting`` counts the measures of which nobody has said yet whether they were applied; ``closed_at`` is set once
    it is nought. ``consent`` is what a look by consent rests on. ``reference`` is the unit's own case number. ``batch``
    and ``line`` say of which row of a workbook.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    matter_version = models.ForeignKey(MatterVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="checks", db_index=False)
    line = models.PositiveIntegerField(null=True)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    subject_name = models.CharField(max_length=300, blank=True)
    subject_code = models.CharField(max_length=18, blank=True, db_collation="C")
    identity = models.CharField(max_length=12)
    ground = models.CharField(max_length=8)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    on = models.DateField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    used = ArrayField(models.CharField(max_length=26, db_collation="C"))
    waiting = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(identity__in=[one.value for one in Identity]), name="identity_of_a_check_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[one.value for one in Ground]), name="ground_of_a_check_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.CONSENT.value) | Q(subject__isnull=True) | Q(consent__isnull=False),
                name="a_check_by_consent_names_it",
            ),
            models.CheckConstraint(
                condition=Q(waiting=0, closed_at__isnull=False) | Q(waiting__gt=0, closed_at__isnull=True),
                name="a_check_closes_when_nothing_waits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="check_of_unit"),
            models.Index(fields=["matter", "on"], name="check_of_matter"),
            models.Index(fields=["unit", "id"], condition=Q(closed_at__isnull=True), name="check_not_closed"),
            models.Index(fields=["batch", "line"], condition=Q(batch__isnull=False), name="check_of_batch"),
            GinIndex(fields=["used"], name="check_that_used_a_record"),
        ]


class CheckEvidence(AppendOnly, models.Model):
    """The answer as it was given: canonical bytes (``rules.answers``) as text, their SHA-256, and a signature over it.

    The digest stands in the trail's entry of the check as well, which the ledger seals.
    """

    owner = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="evidence", primary_key=True)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    template = models.CharField(max_length=20)
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)


class CheckFeedback(AppendOnly, models.Model):
    """What was done with an answer: for each measure offered, applied or not, and why. The last number holds.

    ``decisions`` is a list of ``{measure, applied, words}``; ``reason`` says why an earlier one was corrected.
    """

    owner = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="feedback")
    number = models.PositiveIntegerField()
    decisions = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "number"], name="feedback_of_a_check_is_numbered"),
        ]


class Approval(models.Model):
    """An approval or contract of an organisation that is under way: its facts are looked at again until it closes.

    ``until`` is the last day; ``known`` holds a digest of each fact by record, as it stood when last looked at.
    """

    owner = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="approval", primary_key=True)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    until = models.DateField()
    known = models.JSONField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject"], condition=Q(ended_at__isnull=True), name="approval_under_way"),
        ]


class LookAgain(AppendOnly, models.Model):
    """The facts of an approval under way changed: what came, went or changed (``rules.answers.Told``).

    With ``corrected`` a record that the check used turned out wrong; ``changed`` are then opaque ids. ``visible_at`` is
    when the change could be seen.
    """

    owner = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="looks_again")
    came = models.JSONField()
    went = models.JSONField()
    changed = models.JSONField()
    corrected = models.BooleanField()
    visible_at = models.DateTimeField()
    at = models.DateTimeField()


class FeedPlace(models.Model):
    """How far the change feed was read; one row."""

    key = models.CharField(max_length=20, primary_key=True)
    position = models.CharField(max_length=200)

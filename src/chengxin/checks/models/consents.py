"""The table of consents: papers that organisations signed, each for one unit."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from chengxin.checks.rules.consents import words_of_consent
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class Consent(models.Model):
    """What an organisation allowed a unit: ``covers`` are codes of ``rules.consents.Covers``, ``until`` the last day.

    Only its withdrawal is written later; everything else stays as it was recorded from the signed paper (``scan``).
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_name = models.CharField(max_length=300)
    subject_code = models.CharField(max_length=18, blank=True, db_collation="C")
    number = models.CharField(max_length=100)
    covers = ArrayField(models.CharField(max_length=10))
    purpose = models.CharField(max_length=300)
    signed_on = models.DateField()
    until = models.DateField()
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = models.CharField(max_length=300, blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("signed_on")), name="a_consent_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(covers=[]), name="a_consent_covers_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_words="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_words=""),
                name="a_withdrawal_says_how",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="consent_to_unit"),
            models.Index(fields=["subject", "unit"], name="consent_of_subject"),
        ]

    @property
    def as_basis(self) -> str:
        """How the consent is named as the basis of a look."""
        return words_of_consent(self.number, self.purpose, self.signed_on, self.until)

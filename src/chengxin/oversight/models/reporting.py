"""Tables of completeness and timeliness: what units declare, what arrived of it, questions, answers, letters.

All of units and never of a person. What somebody said is only ever added to: the last word of a kind holds. A month is
named by its first day.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.intake.models import Submission
from chengxin.oversight.rules.rates import CUTOFF_DAY, LAST_CUTOFF_DAY, CompliantOf, DueBy, TimelyOf
from chengxin.oversight.rules.reporting import DifferenceKind, LetterState, ReminderKind, letter_number
from chengxin.oversight.rules.sequences import GapKind
from chengxin.units.models import Unit


class ReportingPolicy(AppendOnly, models.Model):
    """What holds from a month on: the cut-off day of the month after, when to remind, how rates are computed.

    Of several for the same month the last ``number`` holds.
    """

    number = models.PositiveIntegerField(unique=True)
    from_month = models.DateField()
    cutoff_day = models.PositiveIntegerField(default=CUTOFF_DAY)
    remind_days = models.PositiveIntegerField()
    compliant_of = models.CharField(max_length=12)
    timely_of = models.CharField(max_length=12)
    due_by = models.CharField(max_length=12)
    basis = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cutoff_day__gte=1, cutoff_day__lte=LAST_CUTOFF_DAY), name="every_month_has_the_cutoff_day"
            ),
            models.CheckConstraint(
                condition=Q(compliant_of__in=[one.value for one in CompliantOf])
                & Q(timely_of__in=[one.value for one in TimelyOf])
                & Q(due_by__in=[one.value for one in DueBy]),
                name="formula_is_known",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="policy_says_its_basis"),
        ]


class Assignment(models.Model):
    """The office says that a unit declares an item, from a day until a day (half-open), and on what basis."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    basis = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="assignment_says_its_basis"),
            models.UniqueConstraint(
                fields=["unit", "item"],
                condition=Q(valid_until__isnull=True),
                name="unit_is_assigned_an_item_once",
            ),
        ]


class Declaration(AppendOnly, models.Model):
    """How many decisions a unit says it made for an item in a month; 0 is a nil return (零报告).

    ``received`` is how many the platform had then, ``due_on`` the last day, ``late`` that it was past. A correction is
    the next ``number`` and says why.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=60)
    month = models.DateField()
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    due_on = models.DateField()
    late = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "month", "item", "number"], name="declarations_of_a_month_are_numbered"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="corrected_declaration_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "unit"], name="declaration_by_month")]


class DifferenceAnswer(AppendOnly, models.Model):
    """Why a unit declared another number than arrived; ``declared`` and ``received`` are those it was asked about."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=60)
    month = models.DateField()
    number = models.PositiveIntegerField()
    declared = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "month", "item", "number"], name="answers_to_a_difference_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in DifferenceKind]), name="difference_kind_is_known"
            ),
        ]


class SubmissionTally(AppendOnly, models.Model):
    """That a submission was counted. Counts of one that is withdrawn later are left out by whoever reads."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="tally")
    at = models.DateTimeField()


class DecisionTally(AppendOnly, models.Model):
    """How many decisions of a month a submission brought that were new here.

    ``timed`` have a limit by law; ``late`` came after it by the city's calendar, ``late_national`` by the national one.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=60)
    month = models.DateField()
    received_on = models.DateField()
    decisions = models.PositiveIntegerField()
    timed = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    late_national = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "month"], name="decisions_of_a_submission_are_counted_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["month", "unit", "item"], name="decisions_by_month"),
            models.Index(fields=["received_on", "unit", "item"], name="decisions_by_receipt"),
        ]


class NumberTally(AppendOnly, models.Model):
    """Document numbers of one word and year that a submission brought, as ranges ``[[first, last], …]``."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=100)
    year = models.PositiveIntegerField()
    ranges = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "word", "year"], name="numbers_of_a_submission_stand_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "year", "word"], name="numbers_by_unit")]


class GapAnswer(AppendOnly, models.Model):
    """What a unit says of missing numbers from ``first`` to ``last``; the last answer about a number holds."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=100)
    year = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="answered_numbers_are_in_order"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in GapKind]), name="gap_kind_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "year", "word"], name="gap_answer_by_unit")]


class MonthClosing(AppendOnly, models.Model):
    """That the figures of a month were written down after its cut-off day, and by which policy (None: the default)."""

    month = models.DateField(unique=True)
    policy = models.ForeignKey(ReportingPolicy, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class RateSnapshot(AppendOnly, models.Model):
    """What had come in of a unit and item in a month when the month was closed; later changes stand beside it.

    ``declared`` is None where nothing was declared, ``received`` counts decisions made in that month.
    """

    closing = models.ForeignKey(MonthClosing, on_delete=models.PROTECT, related_name="snapshots", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=60)
    rows = models.PositiveBigIntegerField()
    accepted = models.PositiveBigIntegerField()
    unchanged = models.PositiveBigIntegerField()
    returned = models.PositiveBigIntegerField()
    decisions = models.PositiveIntegerField()
    timed = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    late_national = models.PositiveIntegerField()
    declared = models.PositiveIntegerField(null=True)
    received = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "unit", "item"], name="a_month_is_written_down_once"),
        ]


class Reminder(AppendOnly, models.Model):
    """That a unit was reminded, so that it is not reminded again. ``about`` tells one thing from others."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "kind", "about"], name="unit_is_reminded_of_a_thing_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ReminderKind]), name="reminder_kind_is_known"
            ),
        ]


class Letter(models.Model):
    """A letter (通报) of the credit office about a month; issued it has its number in the year and never changes.

    ``figures`` are the rows of its table as texts, written down when it is issued. ``seen`` counts changes of a draft.
    """

    public_id = models.CharField(max_length=26, unique=True)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=12)
    seen = models.PositiveIntegerField(default=0)
    year = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    figures = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in LetterState]), name="letter_state_is_known"
            ),
            models.UniqueConstraint(fields=["office", "year", "number"], name="letters_of_a_year_are_numbered"),
            models.CheckConstraint(
                condition=Q(
                    state=LetterState.ISSUED.value,
                    year__isnull=False,
                    number__isnull=False,
                    issued_at__isnull=False,
                )
                | ~Q(state=LetterState.ISSUED.value)
                & Q(year__isnull=True, number__isnull=True, issued_at__isnull=True),
                name="issued_letter_has_its_number",
            ),
        ]

    @property
    def written_number(self) -> str:
        """The number as papers write it; empty for a draft."""
        if self.year is None or self.number is None:
            return ""
        return letter_number(f"{self.office.short_name}通报", self.year, self.number)


class LetterUnit(models.Model):
    """A unit a letter is about and goes to; when it confirmed the receipt, and what it replied."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    reply = models.CharField(max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "unit"], name="a_letter_goes_to_a_unit_once"),
        ]

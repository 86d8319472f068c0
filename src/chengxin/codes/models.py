"""Tables of codes: what happened to them, old registrations, faults with their evidence and moves, months written down.

What happened is only ever added to. Days are Beijing days; a month is named by its first day.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from chengxin.codes.rules.kinds import EventKind, FaultGroup, FaultState, Move, Outcome, Source
from chengxin.foundation.append_only import AppendOnly
from chengxin.subjects.models import Organisation
from chengxin.subjects.rules import Kind, OldNumberKind
from chengxin.units.models import Unit


class CodeEvent(AppendOnly, models.Model):
    """A code was given, took the place of an old number, was given up, or came back.

    ``happened_on`` is null where no report told the day; ``told_on`` is the day for which it was reported. The old
    number is empty where it is not known.
    """

    kind = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=18, db_collation="C")
    happened_on = models.DateField(null=True)
    told_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    old_kind = models.CharField(max_length=20, blank=True)
    old_number = models.CharField(max_length=50, blank=True, db_collation="C")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in EventKind]), name="event_of_a_code_is_known"
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(kind=EventKind.ASSIGNED.value),
                name="a_code_is_assigned_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "code", "old_kind", "old_number"],
                condition=Q(kind=EventKind.CONVERTED.value),
                name="an_old_number_is_converted_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "id"], name="code_event_by_organisation"),
            models.Index(F("told_on").desc(), F("id").desc(), name="code_event_by_day"),
            models.Index(F("kind"), F("told_on").desc(), F("id").desc(), name="code_event_by_kind"),
        ]


class OldRegistration(models.Model):
    """A registration under an old number that a registering unit keeps: converted once it has an organisation.

    ``ended`` says that the subject was struck off without ever getting a code; it is no old subject any more then.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    old_kind = models.CharField(max_length=20)
    old_number = models.CharField(max_length=50, db_collation="C")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    district = models.CharField(max_length=12)
    registering_body = models.CharField(max_length=200)
    ended = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    converted_on = models.DateField(null=True)
    told_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(old_kind__in=[one.value for one in OldNumberKind]), name="old_registration_number_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in Kind]), name="old_registration_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(converted_on__isnull=True) | Q(organisation__isnull=False),
                name="what_is_converted_has_a_code",
            ),
            models.UniqueConstraint(fields=["old_kind", "old_number"], name="old_number_is_registered_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "kind", "district"],
                condition=Q(organisation__isnull=True, ended=False),
                name="old_registration_waiting",
            ),
        ]


class Registrar(models.Model):
    """Which unit answers for the codes of a department (the first character), in a district or, if empty, the city."""

    department = models.CharField(max_length=1)
    district = models.CharField(max_length=12, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    set_by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["department", "district"],
                condition=Q(until_on__isnull=True),
                name="one_unit_answers_for_a_department",
            ),
        ]


class CodeFault(models.Model):
    """Something wrong with a code: a line of a registering unit's work list until a person closes it.

    ``key`` keeps the same thing from being listed twice. ``code`` and ``name`` are as told; ``organisation`` carries
    the code in the register, ``other`` is the second subject of 一主体多码. Without ``unit`` nobody is named for the
    department yet, and the city's office sees to it.
    """

    public_id = models.CharField(max_length=26, unique=True)
    key = models.CharField(max_length=64, unique=True)
    group = models.CharField(max_length=16)
    kinds = ArrayField(models.CharField(max_length=24))
    code = models.CharField(max_length=50, db_collation="C")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=12)
    district = models.CharField(max_length=12, blank=True)
    found_on = models.DateField()
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(group__in=[one.value for one in FaultGroup]), name="fault_is_known"),
            models.CheckConstraint(
                condition=Q(state=FaultState.OPEN.value, outcome="", closed_on__isnull=True)
                | Q(
                    state=FaultState.CLOSED.value,
                    outcome__in=[one.value for one in Outcome],
                    closed_on__isnull=False,
                ),
                name="a_closed_fault_says_how",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "unit", "found_on"], name="fault_by_unit"),
            models.Index(fields=["code"], name="fault_by_code"),
            GinIndex(fields=["kinds"], name="fault_by_kinds"),
        ]


class FaultEvidence(AppendOnly, models.Model):
    """Where a fault was seen: a line of a submission, or the nightly look. ``ground`` says in words what was seen."""

    fault = models.ForeignKey(CodeFault, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    source = models.CharField(max_length=8)
    submission = models.CharField(max_length=26, blank=True)
    line = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    told_name = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=300)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(source__in=[one.value for one in Source]), name="evidence_has_a_source"),
            models.UniqueConstraint(
                fields=["fault", "source", "submission", "line", "ground"], name="evidence_is_kept_once"
            ),
        ]


class FaultMove(AppendOnly, models.Model):
    """What happened to a fault, by whom, for which reason; ``right_code`` is what the subject carries instead."""

    fault = models.ForeignKey(CodeFault, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    right_code = models.CharField(max_length=18, blank=True, db_collation="C")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(move__in=[one.value for one in Move]), name="move_of_a_fault_is_known"),
        ]


class CodeMonth(AppendOnly, models.Model):
    """A month whose figures were written down after its end."""

    month = models.DateField(unique=True)
    at = models.DateTimeField()


class MonthCount(AppendOnly, models.Model):
    """What was counted of a unit, kind and district at the end of a month."""

    closing = models.ForeignKey(CodeMonth, on_delete=models.PROTECT, related_name="counts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    district = models.CharField(max_length=12, blank=True)
    codes = models.PositiveBigIntegerField()
    faulty = models.PositiveBigIntegerField()
    found = models.PositiveBigIntegerField()
    corrected = models.PositiveBigIntegerField()


class MonthFault(AppendOnly, models.Model):
    """A fault behind the figures of a month, as it stood then."""

    closing = models.ForeignKey(CodeMonth, on_delete=models.PROTECT, related_name="faults")
    fault = models.ForeignKey(CodeFault, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8)
    outcome = models.CharField(max_length=16, blank=True)

"""Tables of the yearly work plan: what it says, who is responsible, what was handed in, and how it came to be.

What a plan says now stands in rows that are changed; what it said when stands in ``TaskHistory``, to which rows are
only added.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from chengxin.foundation.append_only import AppendOnly
from chengxin.oversight.rules.board import Doing, EvidenceState, PlanState
from chengxin.oversight.rules.plan import Part
from chengxin.units.models import Unit, UnitGroup
from chengxin.vault.models import StoredFile


class WorkPlan(models.Model):
    """The plan of a year (分工责任表). ``source`` is the file it was read from, null for one copied from another."""

    year = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12)
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PlanState]), name="plan_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.PUBLISHED.value, published_at__isnull=False)
                | ~Q(state=PlanState.PUBLISHED.value) & Q(published_at__isnull=True),
                name="published_plan_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["year", "state"],
                condition=~Q(state=PlanState.DISCARDED.value),
                name="year_has_one_plan_of_a_state",
            ),
        ]


class PlanModule(models.Model):
    """A part of a plan (模块)."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="modules")
    no = models.PositiveIntegerField()
    title = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("plan", "no", MD5("title"), name="module_stands_in_a_plan_once"),
        ]


class PlanHeading(models.Model):
    """A heading of a module (重点任务)."""

    module = models.ForeignKey(PlanModule, on_delete=models.PROTECT, related_name="headings")
    no = models.PositiveIntegerField()
    title = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("module", "no", MD5("title"), name="heading_stands_in_a_module_once"),
        ]


class PlanTask(models.Model):
    """A task, numbered within its plan. ``bases`` are policies as objects of ``title`` and ``number``.

    ``number`` counts every change, so that of two people who change it at once the second is told. It is done when a
    person closed it: ``closed_at``, ``closed_by``, ``closing_words``.
    """

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    heading = models.ForeignKey(PlanHeading, on_delete=models.PROTECT, related_name="tasks")
    no = models.PositiveIntegerField()
    title = models.TextField()
    requirement = models.TextField()
    due_on = models.DateField(null=True)
    bases = models.JSONField()
    remark = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closing_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "no"], name="task_numbers_of_a_plan_differ"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", closing_words="")
                | Q(closed_at__isnull=False) & ~Q(closed_by=""),
                name="closed_task_says_by_whom",
            ),
        ]


class PlanMilestone(models.Model):
    """A date inside a task; without ``due_on`` it recurs. ``met_at`` is when a person said it was reached."""

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="milestones", db_index=False)
    place = models.PositiveIntegerField()
    text = models.TextField()
    due_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "place"], name="milestones_of_a_task_have_an_order"),
        ]


class TaskUnit(models.Model):
    """Who is responsible, as the table says it (``text``), and the unit or group that is meant; neither if not known.

    The text stays whatever is matched to it.
    """

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="units", db_index=False)
    place = models.PositiveIntegerField()
    text = models.TextField()
    part = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "place"], name="units_of_a_task_have_an_order"),
            models.CheckConstraint(condition=Q(part__in=[part.value for part in Part]), name="unit_part_is_known"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(group__isnull=True), name="text_means_a_unit_or_a_group"
            ),
        ]


class PlanDoubt(models.Model):
    """Something a person has to look at before publication; ``task_no`` is 0 if it is about the whole file."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="doubts")
    task_no = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    says = models.TextField()
    fatal = models.BooleanField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)


class TaskHistory(AppendOnly, models.Model):
    """What happened to a published task, and how it stood afterwards (``rules.history.definition_of``)."""

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="history", db_index=False)
    number = models.PositiveIntegerField()
    doing = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    definition = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="history_of_a_task_is_numbered"),
            models.CheckConstraint(condition=Q(doing__in=[doing.value for doing in Doing]), name="doing_is_known"),
        ]


class Evidence(models.Model):
    """What a unit handed in for a task (凭证), and what the credit office said to it."""

    public_id = models.CharField(max_length=26, unique=True)
    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    state = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    given_by_name = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in EvidenceState]), name="evidence_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.RETURNED.value) | ~Q(reason=""), name="returned_evidence_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["given_at"], condition=Q(state=EvidenceState.WAITING.value), name="evidence_to_review"
            ),
        ]

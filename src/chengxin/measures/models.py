"""Tables of joint actions: the entry as it stood, a task for each measure and unit, and what happened, only added to.

No natural person is a subject here. Days are Beijing days.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.measures.rules.states import ActionState, Ground, Move, TaskState
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit


class JointAction(models.Model):
    """A joint action about one entry: what the entry said is kept as text, so that it stays when the entry is gone.

    ``unit`` listed or reported it and ``district`` is that unit's; ``office`` runs the action and sends its notices.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    entry = models.CharField(max_length=26, unique=True, db_collation="C")
    item = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    kind_name = models.CharField(max_length=200)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_name = models.CharField(max_length=200)
    subject_code = models.CharField(max_length=18, blank=True, db_collation="C")
    body = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.CharField(max_length=12, blank=True)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=200, blank=True)
    listed_on = models.DateField()
    until = models.DateField(null=True)
    basis = models.CharField(max_length=500)
    state = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    opened_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ActionState]), name="state_of_a_joint_action_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.ENDED.value, ended_at__isnull=False, ended_on__isnull=False)
                & ~Q(end_reason="")
                | ~Q(state=ActionState.ENDED.value) & Q(ended_at__isnull=True, ended_on__isnull=True),
                name="an_ended_joint_action_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "opened_on"], name="joint_action_by_state")]


class Task(models.Model):
    """What one unit is asked to decide on: one measure of the catalogue, as it was published on the day it was sent.

    ``measure_hash`` is the SHA-256 of the measure's text and article. ``due_on`` is counted in working days from
    the sending; ``due_basis`` says where the number stands. ``stop_expected_on`` is the day by which the unit last said
    to stop what it could not stop at once.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    action = models.ForeignKey(JointAction, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    measure_hash = models.CharField(max_length=64)
    measure_name = models.CharField(max_length=512)
    measure_kind = models.CharField(max_length=12)
    measure_basis = models.CharField(max_length=300)
    sent_on = models.DateField()
    due_on = models.DateField()
    due_basis = models.CharField(max_length=300)
    state = models.CharField(max_length=10)
    stop_ordered_on = models.DateField(null=True)
    stop_expected_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    reminded_soon = models.BooleanField(default=False)
    reminded_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "unit", "measure"], name="a_measure_is_asked_of_a_unit_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in TaskState]), name="state_of_a_task_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[TaskState.STOPPING.value, TaskState.STOPPED.value], stop_ordered_on__isnull=False
                )
                | ~Q(state__in=[TaskState.STOPPING.value, TaskState.STOPPED.value]) & Q(stop_ordered_on__isnull=True),
                name="a_stop_has_its_order",
            ),
            models.CheckConstraint(
                condition=Q(stop_expected_on__isnull=True) | Q(stop_ordered_on__isnull=False),
                name="a_stop_is_expected_after_its_order",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.STOPPED.value, stopped_on__isnull=False)
                | ~Q(state=TaskState.STOPPED.value) & Q(stopped_on__isnull=True),
                name="a_stopped_task_says_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state", "due_on"], name="task_by_unit")]

    @property
    def promised_on(self) -> date | None:
        """The day by which the unit said to stop what it was told to stop; None where it waits for no stop."""
        return self.stop_expected_on if self.state == TaskState.STOPPING else None


class Application(AppendOnly, models.Model):
    """A measure as a person applied it in one matter: what was done, when, with which effect, until when.

    ``amount`` is in yuan. ``decided_by`` is the officer or body that decided, as text.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="applications")
    applied_on = models.DateField()
    matter = models.CharField(max_length=200)
    content = models.CharField(max_length=500)
    effect = models.CharField(max_length=500, blank=True)
    case_words = models.CharField(max_length=1000, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    decided_by = models.CharField(max_length=100)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)


class Withdrawal(AppendOnly, models.Model):
    """An application that was entered by mistake counts no more; it stays to be read, with the reason."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)


class TaskMove(AppendOnly, models.Model):
    """What happened to a task, by whom; ``ground`` is the code of a lawful reason, ``words`` what was said.

    ``expected_on`` is the day by which a measure that still applies is to be stopped.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=16)
    ground = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=500, blank=True)
    expected_on = models.DateField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(move__in=[one.value for one in Move]), name="move_of_a_task_is_known"),
            models.CheckConstraint(
                condition=Q(move=Move.DECLINE.value, ground__in=[one.value for one in Ground])
                | ~Q(move=Move.DECLINE.value) & Q(ground=""),
                name="declining_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(expected_on__isnull=True) | Q(move=Move.STILL_APPLIED.value),
                name="only_what_still_applies_is_expected_to_stop",
            ),
        ]

"""Tables of listing procedures. What was done, said and written is only ever added to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.lists.rules.dues import ReminderKind
from chengxin.lists.rules.entries import ExitGround, Manner
from chengxin.lists.rules.procedure import ENDED, Move, PaperKind, State, Track
from chengxin.notices.models import Notice
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class Entry(models.Model):
    """One procedure about one organisation and one kind of list, and the entry it ends in.

    ``kind_hash`` is the SHA-256 of the kind as it stood at the last proposal; ``subject_name`` and ``subject_code`` are
    the subject's then. ``seen`` counts the moves: who moves says which state it saw. ``until`` is the last day on the
    list, null before the decision. ``record`` is the register's public id.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    kind = models.CharField(max_length=60)
    kind_name = models.CharField(max_length=200)
    kind_hash = models.CharField(max_length=64)
    list_type = models.CharField(max_length=20)
    track = models.CharField(max_length=8)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_name = models.CharField(max_length=400)
    subject_code = models.CharField(max_length=18, blank=True)
    state = models.CharField(max_length=10)
    seen = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=2000)
    ground_number = models.CharField(max_length=200)
    ground_body = models.CharField(max_length=200)
    ground_on = models.DateField()
    basis = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_by_name = models.CharField(max_length=200)
    answer_days = models.PositiveIntegerField(null=True)
    answer_working = models.BooleanField(default=True)
    answer_basis = models.CharField(max_length=300, blank=True)
    signed_by = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True)
    until = models.DateField(null=True)
    until_basis = models.CharField(max_length=500, blank=True)
    record = models.CharField(max_length=26, blank=True, db_collation="C")
    published_at = models.DateTimeField(null=True)
    exit_ground = models.CharField(max_length=12, blank=True)
    exited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="list_entry_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(track__in=[one.value for one in Track]), name="list_entry_track_is_known"
            ),
            models.CheckConstraint(
                condition=Q(exit_ground="") | Q(exit_ground__in=[one.value for one in ExitGround]),
                name="list_exit_ground_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED.value, State.EXITED.value])
                | Q(decided_on__isnull=False, published_at__isnull=False) & ~Q(record="") & ~Q(signed_by=""),
                name="published_list_entry_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.EXITED.value) | Q(exited_at__isnull=False) & ~Q(exit_ground=""),
                name="list_exit_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("decided_on")), name="list_entry_ends_after_decision"
            ),
            models.UniqueConstraint(
                fields=["subject", "kind", "unit"],
                condition=~Q(state__in=sorted(one.value for one in ENDED)),
                name="one_open_listing_of_a_subject",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="list_entry_by_unit"),
            models.Index(fields=["subject", "state"], name="list_entry_by_subject"),
            models.Index(fields=["state", "until"], name="list_entry_by_end"),
        ]


class EntryMove(AppendOnly, models.Model):
    """One move: from which state to which, by whom, with which words and facts."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="moves", db_index=False)
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=12)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    words = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="moves_of_a_list_entry_are_numbered"),
            models.CheckConstraint(
                condition=Q(move="propose") | Q(move__in=[one.value for one in Move]), name="list_move_is_known"
            ),
        ]


class Paper(AppendOnly, models.Model):
    """A paper of a procedure: its number in the unit and year, the file, the notice by which it is served.

    ``content`` is what it says, as given to the type-setter.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=14)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    written_number = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    content = models.JSONField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="list_papers_of_a_year_are_numbered"),
            models.UniqueConstraint(fields=["entry", "kind"], name="a_list_entry_has_a_paper_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in PaperKind]), name="list_paper_kind_is_known"
            ),
        ]


class Reminder(AppendOnly, models.Model):
    """That a unit was reminded of an entry, once for each kind and the day ``due_on`` from which it counts."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=16)
    due_on = models.DateField()
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "kind", "due_on"], name="list_entry_is_reminded_of_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ReminderKind]), name="list_reminder_kind_is_known"
            ),
        ]


class Statement(AppendOnly, models.Model):
    """What the party said before the decision, or somebody against an honour; it names nobody.

    ``scan`` is the paper that was handed in, null where none was.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="statements")
    said_on = models.DateField()
    manner = models.CharField(max_length=8)
    words = models.CharField(max_length=2000)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(manner__in=[one.value for one in Manner]), name="list_statement_manner_is_known"
            ),
        ]


class StatementAnswer(AppendOnly, models.Model):
    """What the listing body says to a statement, and whether it follows it."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="answer")
    followed = models.BooleanField()
    words = models.CharField(max_length=2000)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

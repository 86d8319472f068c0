"""Tables of submissions: what came in with its raw file, what was found, what became of each row.

Rows read = accepted + unchanged + returned; the three are only written when they are known.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.intake.rules.identifying import NOT_OURS, Fate
from chengxin.intake.rules.procedure import WORKING, Origin, State
from chengxin.register.models import Load
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile

AT_WORK = sorted(state.value for state in WORKING | {State.TO_MAP, State.TO_CONFIRM})


class Submission(models.Model):
    """One file, form or call of a unit with its raw bytes (报送).

    ``item_version`` is the hash of the definition that judges it, ``received_on`` the Beijing day it came in.
    ``attempt`` counts checks: findings of a check that was killed have a number that no row names. ``phase``, ``done``
    and ``total`` tell whoever waits how far it is. ``follows`` is the submission whose returned rows this one mends.
    ``mapping`` says which column was read as which field (``rules.recognition``), the same at each judgement; empty
    until it is known. ``wishes`` are fields by plain header that the sender asked for, ``aliases`` the numbers of the
    header aliases it was read with. ``begun`` counts how often work was begun at ``begun_at_stage`` without an end: of
    each time but the last a worker died.
    """

    public_id = models.CharField(max_length=26, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    item_name = models.CharField(max_length=200)
    item_version = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Origin])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State])
    received_at = models.DateTimeField()
    received_on = models.DateField()
    sent_by = models.CharField(max_length=80)
    sent_by_name = models.CharField(max_length=200)
    attempt = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=10, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    phase_began_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    returned = models.PositiveBigIntegerField(default=0)
    sheet_name = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    load = models.OneToOneField(Load, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=64, blank=True)
    begun = models.PositiveSmallIntegerField(default=0, db_default=0)
    begun_at_stage = models.CharField(max_length=20, blank=True, db_default="")
    mapping = models.JSONField(default=dict)
    wishes = models.JSONField(default=dict)
    aliases = ArrayField(models.CharField(max_length=26), default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=State.DONE.value) | Q(rows=F("accepted") + F("unchanged") + F("returned")),
                name="the_three_outcomes_add_up",
            ),
            models.UniqueConstraint(
                fields=["unit", "item", "sha256"],
                condition=Q(state__in=AT_WORK),
                name="the_same_file_is_worked_on_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("unit"), F("id").desc(), name="submission_by_unit"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=sorted(state.value for state in WORKING)),
                name="submission_at_work",
            ),
            GinIndex(fields=["aliases"], name="submission_by_alias"),
            models.Index(
                fields=["unit", "item", "received_on"],
                condition=Q(state=State.DONE.value),
                name="submission_done_by_item",
            ),
            models.Index(
                fields=["received_on", "id"],
                include=["unit", "item", "rows", "accepted", "unchanged", "returned"],
                condition=Q(state=State.DONE.value),
                name="submission_done_by_day",
            ),
        ]


class HeaderAlias(models.Model):
    """A header that means a field of an item: for every unit (``unit`` null), or for one that had it remembered.

    ``header`` is as it was written, ``plain`` as headers are compared. An alias that ended is read with no more.
    """

    public_id = models.CharField(max_length=26, unique=True)
    item = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    header = models.CharField(max_length=200)
    plain = models.CharField(max_length=200)
    field = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "plain"],
                condition=Q(unit__isnull=True, ended_at__isnull=True),
                name="a_header_means_one_field_for_every_unit",
            ),
            models.UniqueConstraint(
                fields=["item", "unit", "plain"],
                condition=Q(unit__isnull=False, ended_at__isnull=True),
                name="a_header_means_one_field_for_a_unit",
            ),
        ]


class SubmissionFinding(AppendOnly, models.Model):
    """One thing found.

    ``row`` counts data rows from 1 (0: the file), ``line`` is the row as the sender's program shows it. ``attempt`` is
    that of the check; what a load finds later has the attempt of the check it loads.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings", db_index=False)
    attempt = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    value = models.TextField(blank=True)
    message = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["submission", "attempt", "severity", "code", "field", "row"], name="finding_by_cause"),
            models.Index(fields=["submission", "attempt", "row"], name="finding_by_row"),
        ]


class SeverityGroup(models.Model):
    """Rows of a submission for which the same severity is proposed on the same ground, and what the unit chose.

    ``key`` is the number of the group in the check; ``proposed`` is empty where the rules allow no proposal.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="severity_groups")
    attempt = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    proposed = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    rows = models.PositiveBigIntegerField()
    examples = ArrayField(models.TextField())
    chosen = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "attempt", "key"], name="a_group_is_asked_once"),
        ]


class MergedChunk(AppendOnly, models.Model):
    """A chunk of a submission that is in the register: how many rows were taken, and which were not and why.

    A load that was killed goes on after the last of these.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    unchanged = ArrayField(models.PositiveIntegerField())
    returned = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="a_chunk_is_merged_once"),
        ]


class ReturnedRow(AppendOnly, models.Model):
    """A row of a submission that is done and did not take it: where it stands, and by when it had to be reported.

    ``due_on`` is null where no such day is known; ``to_mend`` is false where there is nothing to mend (not collected).
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="returned_rows", db_index=False)
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    due_on = models.DateField(null=True)
    to_mend = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "row"], name="a_row_is_returned_once"),
        ]


class MendedRow(AppendOnly, models.Model):
    """A row of a submission that is done, and the ``line`` of the submission it follows that this row mends."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="mended_rows", db_index=False)
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "row"], name="a_row_mends_one_line"),
        ]


class LinkedRow(AppendOnly, models.Model):
    """A row without a usable code that went to an organisation by exact evidence, and the sentences of it.

    ``attempt`` is that of the check that found it: a load takes those of the check it loads.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="linked_rows", db_index=False)
    attempt = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=18)
    evidence = ArrayField(models.TextField())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "attempt", "row"], name="a_row_is_linked_once"),
        ]


class UnidentifiedRow(models.Model):
    """A returned row of which nothing is wrong but the code (待认定主体), and what somebody decided whom it is about.

    ``told`` is what the row says, for the person who decides: pairs of field and text. ``numbers`` are its old numbers
    as written. ``departments`` are those whose registering units are asked, as first characters of codes (a unit that
    has registered nobody of that name is asked no more), ``district`` is where. ``sent`` is the submission that reports
    the row again with the code, once the job has sent it.
    """

    public_id = models.CharField(max_length=26, unique=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="unidentified_rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    name = models.TextField()
    code = models.CharField(max_length=60, blank=True)
    numbers = ArrayField(models.CharField(max_length=60))
    category = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    departments = models.CharField(max_length=10, blank=True, db_default="")
    district = models.CharField(max_length=12, blank=True, db_default="")
    told = models.JSONField()
    fate = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Fate])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    sent = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "row"], name="a_row_is_identified_once"),
            models.CheckConstraint(
                condition=Q(fate=Fate.FOUND.value, organisation__isnull=False)
                | ~Q(fate=Fate.FOUND.value) & Q(organisation__isnull=True),
                name="a_row_that_was_identified_names_the_organisation",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["fate", "unit", "id"], name="unidentified_by_fate")]


class IdentifyingStep(AppendOnly, models.Model):
    """What somebody decided of a row, or took back, and what lay before them (evidence as sentences).

    ``by_unit`` is the unit acted for: that of the row, an office, or one that registers such organisations.
    """

    row = models.ForeignKey(UnidentifiedRow, on_delete=models.PROTECT, related_name="steps")
    fate = models.CharField(max_length=10, choices=[(one, one) for one in (*(fate.value for fate in Fate), NOT_OURS)])
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = ArrayField(models.TextField())
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")


class Draft(models.Model):
    """A record somebody types and has not sent: ``values`` are texts by column code.

    ``changed_by`` changed it last, at ``changed_at``: a colleague who has seen less must not overwrite that.
    """

    public_id = models.CharField(max_length=26, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    values = models.JSONField()
    begun_by = models.CharField(max_length=80)
    begun_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)
    changed_by_name = models.CharField(max_length=200)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="draft")

    class Meta:
        indexes: ClassVar = [
            models.Index(F("unit"), F("id").desc(), condition=Q(submission__isnull=True), name="open_draft_by_unit"),
        ]


class MendingDraft(models.Model):
    """Returned rows of a submission that somebody mends in the browser; ``sent`` once they were sent again.

    ``rows`` maps the number of a row to ``line``, ``values`` (texts by column code), ``fields`` (what was wrong) and
    ``skip`` (it is not sent this time). As with ``Draft`` a colleague who has seen less must not overwrite.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="mending")
    rows = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)
    changed_by_name = models.CharField(max_length=200)
    sent = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="+")

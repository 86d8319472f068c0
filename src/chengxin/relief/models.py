"""Tables of cases. What was done and found is only ever added to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.notices.models import Notice
from chengxin.relief.rules.procedure import Move, Procedure, Result, State
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class Case(models.Model):
    """An objection of one organisation to records about it, or its application to repair them.

    ``unit`` handles it; ``subject_name`` and ``subject_code`` are the subject's on the day of filing. ``words`` is what
    the applicant says. ``seen`` counts the moves: who moves says which state it saw. ``number`` counts in unit, year.
    """

    public_id = models.CharField(max_length=26, unique=True, db_collation="C")
    procedure = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    written_number = models.CharField(max_length=100)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_name = models.CharField(max_length=400)
    subject_code = models.CharField(max_length=18, blank=True)
    words = models.CharField(max_length=2000)
    filed_on = models.DateField()
    state = models.CharField(max_length=16)
    seen = models.PositiveIntegerField(default=1)
    filed_at = models.DateTimeField()
    filed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "procedure", "year", "number"], name="cases_of_a_year_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(procedure__in=[one.value for one in Procedure]), name="case_procedure_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="case_state_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="case_by_unit"),
            models.Index(fields=["subject", "-id"], name="case_by_subject"),
        ]


class CaseRecord(models.Model):
    """A record (opaque id of the register) in a case, as it stood when the case was filed.

    ``unit`` gave it; ``version`` is the number that stood. ``open`` while the case is: a record is in one open case.
    ``result`` is what was found last, ``answered`` what the applicant was told.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="records")
    record = models.CharField(max_length=26, db_collation="C")
    item_name = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    document_number = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    open = models.BooleanField(default=True)
    result = models.CharField(max_length=10, blank=True)
    found_words = models.CharField(max_length=2000, blank=True)
    answered = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "record"], name="a_case_names_a_record_once"),
            models.UniqueConstraint(fields=["record"], condition=Q(open=True), name="a_record_is_in_one_open_case"),
            models.CheckConstraint(
                condition=Q(result__in=["", *(one.value for one in Result)]), name="case_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answered__in=["", *(one.value for one in Result)]), name="case_answer_is_known"
            ),
        ]


class CaseMove(AppendOnly, models.Model):
    """One move: from which state to which, by whom, on which day it took effect, with which words, paper and facts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves", db_index=False)
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)
    by_unit = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="moves_of_a_case_are_numbered"),
            models.CheckConstraint(
                condition=Q(move="file") | Q(move__in=[one.value for one in Move]), name="case_move_is_known"
            ),
        ]


class CaseReminder(AppendOnly, models.Model):
    """That a unit was reminded of a limit of a case, once for each last day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reminders", db_index=False)
    limit = models.CharField(max_length=24)
    due_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "limit", "due_on", "unit"], name="a_case_is_reminded_of_once"),
        ]

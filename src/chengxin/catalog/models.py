"""Tables of the catalogue: items with a draft, their versions for good, and the code lists people edit.

A version carries its whole definition, code lists included, so that it can be read without anything else and a record
can name the version that judged it by its hash.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from chengxin.catalog.rules.editions import UNDER_WAY, EditionState, Outcome, Part
from chengxin.catalog.rules.sector_plans import PlanState
from chengxin.foundation.append_only import AppendOnly
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile


class CatalogItem(models.Model):
    """What may be recorded (目录项), by its key. ``draft`` is the definition somebody works on, null if nobody does.

    ``draft_number`` counts every change of the draft, so that of two people who change it at once the second is told;
    ``discarded`` is the last draft that was given up, and can be taken back. ``standard_hash`` is the hash of the
    standard definition that was installed last, empty for an item of the city's own.
    """

    key = models.CharField(max_length=60, unique=True)
    standard_hash = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(null=True)
    draft_at = models.DateTimeField(null=True)
    draft_by = models.CharField(max_length=200, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    discarded = models.JSONField(null=True)
    created_at = models.DateTimeField()


class ItemVersion(AppendOnly, models.Model):
    """A definition of an item that was put in force (``rules.definition_of``), from ``in_force_from`` on."""

    item = models.ForeignKey(CatalogItem, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64, db_index=True)
    in_force_from = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="version_numbers_of_an_item_differ"),
        ]
        indexes: ClassVar = [
            models.Index(F("item"), F("in_force_from").desc(), F("number").desc(), name="version_in_force"),
        ]


class CodeListRow(models.Model):
    """A code list people edit (代码集): ``values`` as ``rules.definition`` writes them; versions keep copies.

    ``number`` counts its changes, as ``draft_number`` of an item does.
    """

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    values = models.JSONField()
    changed_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    @property
    def data(self) -> dict[str, Any]:
        """The list as ``rules.definition.list_from`` reads it."""
        return {"key": self.key, "name": self.name, "values": self.values}


class Edition(models.Model):
    """A named set of item versions (目录版本): worked on, consulted upon, adopted, in force from a day on.

    ``number`` counts its changes, as ``draft_number`` of an item does. ``consulted_at`` is when the consultation was
    last opened, ``consultation_ends_on`` its last day. Which adopted edition is in force follows from the days.
    """

    key = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(default=0)
    remark = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    consulted_at = models.DateTimeField(null=True)
    consultation_ends_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True, unique=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in EditionState]), name="edition_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.ADOPTED.value, in_force_from__isnull=False)
                | ~Q(state=EditionState.ADOPTED.value) & Q(in_force_from__isnull=True),
                name="adopted_edition_has_its_day",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=sorted(state.value for state in UNDER_WAY)),
                name="one_edition_is_under_way",
            ),
        ]


class EditionItem(models.Model):
    """What an edition does with an item.

    ``version`` is the one it keeps, or the one it made when it was adopted, null while it is a draft and where the item
    is removed. ``definition`` is what was laid open for comments, null before that.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(CatalogItem, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8)
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, related_name="+")
    definition = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "item"], name="item_stands_in_an_edition_once"),
            models.CheckConstraint(condition=Q(part__in=[part.value for part in Part]), name="part_is_known"),
        ]


class EditionComment(models.Model):
    """A comment on an edition in consultation, on one of its items or on the whole, with the office's answer.

    ``unit`` is null where the public commented. Such a person may have left ``sender_name`` and ``sender_contact``
    (sealed, empty otherwise), which are kept until the edition is adopted or given up; ``published`` is what the public
    reads of the comment beside the answer. ``given_at`` is when it came, ``outcome`` is empty until it is answered.
    """

    public_id = models.CharField(max_length=26, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(CatalogItem, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    proposal = models.TextField(blank=True)
    sender_name = models.TextField(blank=True)
    sender_contact = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    given_by_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True)
    published = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(outcome__in=[outcome.value for outcome in Outcome], answered_at__isnull=False),
                name="answer_has_outcome_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(published="", sender_name="", sender_contact=""),
                name="only_the_public_s_comments_are_published",
            ),
            models.CheckConstraint(condition=Q(published="") | ~Q(outcome=""), name="what_is_published_has_an_answer"),
        ]
        indexes: ClassVar = [models.Index(fields=["edition", "id"], name="comment_by_edition")]


class EditionPaper(models.Model):
    """What is on record of a step of an edition's procedure; ``step`` is a word of the law."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="papers")
    step = models.CharField(max_length=40)
    number = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "step"], name="step_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True) | Q(begins_on__lte=F("ends_on")),
                name="period_ends_after_it_begins",
            ),
        ]


class AmendmentPaper(AppendOnly, models.Model):
    """What is on record of a step for a version that came in force between editions and changed what they decide."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="papers")
    step = models.CharField(max_length=40)
    number = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField(null=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    result = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "step"], name="step_of_an_amendment_is_recorded_once"),
        ]


class Kept(models.Model):
    """A definition people keep, by its key: kinds of lists and measures. ``draft`` is what somebody works on, or null.

    ``draft_number`` and ``discarded`` are as those of an item; ``standard_hash`` is the hash of the standard
    definition that was installed last, without what the city says of it, empty for one of the city's own.
    """

    key = models.CharField(max_length=60, unique=True)
    standard_hash = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(null=True)
    draft_at = models.DateTimeField(null=True)
    draft_by = models.CharField(max_length=200, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    discarded = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class KeptVersion(AppendOnly, models.Model):
    """A definition that was published (``rules.kind_definitions``), the one that is asked from ``in_force_from`` on."""

    number = models.PositiveIntegerField()
    definition = models.JSONField()
    hash = models.CharField(max_length=64)
    in_force_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        abstract = True


class ListKindRow(Kept):
    """A kind of list."""


class ListKindVersion(KeptVersion):
    """A published definition of a kind of list."""

    row = models.ForeignKey(ListKindRow, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "number"], name="version_numbers_of_a_list_kind_differ"),
        ]


class MeasureRow(Kept):
    """A measure."""


class MeasureVersion(KeptVersion):
    """A published definition of a measure."""

    row = models.ForeignKey(MeasureRow, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "number"], name="version_numbers_of_a_measure_differ"),
        ]


class SectorPlan(models.Model):
    """A lead unit's plan for joint incentives and restrictions of its sector (联合奖惩工作方案).

    ``asked_by_paper`` says with which paper the unit was made the lead; ``number`` counts the changes, as
    ``draft_number`` of an item does. ``measures`` are keys of the measures it introduces. The three facts of the paper
    (its number, its day, its file) are there once it is issued.
    """

    public_id = models.CharField(max_length=26, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    asked_by_paper = models.CharField(max_length=100)
    state = models.CharField(max_length=8)
    title = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    measures = models.JSONField(default=list)
    document_number = models.CharField(max_length=100, blank=True)
    issued_on = models.DateField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PlanState]), name="sector_plan_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.ISSUED.value, issued_on__isnull=False, file__isnull=False)
                & ~Q(document_number="")
                | ~Q(state=PlanState.ISSUED.value) & Q(issued_on__isnull=True, file__isnull=True, document_number=""),
                name="issued_sector_plan_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.NONE.value) | ~Q(title="") & ~Q(text=""),
                name="sector_plan_that_was_begun_says_something",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=~Q(state=PlanState.ISSUED.value),
                name="unit_has_one_sector_plan_under_way",
            ),
        ]

"""Tables of subjects: organisations with their names and numbers, persons under seal, who may act for whom.

Periods are half-open: ``valid_from`` is the first day in, ``valid_until`` the first day out; null means not known, and
for the current name not over. Columns that are searched or compared sort byte by byte (collation ``C``) on any server.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from chengxin.foundation.append_only import AppendOnly
from chengxin.subjects.rules import Capacity, Kind, OldNumberKind, PaperKind, Status
from chengxin.units.models import Unit
from chengxin.vault.models import StoredFile

BODY_START = 9
"""Where the organisation code begins in a unified code, counted from one."""


def _one_of(column: str, values: type[Kind | Status | OldNumberKind | PaperKind | Capacity]) -> Q:
    return Q(**{f"{column}__in": [value.value for value in values]})


def _period(name: str) -> models.CheckConstraint:
    after = Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gt=F("valid_from"))
    return models.CheckConstraint(condition=after, name=f"{name}_ends_after_it_begins")


class Organisation(models.Model):
    """A 法人, 非法人组织 or 个体工商户 with what its registration says today.

    ``name`` is the current name, ``name_key`` sorts by pinyin; ``name_is_personal`` says that it may be a person's.
    ``facts_on`` is the day for which the registration was reported, null while only a record has named it.
    ``merged_into`` is the organisation that it turned out to be (``SubjectLink``): its records are shown there.
    """

    public_id = models.CharField(max_length=26, db_collation="C")
    unified_code = models.CharField(max_length=18, null=True, db_collation="C")  # noqa: DJ001  unique, and some have none
    name = models.TextField()
    name_key = models.CharField(max_length=1600, db_collation="C")
    name_is_personal = models.BooleanField()
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    district = models.CharField(max_length=12)
    registered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    address = models.CharField(max_length=400)
    business_scope = models.TextField()
    registering_body = models.CharField(max_length=200)
    facts_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="absorbed", db_index=False
    )

    class Meta:
        # Unique by constraint and not by ``unique=True``: Django would add a second index to each for LIKE.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id"], name="public_id_is_one_organisation"),
            models.UniqueConstraint(fields=["unified_code"], name="unified_code_is_one_organisation"),
            models.CheckConstraint(
                condition=Q(unified_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"), name="unified_code_is_well_formed"
            ),
            models.CheckConstraint(condition=_one_of("kind", Kind), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=_one_of("status", Status), name="organisation_status_is_known"),
            models.CheckConstraint(condition=~Q(id=F("merged_into")), name="organisation_is_not_merged_into_itself"),
        ]
        indexes: ClassVar = [
            # Whose records are shown under an organisation: its own, and those of what was merged into it.
            models.Index(Coalesce("merged_into", "id"), name="organisation_by_survivor"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="organisation_merged_into"
            ),
            models.Index(
                Func(F("unified_code"), Value(BODY_START), function="substr"), name="organisation_by_inner_code"
            ),
        ]


class NamePeriod(models.Model):
    """A name of an organisation and its time; the current one is among them.

    ``normal`` compares names, ``text`` is what search looks at, ``tokens`` are its pairs of characters, and
    labels of the organisation's kind and district by which a search is narrowed. ``lane`` is one
    of ``naming.LANES``, drawn at random: along the lanes any kind of name is met soon, whenever and from wherever it
    came. ``personal`` names are not searched in public. ``lent`` names are those of an organisation that was merged
    into this one, by the event that moved them; they go back when it is split off again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names", db_index=False)
    name = models.TextField()
    normal = models.TextField(db_collation="C")
    text = models.TextField(db_collation="C")
    tokens = SearchVectorField()
    lane = models.SmallIntegerField()
    personal = models.BooleanField()
    current = models.BooleanField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    lent = models.ForeignKey("SubjectLink", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            _period("name"),
            models.CheckConstraint(
                condition=Q(current=False) | Q(valid_until__isnull=True), name="current_name_is_not_over"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(current=True), name="organisation_has_one_current_name"
            ),
            ExclusionConstraint(
                name="former_names_do_not_overlap",
                expressions=[
                    (
                        Func(F("organisation"), F("organisation"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(current=False, valid_from__isnull=False, valid_until__isnull=False, lent__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            # Half the writes of an immediate index; ``services.bulk.settle`` empties the waiting list after a load.
            GinIndex(fields=["tokens"], name="name_by_tokens", fastupdate=True),
            models.Index(fields=["text", "organisation"], name="name_by_text"),
            models.Index(fields=["organisation"], condition=Q(current=False), name="former_name_by_organisation"),
            # A walk along the lanes reads this index alone. New names are appended at the ends of the lanes: were each
            # at a random place of its own, a load would touch the whole index with every chunk.
            models.Index(fields=["lane", "id"], include=["text", "personal"], name="name_by_lane"),
        ]


class SubjectLink(AppendOnly, models.Model):
    """Two organisations turned out to be one (合并), or not after all (拆分): the last event of a pair holds.

    Records, old numbers, codes and representations stay with the organisation they were kept for, and are read under
    ``survivor`` as long as it is merged; names are lent to it.
    """

    public_id = models.CharField(max_length=26, unique=True)
    absorbed = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links")
    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    merged = models.BooleanField()
    reason = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    evidence = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=200)


class OldNumber(models.Model):
    """A number that an organisation had before its unified code."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="old_numbers")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=50, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_one_of("kind", OldNumberKind), name="old_number_kind_is_known"),
            models.UniqueConstraint(fields=["number", "kind", "organisation"], name="old_number_is_said_once"),
        ]


class ConfirmedCode(AppendOnly, models.Model):
    """A unified code whose check character is wrong, yet stands so on a certificate: confirmed once, with a scan."""

    code = models.CharField(max_length=18, unique=True, db_collation="C")
    name = models.CharField(max_length=200)
    faults = models.CharField(max_length=100)
    certificate = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80)
    confirmed_by_name = models.CharField(max_length=200)


class Person(models.Model):
    """A natural person of full age: the number sealed, found by its blind index; the name sealed and never searched."""

    public_id = models.CharField(max_length=26, unique=True)
    paper = models.CharField(max_length=24)
    number_index = models.CharField(max_length=120, unique=True, db_collation="C")
    sealed_number = models.TextField()
    sealed_name = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_one_of("paper", PaperKind), name="paper_of_a_person_is_known"),
        ]


class Representation(models.Model):
    """Who may act for an organisation or another person, in which capacity, on what paper (代理、授权), until when.

    ``valid_until`` is the first day out. ``unit`` recorded it; ``ended_reason`` is filled if it ended before its time.
    """

    public_id = models.CharField(max_length=26, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="representations")
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="representatives")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    capacity = models.CharField(max_length=20)
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=200)
    ended_reason = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            _period("representation"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(principal__isnull=True),
                name="representation_is_of_one_subject",
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="nobody_represents_himself"),
            models.CheckConstraint(condition=_one_of("capacity", Capacity), name="capacity_is_known"),
        ]

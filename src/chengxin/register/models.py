"""Tables of records: facts with append-only versions, loads that show at once, takedowns, marks, the change feed.

A version is *standing* if its load is visible and not withdrawn and no later version of its record has such a load. It
is *public* if it stands, is to be published, the earliest end any standing or former version gave has not passed, and
its record was not taken down. The view ``public_records`` says this once, in the database.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from chengxin.foundation.append_only import AppendOnly
from chengxin.register.rules import Change, FeedKind, Partition, RevocationKind, TakedownReason
from chengxin.subjects.models import Organisation, Person
from chengxin.units.models import Unit

LAST_OF_ALL = Value(date.max, output_field=models.DateField())
"""Stands in indexes for the end that the law does not name."""


class Load(models.Model):
    """Rows that become visible together: one submission, one correction, one packet.

    ``submission`` names what they came with; ``item_version`` is the hash of the definition that judged them.
    """

    submission = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    item_version = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    visible_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission"], name="a_submission_has_one_load"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(visible_at__isnull=False),
                name="only_a_visible_load_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(abandoned_at__isnull=True) | Q(visible_at__isnull=True),
                name="an_abandoned_load_never_shows",
            ),
        ]


class Record(models.Model):
    """One fact about one organisation, found again by its business key (SHA-256 of the key's values)."""

    public_id = models.CharField(max_length=26, db_collation="C")
    item = models.CharField(max_length=60)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_key = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id"], name="public_id_is_one_record"),
            models.UniqueConstraint(fields=["subject", "item", "business_key"], name="a_fact_is_recorded_once"),
        ]


class RecordVersion(AppendOnly, models.Model):
    """One state of a record, with the window the law gives it and the rule that gave it.

    ``payload`` holds the values the public may see, ``closed_payload`` the others; ``payload_hash`` is the SHA-256 of
    all of them as PostgreSQL writes a jsonb, ``shown_hash`` that of ``payload`` alone. ``feed`` is what the feed says
    when the load shows, empty if nothing. ``source_unit`` reported it: the unit of the load. ``item_version`` is the
    hash of the definition that judged it where that is not the load's own, else empty.
    """

    # No foreign keys here: each would be looked up again for every row, a quarter of a bare COPY's time. The merge
    # writes a version of records that its own transaction made or locked, and of a load that it holds. That neither
    # ever goes or changes its number, a trigger says (``0003``). The load's key keeps the unit, the record's key the
    # subject.
    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="versions", db_index=False, db_constraint=False
    )
    # The record's own: it stands here so that a cluster can lay versions beside their subject.
    subject = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    load = models.ForeignKey(
        Load, on_delete=models.PROTECT, related_name="versions", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Change])
    feed = models.CharField(max_length=8, choices=[(one.value, one.value) for one in FeedKind], blank=True)
    item = models.CharField(max_length=60)
    payload = models.JSONField()
    closed_payload = models.JSONField()
    payload_hash = models.BinaryField(max_length=32)
    shown_hash = models.BinaryField(max_length=32)
    decided_on = models.DateField(null=True)
    document_number = models.CharField(max_length=200, blank=True)
    deciding_body = models.CharField(max_length=200, blank=True)
    source_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    severity = models.CharField(max_length=20, blank=True)
    severity_author = models.CharField(max_length=20, blank=True)
    publish = models.BooleanField()
    starts_on = models.DateField(null=True)
    minimum_ends_on = models.DateField(null=True)
    earliest_repair_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    rule = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    law_version = models.CharField(max_length=64, blank=True)
    item_version = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "number"], name="version_numbers_of_a_record_differ"),
            models.UniqueConstraint(fields=["load", "record"], name="a_load_states_a_fact_once"),
        ]
        indexes: ClassVar = [
            # The last day ends the index, so that a table passes years of expired versions without looking at them.
            models.Index(
                F("item"),
                F("decided_on").desc(),
                F("id").desc(),
                Coalesce("ends_on", LAST_OF_ALL),
                name="version_by_day_and_end",
                condition=Q(publish=True),
            ),
            models.Index(
                F("item"),
                F("deciding_body"),
                F("decided_on").desc(),
                F("id").desc(),
                Coalesce("ends_on", LAST_OF_ALL),
                name="version_by_body",
                condition=Q(publish=True),
            ),
            models.Index(F("source_unit"), F("id").desc(), name="version_by_unit"),
        ]


class PersonRecord(models.Model):
    """One fact about one natural person, found again by the keyed index of its business key; never public."""

    public_id = models.CharField(max_length=26, db_collation="C")
    item = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_index = models.CharField(max_length=120, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["public_id"], name="public_id_is_one_person_record"),
            models.UniqueConstraint(fields=["person", "item", "business_index"], name="a_person_s_fact_is_kept_once"),
        ]


class PersonRecordVersion(AppendOnly, models.Model):
    """One state of a person's record, its values sealed as a whole.

    ``content_index`` is a keyed index of the values, equal for equal ones, ``document_index`` one of the document's
    number; ``kept_until`` is the last day on which the record may be read, null without a limit. It stands and is
    withdrawn with its load, like a ``RecordVersion``; ``item_version`` names what judged it, as there.
    """

    record = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="versions", db_index=False)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="person_versions", db_index=False)
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Change])
    item = models.CharField(max_length=60)
    sealed_payload = models.TextField()
    content_index = models.CharField(max_length=120, db_collation="C")
    document_index = models.CharField(max_length=120, db_collation="C")
    decided_on = models.DateField()
    kept_until = models.DateField(null=True)
    item_version = models.CharField(max_length=64, blank=True, db_default="")
    source_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "number"], name="version_numbers_of_a_person_record_differ"),
            models.UniqueConstraint(fields=["load", "record"], name="a_load_states_a_person_s_fact_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["document_index"], name="person_version_by_document")]


class PersonRecordEnd(AppendOnly, models.Model):
    """The end of a person's record: it is read no more, for good. What it said stays sealed for audit and dispute."""

    record = models.OneToOneField(PersonRecord, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in TakedownReason])
    sentence = models.TextField()
    basis = models.CharField(max_length=300)
    at = models.DateTimeField()


class ChangeBatch(AppendOnly, models.Model):
    """What became visible, changed or vanished in one moment.

    In partition ``loads`` the load's versions are its entries, ``transaction`` orders batches safely for readers and
    ``withdrawn`` says that the load was taken back; in ``orders`` the entries stand in ``ChangeEntry``.
    """

    partition = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Partition])
    transaction = models.BigIntegerField()
    load = models.ForeignKey(Load, on_delete=models.PROTECT, null=True, related_name="batches")
    withdrawn = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(partition=Partition.LOADS.value, load__isnull=False)
                | Q(partition=Partition.ORDERS.value, load__isnull=True, withdrawn=False),
                name="a_batch_is_of_a_load_or_of_orders",
            ),
            models.UniqueConstraint(fields=["load", "withdrawn"], name="a_load_shows_and_is_withdrawn_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["partition", "transaction", "id"], name="feed_in_order")]


class ChangeEntry(AppendOnly, models.Model):
    """One record that an order touched: a takedown, or a mark put on or off."""

    batch = models.ForeignKey(ChangeBatch, on_delete=models.PROTECT, related_name="entries", db_index=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "record"], name="an_order_touches_a_record_once"),
        ]


class FeedStart(AppendOnly, models.Model):
    """A new beginning of the feed's numbers: a backup was restored, and what came after it is lost.

    ``shift`` is what the feed's count of transactions adds to PostgreSQL's own from now on. Positions from
    ``lost_from`` up to, and without, ``first`` may have read what is no more. ``register_feed_goes_on`` writes it.
    """

    shift = models.BigIntegerField()
    lost_from_transaction = models.BigIntegerField()
    lost_from_batch = models.BigIntegerField()
    first_transaction = models.BigIntegerField()
    first_batch = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lost_from_transaction__lt=F("first_transaction")) & Q(lost_from_batch__lt=F("first_batch")),
                name="what_was_lost_lies_before_the_new_start",
            ),
        ]


class Outbox(models.Model):
    """A batch that other systems have not been told of yet; ``told_at`` is set when they were."""

    batch = models.OneToOneField(ChangeBatch, on_delete=models.PROTECT, primary_key=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch"], condition=Q(told_at__isnull=True), name="batch_to_tell"),
        ]


class LedgerShare(AppendOnly, models.Model):
    """Which records of a change batch one batch of the ledger commits to, by number; both ends are inside.

    ``ledger_batch`` is a plain number: the ledger's rooms know nothing of this one.
    """

    ledger_batch = models.BigIntegerField(unique=True)
    batch = models.ForeignKey(ChangeBatch, on_delete=models.PROTECT, related_name="shares")
    first_record = models.BigIntegerField()
    last_record = models.BigIntegerField()


class Takedown(AppendOnly, models.Model):
    """The end of a record's publicity, for good: nothing brings it back."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="takedown")
    batch = models.ForeignKey(ChangeBatch, on_delete=models.PROTECT, related_name="takedowns")
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in TakedownReason])
    sentence = models.TextField()
    basis = models.CharField(max_length=300)
    at = models.DateTimeField()


class Revocation(AppendOnly, models.Model):
    """A decision that was changed, revoked, confirmed illegal or void, and by when its publicity had to end.

    ``due_on`` is the last day for the takedown, ``due_reason`` the sentence that says why.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="revocation")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in RevocationKind])
    document_number = models.CharField(max_length=200)
    revoked_on = models.DateField()
    due_on = models.DateField()
    due_reason = models.TextField()
    at = models.DateTimeField()


class DisputeMark(AppendOnly, models.Model):
    """“数据存在异议” put on a record, or taken off it; the last one holds. ``basis`` names the case."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="dispute_marks")
    disputed = models.BooleanField()
    basis = models.CharField(max_length=300)
    at = models.DateTimeField()

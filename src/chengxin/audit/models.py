"""Tables of the trail and the ledger.

Rows of append-only tables stay as they were written; what waits for the sealer and the salts stand in tables of their
own, because they must go. No foreign key leads out of the room.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chengxin.audit.rules.entries import Outcome
from chengxin.audit.rules.merkle import HASH_BYTES
from chengxin.audit.rules.proofs import SignedHead
from chengxin.audit.rules.statements import (
    BATCH_LEAVES,
    CHUNK_LEAVES,
    SALT_BYTES,
    BatchStatement,
    HeadStatement,
    instant,
)
from chengxin.foundation.append_only import AppendOnly


class AuditEntry(AppendOnly, models.Model):
    """One thing that was done, looked at, or refused. Who and what are snapshots in words, true at the moment.

    ``unit`` is a plain number without a foreign key; ``district`` the division code by which a county's auditor finds
    it; ``acting_from`` the own unit of somebody who acted for another. A look has a ``purpose`` and a ``basis``.
    ``facts`` are plain values, never a sealed number. ``request`` is the number of the request, empty for jobs.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    unit = models.BigIntegerField(null=True)
    unit_name = models.CharField(max_length=200, blank=True)
    district = models.CharField(max_length=12, blank=True)
    acting_from = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    facts = models.JSONField()
    outcome = models.CharField(max_length=10)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(F("at").desc(), F("id").desc(), name="entry_by_time"),
            models.Index("object_kind", "object_id", F("id").desc(), name="entry_by_object"),
            models.Index("actor_id", F("at").desc(), F("id").desc(), name="entry_by_actor"),
            models.Index("district", F("at").desc(), F("id").desc(), name="entry_by_district"),
            models.Index("action", F("at").desc(), F("id").desc(), name="entry_by_action"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="entry_outcome_is_known"
            ),
            models.CheckConstraint(condition=Q(purpose="") | ~Q(basis=""), name="entry_with_a_purpose_has_a_basis"),
        ]


class UnsealedEntry(models.Model):
    """An entry that waits for the sealer. A trigger adds the row with the entry; the sealer takes it away."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="+")


class LedgerBatch(AppendOnly, models.Model):
    """Facts of one kind that were committed together: a Merkle tree whose root is one leaf of the top tree."""

    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=HASH_BYTES)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=BATCH_LEAVES), name="batch_has_one_to_a_million"),
        ]

    @property
    def statement(self) -> BatchStatement:
        """What the top tree commits to."""
        return BatchStatement(kind=self.kind, size=self.size, root=bytes(self.root), at=instant(self.at))


class UnplacedBatch(models.Model):
    """A committed batch that waits for its place in the top tree. Filled by a trigger, emptied by the sealer."""

    batch = models.OneToOneField(LedgerBatch, on_delete=models.PROTECT, primary_key=True, related_name="+")


class LedgerChunk(AppendOnly, models.Model):
    """Up to 4,096 consecutive leaf hashes of a batch, packed, and the root over them."""

    batch = models.ForeignKey(LedgerBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    leaves = models.BinaryField(max_length=CHUNK_LEAVES * HASH_BYTES)
    root = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="chunk_is_stored_once"),
        ]


class LedgerSalts(models.Model):
    """The salts of a chunk, packed. A salt is overwritten with zeros when its fact must no longer be provable."""

    batch = models.ForeignKey(LedgerBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    salts = models.BinaryField(max_length=CHUNK_LEAVES * SALT_BYTES)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="salts_are_stored_once"),
        ]


class SealedEntry(AppendOnly, models.Model):
    """Where in the ledger an entry of the trail stands."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    batch = models.ForeignKey(LedgerBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    index = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "index"], name="leaf_seals_one_entry"),
        ]


class LedgerPlace(AppendOnly, models.Model):
    """The place of a batch in the top tree; places are counted from 0 without a gap."""

    position = models.BigIntegerField(primary_key=True)
    batch = models.OneToOneField(LedgerBatch, on_delete=models.PROTECT, related_name="place")


class LedgerNode(AppendOnly, models.Model):
    """The hash of a complete subtree of the top tree; level 0 are its leaves."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=HASH_BYTES)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "index"], name="subtree_is_hashed_once"),
        ]


class LedgerKey(AppendOnly, models.Model):
    """The public half of a key that signs heads."""

    id = models.CharField(max_length=16, primary_key=True)
    public_key = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()


class TreeHead(AppendOnly, models.Model):
    """The signed state of the top tree: ``size`` batches under ``root`` at a moment."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=HASH_BYTES)
    at = models.DateTimeField()
    key = models.ForeignKey(LedgerKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    signature = models.BinaryField(max_length=64)

    @property
    def signed(self) -> SignedHead:
        """The head as a statement with its signature; select the key along with it."""
        statement = HeadStatement(size=self.size, root=bytes(self.root), at=instant(self.at))
        return SignedHead(statement, public_key=bytes(self.key.public_key), signature=bytes(self.signature))

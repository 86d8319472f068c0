"""Tables of stored files.

The content stands outside the database, sealed, once for each hash; a row says whose it is, who may read it, how long.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chengxin.units.models import Unit


class StoredFile(models.Model):
    """One file somebody brought, or the trace of one that was deleted: then without its name.

    ``sha256`` and ``size`` are those of the plain content; its bytes told ``kind``, the sender ``claimed_type``.
    ``owner_room``, ``owner_kind``, ``owner_id`` name the thing it belongs to, ``readers`` the roles that may read it
    where their reach covers ``unit``. ``retain_until`` is the last day it is kept; while ``held_for`` says why it is
    held (封存), it is kept all the same.
    """

    public_id = models.CharField(max_length=26, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    claimed_type = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=160, blank=True)
    purpose = models.CharField(max_length=60)
    purpose_label = models.CharField(max_length=60)
    owner_room = models.CharField(max_length=20)
    owner_kind = models.CharField(max_length=40)
    owner_id = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    readers = ArrayField(models.CharField(max_length=30))
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)
    kept_by_name = models.CharField(max_length=200)
    retain_until = models.DateField()
    retention_basis = models.CharField(max_length=300)
    held_for = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) & ~Q(name="") | Q(deleted_at__isnull=False, name=""),
                name="deleted_file_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(held_for="") | Q(deleted_at__isnull=True), name="held_file_is_not_deleted"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_a_hash"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], condition=Q(deleted_at__isnull=True), name="live_file_by_hash"),
            models.Index(fields=["retain_until"], condition=Q(deleted_at__isnull=True), name="live_file_by_end"),
            models.Index(fields=["owner_room", "owner_kind", "owner_id"], name="file_by_owner"),
        ]

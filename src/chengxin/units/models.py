"""Tables of units, staff, roles and API clients.

Periods are half-open: ``valid_from`` is the first day in, ``valid_until`` the first day out (null: no end yet).
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from chengxin.foundation.roles import Role
from chengxin.units.rules import Level


def _period(name: str) -> models.CheckConstraint:
    after = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
    return models.CheckConstraint(condition=after, name=f"{name}_ends_after_it_begins")


def _same(column: str) -> tuple[Func, str]:
    """Return the part of an exclusion that asks for equal ids; a range of one id needs no extension of the database."""
    return Func(F(column), F(column), Value("[]"), function="int8range"), RangeOperators.OVERLAPS


def _overlapping() -> tuple[Func, str]:
    return Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS


class Unit(models.Model):
    """A public body that works with the platform, with its validity and its place in the city.

    ``district`` is the division code of the city, the county or the zone; ``name_key`` sorts by pinyin.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    name_key = models.CharField(max_length=1600, db_index=True)
    unified_code = models.CharField(max_length=18, blank=True)
    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in Level])
    district = models.CharField(max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            _period("unit"),
            models.CheckConstraint(condition=Q(level__in=[level.value for level in Level]), name="unit_level_is_known"),
            models.CheckConstraint(condition=~Q(id=F("parent")), name="unit_is_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["unified_code"],
                condition=~Q(unified_code="") & Q(valid_until__isnull=True),
                name="unified_code_belongs_to_one_unit_in_force",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["district", "name_key"], name="unit_by_district")]


class UnitName(models.Model):
    """A way in which files write a unit's name (机关名称的写法): added and ended by the office, never guessed.

    ``plain`` is what is compared. One that ended means nothing any more.
    """

    public_id = models.CharField(max_length=26, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="written_names")
    name = models.CharField(max_length=200)
    plain = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plain"], condition=Q(ended_at__isnull=True), name="a_written_name_means_one_unit"
            ),
        ]


class Succession(models.Model):
    """Which unit took over which duties of another, from when, on what paper (承继单位)."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inheritances")
    valid_from = models.DateField()
    duties = models.CharField(max_length=500)
    basis = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor", "duties"], name="succession_is_said_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"),
        ]


class UnitGroup(models.Model):
    """A named set of units: 联席会议成员单位, 县区, 管委."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)


class Membership(models.Model):
    """A unit's time in a group."""

    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            _period("membership"),
            ExclusionConstraint(
                name="unit_is_in_a_group_once",
                expressions=[_same("group"), _same("unit"), _overlapping()],
            ),
        ]


class UserManager(BaseUserManager["User"]):
    """Finds a login by its name, as Django's authentication asks."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the login; names are kept in lower case."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A login of one natural person. It carries no right: rights come from appointments.

    ``username`` is kept in lower case; ``must_change_password`` holds until the first password is replaced.
    """

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=50)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    password_changed_at = models.DateTimeField()
    must_change_password = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(username__regex=r"^[a-z][a-z0-9._-]{1,39}$"), name="username_is_plain"),
        ]


class Appointment(models.Model):
    """A person's role at a unit, for a time. ``appointed_by`` is the snapshot of who gave it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    appointed_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            _period("appointment"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="appointment_role_is_known"
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(valid_until__isnull=True),
                name="role_is_held_once_at_a_unit",
            ),
        ]


class Delegation(models.Model):
    """One unit lets another act for it in some roles, for a time, on a paper (委托)."""

    principal = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="delegations_held")
    roles = ArrayField(models.CharField(max_length=30))
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="delegation_has_an_end"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="unit_does_not_delegate_to_itself"),
        ]


class Liaison(models.Model):
    """The named contact of a unit (联络员)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="liaisons")
    name = models.CharField(max_length=50)
    post = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30)
    email = models.EmailField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [_period("liaison")]


class ApiClient(models.Model):
    """Another system that calls the API for one unit, with its scopes and its limit."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="api_clients")
    scopes = ArrayField(models.CharField(max_length=40))
    calls_a_minute = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(calls_a_minute__gt=0), name="api_client_may_call"),
        ]


class ApiKey(models.Model):
    """One key of a client: only its SHA-256 is kept. Two may be valid during a change of keys."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Usage(models.Model):
    """Calls of one caller in one minute. An unlogged table: a crash may forget a minute, no more."""

    caller = models.CharField(max_length=80)
    minute = models.DateTimeField()
    calls = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "minute"], name="usage_is_counted_once_a_minute"),
        ]


class AnsweredCall(models.Model):
    """What a client was answered to a call with an idempotency key; kept for a day, so that a repeat does nothing.

    ``fingerprint`` is the SHA-256 of what was sent.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "key"], name="an_idempotency_key_is_used_once"),
        ]

"""Tables of messages and deliveries. What was delivered when is only ever added to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from chengxin.foundation.append_only import AppendOnly
from chengxin.notices.rules import Channel, Manner, Outcome, State
from chengxin.units.models import Unit, User
from chengxin.vault.models import StoredFile


class Notice(AppendOnly, models.Model):
    """One message to one recipient: a login, a role at a unit, or a party outside. As written, for ever.

    ``sender_unit`` is the unit in whose name it goes; ``about_room``, ``about_kind``, ``about_id`` name the thing it is
    about; ``due_on`` is the day by which something is to be done, ``due_rule`` the rule that gave it.
    """

    public_id = models.CharField(max_length=26, unique=True)
    template = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    served = models.BooleanField()
    whole_by_mail = models.BooleanField()
    channels = ArrayField(models.CharField(max_length=10))
    sender_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_by = models.CharField(max_length=80)
    sent_by_name = models.CharField(max_length=200)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    recipient_name = models.CharField(max_length=200)
    about_room = models.CharField(max_length=20)
    about_kind = models.CharField(max_length=40)
    about_id = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_rule = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(unit__isnull=True), name="notice_goes_to_a_login_or_a_unit"
            ),
            models.CheckConstraint(condition=Q(unit__isnull=False) | Q(role=""), name="notice_role_stands_with_a_unit"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(due_rule=""), name="notice_due_date_says_its_rule"
            ),
        ]
        indexes: ClassVar = [
            models.Index("user", F("created_at").desc(), F("id").desc(), name="notice_by_login"),
            models.Index("unit", "role", F("created_at").desc(), F("id").desc(), name="notice_by_role"),
            models.Index("about_room", "about_kind", "about_id", name="notice_by_thing"),
        ]


class Dispatch(models.Model):
    """A notice on its way out by e-mail or SMS; ``address`` is sealed, ``shown_address`` masked."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="dispatches")
    channel = models.CharField(max_length=10)
    address = models.TextField()
    shown_address = models.CharField(max_length=100)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField()
    next_attempt_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.EMAIL.value, Channel.SMS.value]), name="dispatch_leaves_the_building"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="dispatch_state_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=[State.WAITING.value, State.SENDING.value]),
                name="dispatch_by_next_attempt",
            ),
        ]


class Delivery(AppendOnly, models.Model):
    """What came of one attempt, with its proof.

    ``delivered_on`` is the day that counts: of the paper as its scan says, else of ``at``. ``message_id`` is the proof
    of a message, ``scan`` that of a paper, ``signed_by`` who took it, ``confirmed_by`` who recorded it.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, null=True, related_name="deliveries")
    channel = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    manner = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    delivered_on = models.DateField(null=True)
    message_id = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    confirmed_by = models.CharField(max_length=80)
    confirmed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in Channel]), name="delivery_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="delivery_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(manner="") | Q(manner__in=[manner.value for manner in Manner]),
                name="delivery_manner_is_known",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=False, outcome=Outcome.DELIVERED.value)
                | ~Q(outcome=Outcome.DELIVERED.value) & Q(delivered_on__isnull=True),
                name="delivery_has_a_day_if_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.PAPER.value, outcome=Outcome.DELIVERED.value)
                | Q(scan__isnull=False) & ~Q(manner=""),
                name="delivered_paper_has_scan_and_manner",
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(channel=Channel.PAPER.value, outcome=Outcome.DELIVERED.value),
                name="paper_is_delivered_once",
            ),
            models.UniqueConstraint(
                fields=["dispatch"],
                condition=Q(dispatch__isnull=False, outcome=Outcome.DELIVERED.value),
                name="dispatch_is_delivered_once",
            ),
        ]


class NoticeReading(AppendOnly, models.Model):
    """When a login marked a notice as read."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "notice"], name="notice_is_read_once_by_a_login"),
        ]

"""What is on its way out, and to whom. For the services and jobs of this room."""

from datetime import date, datetime

from django.db.models import Q

from chengxin.notices.models import Dispatch, Notice
from chengxin.notices.rules import STALE_AFTER, State
from chengxin.units.models import User
from chengxin.units.queries import in_force


def addressees(notice: Notice, on: date) -> list[User]:
    """Return the active logins with an e-mail address that the notice is for on the day."""
    active = User.objects.filter(is_active=True).exclude(email="")
    if notice.user_id is not None:
        return list(active.filter(id=notice.user_id))
    if notice.unit_id is None:
        return []
    holds = in_force(on, "appointments__") & Q(appointments__unit_id=notice.unit_id)
    if notice.role:
        holds &= Q(appointments__role=notice.role)
    return list(active.filter(holds).distinct().order_by("id"))


def to_be_tried(now: datetime) -> Q:
    """Return the filter for dispatches whose time has come, or whose worker died while sending."""
    waiting = Q(state=State.WAITING.value, next_attempt_at__lte=now)
    return waiting | Q(state=State.SENDING.value, claimed_at__lt=now - STALE_AFTER)


def due_dispatches(now: datetime, *, limit: int) -> list[int]:
    """Return the dispatches to be tried now, oldest first."""
    due = Dispatch.objects.filter(to_be_tried(now)).order_by("next_attempt_at", "id")
    return list(due.values_list("id", flat=True)[:limit])


def dispatch_of(number: int) -> Dispatch:
    """Return a dispatch with its notice."""
    return Dispatch.objects.select_related("notice__sender_unit").get(id=number)

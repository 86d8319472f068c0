"""Reads of logins and their roles."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import Appointment, User
from chengxin.units.queries.periods import in_force

IDLE = timedelta(days=90)
"""A login not used for so long is listed as 长期未用 (GB/T 22239-2019: stale accounts are removed)."""


def logins_for(actor: Actor, *, permission: Permission = rules.SEE_STAFF) -> QuerySet[User]:
    """Return the logins with an appointment, present or past, inside the actor's reach, by name.

    A login that has no appointment at all is seen by those who reach everywhere.
    """
    scope = actor.scope(permission)
    found = User.objects.order_by("username")
    if scope.everything:
        return found
    reach = within(scope, unit="unit_id", district="unit__district")
    return found.filter(id__in=Appointment.objects.filter(reach).values("user_id"))


def login_for(actor: Actor, user_id: int, *, permission: Permission = rules.SEE_STAFF, lock: bool = False) -> User:
    """Return the login.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = logins_for(actor, permission=permission).filter(id=user_id)
    user = (found.select_for_update() if lock else found).first()
    if user is None:
        raise NotFound
    return user


def appointments_for(actor: Actor, *, permission: Permission = rules.SEE_STAFF) -> QuerySet[Appointment]:
    """Return the appointments at units inside the actor's reach, newest first."""
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    return Appointment.objects.filter(reach).select_related("unit", "user").order_by("-valid_from", "-id")


def appointment_for(
    actor: Actor, appointment_id: int, *, permission: Permission = rules.APPOINT, lock: bool = False
) -> Appointment:
    """Return the appointment.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = appointments_for(actor, permission=permission).filter(id=appointment_id)
    appointment = (found.select_for_update(of=("self",)) if lock else found).first()
    if appointment is None:
        raise NotFound
    return appointment


def without_second_factor(logins: QuerySet[User]) -> QuerySet[User]:
    """Return the logins that have no confirmed authenticator."""
    return logins.filter(~Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)))


def second_factor_holders(logins: Iterable[User]) -> set[int]:
    """Return the ids of those logins that have a confirmed authenticator."""
    ids = [login.id for login in logins]
    return set(TOTPDevice.objects.filter(user_id__in=ids, confirmed=True).values_list("user_id", flat=True))


def idle_since(now: datetime) -> Q:
    """Return the filter for logins not used for ninety days, counted from their making if never used."""
    limit = now - IDLE
    return Q(last_login__lte=limit) | Q(last_login__isnull=True, created_at__lte=limit)


def demonstration_logins() -> QuerySet[User]:
    """Return the open logins of the demonstration, in the order they were made.

    Without an actor: they are shown before anybody signs in, and production refuses to start while there are any.
    """
    return User.objects.filter(is_demonstration=True, is_active=True).order_by("id")


def seated_users(on: date) -> QuerySet[Appointment, int]:
    """Return the ids of logins that hold a role on the day, anywhere. For narrowing a scoped list."""
    return Appointment.objects.filter(in_force(on)).values_list("user_id", flat=True)


def roles_elsewhere(actor: Actor, user: User, on: date) -> int:
    """Return how many roles the person holds on the day at units outside the actor's reach."""
    held = Appointment.objects.filter(in_force(on), user=user)
    return held.exclude(id__in=appointments_for(actor).order_by().values("id")).count()

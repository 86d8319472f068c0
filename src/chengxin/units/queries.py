"""Reads of units and staff; lists are scoped by the actor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from chengxin.foundation.actor import Actor, ActorKind, Grant, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import ApiClient, Appointment, Delegation, Unit, User


def in_force(on: date) -> Q:
    """Return the filter for rows whose half-open period holds the day."""
    return Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def day_of(now: datetime) -> date:
    """Return the calendar day in China's time zone."""
    return timezone.localdate(now)


@dataclass(frozen=True)
class Seat:
    """A unit at which a login may act: with which roles, and from which own unit if it is by delegation."""

    unit: Unit
    roles: tuple[Role, ...]
    acting_from: Unit | None = None

    @property
    def key(self) -> str:
        """What the session remembers of the choice."""
        return f"{self.unit.id}/{self.acting_from.id if self.acting_from else ''}"

    @property
    def role_labels(self) -> str:
        """The roles in words."""
        return "、".join(rules.ROLE_LABELS[role] for role in self.roles)


def seats_of(user: User, on: date) -> list[Seat]:
    """Return the units the login may act for on the day: its own first, then those that delegated to one of them."""
    appointments = (
        Appointment.objects.filter(in_force(on), user=user, user__is_active=True)
        .filter(Q(unit__valid_until__isnull=True) | Q(unit__valid_until__gt=on))
        .select_related("unit")
        .order_by("unit__name_key", "id")
    )
    held: dict[Unit, list[Role]] = {}
    for appointment in appointments:
        held.setdefault(appointment.unit, []).append(Role(appointment.role))
    own = [Seat(unit=unit, roles=tuple(roles)) for unit, roles in held.items()]
    delegations = (
        Delegation.objects.filter(in_force(on), deputy__in=held)
        .select_related("principal", "deputy")
        .order_by("principal__name_key", "id")
    )
    lent = [_lent_seat(delegation, held[delegation.deputy]) for delegation in delegations]
    return own + [seat for seat in lent if seat.roles]


def _lent_seat(delegation: Delegation, held: Iterable[Role]) -> Seat:
    roles = tuple(role for role in held if role in delegation.roles and role in rules.DELEGABLE_ROLES)
    return Seat(unit=delegation.principal, roles=roles, acting_from=delegation.deputy)


def grants_of(seat: Seat) -> tuple[Grant, ...]:
    """Return what the roles of a seat reach."""
    return tuple(_grant(role, seat.unit) for role in seat.roles)


def _grant(role: Role, unit: Unit) -> Grant:
    if role in rules.UNIT_ROLES:
        return Grant(role=role, unit=unit.id)
    if unit.level == rules.Level.CITY:
        return Grant(role=role, unit=unit.id, everywhere=True)
    return Grant(role=role, unit=unit.id, district=unit.district)


def staff_actor(user: User, seat: Seat, origin: str) -> Actor:
    """Return the actor of a signed-in person at a seat."""
    return Actor(
        kind=ActorKind.STAFF,
        id=user.username,
        name=user.name,
        unit=seat.unit.id,
        unit_name=seat.unit.name,
        district=seat.unit.district,
        acting_from=seat.acting_from.name if seat.acting_from else "",
        origin=origin,
        grants=grants_of(seat),
    )


def client_actor(client: ApiClient, origin: str) -> Actor:
    """Return the actor of an API client."""
    return Actor(
        kind=ActorKind.CLIENT,
        id=client.code,
        name=client.name,
        unit=client.unit_id,
        unit_name=client.unit.name,
        district=client.unit.district,
        origin=origin,
        client_scopes=frozenset(client.scopes),
    )


def units_for(actor: Actor, *, on: date | None = None, permission: Permission = rules.SEE_UNITS) -> QuerySet[Unit]:
    """Return the units inside the actor's reach, by name; ``on`` keeps those in force that day.

    The directory of units is open to all staff, so with ``SEE_UNITS`` there is no limit but being staff.
    """
    if not actor.may(permission):
        return Unit.objects.none()
    found = Unit.objects.select_related("parent").order_by("name_key", "id")
    if permission is not rules.SEE_UNITS:
        found = found.filter(within(actor.scope(permission), unit="id", district="district"))
    return found.filter(in_force(on)) if on else found


def unit_for(actor: Actor, unit_id: int, *, permission: Permission = rules.SEE_UNITS, lock: bool = False) -> Unit:
    """Return the unit.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = units_for(actor, permission=permission).filter(id=unit_id)
    unit = (found.select_related(None).select_for_update() if lock else found).first()
    if unit is None:
        raise NotFound
    return unit


def logins_for(actor: Actor, *, permission: Permission = rules.SEE_STAFF) -> QuerySet[User]:
    """Return the logins with an appointment inside the actor's reach, by name.

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


def appointment_for(actor: Actor, appointment_id: int, *, permission: Permission = rules.APPOINT) -> Appointment:
    """Return the appointment, locked.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    found = Appointment.objects.select_for_update(of=("self",)).select_related("unit", "user")
    appointment = found.filter(reach, id=appointment_id).first()
    if appointment is None:
        raise NotFound
    return appointment


def delegations_for(actor: Actor) -> QuerySet[Delegation]:
    """Return the delegations given by units inside the actor's reach, newest first."""
    reach = within(actor.scope(rules.DELEGATE), unit="principal_id", district="principal__district")
    return Delegation.objects.filter(reach).select_related("principal", "deputy").order_by("-valid_from", "-id")


def delegation_for(actor: Actor, delegation_id: int) -> Delegation:
    """Return the delegation, locked.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    delegation = delegations_for(actor).select_for_update(of=("self",)).filter(id=delegation_id).first()
    if delegation is None:
        raise NotFound
    return delegation


def clients_for(actor: Actor, *, permission: Permission = rules.KEEP_CLIENTS) -> QuerySet[ApiClient]:
    """Return the API clients of units inside the actor's reach, by code."""
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    return ApiClient.objects.filter(reach).select_related("unit").order_by("code")


def client_for(actor: Actor, client_id: int, *, permission: Permission = rules.KEEP_CLIENTS) -> ApiClient:
    """Return the API client, locked.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = clients_for(actor, permission=permission).select_for_update(of=("self",))
    client = found.filter(id=client_id).first()
    if client is None:
        raise NotFound
    return client


def own_client(actor: Actor) -> ApiClient:
    """Return the client that calls.

    Raises:
        NotPermitted: the caller's scopes do not give it.
        NotFound: the caller is no API client.
    """
    actor.require(rules.SEE_OWN_CLIENT)
    client = ApiClient.objects.select_related("unit").filter(code=actor.id).first()
    if client is None:
        raise NotFound
    return client

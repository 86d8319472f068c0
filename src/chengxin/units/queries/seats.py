"""At which units a login may act, and the actors made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django_otp.plugins.otp_totp.models import TOTPDevice

from chengxin.foundation.actor import Actor, ActorKind, Grant
from chengxin.foundation.roles import Role
from chengxin.units import rules
from chengxin.units.models import Appointment, Delegation, Unit, User
from chengxin.units.queries.periods import in_force


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
    """Return the units the login may act for on the day: its own first, then those that delegated to one of them.

    A unit that is not in force on the day is nobody's seat, neither its own people's nor a deputy's.
    """
    appointments = (
        Appointment.objects.filter(in_force(on), in_force(on, "unit__"), user=user, user__is_active=True)
        .select_related("unit")
        .order_by("unit__name_key", "id")
    )
    held: dict[Unit, list[Role]] = {}
    for appointment in appointments:
        held.setdefault(appointment.unit, []).append(Role(appointment.role))
    own = [Seat(unit=unit, roles=_in_order(roles)) for unit, roles in held.items()]
    return own + _lent_seats(held, on)


def _lent_seats(held: dict[Unit, list[Role]], on: date) -> list[Seat]:
    """Return the seats lent to the units; several delegations between the same two make one seat."""
    delegations = (
        Delegation.objects.filter(in_force(on), in_force(on, "principal__"), deputy__in=held)
        .select_related("principal", "deputy")
        .order_by("principal__name_key", "id")
    )
    lent: dict[tuple[Unit, Unit], list[Role]] = {}
    for delegation in delegations:
        allowed = rules.DELEGABLE_ROLES & {Role(role) for role in delegation.roles}
        roles = [role for role in held[delegation.deputy] if role in allowed]
        lent.setdefault((delegation.principal, delegation.deputy), []).extend(roles)
    return [
        Seat(unit=principal, roles=_in_order(roles), acting_from=deputy)
        for (principal, deputy), roles in lent.items()
        if roles
    ]


def _in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    held = set(roles)
    return tuple(role for role in Role if role in held)


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


@dataclass(frozen=True)
class Caller:
    """An API client that calls: what its actor is made of, and how often it may call a minute."""

    code: str
    name: str
    scopes: Sequence[str]
    calls_a_minute: int
    unit: int
    unit_name: str
    district: str


def client_actor(client: Caller, origin: str) -> Actor:
    """Return the actor of an API client."""
    return Actor(
        kind=ActorKind.CLIENT,
        id=client.code,
        name=client.name,
        unit=client.unit,
        unit_name=client.unit_name,
        district=client.district,
        origin=origin,
        client_scopes=frozenset(client.scopes),
    )


def has_second_factor(user: User) -> bool:
    """Say whether the login has an authenticator that gave its first token."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())

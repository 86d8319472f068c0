"""Reads of units and staff; lists are scoped by the actor."""

from chengxin.units.queries.clients import client_for, clients_for, key_for, keys_of, own_client
from chengxin.units.queries.delegations import delegation_for, delegations_for
from chengxin.units.queries.directory import (
    groups_for,
    liaison_for,
    liaisons_for,
    membership_for,
    memberships_for,
    successions_of,
    successor_names,
    unit_for,
    units_for,
)
from chengxin.units.queries.districts import district_names, districts
from chengxin.units.queries.periods import day_of, in_force, not_over
from chengxin.units.queries.seats import (
    Seat,
    client_actor,
    grants_of,
    has_second_factor,
    seats_of,
    staff_actor,
)
from chengxin.units.queries.staff import (
    IDLE,
    appointment_for,
    appointments_for,
    demonstration_logins,
    idle_since,
    login_for,
    logins_for,
    roles_elsewhere,
    seated_users,
    second_factor_holders,
    without_second_factor,
)

__all__ = [
    "IDLE",
    "Seat",
    "appointment_for",
    "appointments_for",
    "client_actor",
    "client_for",
    "clients_for",
    "day_of",
    "delegation_for",
    "delegations_for",
    "demonstration_logins",
    "district_names",
    "districts",
    "grants_of",
    "groups_for",
    "has_second_factor",
    "idle_since",
    "in_force",
    "key_for",
    "keys_of",
    "liaison_for",
    "liaisons_for",
    "login_for",
    "logins_for",
    "membership_for",
    "memberships_for",
    "not_over",
    "own_client",
    "roles_elsewhere",
    "seated_users",
    "seats_of",
    "second_factor_holders",
    "staff_actor",
    "successions_of",
    "successor_names",
    "unit_for",
    "units_for",
    "without_second_factor",
]

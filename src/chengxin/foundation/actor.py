"""Who acts, and how far the permissions reach. Pure: no Django, no tables.

An actor is made once at a door (a login, an API key, a job) and handed down as an argument. A service calls
``actor.require(PERMISSION)``; a query asks ``actor.scope(PERMISSION)`` and returns nothing outside it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role

PLATFORM = "平台"
"""Who did what a job of ours did, in histories that people read."""


class ActorKind(StrEnum):
    """How the actor came in."""

    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True)
class Permission:
    """Something that may be done, who may do it, and by which scope of an API client.

    ``code`` is ``room.verb-noun``; ``label`` a Chinese msgid; ``system`` says that a job may do it without a person.
    """

    code: str
    label: str
    roles: frozenset[Role] = frozenset()
    client_scope: str = ""
    system: bool = False


@dataclass(frozen=True)
class Grant:
    """A role and its reach: one unit's own affairs, a district with all its units, or everything.

    ``unit`` is the id of the unit whose affairs are meant; ``district`` the division code of a county or zone;
    ``everywhere`` is for offices of the city and for the administrators.
    """

    role: Role
    unit: int | None = None
    district: str = ""
    everywhere: bool = False


@dataclass(frozen=True)
class Scope:
    """The rows an actor may touch: everything, or those of these units, or those in these districts."""

    everything: bool = False
    units: frozenset[int] = frozenset()
    districts: frozenset[str] = frozenset()

    def covers(self, *, unit: int | None, district: str) -> bool:
        """Say whether a row of this unit, standing in this district, is inside."""
        return self.everything or unit in self.units or district in self.districts


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts; the text is a snapshot for the trail.

    ``id`` is the login, client or job name; ``unit`` the unit acted for, ``unit_name`` its name at the moment
    and ``district`` its division code; ``acting_from`` names the own unit when it acts for another (委托); ``origin``
    is the network address.
    """

    kind: ActorKind
    id: str
    name: str
    unit: int | None = None
    unit_name: str = ""
    district: str = ""
    acting_from: str = ""
    origin: str = ""
    grants: tuple[Grant, ...] = ()
    client_scopes: frozenset[str] = field(default=frozenset())

    @property
    def shown_name(self) -> str:
        """The name as people read it beside what was done: a job of ours acts for the platform."""
        return PLATFORM if self.kind is ActorKind.SYSTEM else self.name

    def may(self, permission: Permission) -> bool:
        """Say whether the actor holds the permission anywhere."""
        if self.kind is ActorKind.SYSTEM:
            return permission.system
        if self.kind is ActorKind.CLIENT:
            return bool(permission.client_scope) and permission.client_scope in self.client_scopes
        return any(grant.role in permission.roles for grant in self.grants)

    def require(self, permission: Permission) -> None:
        """Do nothing if the actor holds the permission.

        Raises:
            NotPermitted: it does not.
        """
        if not self.may(permission):
            raise NotPermitted(permission=permission.code)

    def require_everywhere(self, permission: Permission) -> None:
        """Do nothing if the actor holds the permission for everything there is.

        Raises:
            NotPermitted: it does not hold it, or for a part only.
        """
        if not self.scope(permission).everything:
            raise NotPermitted(permission=permission.code)

    def scope(self, permission: Permission) -> Scope:
        """Return how far the permission reaches; an actor without it gets an empty scope."""
        if not self.may(permission):
            return Scope()
        if self.kind is ActorKind.SYSTEM:
            return Scope(everything=True)
        if self.kind is ActorKind.CLIENT:
            return Scope(units=frozenset() if self.unit is None else frozenset({self.unit}))
        held = [grant for grant in self.grants if grant.role in permission.roles]
        return Scope(
            everything=any(grant.everywhere for grant in held),
            units=frozenset(grant.unit for grant in held if grant.unit is not None),
            districts=frozenset(grant.district for grant in held if grant.district),
        )


def system_actor(job: str) -> Actor:
    """Return the actor of a background job; it may do only what is marked ``system``."""
    return Actor(kind=ActorKind.SYSTEM, id=job, name=job)


def public_actor(origin: str) -> Actor:
    """Return the actor of somebody who has not signed in; it may do nothing that needs a permission."""
    return Actor(kind=ActorKind.PUBLIC, id="", name="", origin=origin)

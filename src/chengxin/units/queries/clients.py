"""Reads of API clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import ApiClient, ApiKey, Unit
from chengxin.units.queries.periods import day_of, not_over


def clients_for(actor: Actor, *, permission: Permission = rules.KEEP_CLIENTS) -> QuerySet[ApiClient]:
    """Return the API clients of units inside the actor's reach, by code."""
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    return ApiClient.objects.filter(reach).select_related("unit").order_by("code")


@dataclass(frozen=True)
class OpenClient:
    """A client in use and the moment until which the longest of its keys opens, None if none does."""

    name: str
    opens_until: datetime | None


def clients_with_keys(actor: Actor, unit: Unit, *, at: datetime, permission: Permission) -> Sequence[OpenClient]:
    """Return the clients of a unit in the actor's reach that may call at a moment, by code."""
    opens = Q(keys__revoked_at__isnull=True, keys__expires_at__gt=at)
    found = clients_for(actor, permission=permission).filter(not_over(day_of(at)), unit=unit)
    rows = found.annotate(until=Max("keys__expires_at", filter=opens)).values_list("name", "until")
    return [OpenClient(name, until) for name, until in rows]


def client_for(
    actor: Actor, client_id: int, *, permission: Permission = rules.KEEP_CLIENTS, lock: bool = False
) -> ApiClient:
    """Return the API client.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = clients_for(actor, permission=permission).filter(id=client_id)
    client = (found.select_for_update(of=("self",)) if lock else found).first()
    if client is None:
        raise NotFound
    return client


def key_for(actor: Actor, key_id: int, *, lock: bool = False) -> ApiKey:
    """Return the key of a client inside the actor's reach.

    Raises:
        NotFound: there is none, or its client lies outside the actor's reach.
    """
    clients = clients_for(actor).order_by().values("id")
    found = ApiKey.objects.select_related("client__unit").filter(id=key_id, client_id__in=clients)
    key = (found.select_for_update(of=("self",)) if lock else found).first()
    if key is None:
        raise NotFound
    return key


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


def keys_of(client: ApiClient) -> QuerySet[ApiKey]:
    """Return the keys of a client that was itself read inside the actor's reach, newest first."""
    return ApiKey.objects.filter(client=client).order_by("-created_at", "-id")

"""API clients and their keys."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units import queries, rules
from chengxin.units.models import ApiClient, ApiKey
from chengxin.units.services.checking import AlreadyEnded, CodeTaken, checked_code, checked_text
from chengxin.units.services.trail import note

KEY_DAYS = 365
CALLS_ALLOWED = range(1, 6001)
OPEN_KEYS = 2


class UnknownScope(Invalid):
    """No route asks for this scope."""

    code = "units.unknown-scope"
    says = "没有“{scopes}”这样的接口权限"
    field = "scopes"


class BadLimit(Invalid):
    """The limit lies outside what one client may have."""

    code = "units.bad-limit"
    says = "每分钟调用次数应在1到6000之间"
    field = "calls_a_minute"


class TooManyKeys(Conflict):
    """Two open keys are enough to change one for the other."""

    code = "units.too-many-keys"
    says = "已有两把有效密钥，先吊销一把再发新的"


@dataclass(frozen=True)
class NewKey:
    """A key as it is shown once; only its digest is kept."""

    row: ApiKey
    secret: str = field(repr=False)


def digest_of(secret: str) -> bytes:
    """Return the SHA-256 by which a key is found; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


@use_case
def create_client(
    *, actor: Actor, now: datetime, unit: int, code: str, name: str, scopes: Iterable[str], calls_a_minute: int
) -> ApiClient:
    """Register another system that calls the API for a unit.

    Raises:
        NotFound: no such unit in the actor's reach.
        BadCode: the code has another shape.
        CodeTaken: the code names another client.
        TextMissing, TextTooLong: of the name.
        UnknownScope: no route asks for a scope.
        BadLimit: the limit lies outside 1 to 6,000.
    """
    actor.require(rules.KEEP_CLIENTS)
    owner = queries.unit_for(actor, unit, permission=rules.KEEP_CLIENTS)
    try:
        with transaction.atomic():
            client = ApiClient.objects.create(
                code=checked_code(code),
                name=_checked_name(name),
                unit=owner,
                scopes=_known(scopes),
                calls_a_minute=_allowed(calls_a_minute),
                created_at=now,
            )
    except IntegrityError as error:
        raise CodeTaken(value=code.strip()) from error
    note(actor, now, rules.CLIENT_CREATED, client, unit=owner.name, scopes=client.scopes)
    return client


@use_case
def change_client(
    *, actor: Actor, now: datetime, client: int, name: str, scopes: Iterable[str], calls_a_minute: int
) -> ApiClient:
    """Change a client's name, scopes and limit; they hold from the next call.

    Raises:
        NotFound: no such client in the actor's reach.
        AlreadyEnded: it is closed.
        TextMissing, TextTooLong: of the name.
        UnknownScope: no route asks for a scope.
        BadLimit: the limit lies outside 1 to 6,000.
    """
    actor.require(rules.KEEP_CLIENTS)
    row = _open_client(actor, now, client)
    before = {"scopes": row.scopes, "calls_a_minute": row.calls_a_minute}
    row.name, row.scopes, row.calls_a_minute = _checked_name(name), _known(scopes), _allowed(calls_a_minute)
    row.save(update_fields=["name", "scopes", "calls_a_minute"])
    note(actor, now, rules.CLIENT_CHANGED, row, before=before, scopes=row.scopes, calls_a_minute=row.calls_a_minute)
    return row


@use_case
def close_client(*, actor: Actor, now: datetime, client: int) -> ApiClient:
    """Close a client for good; its keys are refused from the next call on.

    Raises:
        NotFound: no such client in the actor's reach.
        AlreadyEnded: it is closed.
    """
    actor.require(rules.KEEP_CLIENTS)
    row = _open_client(actor, now, client)
    row.valid_until = queries.day_of(now)
    row.save(update_fields=["valid_until"])
    ApiKey.objects.filter(client=row, revoked_at__isnull=True).update(revoked_at=now)
    note(actor, now, rules.CLIENT_CLOSED, row)
    return row


@use_case
def issue_key(*, actor: Actor, now: datetime, client: int) -> NewKey:
    """Give a client a new key beside the one it has, valid for a year; the caller shows it once.

    Raises:
        NotFound: no such client in the actor's reach.
        AlreadyEnded: the client is closed.
        TooManyKeys: it has two open keys.
    """
    actor.require(rules.KEEP_CLIENTS)
    row = _open_client(actor, now, client)
    if ApiKey.objects.filter(client=row, revoked_at__isnull=True, expires_at__gt=now).count() >= OPEN_KEYS:
        raise TooManyKeys
    prefix = secrets.token_hex(4)
    secret = f"cx_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        client=row,
        prefix=prefix,
        digest=digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=KEY_DAYS),
    )
    note(actor, now, rules.CLIENT_KEY_ISSUED, row, key=prefix)
    return NewKey(row=key, secret=secret)


@use_case
def revoke_key(*, actor: Actor, now: datetime, key: int) -> ApiKey:
    """Close a key at once.

    Raises:
        NotFound: no such key in the actor's reach.
        AlreadyEnded: it is closed.
    """
    actor.require(rules.KEEP_CLIENTS)
    row = queries.key_for(actor, key, lock=True)
    if row.revoked_at is not None:
        raise AlreadyEnded
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    note(actor, now, rules.CLIENT_KEY_REVOKED, row.client, key=row.prefix)
    return row


def _open_client(actor: Actor, now: datetime, client: int) -> ApiClient:
    row = queries.client_for(actor, client, lock=True)
    if row.valid_until is not None and row.valid_until <= queries.day_of(now):
        raise AlreadyEnded
    return row


def _checked_name(name: str) -> str:
    return checked_text(name, what="名称", field="name", limit=100)


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in rules.CLIENT_SCOPES]
    if unknown:
        raise UnknownScope(scopes="、".join(unknown))
    return wanted


def _allowed(calls_a_minute: int) -> int:
    if calls_a_minute not in CALLS_ALLOWED:
        raise BadLimit
    return calls_a_minute

"""Who calls the API, how often, and what is forgotten. Not use cases: nothing of the city changes here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from chengxin.units import queries
from chengxin.units.models import Usage
from chengxin.units.services.clients import digest_of

KEPT = timedelta(hours=1)

OWNER = """
SELECT key.revoked_at, key.expires_at, client.valid_until, unit.valid_until,
       client.code, client.name, client.scopes, client.calls_a_minute, unit.id, unit.name, unit.district
FROM units_apikey key
JOIN units_apiclient client ON client.id = key.client_id
JOIN units_unit unit ON unit.id = client.unit_id
WHERE key.digest = %s"""
"""Written out, as every call asks it. By the digest alone: an index gives one row, whose days are read here."""


@dataclass(frozen=True)
class Allowance:
    """What a caller has left in this minute. ``seconds`` until the next one begins."""

    limit: int
    remaining: int
    seconds: int
    exceeded: bool


def authenticate_key(*, secret: str, now: datetime) -> queries.Caller | None:
    """Return the client of a key that is open, of a client and a unit that are in force; else None."""
    with connection.cursor() as cursor:
        cursor.execute(OWNER, [digest_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    revoked_at, expires_at, client_until, unit_until, *told = row
    if revoked_at is not None or expires_at <= now or _is_over(client_until, now) or _is_over(unit_until, now):
        return None
    return queries.Caller(*told)


def _is_over(until: date | None, now: datetime) -> bool:
    return until is not None and until <= queries.day_of(now)


def use_allowance(*, caller: str, limit: int, now: datetime) -> Allowance:
    """Count one call of a caller and return what is left of its limit a minute."""
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        # one statement, so that calls at the same moment are counted once each
        cursor.execute(
            "INSERT INTO units_usage (caller, minute, calls) VALUES (%s, %s, 1)"
            " ON CONFLICT (caller, minute) DO UPDATE SET calls = units_usage.calls + 1 RETURNING calls",
            [caller[:80], minute],
        )
        used = int(cursor.fetchone()[0])
    return Allowance(
        limit=limit,
        remaining=max(0, limit - used),
        seconds=60 - now.second,
        exceeded=used > limit,
    )


def forget_old_sessions(*, now: datetime) -> int:
    """Remove sessions that are over and return how many."""
    removed, _ = Session.objects.filter(expire_date__lt=now).delete()
    return removed


def forget_old_usage(*, now: datetime) -> int:
    """Remove counts older than an hour and return how many; they serve the limits only."""
    removed, _ = Usage.objects.filter(minute__lt=now - KEPT).delete()
    return removed

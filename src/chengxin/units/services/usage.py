"""Who calls the API, how often, and what is forgotten. Not use cases: nothing of the city changes here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from chengxin.units import queries
from chengxin.units.models import ApiClient, ApiKey, Usage
from chengxin.units.services.clients import digest_of

KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Allowance:
    """What a caller has left in this minute. ``seconds`` until the next one begins."""

    limit: int
    remaining: int
    seconds: int
    exceeded: bool


def authenticate_key(*, secret: str, now: datetime) -> ApiClient | None:
    """Return the client of a key that is open, of a client and a unit that are in force; else None."""
    # by the digest alone: every call passes here, and each condition would be written into SQL anew
    key = ApiKey.objects.filter(digest=digest_of(secret)).select_related("client__unit").first()
    return key.client if key is not None and _opens(key, now) else None


def _opens(key: ApiKey, now: datetime) -> bool:
    today = queries.day_of(now)
    valid = all(end is None or end > today for end in (key.client.valid_until, key.client.unit.valid_until))
    return valid and key.revoked_at is None and key.expires_at > now


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

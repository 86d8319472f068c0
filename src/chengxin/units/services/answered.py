"""Calls that are made twice and done once: the idempotency keys of API clients.

Not use cases: the call itself is one, and it runs inside.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.models import AnsweredCall, ApiClient

KEPT = timedelta(hours=24)
SHAPE = re.compile(r"[\x21-\x7e]{1,80}")


class BadIdempotencyKey(Invalid):
    """The key is no short text of visible ASCII characters."""

    code = "units.bad-idempotency-key"
    says = "Idempotency-Key 应为1至80个可见的ASCII字符"
    field = "Idempotency-Key"


class IdempotencyKeyReused(Conflict):
    """The same key came with something else within a day."""

    code = "units.idempotency-key-reused"
    says = "这个 Idempotency-Key 在24小时内已用于内容不同的请求"


def answer_once(
    *, actor: Actor, now: datetime, key: str, fingerprint: str, call: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return what the call answers, or what it answered when this client made it with the same key within a day.

    Answer and key are committed with what the call does, or not at all; of two calls at once the second waits. Without
    a key the call is simply made.

    Raises:
        BadIdempotencyKey: the key has another shape.
        IdempotencyKeyReused: it was used for something else within a day.
        Refusal: as the call; nothing is kept then.
    """
    if not key:
        return call()
    if not SHAPE.fullmatch(key):
        raise BadIdempotencyKey
    client = ApiClient.objects.get(code=actor.id)
    with transaction.atomic():
        AnsweredCall.objects.filter(client=client, key=key, at__lte=now - KEPT).delete()
        _, first = AnsweredCall.objects.get_or_create(
            client=client, key=key, defaults={"fingerprint": fingerprint, "at": now}
        )
        row = AnsweredCall.objects.select_for_update().get(client=client, key=key)
        if not first and row.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        answer: dict[str, Any] = call() if row.answer is None else row.answer
        if row.answer is None:
            row.answer = answer
            row.save(update_fields=["answer"])
        return answer


def forget_old_answers(*, now: datetime) -> int:
    """Remove answers older than a day and return how many."""
    removed, _ = AnsweredCall.objects.filter(at__lte=now - KEPT).delete()
    return removed

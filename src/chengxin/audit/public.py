"""Frozen views of the ledger for the public pages, and of looks for the subjects' own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chengxin.audit.models import AuditEntry
from chengxin.audit.queries import ledger
from chengxin.audit.queries.actions import action_label
from chengxin.audit.queries.exports import export_lines as export_lines
from chengxin.audit.rules.entries import Outcome
from chengxin.audit.rules.statements import key_id


@dataclass(frozen=True)
class HeadView:
    """A signed head as it is shown: hashes, key and signature in hexadecimal; ``key`` is the key's fingerprint."""

    size: int
    root: str
    at: datetime
    key: str
    public_key: str
    signature: str


@dataclass(frozen=True)
class LookView:
    """One look at a thing that is not public, as its subject may see it: which unit, why; not which officer."""

    at: datetime
    unit: str
    action: str
    purpose: str
    basis: str


def current_head() -> HeadView | None:
    """Return the newest head; None while nothing was ever sealed."""
    return next(iter(recent_heads(1)), None)


def recent_heads(limit: int) -> Sequence[HeadView]:
    """Return up to ``limit`` heads, the newest first."""
    return [
        HeadView(
            size=head.size,
            root=bytes(head.root).hex(),
            at=head.at,
            key=key_id(bytes(head.key.public_key)),
            public_key=bytes(head.key.public_key).hex(),
            signature=bytes(head.signature).hex(),
        )
        for head in ledger.heads()[:limit]
    ]


def looks_at(*, object_kind: str, object_id: str, limit: int) -> Sequence[LookView]:
    """Return up to ``limit`` looks at one thing, the newest first.

    The caller sees to it that the asker is its subject.
    """
    found = AuditEntry.objects.filter(
        object_kind=object_kind, object_id=object_id, outcome=Outcome.DONE.value, purpose__gt=""
    )
    return [
        LookView(
            at=entry.at,
            unit=entry.unit_name,
            action=action_label(entry.action),
            purpose=entry.purpose,
            basis=entry.basis,
        )
        for entry in found.order_by("-id")[:limit]
    ]

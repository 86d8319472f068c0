"""Pure rules of the trail and the ledger: no Django, no I/O, no clock."""

from chengxin.audit.rules.actions import (
    DUTY_BASIS,
    DUTY_PURPOSE,
    ENTRY_LEAF,
    ENTRY_SEEN,
    EXPORT_TRAIL,
    PLATFORM_BACKED_UP,
    PLATFORM_RESTORED,
    REFUSED,
    SEE_TRAIL,
    TRAIL_EXPORTED,
    TRAIL_SEEN,
    Action,
)
from chengxin.audit.rules.canonical import NotPlain, Plain, canonical_json
from chengxin.audit.rules.entries import Outcome, PurposeMissing, SealedNumber

__all__ = [
    "DUTY_BASIS",
    "DUTY_PURPOSE",
    "ENTRY_LEAF",
    "ENTRY_SEEN",
    "EXPORT_TRAIL",
    "PLATFORM_BACKED_UP",
    "PLATFORM_RESTORED",
    "REFUSED",
    "SEE_TRAIL",
    "TRAIL_EXPORTED",
    "TRAIL_SEEN",
    "Action",
    "NotPlain",
    "Outcome",
    "Plain",
    "PurposeMissing",
    "SealedNumber",
    "canonical_json",
]

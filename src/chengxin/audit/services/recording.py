"""Writing an entry of the trail, and the count by which a use case knows that it did."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import structlog

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules.actions import Action
from chengxin.audit.rules.entries import (
    Outcome,
    PurposeMissing,
    facts_text,
    plain_facts,
    plain_text,
    refuse_identity_numbers,
)
from chengxin.foundation.actor import Actor
from chengxin.foundation.copying import write_rows

NO_FACTS: Mapping[str, object] = MappingProxyType({})


class OutsideUseCase(RuntimeError):  # noqa: N818  reads as a sentence where it is raised
    """``record`` was called where no use case is open: the entry would not share the transaction of what was done."""


@dataclass
class Frame:
    """An open use case and the number of entries it has written."""

    entries: int = 0


_open_frame: ContextVar[Frame | None] = ContextVar("chengxin_use_case", default=None)


@contextmanager
def frame() -> Iterator[Frame]:
    """Open the frame of a use case; entries written inside are counted on the innermost one."""
    opened = Frame()
    token = _open_frame.set(opened)
    try:
        yield opened
    finally:
        _open_frame.reset(token)


def record(
    *,
    actor: Actor,
    now: datetime,
    action: Action,
    object_kind: str = "",
    object_id: str = "",
    object_label: str = "",
    purpose: str = "",
    basis: str = "",
    facts: Mapping[str, object] = NO_FACTS,
) -> int:
    """Record what the open use case does, in its transaction, and return the entry's number.

    ``object_kind`` is kebab-case, ``object_label`` how people call the thing at this moment; ``facts`` are plain.

    Raises:
        OutsideUseCase: no use case is open.
        SealedNumber: an identity number stands in a text.
        TypeError, ValueError: a fact is not plain, or they are too long.
    """
    opened = _open_frame.get()
    if opened is None:
        raise OutsideUseCase(action.code)
    number = write(
        actor=actor,
        now=now,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        object_label=object_label,
        purpose=purpose,
        basis=basis,
        facts=facts,
    )
    opened.entries += 1
    return number


def record_look(
    *,
    actor: Actor,
    now: datetime,
    action: Action,
    object_kind: str,
    object_id: str,
    object_label: str,
    purpose: str,
    basis: str,
    facts: Mapping[str, object] = NO_FACTS,
) -> int:
    """Record that somebody read what is not public, and return the entry's number.

    Inside a use case it counts as its entry; alone it is committed by itself, before anything is shown.

    Raises:
        PurposeMissing: purpose or basis is blank.
        SealedNumber, TypeError, ValueError: as ``record``.
    """
    if not purpose.strip() or not basis.strip():
        raise PurposeMissing
    number = write(
        actor=actor,
        now=now,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        object_label=object_label,
        purpose=purpose.strip(),
        basis=basis.strip(),
        facts=facts,
    )
    opened = _open_frame.get()
    if opened is not None:
        opened.entries += 1
    return number


@dataclass(frozen=True)
class Look:
    """What somebody read that is not public: at what, what for, on what basis; ``facts`` are plain."""

    action: Action
    object_kind: str
    object_id: str
    object_label: str
    purpose: str
    basis: str
    facts: Mapping[str, object]


def record_looks(*, actor: Actor, now: datetime, looks: Iterable[Look], count: int) -> None:
    """Record so many looks of the open use case in one write, each as ``record_look`` does.

    They may be made while they are written; no statement may run in it then.

    Raises:
        OutsideUseCase: no use case is open.
        PurposeMissing, SealedNumber, TypeError, ValueError: as ``record_look``; the use case can not go on then.
    """
    opened = _open_frame.get()
    if opened is None:
        raise OutsideUseCase("record_looks")
    who = _who(actor, now)
    write_rows(AuditEntry, (_entry(who, _with_purpose(one)) for one in looks), count)
    opened.entries += count


def _with_purpose(look: Look) -> Look:
    if not look.purpose.strip() or not look.basis.strip():
        raise PurposeMissing
    return look


def write(
    *,
    actor: Actor,
    now: datetime,
    action: Action,
    object_kind: str = "",
    object_id: str = "",
    object_label: str = "",
    purpose: str = "",
    basis: str = "",
    facts: Mapping[str, object] = NO_FACTS,
    outcome: Outcome = Outcome.DONE,
) -> int:
    """Write an entry without counting it and return its number; for this room only."""
    told = Look(action, object_kind, object_id, object_label, purpose, basis, facts)
    entry = _entry(_who(actor, now), told, outcome)
    write_rows(AuditEntry, [entry], 1)
    return entry.id


def _who(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return who acts when, as it stands in each of its entries.

    Raises:
        SealedNumber: an identity number stands in it.
    """
    refuse_identity_numbers({"经办人": f"{actor.id} {actor.name}"})
    return {
        "at": now,
        "actor_kind": actor.kind.value,
        "actor_id": plain_text(actor.id, 80),
        "actor_name": plain_text(actor.name, 200),
        "unit": actor.unit,
        "unit_name": plain_text(actor.unit_name, 200),
        "district": plain_text(actor.district, 12),
        "acting_from": plain_text(actor.acting_from, 200),
        "origin": plain_text(actor.origin, 45),
        "request": plain_text(_request_number(), 64),
    }


def _entry(who: Mapping[str, Any], told: Look, outcome: Outcome = Outcome.DONE) -> AuditEntry:
    """Return an entry that is not written yet."""
    plain = plain_facts(told.facts)
    refuse_identity_numbers(
        {
            "对象": f"{told.object_id} {told.object_label}",
            "用途": told.purpose,
            "依据": told.basis,
            "内容": facts_text(plain),
        },
    )
    return AuditEntry(
        **who,
        action=told.action.code,
        object_kind=plain_text(told.object_kind, 40),
        object_id=plain_text(told.object_id, 80),
        object_label=plain_text(told.object_label, 300),
        purpose=plain_text(told.purpose, 300),
        basis=plain_text(told.basis, 300),
        facts=plain,
        outcome=outcome.value,
    )


def _request_number() -> str:
    """The number the middleware bound for the logs; a job has none."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))

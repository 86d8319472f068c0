"""Writing an entry of the trail, and the count by which a use case knows that it did."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import structlog

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules.actions import Action
from chengxin.audit.rules.canonical import canonical_json
from chengxin.audit.rules.entries import Outcome, PurposeMissing, plain_facts, plain_text, refuse_identity_numbers
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


def record_looks(*, actor: Actor, now: datetime, looks: Sequence[Look]) -> None:
    """Record many looks of the open use case in one write, each as ``record_look`` does.

    Raises:
        OutsideUseCase: no use case is open.
        PurposeMissing, SealedNumber, TypeError, ValueError: as ``record_look``; nothing is written.
    """
    opened = _open_frame.get()
    if opened is None:
        raise OutsideUseCase("record_looks")
    if not all(one.purpose.strip() and one.basis.strip() for one in looks):
        raise PurposeMissing
    entries = [
        _entry(
            actor=actor,
            now=now,
            action=one.action,
            object_kind=one.object_kind,
            object_id=one.object_id,
            object_label=one.object_label,
            purpose=one.purpose.strip(),
            basis=one.basis.strip(),
            facts=one.facts,
        )
        for one in looks
    ]
    write_rows(AuditEntry, entries)
    opened.entries += len(entries)


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
    entry = _entry(
        actor=actor,
        now=now,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        object_label=object_label,
        purpose=purpose,
        basis=basis,
        facts=facts,
        outcome=outcome,
    )
    return AuditEntry.objects.bulk_create([entry])[0].id


def _entry(
    *,
    actor: Actor,
    now: datetime,
    action: Action,
    object_kind: str,
    object_id: str,
    object_label: str,
    purpose: str,
    basis: str,
    facts: Mapping[str, object],
    outcome: Outcome = Outcome.DONE,
) -> AuditEntry:
    """Return an entry that is not written yet."""
    plain = plain_facts(facts)
    refuse_identity_numbers(
        {
            "经办人": f"{actor.id} {actor.name}",
            "对象": f"{object_id} {object_label}",
            "用途": purpose,
            "依据": basis,
            "内容": canonical_json(plain).decode(),
        },
    )
    return AuditEntry(
        at=now,
        actor_kind=actor.kind.value,
        actor_id=plain_text(actor.id, 80),
        actor_name=plain_text(actor.name, 200),
        unit=actor.unit,
        unit_name=plain_text(actor.unit_name, 200),
        district=plain_text(actor.district, 12),
        acting_from=plain_text(actor.acting_from, 200),
        origin=plain_text(actor.origin, 45),
        action=action.code,
        object_kind=plain_text(object_kind, 40),
        object_id=plain_text(object_id, 80),
        object_label=plain_text(object_label, 300),
        purpose=plain_text(purpose, 300),
        basis=plain_text(basis, 300),
        facts=plain,
        outcome=outcome.value,
        request=plain_text(_request_number(), 64),
    )


def _request_number() -> str:
    """The number the middleware bound for the logs; a job has none."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))

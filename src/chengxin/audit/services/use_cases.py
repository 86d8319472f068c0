"""The frame of every write: one function, one transaction, at least one entry in the trail."""

import inspect
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db import transaction

from chengxin.audit.rules.actions import REFUSED
from chengxin.audit.rules.entries import Outcome
from chengxin.audit.services.recording import frame, write
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotPermitted

P = ParamSpec("P")
R = TypeVar("R")


class NothingRecorded(RuntimeError):  # noqa: N818  reads as a sentence where it is raised
    """A use case came to its end without an entry in the trail; its transaction was rolled back."""


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in a transaction that is committed only if it recorded an entry.

    The function takes keyword arguments only, among them ``actor`` and ``now`` without defaults. A use case called by
    another runs in a savepoint of the same transaction and both record their own entry. When it is refused for want of
    a permission, the attempt is recorded after the rollback, in a transaction of its own.

    Raises:
        TypeError: at decoration: the function has another shape, or is a generator or coroutine, whose body would run
            after the transaction.
        NothingRecorded: at the call: it recorded nothing.
    """
    _require_shape(function)
    name = _name(function)

    @wraps(function)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic(), frame() as opened:
                result = function(*args, **kwargs)
                if not opened.entries:
                    raise NothingRecorded(name)
                return result
        except NotPermitted as refusal:
            actor, now = cast("Actor", kwargs["actor"]), cast("datetime", kwargs["now"])
            note_refusal(actor=actor, now=now, refusal=refusal, what=name)
            raise

    return through


def note_refusal(*, actor: Actor, now: datetime, refusal: NotPermitted, what: str) -> None:
    """Record an attempt that was refused for want of a permission.

    ``what`` names the use case (``units.create_unit``) or the address. Also for doors that turn somebody away before
    any use case begins; call it outside the transaction that was rolled back.
    """
    with transaction.atomic():
        write(
            actor=actor,
            now=now,
            action=REFUSED,
            object_kind="use-case",
            object_id=what,
            facts={"permission": str(refusal.facts.get("permission", ""))},
            outcome=Outcome.REFUSED,
        )
    refusal.recorded = True


def _require_shape(function: Callable[..., object]) -> None:
    if inspect.isgeneratorfunction(function) or inspect.iscoroutinefunction(function):
        raise TypeError(f"{_name(function)}: a use case is a plain function; its body must run inside the transaction")
    parameters = inspect.signature(function).parameters
    loose = [name for name, parameter in parameters.items() if parameter.kind is not parameter.KEYWORD_ONLY]
    if loose:
        raise TypeError(f"{_name(function)}: a use case takes keyword arguments only, not {', '.join(loose)}")
    for name in ("actor", "now"):
        if name not in parameters or parameters[name].default is not inspect.Parameter.empty:
            raise TypeError(f"{_name(function)}: a use case is given {name!r}, without a default")


def _name(function: Callable[..., object]) -> str:
    """Return ``room.function``."""
    parts = function.__module__.split(".")
    return f"{parts[1] if len(parts) > 1 else parts[0]}.{getattr(function, '__name__', 'unnamed')}"

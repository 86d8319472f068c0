"""How the things of this room are named in the trail."""

from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor
from chengxin.units.models import ApiClient, Unit, UnitGroup, User

Thing = Unit | User | UnitGroup | ApiClient


def note(actor: Actor, now: datetime, action: Action, thing: Thing, **facts: object) -> None:
    """Write the trail entry of an action on a thing of this room."""
    kind, label = _named(thing)
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind=kind,
        object_id=str(thing.pk),
        object_label=label,
        facts=facts,
    )


def _named(thing: Thing) -> tuple[str, str]:
    match thing:
        case Unit():
            return "unit", thing.name
        case User():
            return "login", f"{thing.name}（{thing.username}）"
        case UnitGroup():
            return "unit-group", thing.name
        case ApiClient():
            return "api-client", f"{thing.name}（{thing.code}）"

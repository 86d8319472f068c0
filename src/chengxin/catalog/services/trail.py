"""How the things of this room are named in the trail."""

from collections.abc import Iterable
from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record
from chengxin.catalog.models import Edition
from chengxin.catalog.rules import CodeList, Item
from chengxin.foundation.actor import Actor

MOST_SENTENCES, LONGEST_SENTENCE = 30, 120


def note_item(actor: Actor, now: datetime, action: Action, item: Item, **facts: object) -> None:
    """Write the trail entry of an action on an item."""
    _note(actor, now, action, ("catalog-item", item.key, item.name), facts)


def note_list(actor: Actor, now: datetime, action: Action, entry: CodeList, **facts: object) -> None:
    """Write the trail entry of an action on a code list."""
    _note(actor, now, action, ("code-list", entry.key, entry.name), facts)


def note_edition(actor: Actor, now: datetime, action: Action, edition: Edition, **facts: object) -> None:
    """Write the trail entry of an action on an edition."""
    _note(actor, now, action, ("catalog-edition", edition.key, edition.title), facts)


def _note(actor: Actor, now: datetime, action: Action, named: tuple[str, str, str], facts: dict[str, object]) -> None:
    kind, key, name = named
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind=kind,
        object_id=key,
        object_label=f"{name}（{key}）",
        facts=facts,
    )


def told(sentences: Iterable[str]) -> list[str]:
    """Return sentences as the trail keeps them: each cut to a line, the rest counted."""
    every = [sentence[:LONGEST_SENTENCE] for sentence in sentences]
    more = len(every) - MOST_SENTENCES
    return every if more <= 0 else [*every[:MOST_SENTENCES], f"另有{more}处"]

"""What every move has in common: load for the actor, ask the table, write the state, add the move, one entry."""

from collections.abc import Mapping
from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.rules.entries import has_identity_number
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.lists.models import Entry, EntryMove
from chengxin.lists.queries import Standing, entry_for, standing_of
from chengxin.lists.rules.procedure import (
    NEED_WORDS,
    Move,
    Need,
    State,
    Step,
    Track,
    missing,
    move_label,
    state_label,
    step_of,
)
from chengxin.units.queries import day_of

LONGEST_WORDS = 2000


class MoveNotOpen(Conflict):
    """The move is not open in the state in which the entry is."""

    code = "lists.move-not-open"
    says = "现在是“{state}”，不能办理“{move}”"


class EntryChangedMeanwhile(Conflict):
    """A colleague moved the entry after it was looked at."""

    code = "lists.entry-changed-meanwhile"
    says = "这一条刚刚由同事办理过，请重新打开再办"


class SomethingMissing(Conflict):
    """A fact that the move needs is missing; the sentence names it."""

    code = "lists.something-missing"
    says = "还不能办理“{move}”：{missing}"


class WordsTooLong(Invalid):
    """More than a text may hold."""

    code = "lists.words-too-long"
    says = "{what}不能超过{limit}字"
    field = "words"


class NumberInWords(Invalid):
    """A person's identity number stands in a text that papers and the public read."""

    code = "lists.number-in-words"
    says = "{what}里有居民身份证号码，请去掉：名单和文书不写自然人的证件号码"
    field = "words"


def taken_up(
    actor: Actor, entry_id: str, seen: int | None, move: Move, now: datetime, *, permission: Permission
) -> tuple[Entry, Step, Standing]:
    """Return the entry, locked, with the step of the move and how it stands.

    Raises:
        NotFound: there is none in reach.
        EntryChangedMeanwhile: somebody was faster; not asked where ``seen`` is None.
        MoveNotOpen: not in this state.
    """
    entry = entry_for(actor, entry_id, permission=permission, lock=True)
    if seen is not None and entry.seen != seen:
        raise EntryChangedMeanwhile
    track, state = Track(entry.track), State(entry.state)
    step = step_of(track, state, move)
    if step is None:
        raise MoveNotOpen(state=state_label(track, state), move=move_label(track, move))
    return entry, step, standing_of(actor, entry, today=day_of(now))


def require(entry: Entry, move: Move, standing: Standing, said: Mapping[Need, bool]) -> None:
    """Do nothing if the move has all it needs; ``said`` are the facts that came with the move.

    Raises:
        SomethingMissing: the first facts that are missing, in words.
    """
    facts = standing.facts | {need for need, holds in said.items() if holds}
    track = Track(entry.track)
    lacking = missing(track, State(entry.state), move, frozenset(facts))
    if lacking:
        words = "；".join(_words(need, standing) for need in lacking)
        raise SomethingMissing(move=move_label(track, move), missing=words)


def _words(need: Need, standing: Standing) -> str:
    if need is Need.CLEAR and standing.hits:
        return f"{NEED_WORDS[need]}：{'、'.join(hit.words for hit in standing.hits)}"
    return NEED_WORDS[need]


def moved(
    actor: Actor,
    now: datetime,
    entry: Entry,
    move: Move,
    *,
    to: State,
    action: Action,
    changed: tuple[str, ...] = (),
    words: str = "",
    facts: Mapping[str, object] | None = None,
) -> Entry:
    """Write the new state and the ``changed`` columns, add the move, leave the entry in the trail; return the entry."""
    before, told = entry.state, dict(facts or {})
    entry.state = to.value
    entry.seen += 1
    entry.save(update_fields=["state", "seen", *changed])
    EntryMove.objects.create(
        entry=entry,
        number=entry.seen,
        move=move.value,
        from_state=before,
        to_state=to.value,
        at=now,
        by=actor.id,
        by_name=actor.shown_name,
        words=checked_words(words),
        facts=told,
    )
    note(actor, now, entry, action, **told)
    return entry


def note(actor: Actor, now: datetime, entry: Entry, action: Action, **facts: object) -> None:
    """Leave the entry of a use case in the trail."""
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="list-entry",
        object_id=entry.public_id,
        object_label=f"{entry.kind_name}：{entry.subject_name}"[:300],
        basis=entry.basis[:300],
        facts={"unit": entry.unit.name, "state": entry.state, **facts},
    )


def checked_words(words: str, *, what: str = "文字", limit: int = LONGEST_WORDS) -> str:
    """Return the words without blanks around them.

    Raises:
        NumberInWords: an identity number stands in them.
        WordsTooLong: there are too many.
    """
    clean = words.strip()
    if has_identity_number(clean):
        raise NumberInWords(what=what)
    if len(clean) > limit:
        raise WordsTooLong(what=what, limit=limit)
    return clean

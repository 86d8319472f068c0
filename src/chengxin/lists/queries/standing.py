"""What stands of an entry for its next move: which of the table's needs are facts already."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.actor import Actor
from chengxin.lists.models import Entry, Paper, Statement
from chengxin.lists.queries.dues import answer_until
from chengxin.lists.queries.entries import papers_of, statements_of
from chengxin.lists.queries.hits import Hit, hits_of
from chengxin.lists.queries.kinds import has_basis
from chengxin.lists.rules.entries import BY_PLATFORM
from chengxin.lists.rules.procedure import Need, PaperKind, State, Track
from chengxin.notices.queries import delivered_on
from chengxin.units.queries import day_of

CONFIRMATION = PaperKind.CONFIRMATION.value


@dataclass(frozen=True)
class Standing:
    """An entry as it stands on a day. ``answer_until`` is the last day to state one's case, once it runs."""

    facts: frozenset[Need]
    papers: tuple[Paper, ...]
    statements: tuple[Statement, ...]
    delivered: dict[PaperKind, date]
    answer_until: date | None
    hits: tuple[Hit, ...]


def standing_of(actor: Actor, entry: Entry, *, today: date) -> Standing:
    """Return how an entry stands on a day.

    The basis is asked for the day of the decision once there is one. An adverse listing is always clear of hits.
    """
    papers, statements = tuple(papers_of(entry)), tuple(statements_of(entry))
    delivered = _delivered(papers)
    until = _answer_until(entry, papers, delivered)
    track = Track(entry.track)
    hits = hits_of(actor, entry.subject_id, on=today) if track is Track.HONEST else ()
    waiting = [one for one in statements if not hasattr(one, "answer")]
    told = {
        Need.BASIS: has_basis(actor, entry.kind, on=entry.decided_on or today),
        Need.COLLEAGUE: actor.id != entry.proposed_by,
        Need.CLEAR: not hits,
        Need.GROUND: bool(entry.ground_number and entry.ground_body),
        Need.DELIVERED: PaperKind.NOTICE in delivered,
        Need.HEARD: bool(statements) or (until is not None and until < today),
        Need.SHOWN_LONG_ENOUGH: until is not None and until < today,
        Need.STATEMENT_WAITS: bool(waiting),
        Need.ANSWERED: not waiting,
        Need.DECISION_DELIVERED: PaperKind.DECISION in delivered,
        Need.EXIT_GROUND: False,
        Need.UNSIGNED: entry.exit_ground in BY_PLATFORM and not any(one.kind == CONFIRMATION for one in papers),
    }
    facts = frozenset(need for need, holds in told.items() if holds)
    return Standing(facts, papers, statements, delivered, until, hits)


def _delivered(papers: tuple[Paper, ...]) -> dict[PaperKind, date]:
    served = {PaperKind(one.kind): delivered_on(one.notice) for one in papers if one.notice is not None}
    return {kind: day for kind, day in served.items() if day is not None}


def _answer_until(entry: Entry, papers: tuple[Paper, ...], delivered: dict[PaperKind, date]) -> date | None:
    if State(entry.state) is State.PROPOSED:
        return None
    public = next((one for one in papers if one.kind == PaperKind.PUBLIC_NOTICE.value), None)
    start = day_of(public.made_at) if public else delivered.get(PaperKind.NOTICE)
    return answer_until(entry, start)

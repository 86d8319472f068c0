"""What the applicant is told, and the unit that gave a record. Part of the caller's use case."""

from collections.abc import Sequence
from datetime import datetime

from chengxin.foundation.actor import Actor
from chengxin.law.clocks import Due
from chengxin.law.periods import chinese
from chengxin.notices.models import Notice
from chengxin.notices.rules import Channel
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.rules import doings


def tell_party(actor: Actor, now: datetime, case: Case, title: str, words: str) -> Notice:
    """Write a paper to the applicant, which waits until its service is recorded; return it."""
    return send_notice(
        actor=actor,
        now=now,
        template=doings.TO_PARTY,
        values={"title": title, "number": case.written_number, "party": case.subject_name, "words": words},
        recipient=Recipient(party=case.subject_name[:200]),
        sender_unit=case.unit_id,
        about=About("relief", "case", case.public_id),
        wish=Wish(channels=frozenset({Channel.PAPER})),
    )


def ask_source(
    actor: Actor, now: datetime, case: Case, unit: int, *, records: Sequence[CaseRecord], due: Due
) -> Notice:
    """Ask a unit to look into the records it gave by a day, with the rule that gives it; return the notice."""
    return send_notice(
        actor=actor,
        now=now,
        template=doings.TO_SOURCE,
        values={
            "number": case.written_number,
            "subject": case.subject_name,
            "count": str(len(records)),
            "words": case.words,
            "due": chinese(due.due_on),
        },
        recipient=Recipient(unit=unit),
        sender_unit=case.unit_id,
        about=About("relief", "case", case.public_id),
        wish=Wish(due_on=due.due_on, due_rule=f"{due.instrument}{due.article}"),
    )

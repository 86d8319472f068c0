"""A removal that the platform made, signed afterwards by a head of the unit. The removal itself never waits for it."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.law.periods import chinese
from chengxin.lists.models import Paper
from chengxin.lists.rules import doings
from chengxin.lists.rules.procedure import Move, Need, PaperKind
from chengxin.lists.services.moving import checked_words, moved, require, taken_up
from chengxin.lists.services.papers import make_paper
from chengxin.units.queries import day_of


class BadRemovalSigning(Invalid):
    """A removal is signed by a head who is named, not before it and not in the future."""

    code = "lists.bad-removal-signing"
    says = "请写明签发的负责人；签发日期不能早于移出，也不能晚于今天"
    field = "signed_on"


@dataclass(frozen=True)
class Signature:
    """The head who signed, and the day."""

    signed_by: str
    signed_on: date


@use_case
def sign_removal(*, actor: Actor, now: datetime, entry: str, seen: int, signature: Signature) -> Paper:
    """Let a head of the unit confirm a removal that the platform made; return the numbered paper of confirmation.

    The paper of removal stays as it was made and served; the confirmation names its number.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadRemovalSigning: no head is named, or the day does not fit.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.SIGN, now, permission=doings.DECIDE)
    head = checked_words(signature.signed_by, what="负责人", limit=100)
    require(row, Move.SIGN, standing, {Need.SIGNED: True})
    left_on = day_of(row.exited_at or now)
    if not head or not left_on <= signature.signed_on <= day_of(now):
        raise BadRemovalSigning
    removal = next(one for one in standing.papers if one.kind == PaperKind.REMOVAL.value)
    why = row.moves.get(move=Move.EXIT.value).words
    paper = make_paper(
        actor,
        now,
        row,
        PaperKind.CONFIRMATION,
        paragraphs=(
            f"{row.subject_name}已于{chinese(left_on)}由平台移出{row.kind_name}。移出的事由：{why}。",
            f"《{removal.title}》（{removal.written_number}）由平台自动制作，没有负责人签发。经核对，现予确认并签发。",
        ),
        closing=("移出自移出之日起生效，不因签发的日期改变。",),
        signed_by=head,
        day=signature.signed_on,
    )
    facts = {
        "paper": paper.written_number,
        "removal": removal.written_number,
        "signed_on": signature.signed_on.isoformat(),
    }
    moved(actor, now, row, Move.SIGN, to=step.to, action=doings.REMOVAL_SIGNED, facts=facts)
    return paper

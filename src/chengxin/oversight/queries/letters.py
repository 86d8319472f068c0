"""Letters (通报): the office reads its own, units those that went to them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.oversight.models import Letter, LetterUnit
from chengxin.oversight.rules.reporting import LetterState
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING, WRITE_LETTERS


def letters_for(actor: Actor) -> QuerySet[Letter]:
    """Return the letters the actor may read, the latest first.

    An office reads those of offices in its reach, drafts included; everybody else those that were issued to a unit in
    reach.
    """
    if not actor.may(SEE_REPORTING):
        return Letter.objects.none()
    own = within(actor.scope(WRITE_LETTERS), unit="office_id", district="office__district")
    to_reach = LetterUnit.objects.filter(
        within(actor.scope(SEE_REPORTING), unit="unit_id", district="unit__district"), letter=OuterRef("id")
    )
    issued = Q(state=LetterState.ISSUED.value) & Exists(to_reach)
    readable = (own & ~Q(state=LetterState.DISCARDED.value)) | issued if actor.may(WRITE_LETTERS) else issued
    return Letter.objects.filter(readable).select_related("office").order_by("-begun_at", "-id")


def letter_for(actor: Actor, letter_id: str) -> Letter:
    """Return a letter.

    Raises:
        NotFound: there is none, or it is not for the actor to read.
    """
    letter = letters_for(actor).filter(public_id=letter_id).first()
    if letter is None:
        raise NotFound
    return letter


def draft_letter_for(actor: Actor, letter_id: str, *, lock: bool = False) -> Letter:
    """Return a letter the actor may write on.

    Raises:
        NotFound: there is none, or it is another office's.
    """
    own = within(actor.scope(WRITE_LETTERS), unit="office_id", district="office__district")
    found = Letter.objects.filter(own, public_id=letter_id).select_related("office")
    letter = (found.select_for_update(of=("self",)) if lock else found).first() if actor.may(WRITE_LETTERS) else None
    if letter is None:
        raise NotFound
    return letter


def receipt_for(actor: Actor, letter_id: str, *, lock: bool = False) -> LetterUnit:
    """Return the own unit's copy of an issued letter.

    Raises:
        NotFound: none went to it.
    """
    found = LetterUnit.objects.filter(
        letter__public_id=letter_id, letter__state=LetterState.ISSUED.value, unit=actor.unit
    ).select_related("letter__office", "unit")
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None or actor.unit is None or not actor.may(SEE_REPORTING):
        raise NotFound
    return row


def receipts_of(actor: Actor, letter: Letter) -> QuerySet[LetterUnit]:
    """Return the copies of a letter: all for its office, else those of units in reach."""
    found = LetterUnit.objects.filter(letter=letter).select_related("unit").order_by("unit__name_key", "id")
    own = within(actor.scope(WRITE_LETTERS), unit="office_id", district="office__district")
    if actor.may(WRITE_LETTERS) and Letter.objects.filter(own, id=letter.id).exists():
        return found
    return found.filter(within(actor.scope(SEE_REPORTING), unit="unit_id", district="unit__district"))

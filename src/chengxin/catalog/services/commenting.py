"""Comments on an edition that is laid open, and the office's answers."""

import re
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import CatalogItem, Edition, EditionComment
from chengxin.catalog.rules.editions import EditionMove, EditionState, Outcome
from chengxin.catalog.rules.public_comments import tells_who
from chengxin.catalog.services.checking import BadText
from chengxin.catalog.services.editions import require_move
from chengxin.catalog.services.trail import note_edition
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for

LONGEST_WORDS = 2_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class ConsultationOver(Conflict):
    """The last day of the consultation is over."""

    code = "catalog.consultation-over"
    says = "征求意见已在{until:%Y年%-m月%-d日}截止，不能再提意见"


class NotInEdition(Invalid):
    """The item is not in the edition."""

    code = "catalog.not-in-edition"
    says = "这一版目录里没有这个目录项"
    field = "item"


class TellsWho(Invalid):
    """Words that may be published name nobody by number or address."""

    code = "catalog.tells-who"
    says = "{what}里有身份证件号码、手机号或邮箱，请删去：这些文字会公布"

    def __init__(self, *, what: str, field: str) -> None:
        """Name the text and the field in which it stands."""
        super().__init__(what=what)
        self.field = field  # type: ignore[misc]  # the class says the field of a refusal; this one has three


@use_case
def comment_on_edition(
    *, actor: Actor, now: datetime, edition: str, item: str, words: str, proposal: str
) -> EditionComment:
    """Comment on an item of an edition for the own unit, or on the whole if no item is said, and return the comment.

    Raises:
        NotPermitted: the actor's role comments on nothing, or acts for no unit.
        NotFound: there is no such edition.
        NotInThisState, ConsultationOver: it is not laid open for comments.
        NotInEdition: the item is not in it.
        BadText: of the words.
    """
    actor.require(rules.COMMENT_ON_EDITION)
    unit = unit_for(actor, actor.unit or 0, permission=rules.COMMENT_ON_EDITION)
    return _commented(actor, now, edition, (item, words, proposal), unit=unit)


@use_case
def record_public_comment(
    *, actor: Actor, now: datetime, edition: str, item: str, words: str, proposal: str
) -> EditionComment:
    """Write down a comment that somebody of the public sent in; nothing is kept of who it was.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such edition.
        NotInThisState, ConsultationOver: it is not laid open for comments.
        NotInEdition: the item is not in it.
        BadText: of the words.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    return _commented(actor, now, edition, (item, words, proposal), unit=None)


def _commented(
    actor: Actor, now: datetime, edition: str, said: tuple[str, str, str], *, unit: Unit | None
) -> EditionComment:
    row = queries.edition_for(actor, edition, lock=True)
    require_time_left(row, now)
    item, words, proposal = said
    about = item_in_edition(row, item)
    comment = EditionComment.objects.create(
        public_id=new_opaque_id(),
        edition=row,
        item=about,
        unit=unit,
        words=checked_lines(words, "意见", "words"),
        proposal=checked_lines(proposal, "建议改成", "proposal", needed=False),
        given_at=now,
        given_by=actor.id,
        given_by_name=actor.name,
    )
    note_edition(actor, now, rules.EDITION_COMMENTED, row, item=item, by=unit.name if unit else "社会公众")
    return comment


def require_time_left(row: Edition, now: datetime) -> None:
    """Do nothing if comments on an edition are taken now.

    Raises:
        ConsultationOver: its last day is over, or the office has ended it.
        NotInThisState: it was not laid open.
    """
    until = row.consultation_ends_on
    ended = row.state in {EditionState.SETTLING, EditionState.ADOPTED}
    if until is not None and (ended or until < day_of(now)):
        raise ConsultationOver(until=until)
    require_move(row, EditionMove.COMMENT)


def item_in_edition(row: Edition, key: str) -> CatalogItem | None:
    """Return the item a comment is about, None where it is about the whole.

    Raises:
        NotInEdition: the item is not in the edition.
    """
    if not key:
        return None
    about = CatalogItem.objects.filter(key=key).first()
    if about is None or not row.items.filter(item=about).exists():
        raise NotInEdition
    return about


@use_case
def answer_comment(
    *, actor: Actor, now: datetime, comment: str, outcome: Outcome, answer: str, published: str
) -> EditionComment:
    """Answer a comment, or change the answer while the consultation is not settled; return the comment.

    A comment that is not taken over as it is gets a reason. ``published`` is what the public reads of a comment of the
    public, with result and answer; of a unit's comment nothing is published.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such comment.
        NotInThisState: its edition is not laid open any more.
        BadText: the reason, or what is published, is missing or too long.
        TellsWho: an identity number, a mobile number or an e-mail address stands in what is published.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = queries.comment_for(actor, comment, lock=True)
    require_move(queries.edition_for(actor, row.edition.key, lock=True), EditionMove.ANSWER)
    row.answer = checked_lines(answer, "理由", "answer", needed=outcome is not Outcome.ADOPTED)
    row.published = _to_publish(row, published)
    row.outcome, row.answered_at, row.answered_by = outcome.value, now, actor.name
    row.save(update_fields=["outcome", "answer", "published", "answered_at", "answered_by"])
    note_edition(actor, now, rules.COMMENT_ANSWERED, row.edition, comment=row.public_id, outcome=outcome.value)
    return row


def _to_publish(row: EditionComment, published: str) -> str:
    if row.unit_id is not None:
        return ""
    for what, field, text in (("公布的意见", "published", published), ("理由", "answer", row.answer)):
        if tells_who(text):
            raise TellsWho(what=what, field=field)
    return checked_lines(published, "公布的意见", "published")


def checked_lines(value: str, what: str, field: str, *, needed: bool = True) -> str:
    """Return a text of several lines, trimmed.

    Raises:
        BadText: it is missing though needed, or too long.
    """
    text = "\n".join(CONTROL.sub(" ", line).strip() for line in value.strip().splitlines())
    if (needed and not text) or len(text) > LONGEST_WORDS:
        raise BadText(what=what, limit=LONGEST_WORDS, field=field)
    return text

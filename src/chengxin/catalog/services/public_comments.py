"""Comments that anybody sends on the public site about an edition laid open, and the sealed contact some leave."""

from dataclasses import dataclass, replace
from datetime import datetime

from chengxin.audit.services import record_look, use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import EditionComment
from chengxin.catalog.rules.public_comments import COMMENTS_A_MINUTE, LONGEST_SENDER, tells_who
from chengxin.catalog.services.checking import BadText
from chengxin.catalog.services.commenting import TellsWho, checked_lines, item_in_edition, require_time_left
from chengxin.catalog.services.trail import note_edition
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import is_opaque_id, new_opaque_id
from chengxin.foundation.refusals import NotFound, TooMany
from chengxin.foundation.sealed import Sealed, seal, unseal
from chengxin.units.services import use_allowance

NAME_PLACE = "catalog_editioncomment.sender_name"
CONTACT_PLACE = "catalog_editioncomment.sender_contact"


@dataclass(frozen=True)
class PublicComment:
    """What somebody says: ``item`` is a key or empty for the whole edition, the last two may be empty.

    ``once`` is the id under which the page sends it; the same words sent again under it are the same comment.
    """

    item: str
    words: str
    proposal: str
    name: str
    contact: str
    once: str


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the number with which the answer can be read, and the edition's title."""

    number: str
    title: str


@dataclass(frozen=True)
class SenderFacts:
    """Who sent a comment, as far as it was said; opened on record."""

    name: str
    contact: str


@use_case
def send_public_comment(*, actor: Actor, now: datetime, edition: str, comment: PublicComment) -> Receipt:
    """Take a comment of anybody on an edition laid open for comments, and return its receipt.

    Of the sender nothing is kept but a name and contact if they were given, sealed; the trail has no network address.

    Raises:
        NotFound: no such edition was laid open.
        ConsultationOver: the last day of its consultation is over.
        TooMany: the address has sent its comments of this minute.
        NotInEdition: the item is not in it.
        BadText: of the words, the name or the contact.
        TellsWho: an identity number, a mobile number or an e-mail address stands in the words.
    """
    row = queries.edition_laid_open(edition, lock=True)
    if row is None:
        raise NotFound
    require_time_left(row, now)
    allowance = use_allowance(caller=f"comment:{actor.origin}", limit=COMMENTS_A_MINUTE, now=now)
    if allowance.exceeded:
        raise TooMany(seconds=allowance.seconds)
    words = _told(comment.words, "意见", "words")
    proposal = _told(comment.proposal, "建议改成", "proposal", needed=False)
    about = item_in_edition(row, comment.item)
    there = EditionComment.objects.filter(public_id=comment.once, edition=row).first()
    same = there is not None and (there.item, there.words, there.proposal) == (about, words, proposal)
    if there is None or not same:
        there = EditionComment.objects.create(
            public_id=comment.once if is_opaque_id(comment.once) and there is None else new_opaque_id(),
            edition=row,
            item=about,
            words=words,
            proposal=proposal,
            sender_name=_sealed(comment.name, NAME_PLACE, "姓名", "name"),
            sender_contact=_sealed(comment.contact, CONTACT_PLACE, "联系方式", "contact"),
            given_at=now,
            given_by="",
            given_by_name="",
        )
    note_edition(replace(actor, origin=""), now, rules.COMMENT_SENT, row, item=comment.item, again=same)
    return Receipt(number=there.public_id, title=row.title)


@use_case
def see_comment_sender(*, actor: Actor, now: datetime, comment: str, purpose: str, basis: str) -> SenderFacts:
    """Open the name and contact somebody left with a comment, on record.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such comment, or nothing was left with it.
        PurposeMissing: no purpose or no basis is given.
        CannotOpen: the sealed values were altered, or their key is gone.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = queries.comment_for(actor, comment)
    if not row.sender_name and not row.sender_contact:
        raise NotFound
    record_look(
        actor=actor,
        now=now,
        action=rules.SENDER_SEEN,
        object_kind="catalog-comment",
        object_id=row.public_id,
        object_label=f"{row.edition.title}的公众意见",
        purpose=purpose,
        basis=basis,
    )
    return SenderFacts(_opened(row.sender_name, NAME_PLACE), _opened(row.sender_contact, CONTACT_PLACE))


def _told(value: str, what: str, field: str, *, needed: bool = True) -> str:
    text = checked_lines(value, what, field, needed=needed)
    if tells_who(text):
        raise TellsWho(what=what, field=field)
    return text


def _sealed(value: str, place: str, what: str, field: str) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    if len(text) > LONGEST_SENDER:
        raise BadText(what=what, limit=LONGEST_SENDER, field=field)
    return seal(text, place=place).token if text else ""


def _opened(token: str, place: str) -> str:
    return unseal(Sealed(token), place=place).reveal() if token else ""

"""What stands in somebody's inbox: notices to the login, and to a role it holds at the unit it acts for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import NotFound
from chengxin.notices import rules
from chengxin.notices.models import Notice, NoticeReading
from chengxin.notices.queries.pages import page_after
from chengxin.units.models import User


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox."""

    public_id: str
    label: str
    subject: str
    sender: str
    created_at: datetime
    due_on: date | None
    is_read: bool


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox; ``next`` is the cursor of the following one or empty."""

    rows: tuple[InboxRow, ...]
    next: str
    unread: int


@dataclass(frozen=True)
class NoticeFacts:
    """A notice as its reader sees it."""

    public_id: str
    label: str
    subject: str
    paragraphs: tuple[str, ...]
    sender: str
    sent_by: str
    created_at: datetime
    due_on: date | None
    due_rule: str
    is_read: bool


def inbox_for(actor: Actor) -> QuerySet[Notice]:
    """Return the notices to the actor's login or to a role it holds at its unit, newest first, with ``is_read``."""
    if actor.kind is not ActorKind.STAFF or not actor.may(rules.SEE_INBOX):
        return Notice.objects.none()
    mine = Q(user__username=actor.id)
    for grant in actor.grants:
        if grant.unit is not None:
            mine |= Q(unit_id=grant.unit, role__in=("", grant.role.value))
    found = Notice.objects.filter(mine).annotate(is_read=_read_by(actor)).select_related("sender_unit")
    return found.order_by("-created_at", "-id")


def _read_by(actor: Actor) -> Exists:
    return Exists(NoticeReading.objects.filter(notice=OuterRef("pk"), user__username=actor.id))


def unread_for(actor: Actor) -> QuerySet[Notice]:
    """Return the notices of the inbox that the actor has not marked as read, newest first."""
    return inbox_for(actor).filter(~_read_by(actor))


def unread_count_for(actor: Actor) -> int:
    """Return how many notices of the inbox the actor has not marked as read."""
    return unread_for(actor).count()


def notice_for(actor: Actor, public_id: str) -> Notice:
    """Return the notice from the actor's inbox.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    notice = inbox_for(actor).filter(public_id=public_id).first()
    if notice is None:
        raise NotFound
    return notice


def reader_of(actor: Actor) -> User:
    """Return the login behind a member of staff.

    Raises:
        NotFound: there is none.
    """
    user = User.objects.filter(username=actor.id).first() if actor.kind is ActorKind.STAFF else None
    if user is None:  # a client may have the code that is somebody's login name
        raise NotFound
    return user


def inbox_page(actor: Actor, *, cursor: str) -> InboxPage:
    """Return the page of the inbox that follows the cursor; the first one for an empty cursor.

    Raises:
        BadCursor: the cursor is not ours.
    """
    notices, following = page_after(inbox_for(actor), cursor)
    return InboxPage(tuple(_row(notice) for notice in notices), following, unread_count_for(actor))


def _row(notice: Notice) -> InboxRow:
    return InboxRow(
        public_id=notice.public_id,
        label=notice.label,
        subject=notice.subject,
        sender=notice.sender_unit.name,
        created_at=notice.created_at,
        due_on=notice.due_on,
        is_read=bool(getattr(notice, "is_read", False)),
    )


def notice_page(actor: Actor, public_id: str) -> NoticeFacts:
    """Return the notice as its reader sees it.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    notice = notice_for(actor, public_id)
    return NoticeFacts(
        public_id=notice.public_id,
        label=notice.label,
        subject=notice.subject,
        paragraphs=tuple(line for line in notice.body.split("\n") if line.strip()),
        sender=notice.sender_unit.name,
        sent_by=notice.sent_by_name,
        created_at=notice.created_at,
        due_on=notice.due_on,
        due_rule=notice.due_rule,
        is_read=bool(getattr(notice, "is_read", False)),
    )

"""Reads of notices: the own inbox, papers to be served by the own unit, dates of delivery."""

from chengxin.notices.queries.inbox import (
    InboxPage,
    InboxRow,
    NoticeFacts,
    inbox_for,
    inbox_page,
    notice_for,
    notice_page,
    reader_of,
    unread_count_for,
)
from chengxin.notices.queries.papers import (
    DeliveryFacts,
    PaperFacts,
    PaperRow,
    PapersPage,
    delivered_on,
    deliveries_of,
    is_served,
    paper_for,
    paper_page,
    papers_for,
    papers_page,
)
from chengxin.notices.queries.sending import addressees, dispatch_of, due_dispatches, to_be_tried

__all__ = [
    "DeliveryFacts",
    "InboxPage",
    "InboxRow",
    "NoticeFacts",
    "PaperFacts",
    "PaperRow",
    "PapersPage",
    "addressees",
    "delivered_on",
    "deliveries_of",
    "dispatch_of",
    "due_dispatches",
    "inbox_for",
    "inbox_page",
    "is_served",
    "notice_for",
    "notice_page",
    "paper_for",
    "paper_page",
    "papers_for",
    "papers_page",
    "reader_of",
    "to_be_tried",
    "unread_count_for",
]

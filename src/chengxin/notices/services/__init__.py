"""Writes of notices: sending, delivering, reading, service of papers."""

from chengxin.notices.services.delivering import TakenOver, UnknownMessage, deliver, deliver_waiting, record_bounce
from chengxin.notices.services.papers import (
    AlreadyServed,
    FutureDay,
    NotYetSent,
    PaperReport,
    ProofMissing,
    record_paper_delivery,
)
from chengxin.notices.services.reading import AlreadyRead, mark_read
from chengxin.notices.services.sending import About, BadAddress, NobodyThere, Recipient, Wish, send_notice

__all__ = [
    "About",
    "AlreadyRead",
    "AlreadyServed",
    "BadAddress",
    "FutureDay",
    "NobodyThere",
    "NotYetSent",
    "PaperReport",
    "ProofMissing",
    "Recipient",
    "TakenOver",
    "UnknownMessage",
    "Wish",
    "deliver",
    "deliver_waiting",
    "mark_read",
    "record_bounce",
    "record_paper_delivery",
    "send_notice",
]

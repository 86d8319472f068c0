"""Writes of codes: one function, one use case, one transaction, one entry in the trail."""

from chengxin.codes.services.closing import Closing, close_fault, reopen_fault
from chengxin.codes.services.conversions import CONVERSION, Taken, take_over_conversions
from chengxin.codes.services.events import note_all_events, note_events
from chengxin.codes.services.finding import Found, Seen, Suspicion, open_faults
from chengxin.codes.services.months import close_month, close_months
from chengxin.codes.services.night import look_at_all
from chengxin.codes.services.registrars import end_registrar, set_registrar

__all__ = [
    "CONVERSION",
    "Closing",
    "Found",
    "Seen",
    "Suspicion",
    "Taken",
    "close_fault",
    "close_month",
    "close_months",
    "end_registrar",
    "look_at_all",
    "note_all_events",
    "note_events",
    "open_faults",
    "reopen_fault",
    "set_registrar",
    "take_over_conversions",
]

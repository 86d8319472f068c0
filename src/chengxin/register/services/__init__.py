"""Writes of the register: loads that merge in bounded transactions and show at once, corrections, takedowns, marks."""

from chengxin.register.services.chunks import merge_chunks
from chengxin.register.services.corrections import Ruling, correct_record, revoke_record
from chengxin.register.services.flips import abandon_load, show_load, withdraw_load
from chengxin.register.services.loading import begin_load
from chengxin.register.services.looks import look_at_record
from chengxin.register.services.marks import clear_dispute, mark_disputed
from chengxin.register.services.merging import CHUNK_ROWS, ROWS, Merged, merge_chunk
from chengxin.register.services.person_merging import PERSON_ROWS, merge_person_chunks
from chengxin.register.services.persons import (
    PersonLine,
    PersonRecordFacts,
    Sought,
    end_person_record,
    find_person_records,
    open_person_record,
)
from chengxin.register.services.subject_links import merge_subjects, split_subjects
from chengxin.register.services.takedowns import (
    Why,
    take_down,
    take_down_all_expired,
    take_down_all_over,
    take_down_dropped,
    take_down_expired,
)

__all__ = [
    "CHUNK_ROWS",
    "PERSON_ROWS",
    "ROWS",
    "Merged",
    "PersonLine",
    "PersonRecordFacts",
    "Ruling",
    "Sought",
    "Why",
    "abandon_load",
    "begin_load",
    "clear_dispute",
    "correct_record",
    "end_person_record",
    "find_person_records",
    "look_at_record",
    "mark_disputed",
    "merge_chunk",
    "merge_chunks",
    "merge_person_chunks",
    "merge_subjects",
    "open_person_record",
    "revoke_record",
    "show_load",
    "split_subjects",
    "take_down",
    "take_down_all_expired",
    "take_down_all_over",
    "take_down_dropped",
    "take_down_expired",
    "withdraw_load",
]

"""Writes of the room: the frame of every use case, entries of the trail, batches and heads of the ledger.

``use_case``, ``record`` and ``record_look`` are what every room's services stand on; ``append_batch`` and
``erase_salts`` are for rooms that publish. ``seal_ledger`` is run by a job of this room.
"""

from chengxin.audit.services.ledger import append_batch, erase_salts
from chengxin.audit.services.recording import Look, record, record_look, record_looks
from chengxin.audit.services.sealing import seal_ledger
from chengxin.audit.services.signing import Signer, is_signed, signer
from chengxin.audit.services.trail import export_trail, look_at_entry, look_through_trail
from chengxin.audit.services.use_cases import NothingRecorded, note_refusal, use_case

__all__ = [
    "Look",
    "NothingRecorded",
    "Signer",
    "append_batch",
    "erase_salts",
    "export_trail",
    "is_signed",
    "look_at_entry",
    "look_through_trail",
    "note_refusal",
    "record",
    "record_look",
    "record_looks",
    "seal_ledger",
    "signer",
    "use_case",
]

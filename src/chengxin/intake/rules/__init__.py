"""Pure rules of intake: from cells of text to normalised values and findings. A check is an expression over columns."""

from chengxin.intake.rules.checking import Answer, Circumstances, check
from chengxin.intake.rules.doings import (
    CANCEL,
    CANCELLED,
    CHECKED,
    CONFIRM,
    CONFIRMED,
    FAILED,
    LOADED,
    PROCESS,
    RAW_FILE_TAKEN,
    RAW_FILES,
    RETRIED,
    SEE_SUBMISSIONS,
    SEND,
    SENT,
    WITHDRAWN,
)
from chengxin.intake.rules.findings import FindingCode, Severity
from chengxin.intake.rules.judging import Judgement, judge
from chengxin.intake.rules.mapping import Mapping, map_headers
from chengxin.intake.rules.procedure import (
    ORIGIN_LABELS,
    PHASE_LABELS,
    STATE_LABELS,
    WORKING,
    Move,
    Origin,
    Phase,
    State,
    after,
)
from chengxin.intake.rules.sheet import Sheet

__all__ = [
    "CANCEL",
    "CANCELLED",
    "CHECKED",
    "CONFIRM",
    "CONFIRMED",
    "FAILED",
    "LOADED",
    "ORIGIN_LABELS",
    "PHASE_LABELS",
    "PROCESS",
    "RAW_FILES",
    "RAW_FILE_TAKEN",
    "RETRIED",
    "SEE_SUBMISSIONS",
    "SEND",
    "SENT",
    "STATE_LABELS",
    "WITHDRAWN",
    "WORKING",
    "Answer",
    "Circumstances",
    "FindingCode",
    "Judgement",
    "Mapping",
    "Move",
    "Origin",
    "Phase",
    "Severity",
    "Sheet",
    "State",
    "after",
    "check",
    "judge",
    "map_headers",
]

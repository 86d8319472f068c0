"""Pure rules of intake: from cells of text to normalised values and findings. A check is an expression over columns."""

from chengxin.intake.rules.checking import Answer, Circumstances, check
from chengxin.intake.rules.findings import FindingCode, Severity
from chengxin.intake.rules.judging import Judgement, judge
from chengxin.intake.rules.mapping import Mapping, map_headers
from chengxin.intake.rules.sheet import Sheet

__all__ = [
    "Answer",
    "Circumstances",
    "FindingCode",
    "Judgement",
    "Mapping",
    "Severity",
    "Sheet",
    "check",
    "judge",
    "map_headers",
]

"""Pure rules of intake: from cells of text to normalised values and findings. A check is an expression over columns."""

from chengxin.intake.rules.checking import Answer, Circumstances, check
from chengxin.intake.rules.findings import Code, Severity
from chengxin.intake.rules.mapping import Mapping, map_headers

__all__ = ["Answer", "Circumstances", "Code", "Mapping", "Severity", "check", "map_headers"]

"""Tables of credit checks and reports. No natural person is a subject here. Days are Beijing days."""

from chengxin.checks.models.checking import Approval, Batch, Check, CheckEvidence, CheckFeedback, FeedPlace, LookAgain
from chengxin.checks.models.consents import Consent
from chengxin.checks.models.matters import Matter, MatterVersion
from chengxin.checks.models.reports import Report, ReportBatch

__all__ = [
    "Approval",
    "Batch",
    "Check",
    "CheckEvidence",
    "CheckFeedback",
    "Consent",
    "FeedPlace",
    "LookAgain",
    "Matter",
    "MatterVersion",
    "Report",
    "ReportBatch",
]

"""Whether two names may be of one organisation: what a name is made of, what speaks for it and against it. Pure.

Names are compared, never persons: who calls keeps out names that may be a natural person's. Equal names are one way of
writing one name; they never make two rows one subject. ``linking.may_link`` says when a row goes to an organisation
without anybody looking.
"""

from chengxin.subjects.rules.matching.comparing import Comparison, Verdict, closeness, compare_names, compare_parts
from chengxin.subjects.rules.matching.evidence import Aspect, Evidence, Finding
from chengxin.subjects.rules.matching.linking import Claim, Known, evidence_for, may_link, numbers_in, order_of
from chengxin.subjects.rules.matching.parts import NOWHERE, NameParts, Places, name_parts, places_from
from chengxin.subjects.rules.matching.wanted import pairs_wanted, rarest
from chengxin.subjects.rules.matching.writing import compared_text

__all__ = [
    "NOWHERE",
    "Aspect",
    "Claim",
    "Comparison",
    "Evidence",
    "Finding",
    "Known",
    "NameParts",
    "Places",
    "Verdict",
    "closeness",
    "compare_names",
    "compare_parts",
    "compared_text",
    "evidence_for",
    "may_link",
    "name_parts",
    "numbers_in",
    "order_of",
    "pairs_wanted",
    "places_from",
    "rarest",
]

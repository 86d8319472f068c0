"""Reads of codes: faults and rates by reach, look-ups for all who check codes."""

from chengxin.codes.queries.converting import conversions_for, converted_for, waiting_for
from chengxin.codes.queries.faults import (
    FaultFilter,
    count_by_kind,
    evidence_of,
    fault_for,
    faults_for,
    moves_of,
)
from chengxin.codes.queries.looking import LookedUp, codes_of_numbers, look_up
from chengxin.codes.queries.rates import (
    Cell,
    closed_months,
    counts_now,
    counts_of_month,
    faults_behind_month,
    faults_behind_now,
)
from chengxin.codes.queries.registrars import Registrars, registrars, registrars_in_force

__all__ = [
    "Cell",
    "FaultFilter",
    "LookedUp",
    "Registrars",
    "closed_months",
    "codes_of_numbers",
    "conversions_for",
    "converted_for",
    "count_by_kind",
    "counts_now",
    "counts_of_month",
    "evidence_of",
    "fault_for",
    "faults_behind_month",
    "faults_behind_now",
    "faults_for",
    "look_up",
    "moves_of",
    "registrars",
    "registrars_in_force",
    "waiting_for",
]

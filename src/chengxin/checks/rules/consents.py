"""Consents of organisations: who may look at what, for which purpose, until when. Pure.

A consent is a paper that the subject signed for one recipient. It opens nothing to anybody else and nothing after its
last day or its withdrawal.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from chengxin.audit.rules import Action
from chengxin.checks.rules.doings import SEE_CHECKS
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.vault.rules.kinds import IMAGES
from chengxin.vault.rules.purposes import Purpose, Retention

LONGEST_TOLD = 120
"""So many signs of a consent's purpose are told in a basis, which has room for 300."""
MOST_YEARS = 10
"""A consent that runs longer is taken for a slip of the pen."""


class Covers(StrEnum):
    """What a consent opens."""

    CHECKS = "checks"
    REPORTS = "reports"


COVERS_LABELS: Mapping[Covers, str] = MappingProxyType({Covers.CHECKS: "信用核查", Covers.REPORTS: "授权版信用报告"})

RECORD_CONSENTS = Permission(
    "checks.record-consents",
    "登记主体的授权书和它的撤回",
    roles=frozenset({Role.CHECKER, Role.CASE_OFFICER}),
)
CONSENT_RECORDED = Action("checks.consent-recorded", "登记授权书")
CONSENT_WITHDRAWN = Action("checks.consent-withdrawn", "登记授权的撤回")

CONSENT_SCAN = Purpose(
    code="checks.consent",
    label="授权书",
    kinds=frozenset({"pdf", *IMAGES}),
    keep=RECORD_CONSENTS,
    readers=SEE_CHECKS.roles,
    retention=Retention(years=10, basis="平台默认：授权书随核查凭证保存10年，单位档案保管期限表另有规定的从其规定"),
)


def days_fit(signed_on: date, until: date, today: date) -> bool:
    """Say whether a consent signed on a day and running until another can be recorded today."""
    return signed_on <= today <= until and until.year - signed_on.year <= MOST_YEARS


def words_of_consent(number: str, purpose: str, signed_on: date, until: date) -> str:
    """Return how a consent is named as the basis of a look: with its purpose, beside which that of the look stands."""
    told = purpose if len(purpose) <= LONGEST_TOLD else f"{purpose[: LONGEST_TOLD - 1]}…"
    return f"授权书{number}（{signed_on:%Y-%m-%d}签署，到{until:%Y-%m-%d}，用于{told}）"
